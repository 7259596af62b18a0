import pytest

from search.encoder import SentenceEncoder
from search.model_files import prepare_model


@pytest.fixture(scope="session")
def encoder(tmp_path_factory):
    """The offline model, unpacked once a run."""
    return SentenceEncoder(prepare_model(tmp_path_factory.mktemp("models")))

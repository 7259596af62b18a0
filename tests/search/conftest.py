import pytest

from search.encoder import Encoder
from search.model_files import prepare_model


@pytest.fixture(scope="session")
def encoder(tmp_path_factory):
    """The offline model, unpacked once a run."""
    return Encoder(prepare_model(tmp_path_factory.mktemp("models")))

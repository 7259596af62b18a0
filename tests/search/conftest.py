import pytest

from search.encoder import SentenceEncoder
from search.milvus.place import MilvusPlace
from search.model_files import prepare_model
from search.places import MilvusServer


@pytest.fixture(scope="session")
def encoder(tmp_path_factory):
    """The offline model, unpacked once a run."""
    return SentenceEncoder(prepare_model(tmp_path_factory.mktemp("models")))


@pytest.fixture(scope="session")
def milvus_server(tmp_path_factory):
    """A file of Milvus Lite, open until the end of the run."""
    from milvus_lite.server_manager import server_manager_instance

    path = tmp_path_factory.mktemp("milvus") / "tests.db"
    yield MilvusServer(str(path))
    server_manager_instance.release_server(str(path))


@pytest.fixture(scope="session")
def milvus_place(milvus_server):
    """By name, a place for the index of one knowledge base."""
    return lambda name: MilvusPlace(milvus_server, lambda make: name, f"home of {name}")

"""The environment → settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store.places import Server, ServerPlace
from search.places import MilvusServer
from search.runners.devices import Device
from ui.app.addresses import masked
from ui.app.settings import LanguageModel, Settings, SettingWrong


def test_without_any_variable_everything_is_local(tmp_path: Path) -> None:
    settings = Settings.read({"HOME": str(tmp_path)})
    assert settings == Settings(Path(".mailuo"), None, tmp_path / ".cache" / "mailuo", None, None)


def test_every_variable_is_read(tmp_path: Path) -> None:
    settings = Settings.read(
        {
            "MAILUO_HOME": str(tmp_path / "base"),
            "MAILUO_MODEL": "BAAI/bge-small-zh",
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "NEO4J_URI": "bolt://db:7687",
            "NEO4J_USER": "planner",
            "NEO4J_PASSWORD": "secret",
            "NEO4J_DATABASE": "plans",
            "NEO4J_LANES": "4",
            "MAILUO_LLM_BASE_URL": "http://llm:8000/v1",
            "MAILUO_LLM_MODEL": "qwen",
            "MAILUO_LLM_API_KEY": "key",
        }
    )
    assert settings == Settings(
        tmp_path / "base",
        "BAAI/bge-small-zh",
        tmp_path / "cache" / "mailuo",
        Server("bolt://db:7687", "planner", "secret", "plans", lanes=4),
        LanguageModel("http://llm:8000/v1", "qwen", "key"),
    )


@pytest.mark.parametrize(
    ("said", "hosts"),
    [
        ("", ()),
        (" , ", ()),
        ("Mailuo.example.org", ("mailuo.example.org",)),
        ("a.example, b.example c", ("a.example", "b.example", "c")),
        ("规划.中国", ("xn--wbrs17k.xn--fiqs8s",)),
        ("10.1.2.3 [::1] 0:0::1", ("10.1.2.3", "::1")),
        ("a.example.", ("a.example",)),
    ],
)
def test_names_of_the_web_interface_are_read(said: str, hosts: tuple[str, ...]) -> None:
    assert Settings.read({"MAILUO_HOSTS": said}).hosts == hosts


@pytest.mark.parametrize("said", ["http://a.example", "a.example:8501", "*", "*.example", "a..b", "a/b", "a@b"])
def test_what_is_no_name_of_a_host_is_said(said: str) -> None:
    with pytest.raises(SettingWrong, match="MAILUO_HOSTS"):
        Settings.read({"MAILUO_HOSTS": said})


@pytest.mark.parametrize(("said", "read_only"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("no", False)])
def test_reading_only_is_read(said: str, read_only: bool) -> None:
    assert Settings.read({"MAILUO_READ_ONLY": said}).read_only is read_only


def test_what_is_neither_yes_nor_no_is_said() -> None:
    with pytest.raises(SettingWrong, match="MAILUO_READ_ONLY"):
        Settings.read({"MAILUO_READ_ONLY": "perhaps"})


def test_empty_variables_count_as_not_set() -> None:
    assert Settings.read({"MAILUO_HOME": " ", "NEO4J_URI": "", "MAILUO_MODEL": ""}).server is None


def test_a_user_without_a_home_keeps_the_model_beside_the_knowledge(tmp_path: Path) -> None:
    settings = Settings.read({"HOME": "/nonexistent", "MAILUO_HOME": str(tmp_path)})
    assert settings.cache == tmp_path


@pytest.mark.parametrize(("said", "device"), [("", Device.AUTO), ("cpu", Device.CPU), ("CUDA", Device.CUDA)])
def test_a_device_is_named(said: str, device: Device) -> None:
    assert Settings.read({"MAILUO_DEVICE": said}).device is device


WRONG = [
    ({"MAILUO_DEVICE": "gpu"}, "MAILUO_DEVICE is “gpu”; it must be auto, cpu, cuda or mps"),
    ({"NEO4J_URI": "localhost"}, "NEO4J_URI is “localhost”"),
    ({"NEO4J_URI": "bolt://db"}, "NEO4J_PASSWORD is not"),
    ({"MILVUS_URI": "localhost:19530"}, "MILVUS_URI is “localhost:19530”; it must be an address such as http"),
    ({"MILVUS_URI": "ftp://a:s3cret@db"}, r"MILVUS_URI is “ftp://\*\*\*@db”"),
    ({"MILVUS_URI": "http://a:s@db", "MILVUS_TOKEN": "x"}, "MILVUS_TOKEN is not what stands in MILVUS_URI"),
    ({"MAILUO_LLM_BASE_URL": "http://x/v1"}, "MAILUO_LLM_MODEL is not"),
    ({"MAILUO_HOME": __file__}, "which is a file"),
    (
        {"NEO4J_URI": "bolt://a@db", "NEO4J_USER": "b", "NEO4J_PASSWORD": "x"},
        "NEO4J_USER is not what stands in NEO4J_URI",
    ),
    ({"NEO4J_URI": "bolt://a:s@db", "NEO4J_PASSWORD": "x"}, "NEO4J_PASSWORD is not what stands in NEO4J_URI"),
    (
        {"NEO4J_URI": "bolt://db?password=s3cret", "NEO4J_PASSWORD": "x"},
        r"“bolt://db\?password=\*\*\*”; set the password",
    ),
]

MILVUS = [
    ({"MILVUS_URI": "/data/m.db"}, MilvusServer("/data/m.db")),
    ({"MILVUS_URI": "http://db:19530"}, MilvusServer("http://db:19530")),
    (
        {"MILVUS_URI": "https://a:s3cret@db/", "MILVUS_DATABASE": "plans"},
        MilvusServer("https://db", "a:s3cret", "plans"),
    ),
    ({"MILVUS_URI": "http://db", "MILVUS_TOKEN": "s3cret"}, MilvusServer("http://db", "s3cret")),
]


@pytest.mark.parametrize(("values", "expected"), MILVUS)
def test_milvus_is_a_file_or_a_server(values: dict[str, str], expected: MilvusServer) -> None:
    assert Settings.read(values).milvus == expected
    assert "s3cret" not in repr(Settings.read(values))


ACCOUNTS = [
    ("bolt://neo4j:s3cret@db:7687", "bolt://db:7687", "neo4j", "s3cret"),
    ("neo4j+s://s3cret-user:s3cret@db", "neo4j+s://db", "s3cret-user", "s3cret"),
    ("bolt://:s3cret@db", "bolt://db", "neo4j", "s3cret"),
    ("bolt://u:s3cret%40%2F%3A@db", "bolt://db", "u", "s3cret@/:"),
    # signs that should have been escaped
    ("bolt://u:s3cret@s3cret@db:7687", "bolt://db:7687", "u", "s3cret@s3cret"),
    ("bolt://u:s3cret/s3cret#s3cret?s3cret@db", "bolt://db", "u", "s3cret/s3cret#s3cret?s3cret"),
    ("bolt://u:s3cret:s3cret@[::1]:7687", "bolt://[::1]:7687", "u", "s3cret:s3cret"),
]


@pytest.mark.parametrize(("given", "uri", "user", "password"), ACCOUNTS)
def test_an_account_in_the_address_is_taken_out(given: str, uri: str, user: str, password: str) -> None:
    server = Settings.read({"NEO4J_URI": given}).server
    assert server == Server(uri, user, password, None)
    assert "s3cret" not in repr(Settings.read({"NEO4J_URI": given, "NEO4J_USER": user})).replace(user, "")


NOT_SHOWN = [
    *(given for given, *_ in ACCOUNTS),
    *("neo4j:s3cret@localhost", "bolt:/u:s3cret@localhost", "bolt:u:s3cret@localhost:7687", "u:s3cret@", "s3cret@db"),
    *("ftp://u:s3cret@db", "bolt://db?token=s3cret", "bolt://db?a=b&NEO4J_PASSWORD=s3cret#x"),
]


@pytest.mark.parametrize("given", NOT_SHOWN)
def test_no_message_shows_a_password(given: str) -> None:
    assert "s3cret" not in masked(given)
    for others in ({}, {"NEO4J_PASSWORD": "other"}, {"NEO4J_USER": "other"}):
        assert "s3cret" not in shown({"NEO4J_URI": given, **others})


def shown(environment: dict[str, str]) -> str:
    """What people see of a server, or why there is none."""
    try:
        server = Settings.read(environment).server
    except SettingWrong as error:
        return str(error)
    assert server is not None
    place = ServerPlace(server, lambda _: None, "here")
    return place.stamp + place.title


@pytest.mark.parametrize(("environment", "message"), WRONG)
def test_what_cannot_be_used_is_named(environment: dict[str, str], message: str) -> None:
    with pytest.raises(SettingWrong, match=message):
        Settings.read(environment)


@pytest.mark.parametrize(
    ("said", "base_path"),
    [("", ""), ("/", ""), ("mailuo", "/mailuo"), ("/mailuo/", "/mailuo"), ("/plans/mailuo-2", "/plans/mailuo-2")],
)
def test_a_base_path_has_one_form(said: str, base_path: str) -> None:
    assert Settings.read({"MAILUO_BASE_PATH": said}).base_path == base_path


@pytest.mark.parametrize("said", ["//evil.com", "/a//b", "/../x", "/a/..", "/a b", "/脉络", "/%2e", "/a?b", "http://x"])
def test_a_base_path_that_a_browser_writes_otherwise_is_refused(said: str) -> None:
    with pytest.raises(SettingWrong, match=r"MAILUO_BASE_PATH is .*as /mailuo"):
        Settings.read({"MAILUO_BASE_PATH": said})

"""By which names the server answers, and to which pages."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from ui.guard.hosts import Host, Names, read_host
from ui.guard.strangers import refuse_stranger
from ui.web.server.gate import below, is_open

NAMES = Names("localhost", ("mailuo.example.org", "10.1.2.3"))

OURS = [
    "localhost",
    "localhost:8501",
    "LocalHost:8501",
    "localhost.",
    "localhost.:8501",
    "localhost:",
    "localhost:9000",  # a tunnel's port
    "127.0.0.1:8501",
    "[::1]:8501",
    "[::1]",
    "[0:0:0:0:0:0:0:1]:8501",
    "[::ffff:127.0.0.1]",
    "[::FFFF:7F00:1]:8501",
    "mailuo.example.org",
    "MAILUO.example.org.:443",
    "10.1.2.3:8501",
]
FOREIGN = [
    "",
    " ",
    ".",
    ":8501",
    "evil.com",
    "evil.com:8501",
    "localhost.evil.com",
    "localhost.evil.com:8501",
    "evil.com.localhost",
    "localhost..",
    ".localhost",
    "localhost.localdomain",
    "localhosts",
    "127.0.0.1.evil.com",
    "127.0.0.1.nip.io",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "127.1",
    "127.0.0.01",
    "0177.0.0.1",
    "127.0.0.2",
    "0.0.0.0",
    "0",
    "10.1.2.4",
    "[::]",
    "[::2]:8501",
    "[::1",
    "::1",
    "[::1].evil.com",
    "[::1%25eth0]",
    "[127.0.0.1]",
    "[localhost]",
    "localhost:99999",
    "localhost:8501:8501",
    "localhost:+8501",
    "localhost:٨٥٠١",
    "localhost@evil.com",
    "evil.com@localhost",
    "user:secret@localhost",
    "localhost/evil.com",
    "localhost#evil.com",
    "localhost?evil.com",
    "localhost\\evil.com",
    "localhost,evil.com",
    "localhost evil.com",
    "localhost\tevil.com",
    "localhost\x00",
    "localhost\n",
    "http://localhost",
    "ⓛocalhost",
    "xn--localhost-",
    "a.mailuo.example.org",
    "mailuo.example.org.evil.com",
]


@pytest.mark.parametrize("host", OURS)
def test_server_is_called_by_its_own_names(host: str) -> None:
    called = read_host(host)
    assert called is not None
    assert NAMES.has_host(called, "127.0.0.1")


@pytest.mark.parametrize("host", FOREIGN)
def test_server_is_not_called_by_a_foreign_name(host: str) -> None:
    called = read_host(host)
    assert called is None or not NAMES.has_host(called, "127.0.0.1")


@pytest.mark.parametrize(
    ("listens_on", "reached_at", "host", "is_ours"),
    [
        ("0.0.0.0", "192.168.1.5", "192.168.1.5:8501", True),
        ("0.0.0.0", "192.168.1.5", "192.168.1.6:8501", False),
        ("0.0.0.0", "127.0.0.1", "0.0.0.0:8501", True),
        ("::", "::ffff:192.168.1.5", "192.168.1.5", True),
        ("::", "fe80::1%eth0", "[fe80::1]:8501", True),
        ("192.168.1.5", None, "192.168.1.5", True),
        ("planning.local", None, "Planning.local:8501", True),
        ("localhost", None, "planning.local", False),
    ],
)
def test_server_is_called_by_the_address_it_is_reached_at(
    listens_on: str, reached_at: str | None, host: str, is_ours: bool
) -> None:
    called = read_host(host)
    assert called is not None
    assert Names(listens_on).has_host(called, reached_at) is is_ours


@pytest.mark.parametrize(
    ("origin", "host", "is_ours"),
    [
        ("http://localhost:8501", "localhost:8501", True),
        ("HTTP://LOCALHOST:8501", "localhost:8501", True),
        ("http://[::1]:8501", "[0::1]:8501", True),
        ("http://localhost", "localhost:80", True),
        ("https://localhost", "localhost", True),
        ("https://mailuo.example.org", "localhost:8501", True),  # a proxy in front
        ("https://mailuo.example.org", "mailuo.example.org", True),
        ("http://localhost:3000", "localhost:8501", False),  # another program's page
        ("http://127.0.0.1:8501", "localhost:8501", False),
        ("https://localhost:8501", "localhost:443", False),
        ("null", "localhost:8501", False),
        ("", "localhost:8501", False),
        ("http://evil.com", "localhost:8501", False),
        ("http://localhost:8501.evil.com", "localhost:8501", False),
        ("http://localhost:8501@evil.com", "localhost:8501", False),
        ("http://evil.com#localhost:8501", "localhost:8501", False),
        ("http://evil.com\\@localhost:8501", "localhost:8501", False),
        ("http://localhost:8501/", "localhost:8501", False),
        ("http://localhost:8501, http://evil.com", "localhost:8501", False),
        ("file://localhost:8501", "localhost:8501", False),
        ("chrome-extension://localhost", "localhost", False),
        ("https://a.mailuo.example.org", "localhost:8501", False),
    ],
)
def test_page_that_asks_is_ours(origin: str, host: str, is_ours: bool) -> None:
    called = read_host(host)
    assert called is not None
    assert NAMES.has_origin(origin, called) is is_ours


def test_what_is_refused_is_named() -> None:
    def line(*headers: tuple[str, str]) -> str:
        raw = [(name.encode(), value.encode()) for name, value in headers]
        refusal = refuse_stranger(NAMES, Headers(raw=raw), "127.0.0.1")
        return refusal.line if refusal else ""

    assert "“evil.com”" in line(("host", "evil.com:8501"))
    assert "MAILUO_HOSTS" in line(("host", "evil.com:8501"))
    assert line() != ""
    assert line(("host", "localhost"), ("host", "localhost")) != ""
    assert line(("host", "localhost"), ("x-forwarded-host", "evil.com")) == ""
    assert line(("host", "evil.com"), ("x-forwarded-host", "localhost"), ("forwarded", "host=localhost")) != ""
    assert line(("host", "localhost"), ("origin", "http://localhost")) == ""
    assert line(("host", "localhost"), ("origin", "http://localhost"), ("origin", "http://localhost")) != ""


def test_host_is_read() -> None:
    assert read_host("LOCALHOST.:80") == Host("localhost", 80)


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        ("/", True),
        ("/documents", True),
        ("/static/js/index.js", True),
        ("/media/abc.csv", True),
        ("/_stcore/health", True),
        ("/_stcore/host-config", True),
        ("/_stcore/stream", True),
        ("/_stcore/upload_file/visit/file", True),
        ("/_stcore/metrics", False),
        ("/_stcore/metrics/", False),
        ("//_stcore/metrics", False),
        ("/_stcore/health/", False),
        ("/_stcore/script-health-check", False),
        ("/_stcore/agent/interact", False),
        ("/_stcore/agent/openapi.json", False),
        ("/_stcore/agent/mcp", False),
        ("/_stcore/bidi-components/some/file.js", False),
        ("/_stcore/what-a-later-version-adds", False),
        ("/_stcore", False),
        ("/_stcore/upload_file/visit/../file/more", False),
        ("/_stcore/health\n", False),
        ("/component/some/index.html", False),
        ("/app/static/file", False),
        ("/auth/login", False),
        ("/oauth2callback", False),
        ("http://localhost/_stcore/metrics", False),
        ("*", False),
    ],
)
def test_only_what_the_pages_need_is_open(path: str, opened: bool) -> None:
    assert is_open(path) is opened


@pytest.mark.parametrize(
    ("base_path", "path", "found"),
    [
        ("", "/ask", "/ask"),
        ("", "*", None),
        ("/mailuo", "/mailuo/", "/"),
        ("/mailuo", "/mailuo/_stcore/stream", "/_stcore/stream"),
        ("/mailuo", "/mailuo", None),
        ("/mailuo", "/mailuos/ask", None),
        ("/mailuo", "/", None),
        ("/mailuo", "//mailuo/ask", None),
        ("/a/b", "/a/b/mailuo/a/b/", "/mailuo/a/b/"),
    ],
)
def test_a_path_is_judged_by_what_lies_below_the_base(base_path: str, path: str, found: str | None) -> None:
    assert below(base_path, path) == found

"""The pages where people sign in: who is nobody sees nothing, readers are offered nothing to change, and one signs out.

One server over a small home, asked by hand and by a browser.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.ui.browsing import PATIENCE, serve, settle
from tests.ui.homes import PLANS, Home
from tests.ui.server.visiting import Reply, ask, visit
from ui.app.journal import Journal
from ui.app.people import Role
from ui.app.users import Users

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.commands

PASSWORD = "correct horse"
TITLE = "怀化市2023年工作方案"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small home, and the file of users beside it."""
    folder = tmp_path_factory.mktemp("signed")
    plans = folder / "plans"
    plans.mkdir()
    for name, text in PLANS.items():
        (plans / name).write_text(text, encoding="utf-8")
    made = Home(folder / "home", None).run("ingest", str(plans))
    assert made.returncode == 0, made.stderr
    users = Users.open(folder / "users.json")
    users.add("li", Role.READER, None, PASSWORD)
    users.add("editor", Role.EDITOR, None, PASSWORD)
    users.add("boss", Role.ADMINISTRATOR, None, PASSWORD)
    return folder


@pytest.fixture(scope="module")
def users(folder: Path) -> Users:
    return Users.open(folder / "users.json")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    variables = {"MAILUO_USERS": str(folder / "users.json"), "MAILUO_PROXY_HEADER": "X-Remote-User",
                 "MAILUO_PROXY_ADDRESSES": "127.9.9.9"}  # fmt: skip
    with serve(folder / "home", folder / "log.txt", variables=variables) as address:
        yield address


def own(site: str) -> tuple[str, str]:
    return "Host", urlsplit(site).netloc


def sign_in(site: str, name: str, password: str, *headers: tuple[str, str], to: str = "/") -> Reply:
    body = urlencode({"name": name, "password": password, "to": to, "lang": "zh"}).encode()
    length = ("Content-Length", str(len(body)))
    return ask(site, "POST", "/sign-in", own(site), ("Origin", site), length, *headers, body=body)


def cookie_of(reply: Reply) -> tuple[str, str]:
    return "Cookie", reply.headers["set-cookie"].partition(";")[0]


# ------------------------------------------------------------------------------------------------------------- nobody


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"), ("GET", "/documents"), ("GET", "/documents?document=2023.txt%231"), ("GET", "/sign-in"),
        ("GET", "/news.atom"), ("GET", "/static/js/index.js"), ("GET", "/media/x.csv"), ("GET", "/log"),
        ("GET", "/_stcore/stream"), ("GET", "/_stcore/host-config"), ("PUT", "/_stcore/upload_file/visit/file"),
        ("POST", "/"), ("DELETE", "/_stcore/upload_file/visit/file"),
    ],
)  # fmt: skip
def test_nobody_sees_nothing(method: str, path: str, site: str) -> None:
    said = [
        (),
        (("Cookie", "mailuo_session=forged"),),
        (("X-Mailuo-Session", "forged"),),
        (("X-Remote-User", "boss"),),  # not from where the proxy is
        (("Authorization", "Bearer mlk_000000000000_" + "a" * 43),),
    ]
    for headers in said:
        reply = ask(site, method, path, own(site), ("Content-Length", "0"), *headers)
        assert reply.status == 401, headers
        assert TITLE.encode() not in reply.body
        assert b"<script" not in reply.body


def test_nobody_gets_a_line_to_the_pages(site: str) -> None:
    where = urlsplit(site).netloc
    for headers in ({}, {"Cookie": "mailuo_session=x"}, {"X-Mailuo-Session": "x"}, {"X-Remote-User": "boss"}):
        with pytest.raises(InvalidStatus) as refused:
            connect(f"ws://{where}/_stcore/stream", origin=Origin(site), additional_headers=headers, proxy=None)
        assert refused.value.response.status_code == 401


def test_the_server_says_to_nobody_that_it_is_there(site: str) -> None:
    assert ask(site, "GET", "/_stcore/health", own(site)).body == b"ok"


# --------------------------------------------------------------------------------------------------------- signing in


def test_who_signs_in_gets_a_cookie_that_no_script_and_no_other_site_can_use(site: str) -> None:
    reply = sign_in(site, "li", PASSWORD, to="/documents?lang=en")
    assert (reply.status, reply.headers["location"]) == (303, "/documents?lang=en")
    said = reply.headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=strict" in said
    assert "path=/" in said
    assert "secure" not in said
    assert ask(site, "GET", "/", own(site), cookie_of(reply)).status == 200
    # another one each time, and the one before is over
    again = sign_in(site, "li", PASSWORD, cookie_of(reply))
    assert cookie_of(again) != cookie_of(reply)
    assert ask(site, "GET", "/", own(site), cookie_of(reply)).status == 401
    assert ask(site, "GET", "/", own(site), cookie_of(again)).status == 200


@pytest.mark.parametrize(
    "to", ["https://evil.com", "//evil.com", "/\\evil.com", "\\\\evil.com", "/\tx", "javascript:x"]
)
def test_nobody_is_led_elsewhere(site: str, to: str) -> None:
    location = sign_in(site, "li", PASSWORD, to=to).headers["location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


@pytest.mark.parametrize("origin", ["http://evil.com", "null", "http://localhost:1"])
def test_no_other_page_signs_anybody_in_or_out(site: str, origin: str) -> None:
    body = urlencode({"name": "li", "password": PASSWORD}).encode()
    for path in ("/sign-in", "/sign-out"):
        reply = ask(site, "POST", path, own(site), ("Origin", origin), ("Content-Length", str(len(body))), body=body)
        assert reply.status == 403
        assert "set-cookie" not in reply.headers


def test_a_wrong_password_is_said_and_noted_without_it(site: str, folder: Path) -> None:
    for name in ("li", "hunter2hunter2"):  # the second typed the password where the name belongs
        reply = sign_in(site, name, "wrong horse")
        assert reply.status == 401
        assert "用户名或密码不对" in reply.body.decode()
        assert "set-cookie" not in reply.headers
        assert b"wrong horse" not in reply.body
    text = "".join(path.read_text(encoding="utf-8") for path in Journal(folder / "home" / "journal").files())
    assert "wrong horse" not in text
    assert "hunter2" not in text
    assert PASSWORD not in text
    assert '"who": "li", "verb": "sign-in", "asked": {"failed"' in text


@pytest.mark.parametrize("body", [b"", b"name=li", b"\xff=\xfe", b"name=li&password=" + b"x" * 9000])
def test_what_is_no_form_is_refused(site: str, body: bytes) -> None:
    reply = ask(site, "POST", "/sign-in", own(site), ("Content-Length", str(len(body))), body=body)
    assert reply.status in (401, 413)
    assert "set-cookie" not in reply.headers


def test_who_loses_the_right_loses_the_session(site: str, users: Users) -> None:
    users.add("gone", Role.READER, None, PASSWORD)
    cookie = cookie_of(sign_in(site, "gone", PASSWORD))
    assert ask(site, "GET", "/", own(site), cookie).status == 200
    users.set_password("gone", "another horse")
    assert ask(site, "GET", "/", own(site), cookie).status == 401
    cookie = cookie_of(sign_in(site, "gone", "another horse"))
    users.remove("gone")
    assert ask(site, "GET", "/", own(site), cookie).status == 401


def test_the_feed_is_for_who_signs_in_and_for_their_programs(site: str, users: Users) -> None:
    _, key = users.add_key("li", "feed", Role.READER)
    basic = base64.b64encode(f"li:{PASSWORD}".encode()).decode()
    said = (
        ("X-API-Key", key),
        ("Authorization", f"Bearer {key}"),
        ("Authorization", f"Basic {basic}"),
        cookie_of(sign_in(site, "li", PASSWORD)),
    )
    for header in said:
        reply = ask(site, "GET", "/news.atom", own(site), header)
        assert reply.status == 200, header
        assert TITLE in reply.body.decode()
    assert ask(site, "GET", "/news.atom", own(site)).headers["www-authenticate"].startswith("Basic")


def test_after_a_link_of_another_site_the_browser_is_asked_once_more(site: str) -> None:
    reply = ask(site, "GET", "/", own(site), ("Sec-Fetch-Site", "cross-site"))
    assert b"http-equiv='refresh'" in reply.body
    assert ask(site, "GET", "/", own(site), ("Sec-Fetch-Site", "same-origin")).status == 401


def test_a_forged_message_of_a_reader_changes_nothing(site: str, folder: Path) -> None:
    """Over a line of their own: what is not offered is not there, and the page that would do it refuses."""
    cookie = cookie_of(sign_in(site, "li", PASSWORD))[1]
    with visit(site, cookie) as reader:
        reader.run("documents")
        assert TITLE in reader.texts()
        assert "2023.txt" in reader.texts()
        for key in ("take in", "remove yes", "upload-0"):
            assert key not in reader.texts()
    assert not (folder / "home" / "decisions.jsonl").exists()


# ----------------------------------------------------------------------------------------------------- in a browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def enter(page: Page, site: str, name: str, path: str = "") -> None:
    page.goto(f"{site}/{path}")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("button")
    settle(page)


@pytest.mark.browser
def test_a_reader_reads_is_offered_nothing_to_change_and_goes(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/documents?lang=en")
    assert page.locator("h1").inner_text() == "Sign in to Mailuo"
    page.fill("[name=name]", "li")
    page.fill("[name=password]", "wrong horse")
    page.click("button")
    assert page.locator("[role=alert]").inner_text() == "The name or the password is wrong"
    assert page.input_value("[name=name]") == "li"
    page.fill("[name=password]", PASSWORD)
    page.click("button")
    settle(page)
    assert page.url.endswith("/documents?lang=en")
    assert page.get_by_text(TITLE).first.is_visible()
    assert page.locator(".person span").inner_text() == "li"
    assert page.locator("[data-testid=stFileUploader], .pencil, .st-key-take_in").count() == 0
    page.goto(f"{site}/documents?document=2023.txt%231")
    settle(page)
    assert page.get_by_text("惠科").first.is_visible()
    assert page.locator("a.right, a.keep").count() == 0
    page.goto(f"{site}/log")
    settle(page)
    assert page.get_by_text("下载 CSV").count() == 0
    page.goto(f"{site}/documents")  # a box says that there is no such page, and lies over all
    settle(page)
    other = context.new_page()
    other.goto(f"{site}/documents")
    settle(other)
    page.click(".person button")
    page.wait_for_selector("[name=password]")
    # the page that is still open has a line, and is told nothing more over it
    other.click("text=检索")
    other.wait_for_selector("text=登录已过期")
    assert other.get_by_text(TITLE).count() == 0


@pytest.mark.browser
def test_an_administrator_sees_who_did_what(context: BrowserContext, site: str, folder: Path) -> None:
    page = context.new_page()
    enter(page, site, "boss", "documents?document=2024.txt%231")
    page.goto(f"{site}/log")
    settle(page)
    assert page.locator("h1").first.inner_text() == "日志"
    rows = page.locator("table tr").all_inner_texts()
    assert any("boss" in row and "show" in row and "2024.txt#1" in row for row in rows)
    assert any("boss" in row and "sign-in" in row for row in rows)
    with page.expect_download() as loaded:
        page.get_by_text("下载 CSV").click()
    text = loaded.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("at,who,verb,asked,documents,through")
    assert "2024.txt#1" in text


@pytest.mark.browser
def test_what_an_editor_decides_bears_their_name(context: BrowserContext, site: str, folder: Path) -> None:
    page = context.new_page()
    enter(page, site, "editor", "documents?retitle=2024.txt%231")
    who = page.get_by_label("署名")
    assert who.is_disabled()
    assert who.input_value() == "editor"
    page.get_by_label("改标题", exact=True).fill("更正后的标题")
    page.get_by_role("button", name="保存").click()
    settle(page)
    (line,) = (folder / "home" / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["who"] == "editor"
    noted = [(one["who"], one["verb"]) for one in Journal(folder / "home" / "journal").read()]
    assert ("editor", "decide") in noted

"""The box of the top bar and the page of a thing, in a real browser: from what is typed to what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.ui.browsing import Open, keep_picture, settle, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.model]


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_pinyin_and_enter_lead_to_the_page_of_the_thing(open_page: Open) -> None:
    page = open_page("documents?lang=en")
    page.keyboard.press("/")
    page.keyboard.type("huaihuaguojilug")
    page.keyboard.press("Enter")  # before anything was offered
    page.wait_for_selector("header.thing h1")
    settle(page)
    assert page.locator("header.thing h1").inner_text() == "怀化国际陆港"
    assert urlsplit(page.url).path == "/thing"
    assert query(page)["lang"] == ["en"]
    assert page.locator(".st-key-finder input").input_value() == ""
    page.go_back()
    wait_until(page, "location.pathname === '/documents'")


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_offered_is_chosen_with_the_keyboard(width: int, open_page: Open) -> None:
    page = open_page("ask", width=width)
    page.keyboard.press("/")
    box = page.locator(".st-key-finder input")
    box.press_sequentially("怀化")
    hits = page.locator(".st-key-finder .hit")
    hits.nth(3).wait_for()
    keep_picture(page, f"finder-{width}")
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "true"
    for edge in hits.evaluate_all(
        "all => all.flatMap(one => { const b = one.getBoundingClientRect(); return [b.left, b.right] })"
    ):
        assert 0 <= edge <= width
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = hits.nth(1).get_attribute("data-id")
    assert box.get_attribute("aria-activedescendant") == hits.nth(1).get_attribute("id")
    page.keyboard.press("Escape")
    assert not hits.first.is_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("header.thing h1")
    assert query(page)["id"] == [second]


def test_what_is_nowhere_is_said(open_page: Open) -> None:
    page = open_page("")
    page.keyboard.press("/")
    page.keyboard.type("zzzzqqqq")
    page.locator(".st-key-finder .none").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert urlsplit(page.url).path == "/"


def test_a_chip_leads_to_the_thing_whose_tabs_stand_in_the_address(open_page: Open) -> None:
    page = open_page(f"ask?q={quote('怀化高新区有哪些项目?')}")
    page.wait_for_selector(".answer .items li a")
    name = page.locator(".answer .items li a.go").first.inner_text()
    page.locator(".answer .items li a.go").first.click()
    page.wait_for_selector("header.thing h1")
    settle(page)
    assert page.locator("header.thing h1").inner_text() == name
    for tab, shown in (("提及", ".card mark"), ("脉络", ".course .said"), ("相近名称", ".heading"), ("图谱", "g.node")):
        page.locator(".tabs.of-thing").get_by_role("link", name=tab, exact=True).click()
        page.locator(shown).first.wait_for()
        settle(page)
        assert page.locator(".tabs.of-thing [aria-current=page]").inner_text() == tab
    assert query(page)["tab"] == ["drawing"]
    page.reload()
    page.locator("g.node").first.wait_for()
    assert page.locator("header.thing h1").inner_text() == name
    page.go_back()
    page.locator(".tabs.of-thing [aria-current=page]", has_text="相近名称").wait_for()

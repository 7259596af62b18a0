"""The reader in a real browser: finding words, the outline, tables, the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.ui.browsing import Open, keep_picture, settle, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.model]

LONGEST = f"documents?document={quote('huaihua-2021-five-year-plan.txt#1')}"  # 109,000 characters
IN_VIEW = (
    "(() => { const m = document.querySelector('%s').getBoundingClientRect();"
    " const box = document.querySelector('.text').getBoundingClientRect();"
    " return m.top >= box.top && m.bottom <= box.bottom })()"
)


def test_words_are_found_all_marked_and_gone_through(open_page: Open) -> None:
    page = open_page(LONGEST)
    box = page.get_by_label("在本文中查找")
    box.fill("地区 生产总值")  # as it is written is not what counts
    page.wait_for_selector("mark.hit.now")
    _, count = _count(page)
    assert 5 < count <= page.locator("mark.hit").count()
    assert _count(page) == (1, count)
    box.press("Enter")
    assert _count(page) == (2, count)
    page.get_by_role("button", name="上一处").click()
    page.get_by_role("button", name="上一处").click()
    assert _count(page) == (count, count)
    page.wait_for_timeout(200)
    assert page.evaluate(IN_VIEW % "mark.now")
    keep_picture(page, "reader-find")
    assert parse_qs(urlsplit(page.url).query)["find"] == ["地区 生产总值"]
    page.reload()
    settle(page)
    page.wait_for_selector("mark.hit.now")
    assert _count(page)[1] == count
    page.locator(".language a").click()
    page.get_by_label("Find in this document").wait_for()
    page.wait_for_selector("mark.hit.now")
    assert page.get_by_label("Find in this document").input_value() == "地区 生产总值"
    page.get_by_label("Find in this document").fill("火星基地")
    page.get_by_text("Not found").wait_for()
    assert page.locator("mark.hit").count() == 0


def _count(page: Page) -> tuple[int, int]:
    now, _, count = page.locator(".find output").inner_text().partition(" / ")
    return int(now), int(count)


def test_the_outline_folds_and_follows(open_page: Open) -> None:
    page = open_page(LONGEST)
    entries = page.get_by_role("treeitem")
    shown = entries.filter(visible=True).count()
    first = entries.first
    first.locator(".fold").first.click()
    assert first.get_attribute("aria-expanded") == "false"
    assert entries.filter(visible=True).count() < shown
    first.focus()
    page.keyboard.press("ArrowRight")
    assert first.get_attribute("aria-expanded") == "true"
    last = page.get_by_role("treeitem", level=1).last
    last.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    assert last.get_attribute("aria-current") == "true"
    page.evaluate("document.querySelector('.text').scrollTop = 0")
    wait_until(page, "document.querySelector('[role=treeitem]').hasAttribute('aria-current')")
    assert last.get_attribute("aria-current") is None
    page.evaluate("document.querySelector('.text').scrollTop = 4000")
    page.wait_for_timeout(300)
    current = page.locator(".tree [aria-current]")
    assert current.count() == 1
    assert current.is_visible()


def test_tables_are_tables_marks_are_switched_off_and_a_paragraph_is_one_tab_stop(open_page: Open) -> None:
    page = open_page(LONGEST)
    table = page.locator(".drawn-table table", has_text="全员劳动生产率").first
    assert {"指标名称", "2025年"} <= set(table.locator("th").all_text_contents())
    row = table.locator("tr", has_text="全员劳动生产率").first
    assert row.locator("td").count() > 3
    links = page.locator("a.entity.County").count()
    page.get_by_role("button", name="行政区").click()
    assert links > 0
    assert page.locator("a.entity.County").count() == 0
    assert parse_qs(urlsplit(page.url).query)["hide"] == ["County"]
    page.get_by_role("button", name="行政区").click()
    assert page.locator("a.entity.County").count() == links
    stops = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.para')].map(p => p.querySelectorAll('a[tabindex=\"0\"]').length))"
    )
    assert stops == 1
    line = page.locator(".para:has(a.entity + a.entity, a.entity ~ a.entity)").first
    line.locator("a.entity").first.focus()
    page.keyboard.press("ArrowRight")
    assert line.locator("a.entity").nth(1).evaluate("link => link === document.activeElement && link.tabIndex === 0")


@pytest.mark.parametrize("width", [390, 768])
def test_the_reader_fits_narrow_screens(width: int, open_page: Open) -> None:
    page = open_page(LONGEST, width=width)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
    keep_picture(page, f"reader-{width}")

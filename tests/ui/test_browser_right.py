"""Putting a fact right and undoing it, as a person does it in a browser."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.ui.browsing import Open, keep_picture, settle

pytestmark = [pytest.mark.browser, pytest.mark.model]

NAME = "怀化国际陆港"


def test_a_better_name_from_beside_the_thing_and_back(open_page: Open) -> None:
    page = open_page(f"graph?id={quote(NAME)}")
    page.wait_for_selector(".who .right")
    settle(page)
    page.locator(".who .right").first.click()
    page.wait_for_selector("[role=dialog] .statement")
    settle(page)
    keep_picture(page, "put-right")
    dialog = page.locator("[role=dialog]")
    dialog.get_by_text("换一个更好的名称").click()
    settle(page)
    box = dialog.locator("[data-testid=stSelectbox] input")
    box.fill("国际陆港枢纽")
    box.press("Enter")
    settle(page)
    dialog.get_by_role("button", name="记下").click()
    page.wait_for_selector(".who h3:has-text('国际陆港枢纽')", timeout=90_000)
    settle(page)
    page.locator(".who .righted").first.click()
    page.wait_for_selector("[role=dialog] .statement")
    assert "改名为“国际陆港枢纽”" in page.locator("[role=dialog] .statement").inner_text()
    page.locator("[role=dialog]").get_by_role("button", name="撤销").click()
    page.wait_for_selector(f".who h3:has-text('{NAME}')", timeout=90_000)

"""The drawing in a real browser: bundles unfold, the table has what is drawn, the tools are in view."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from openpyxl import load_workbook

from tests.ui.browsing import Open, keep_picture, settle

pytestmark = [pytest.mark.browser, pytest.mark.model]

CITY = f"graph?id={quote('怀化市')}"


def test_a_bundle_unfolds_and_the_address_keeps_it(open_page: Open) -> None:
    page = open_page(CITY)
    page.wait_for_selector("g.bundle")
    assert page.locator("[data-do=fit]").bounding_box()["y"] < 900  # type: ignore[index]
    before, bundles = page.locator("g.node").count(), page.locator("g.bundle").count()
    keep_picture(page, "graph-bundles")
    key = page.locator("g.bundle").first.get_attribute("data-node")
    page.locator("g.bundle").first.focus()
    page.keyboard.press("Enter")
    page.locator("g.node").nth(before).wait_for()
    settle(page)
    assert page.locator(f'g.bundle[data-node="{key}"]').count() + bundles > 0
    assert [f"bundle:{one}" for one in parse_qs(urlsplit(page.url).query)["open"]] == [key]
    after = page.locator("g.node").count()
    page.reload()
    page.locator("g.node").nth(after - 1).wait_for()
    keep_picture(page, "graph-unfolded")


def test_the_table_has_what_the_drawing_shows(open_page: Open) -> None:
    page = open_page(f"graph?id={quote('怀化高新区')}")
    page.wait_for_selector("g.node")
    edges = page.locator("g.edge").count()
    page.get_by_role("radio", name="表格").or_(page.get_by_role("button", name="表格")).first.click()
    page.wait_for_selector("table.joints")
    settle(page)
    assert page.locator("table.joints tbody tr").count() >= edges - page.locator("g.bundle").count()
    assert parse_qs(urlsplit(page.url).query)["view"] == ["table"]
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 Excel").click()
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert book["关系"].max_row >= page.locator("table.joints tbody tr").count()

"""Every page in both languages before axe-core: nothing keeps a person out; headings, landmarks, narrow screens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.ui.browsing import Open, beyond_its_width, keep_picture, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.model]

GRAVE = ("serious", "critical")
PAGES = (
    "",
    "ask",
    f"ask?q={quote('怀化高新区有哪些项目?')}",
    "graph",
    f"graph?id={quote('怀化高新区')}",
    f"graph?id={quote('怀化高新区')}&view=table",
    f"graph?id={quote('怀化国际陆港')}&to={quote('怀化高新区')}",
    "trace",
    f"trace?id={quote('怀化国际陆港')}",
    f"mentions?name={quote('怀化国际陆港')}",
    "targets",
    "documents",
    "search",
    "compare",
    "places",
    "ledger",
    f"documents?document={quote('huaihua-2026-good-start-plan.txt#1')}",
)


# 390: a telephone; 680: 1360 pixels enlarged twice; 768: a narrow window; 1280: a usual one
WIDTHS = (390, 680, 768, 1280)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_on_a_page_keeps_a_person_out(language: str, open_page: Open) -> None:
    """Opened on the narrowest screen and drawn wider: nothing lies beyond the edge; then read as axe-core reads it."""
    found: list[str] = []
    for path in PAGES:
        page = open_page(f"{path}{'&' if '?' in path else '?'}lang={language}", width=WIDTHS[0])
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            settle(page)
            if beyond_its_width(page) > 1:
                found.append(f"{path}: wider than {width}")
        keep_picture(page, f"page-{PAGES.index(path)}-{language}")
        found += [f"{path}: {one}" for one in _grave(page)]
        assert page.locator("h1").filter(visible=True).count() == 1, path
        assert page.locator("[role=main], main").count() == 1, path
        page.close()
    assert found == []


def _grave(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']][:3]}"
        for one in violations
        if one["impact"] in GRAVE
    ]

"""The web pages in a real browser over the real corpus: what a person does, from question to download."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from docx import Document as open_word
from openpyxl import load_workbook

from tests.ui.browsing import PATIENCE, Open, keep_picture, serve, settle, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.model]

ANSWERED = "怀化国际陆港2023年全年计划开行国际班列多少列?"
NOT_ANSWERED = "怀化高新区惠科显示模组生产线项目总投资多少亿元?"
TRAP = "<script>window.trapped = 1</script> **粗** $x^2$ :red[红] <img src=x onerror='window.trapped=2'>"
PLAN = f"""松溪市2027年重点项目推进方案

一、主要目标
地区生产总值增长6.5%以上。

二、重点任务
(一)抓好产业项目。松溪高新区云杉新材料生产线开工建设。(市发展改革委牵头,市商务局等负责)
{TRAP}
"""
PAGES = ("", "ask", "search", "graph", "trace", "mentions", "targets", "places", "ledger", "compare", "documents")


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


# ---------------------------------------------------------------------------------------------------------------- ask


def test_ask_and_follow_a_citation_into_the_document(open_page: Open) -> None:
    page = open_page("ask")
    box = page.locator("input[type=text]").first
    box.fill(ANSWERED)
    box.press("Enter")
    page.wait_for_selector(".answer")
    settle(page)
    assert "300列" in page.locator(".answer").inner_text()
    assert query(page)["q"] == [ANSWERED]
    keep_picture(page, "ask")
    page.locator(".proof-number a").first.click()
    page.wait_for_selector("#quote-1:focus mark")
    quoted = page.locator(".quoted mark").first.inner_text()
    page.locator(".quoted a.open").first.click()
    page.wait_for_selector(".text mark[data-focus]")
    settle(page)
    assert urlsplit(page.url).path == "/documents"
    assert page.locator(".text mark").all_inner_texts() != []
    assert "".join(page.locator(".text mark").all_inner_texts()).replace("\n", "") == quoted.replace("\n", "")
    assert page.locator(".text mark[data-focus]").is_visible()
    seen = page.evaluate(
        "(() => { const m = document.querySelector('[data-focus]').getBoundingClientRect();"
        " return m.top > 0 && m.bottom < innerHeight })()"
    )
    assert seen
    keep_picture(page, "reader")
    page.go_back()
    page.wait_for_selector(".answer")


def test_ask_what_the_documents_do_not_say(open_page: Open) -> None:
    page = open_page(f"ask?q={quote(NOT_ANSWERED)}")
    page.wait_for_selector(".state.none")
    settle(page)
    assert "文档中没有找到依据" in page.locator(".state.none").inner_text()
    assert page.locator(".answer").count() == 0
    assert page.locator(".cards.found .card").count() > 0


def test_ask_for_a_list_follow_it_up_and_take_a_year_away(open_page: Open) -> None:
    page = open_page(f"ask?q={quote('怀化高新区有哪些项目?')}", width=390)
    page.wait_for_selector(".answer .items li")
    assert page.locator(".answer .items li").count() > 10
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
    page.locator(".proof-number a").first.click()
    page.wait_for_selector("#quote-1:focus")
    assert page.locator("#quote-1").is_visible()
    page.goto(page.url.replace(page.url.split("?")[1], f"q={quote('怀化2023年GDP增长目标是多少?')}"))
    settle(page)
    below = page.get_by_placeholder("接着问")
    below.fill("那2026年呢?")
    below.press("Enter")
    page.wait_for_selector(".after")
    settle(page)
    assert query(page)["after"] == ["怀化2023年GDP增长目标是多少?"]
    assert "2026年" in page.locator(".read").inner_text()
    page.locator("details.read > summary").click()
    page.locator(".change summary").first.press("Enter")
    assert page.locator(".change ul a").first.is_visible()
    keep_picture(page, "ask-parts")
    page.locator(".read .asked-parts li", has_text="2026年").locator("a.off").click()
    wait_until(page, "!location.search.includes('after')")
    settle(page)
    assert query(page)["q"] == ["怀化GDP增长目标是多少?"]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for secure in ("true", "false"):  # a page from http://intranet has no clipboard
        page.evaluate("navigator.clipboard.writeText('')")
        page.evaluate(f"Object.defineProperty(window, 'isSecureContext', {{value: {secure}, configurable: true}})")
        page.locator("button.copy").first.click()
        page.wait_for_selector("button.copy[data-done=yes]")
        assert "怀化GDP增长目标" in page.evaluate("navigator.clipboard.readText()")
        page.wait_for_selector("button.copy[data-done=yes]", state="detached")
    assert page.locator(".source").count() > 0
    keep_picture(page, "ask-none")


def test_an_answer_goes_on_paper_and_into_word(open_page: Open) -> None:
    page = open_page(f"ask?q={quote('怀化历年GDP增长目标是多少?')}")
    page.wait_for_selector(".answer .small-chart")
    page.goto(page.url.replace(page.url.split("?")[1], f"q={quote('怀化国际陆港到哪一步了?')}"))
    page.wait_for_selector(".answer .steps li")
    settle(page)
    assert page.locator(".visit.beside li").count() >= 1
    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
    text = "\n".join(paragraph.text for paragraph in open_word(str(download.value.path())).paragraphs)
    assert "资料来源" in text
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".answer").is_visible()
    assert page.locator(".on-paper").inner_text() == "怀化国际陆港到哪一步了?"
    assert all(one.is_visible() for one in page.locator(".source .quote").all())
    for hidden in ("[data-testid=stHeader]", "[data-testid=stTextInput]", ".copy", ".visit", "details.read", ".chips"):
        assert not [one for one in page.locator(hidden).all() if one.is_visible()], hidden
    keep_picture(page, "ask-print")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".source[open]").count() == 0


def test_example_question_is_one_click(open_page: Open) -> None:
    page = open_page("ask")
    page.wait_for_selector(".tried a")  # they are asked before they are shown
    page.locator(".tried a").first.click()
    page.wait_for_selector(".answer")
    assert query(page)["q"]


# -------------------------------------------------------------------------------------------------------------- graph


def test_graph_expands_and_keeps_its_places(open_page: Open) -> None:
    page = open_page("graph")
    page.get_by_label("查找实体").press_sequentially("怀化国际陆港")
    page.keyboard.press("Enter")
    page.wait_for_selector("g.node")
    settle(page)
    keep_picture(page, "graph")
    before = _spots(page)
    assert len(before) > 3
    other = next(spot for spot in before if spot.startswith("county"))
    page.locator(f'g.node[data-node="{other}"]').dblclick()
    page.locator("g.node").nth(len(before)).wait_for()
    settle(page)
    after = _spots(page)
    assert {spot: after[spot] for spot in before} == before
    keep_picture(page, "graph-expanded")


def _spots(page: Page) -> dict[str, str]:
    """Where each entity is drawn; shadow roots hide from plain selectors, not from Playwright's."""
    nodes = page.locator("g.node")
    pairs = nodes.evaluate_all("all => all.map(node => [node.dataset.node, node.getAttribute('transform')])")
    return dict(pairs)


def test_edge_shows_the_sentence_it_rests_on(open_page: Open) -> None:
    page = open_page(f"graph?id={quote('怀化高新区')}")
    page.wait_for_selector("g.edge")
    page.locator("g.edge").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".who .arrow")
    settle(page)
    assert page.locator(".st-key-facts .quote").first.inner_text().strip("… ")


def test_graph_is_saved_as_a_picture(open_page: Open) -> None:
    page = open_page(f"graph?id={quote('怀化国际陆港')}")
    page.wait_for_selector("g.node")
    with page.expect_download() as download:
        page.locator("[data-do=picture]").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


# -------------------------------------------------------------------------------------------------------------- trace


def test_trace_goes_through_the_plans(open_page: Open) -> None:
    page = open_page("trace")
    page.locator(".examples a", has_text="怀化国际陆港").click()
    page.wait_for_selector(".course")
    settle(page)
    years = [int(year) for year in page.locator(".year > h3").all_inner_texts()]
    assert years == sorted(years)
    assert {2022, 2023, 2026} <= set(years)
    assert page.locator(".said mark", has_text="国际陆港").count() > 2
    keep_picture(page, "trace")


def test_a_name_that_is_another_thing_is_told_apart(open_page: Open) -> None:
    page = open_page(f"trace?id={quote('怀化国家农业科技园区')}")
    page.wait_for_selector(".course")
    names = page.locator("[class*=st-key-name-] .name")
    before = names.all_inner_texts()
    alias = next(name.split("\n")[0] for name in before if "农科园" in name)
    row = page.locator("[class*=st-key-name-]", has_text=alias).first
    row.get_by_role("button", name="不是同一个").click()
    page.wait_for_selector(".job.well")
    settle(page)
    assert len(page.locator("[class*=st-key-name-] .name").all_inner_texts()) < len(before)
    page.goto(page.url.split("?")[0] + f"?id={quote(alias)}")
    page.wait_for_selector(".who h3")
    assert page.locator(".who h3").inner_text() != "怀化国家农业科技园区"


# ----------------------------------------------------------------------------------------------------------- mentions


def test_list_of_names_is_found_and_downloaded(open_page: Open) -> None:
    page = open_page("mentions")
    page.locator("textarea").fill("怀化国际陆港\n怀化高新区\n火星基地")
    page.get_by_role("button", name=re.compile("查找")).click()
    page.wait_for_selector("table.names")
    settle(page)
    keep_picture(page, "mentions")
    assert "文档中没有提到" in page.locator("table.names tr", has_text="火星基地").inner_text()
    counts = [int(text) for text in page.locator("table.names td:nth-child(4)").all_inner_texts() if text != "–"]
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("CSV")).click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    found = [row for row in rows if row["文中写法"]]
    assert len(found) == sum(counts) > 10
    assert {row["名称"] for row in rows} == {"怀化国际陆港", "怀化高新区", "火星基地"}
    for row in found:
        assert row["文中写法"] in row["段落"]
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Excel")).click()
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert book["段落"].max_row == len(rows) + 1


def test_list_of_names_is_uploaded(open_page: Open, tmp_path: Path) -> None:
    table = tmp_path / "名单.csv"
    table.write_text("某市重点项目表,\n序号,项目名称\n1,怀化国际陆港\n", encoding="gb18030")
    page = open_page("mentions")
    page.locator("input[type=file]").set_input_files(table)
    page.wait_for_selector("[data-testid=stFileChip], [data-testid=stFileUploaderFile]")
    page.get_by_role("button", name=re.compile("查找")).click()
    page.wait_for_selector("table.brought")
    assert page.locator("table.brought mark").all_inner_texts() == ["怀化国际陆港"]
    page.get_by_role("button", name="查这 1 个名称").click()
    page.wait_for_selector(".cards mark")
    assert query(page)["name"] == ["怀化国际陆港"]


# ------------------------------------------------------------------------------------------------------------ targets


def test_indicator_is_drawn_and_listed(open_page: Open) -> None:
    page = open_page("targets")
    page.wait_for_selector("svg a.point")
    settle(page)
    assert page.locator("table.figures tbody tr").count() > 5
    labels = [one.get_attribute("aria-label") or "" for one in page.locator("svg a.point").all()]
    assert all(re.search(r"20\d\d (目标|完成|现状)\D*[≥≤≈]?\d", label) for label in labels), labels
    keep_picture(page, "targets")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载图片 PNG").first.click()
    assert Path(download.value.path()).read_bytes()[:4] == b"\x89PNG"
    page.locator("svg a.point").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".text mark[data-focus]")
    page.go_back()
    page.wait_for_selector("table.figures")
    settle(page)
    page.locator("table.figures tbody a[href^=documents]").first.click()
    page.wait_for_selector(".text mark[data-focus]")


# ---------------------------------------------------------------------------------------------------------- documents


# ------------------------------------------------------------------------------------------------ ledger and compare


def test_ledger_says_who_leads_what_sorted_and_taken_along(open_page: Open) -> None:
    page = open_page(f"ledger?lead={quote('市商务局')}")
    page.wait_for_selector(".ledger tbody tr")
    assert all("商务局" in row for row in page.locator(".ledger tbody tr").all_inner_texts())
    page.locator(".ledger thead a").first.click()
    page.wait_for_selector(".ledger th[aria-sort=ascending]")
    settle(page)
    assert query(page)["sort"] == ["name"]
    assert query(page)["lead"] == ["市商务局"]
    names = page.locator(".ledger tbody th").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel").click()
    sheet = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)][: len(names)] == names
    keep_picture(page, "ledger")


def test_two_plans_are_compared_and_written_to_word(open_page: Open) -> None:
    a, b = "huaihua-2023-six-battles-plan.txt#2", "huaihua-2026-good-start-plan.txt#1"
    page = open_page(f"compare?a={quote(a)}&b={quote(b)}&part=targets&change=changed&q={quote('粮食')}")
    page.wait_for_selector(".compared tbody tr")
    settle(page)
    row = page.locator(".compared tbody tr", has_text="粮食播种面积").first
    assert "≥460万亩 (2023)" in row.inner_text()
    assert "约462万亩 (2026)" in row.inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    keep_picture(page, "compare")
    row.locator("a.open").last.click()
    page.wait_for_selector(".text mark[data-focus]")
    assert "462" in "".join(page.locator(".text mark").all_inner_texts())


def test_what_an_address_chooses_is_chosen_on_a_second_visit_too(open_page: Open) -> None:
    a, b = quote("huaihua-2023-six-battles-plan.txt#1"), quote("huaihua-2026-good-start-plan.txt#1")
    page = open_page("trace")
    follow = """to => {
        const link = Object.assign(document.createElement("a"), { className: "go", href: to })
        document.querySelector("[data-testid=stMain]").append(link)
        link.click()
        link.remove()
    }"""
    for _ in range(2):
        for to, shown in ((f"compare?a={a}&b={b}", "nav.parts"), ("ledger?lead=%E5%95%86%E5%8A%A1", "table.ledger")):
            page.evaluate(follow, to)
            page.wait_for_selector(shown)
            settle(page)
        assert page.get_by_label("牵头部门").first.input_value() == "商务"


def test_documents_are_narrowed_down_and_a_title_is_put_right(open_page: Open) -> None:
    page = open_page("documents")
    page.get_by_label("查找", exact=True).fill("六仗")
    page.get_by_label("查找", exact=True).press("Enter")
    page.wait_for_selector(".found")
    settle(page)
    assert query(page)["find"] == ["六仗"]
    assert page.locator("table.documents tbody tr").count() == 1
    page.get_by_role("link", name=re.compile("^改标题")).click()
    box = page.get_by_label("改标题", exact=True)
    box.fill("怀化六仗方案")
    page.get_by_role("button", name="保存").click()
    page.locator("table.documents a", has_text="怀化六仗方案").wait_for()
    page.get_by_role("link", name=re.compile("^改标题")).click()
    page.get_by_role("button", name="恢复原来的").click()
    page.locator("table.documents a", has_text="总体方案").wait_for()


def test_document_is_uploaded_found_read_and_removed(open_page: Open, tmp_path: Path) -> None:
    plan = tmp_path / "松溪.txt"
    plan.write_text(PLAN, encoding="utf-8")
    page = open_page("documents")
    keep_picture(page, "documents")
    page.get_by_text("添加文档").click()
    page.locator("input[type=file]").set_input_files(plan)
    page.get_by_role("button", name="导入", exact=True).click()
    page.wait_for_selector(".job.well")
    settle(page)
    assert "导入了 1 个文件" in page.locator(".job.well").inner_text()
    page.locator("table.documents a", has_text="松溪市2027年重点项目推进方案").click()
    page.wait_for_selector(".text")
    settle(page)
    assert TRAP in page.locator(".text").inner_text()
    assert page.evaluate("window.trapped") is None

    page.goto(f"{page.url.split('/documents')[0]}/mentions?name={quote('松溪高新区')}")
    page.wait_for_selector(".cards mark")
    assert "松溪" in page.locator(".cards").first.inner_text()

    page.goto(f"{page.url.split('/mentions')[0]}/documents")
    settle(page)
    page.get_by_text("移除文档").click()
    page.wait_for_timeout(800)  # it unfolds; a list that opens meanwhile would close again
    page.get_by_role("combobox", name="要移除的文件").click()
    page.get_by_role("option", name="松溪.txt").click()
    page.get_by_text("确定移除这 1 个文件").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="确定移除").click()
    page.wait_for_selector(".job.well:has-text('已移除')")
    settle(page)
    assert page.locator("table.documents a", has_text="松溪").count() == 0


# -------------------------------------------------------------------------------------------------------------- whole


def test_language_is_switched_and_stays(open_page: Open) -> None:
    page = open_page("graph?type=Park")
    group = page.locator("[data-testid=stTopNavSection][aria-current=true]")
    assert group.all_inner_texts() == ["项目与关系"]  # where the page's own name lies folded
    page.locator(".language a").click()
    page.get_by_text("Knowledge graph").wait_for()
    group.get_by_text("Things").wait_for()
    assert query(page) == {"type": ["Park"], "lang": ["en"]}
    page.locator("table.entities a").first.click()
    page.wait_for_selector("header.thing")
    assert query(page)["lang"] == ["en"]
    page.get_by_role("link", name="Search", exact=True).first.click()  # one that even a narrow bar shows
    page.wait_for_url("**/search*")
    assert query(page)["lang"] == ["en"]
    group.wait_for(state="detached")


def test_page_is_used_with_the_keyboard(open_page: Open) -> None:
    page = open_page("ask")
    page.locator("[data-testid=stMain] input[type=text]").first.focus()
    page.keyboard.type(NOT_ANSWERED)
    page.keyboard.press("Enter")
    page.wait_for_selector(".state.none")
    settle(page)
    page.locator(".card a.open").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector(".text mark[data-focus]")


def test_knowledge_base_is_empty(browser: Browser, tmp_path: Path) -> None:
    with serve(tmp_path / "home", tmp_path / "log.txt") as address:
        page = browser.new_page()
        for path in PAGES:
            page.goto(f"{address}/{path}")
            page.wait_for_selector(".state", timeout=PATIENCE)
        page.close()


# ------------------------------------------------------------------------------------------ search, notebook, news


def test_search_narrows_collects_and_goes_into_word(open_page: Open, tmp_path: Path) -> None:
    page = open_page(f"search?q={quote('抽水蓄能')}")
    page.wait_for_selector(".facets.beside")
    settle(page)
    before = page.locator(".sorted > span").first.inner_text()
    page.locator(".facets.beside a[href*='kind=work_report']").click()
    page.wait_for_selector(".facets.beside li[aria-current]")
    settle(page)
    assert query(page)["kind"] == ["work_report"]
    assert page.locator(".sorted > span").first.inner_text() != before
    keep_picture(page, "search")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert {row["文件种类"] for row in rows} == {"工作报告"}
    page.get_by_role("button", name="保存检索").click()
    page.wait_for_selector(".decided")
    page.locator("a.keep").first.click()
    wait_until(page, "!location.search.includes('keep')")
    settle(page)
    page.locator(".decided a").first.click()
    page.wait_for_selector("[class*=st-key-entry-]")
    settle(page)
    note = page.locator("[class*=st-key-entry-] textarea").first
    note.fill("写进报告的话")
    note.blur()
    settle(page)
    keep_picture(page, "notebook")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Word").click()
    said = [paragraph.text for paragraph in open_word(str(download.value.path())).paragraphs]
    assert "写进报告的话" in said
    assert any(text.startswith("[1] 《") for text in said)
    page.get_by_role("link", name=re.compile("抽水蓄能 · 工作报告")).click()
    page.wait_for_selector(".facets.beside li[aria-current]")
    assert query(page)["kind"] == ["work_report"]


def test_a_second_visit_sees_what_is_new_since_the_first(open_page: Open, site: str) -> None:
    page = open_page("news")
    page.wait_for_selector("table.news")
    settle(page)
    assert "有记录以来" in page.locator(".sorted").inner_text()
    assert page.locator("table.news tbody tr").count() > 3
    later = open_page("news")  # another tab is another visit of the same browser
    later.wait_for_selector(".state.note")
    settle(later)
    assert "以来" in later.locator(".sorted").inner_text()
    assert page.request.get(f"{site}/news.atom").headers["content-type"].startswith("application/atom+xml")

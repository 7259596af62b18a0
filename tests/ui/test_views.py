"""The pages' logic, without a browser: what they show for which address, and what their buttons do."""

from __future__ import annotations

import csv
import gc
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
import streamlit as st
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from graph.errors import MailuoError
from graph.lexicon.ontology import Ontology
from graph.records import EntityType
from graph.store.engines.engine import ServerUnavailable
from graph.store.found import Passing
from graph.store.ledger import LedgerAsked
from search.encoder import ModelNotFound
from tests.ui.made_pages import OLD_PORT, PLAN, PORT, TRAP, MadeWorkspace
from ui.app import sent_files
from ui.app.document_list import Wanted
from ui.app.fields import EntityFields, NeighbourhoodFields, PathFields
from ui.app.name_lists import read_table
from ui.app.packed_names import pack
from ui.app.workspace import Workspace
from ui.web import finder, menu, session
from ui.web.language import LANGUAGES, Language, read_words
from ui.web.look import kind_styles
from ui.web.markup import as_label, marked, plain
from ui.web.views import documents

# those that administrators alone see are tried in tests/ui/people
LASTING = {
    name: lasting
    for group in menu.PAGES.values()
    for name, _, _, lasting in group
    if name not in menu.FOR_ADMINISTRATORS
}
PAGES = tuple(LASTING)

Show = Callable[..., AppTest]


def page(name: str, language: str, lasting: bool) -> None:
    """What the browser's page is, run by AppTest."""
    import importlib

    from ui.web.language import Language
    from ui.web.views import states

    view = importlib.import_module(f"ui.web.views.{name}")
    states.draw_page(view.draw, Language(language), lasting=lasting)


@pytest.fixture
def workspace() -> MadeWorkspace:
    return MadeWorkspace()


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch, workspace: MadeWorkspace) -> Iterator[Show]:
    def show_page(
        name: str, query: Mapping[str, str] | None = None, *, made: MadeWorkspace | None = None, language: str = "zh"
    ) -> AppTest:
        opened = made or workspace
        for module in (session, __import__("ui.web.views.states", fromlist=["states"])):
            monkeypatch.setattr(module, "open_workspace", lambda: opened)
        shown = AppTest.from_function(
            page, default_timeout=30, kwargs={"name": name, "language": language, "lasting": LASTING[name]}
        )
        for key, value in (query or {}).items():
            shown.query_params[key] = value
        return shown.run()

    yield show_page
    last = session.open_jobs().last
    if last is not None:
        last.finished.wait(10)
    st.cache_resource.clear()


def html(shown: AppTest) -> str:
    assert not shown.exception, shown.exception
    return "\n".join(element.proto.body for element in shown.get("html"))


def finished(shown: AppTest) -> None:
    """Waits for the work that a button has begun."""
    job = session.open_jobs().last
    assert job is not None
    assert job.finished.wait(10)
    shown.run()


# ------------------------------------------------------------------------------------------------------------- states


@pytest.mark.parametrize("name", PAGES)
def test_page_without_documents_says_how_to_begin(name: str, show: Show) -> None:
    shown = html(show(name, made=MadeWorkspace(generation=None)))
    assert "知识库还是空的" in shown or "还没有文档" in shown


@pytest.mark.parametrize("name", [name for name in PAGES if name != "notebook"])  # it reads no generation
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ServerUnavailable("bolt://localhost:7687: refused"), "连不上图数据库"),
        (ModelNotFound("no such model"), "找不到向量模型"),
        (MailuoError("something <b>else</b>"), "something &lt;b&gt;else&lt;/b&gt;"),
    ],
)
def test_page_says_in_words_what_went_wrong(name: str, error: MailuoError, said: str, show: Show) -> None:
    asked = {"q": "陆港", "id": "国际陆港", "name": "国际陆港"}
    assert said in html(show(name, asked, made=MadeWorkspace(error=error)))


@pytest.mark.parametrize("name", PAGES)
def test_page_speaks_english(name: str, show: Show) -> None:
    shown = show(name, language="en")
    titles = {key: words for key, words in read_words().items() if key.startswith(("pages.", "app.name"))}
    assert any(english in html(shown) for _, english in titles.values()) or name in ("ask", "search", "graph", "news")


def test_every_word_is_there_in_both_languages() -> None:
    for key, words in read_words().items():
        assert len(words) == len(LANGUAGES)
        assert all(words), key
        assert not any("\u3400" <= character <= "\u9fff" for character in words[1]) or key == "app.language", key


def test_every_type_has_its_colour_figure_and_frame() -> None:
    styles = kind_styles()
    for kind, look in Ontology.load().entities.items():
        assert f"--{kind.lower()}: {look.colour};" in styles
        assert f".figure.{kind}::after" in styles
        assert f".entity.{kind} {{" in styles


def test_what_was_loaded_is_left_out_of_the_collection_after_every_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILUO_HOME", str(tmp_path / "home"))
    gc.unfreeze()
    try:
        session.open_workspace()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
        st.cache_resource.clear()


# ---------------------------------------------------------------------------------------------------------------- ask


def test_answer_stands_with_quote_entity_and_way_into_the_document(show: Show) -> None:
    shown = html(show("ask", {"q": "国际陆港开工了吗"}))
    assert "国际陆港开工建设。" in shown
    assert "<mark>国际陆港开工建设。</mark>" in shown
    assert "href='thing?id=project-1'" in shown
    assert "documents?document=plan.txt%231&amp;start=" in shown


def test_question_without_answer_says_so_and_shows_passages(show: Show) -> None:
    shown = html(show("ask", {"q": "火星基地何时建成"}))
    assert "文档中没有找到依据" in shown
    assert "class='answer'" not in shown
    assert "最接近的段落" in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_a_list_begins_with_its_count_and_folds_after_twenty(show: Show) -> None:
    shown = html(show("ask", {"q": "有哪些项目"}))
    assert "<p class='short'>25个</p>" in shown
    assert "href='thing?id=project-1'>项目&lt;b&gt;1&lt;/b&gt;</a>" in shown
    first, rest = shown.split("其余 5 项")
    assert "项目&lt;b&gt;20&lt;/b&gt;" in first
    assert "<ol class='items many' start='21'><li>项目&lt;b&gt;21&lt;/b&gt;" in rest
    assert "data-jump='quote-1'" in shown
    assert "id='quote-1'" in shown
    assert "市商务局" in rest  # named beside the items; what they name stands above


def test_figures_over_years_are_a_table_with_their_documents(show: Show) -> None:
    shown = html(show("ask", {"q": "历年目标"}))
    assert "<td>2022年</td><td><strong>2%</strong>" in shown
    assert "<span class='quiet'>某市2023年方案</span>" in shown
    assert "2022年2%;" not in shown.split("data-copy")[0]


def test_a_part_of_the_question_is_taken_away_or_changed_by_a_link(show: Show) -> None:
    for language, said in (("zh", "去掉“2023年”再问"), ("en", "Ask without “2023年”")):
        shown = html(show("ask", {"q": "国际陆港2023年开工了吗"}, language=language))
        assert "href='ask?q=%E5%9B%BD%E9%99%85%E9%99%86%E6%B8%AF%3C%E5%BC%80%E5%B7%A5%3E%E4%BA%86%E5%90%97'" in shown
        assert f"<span class='unseen'>{said}</span>" in shown
        assert "<summary><span class='said-part'>2023年</span>" in shown
        assert ">2024年</a>" in shown


def test_what_is_typed_below_an_answer_goes_on_from_it(show: Show, workspace: MadeWorkspace) -> None:
    shown = show("ask", {"q": "国际陆港开工了吗"})
    shown.text_input(key="follow").set_value(" 那2024年呢? ").run()
    assert shown.query_params["q"] == "那2024年呢?"
    assert shown.query_params["after"] == "国际陆港开工了吗"
    assert workspace.asked[-1] == ("国际陆港开工了吗", "那2024年呢?")
    assert "接着“国际陆港开工了吗”" in html(shown)
    assert "<a class='go ' href='ask'>新问题</a>" in html(shown)
    shown.text_input(key="follow").set_value("邵阳呢?").run()
    assert workspace.asked[-1] == ("国际陆港开工了吗/那2024年呢?", "邵阳呢?")
    shown.text_input(key="question").set_value("国际陆港在哪").run()
    assert list(workspace.asked[-1]) == ["国际陆港在哪"]
    assert "after" not in shown.query_params


def test_what_is_left_out_is_not_carried_over(show: Show, workspace: MadeWorkspace) -> None:
    shown = show("ask", {"q": "国际陆港2023年开工了吗"})
    assert "carry=%E5%9B%BD%E9%99%85%E9%99%86%E6%B8%AF%3C%E5%BC%80%E5%B7%A5%3E%E4%BA%86%E5%90%97" in html(shown)
    assert "全部沿用" not in html(shown)
    shown = show("ask", {"q": "国际陆港2023年开工了吗", "carry": "国际陆港开工了吗"})
    assert "全部沿用" in html(shown)
    shown.text_input(key="follow").set_value("那2024年呢?").run()
    assert workspace.asked[-1] == ("国际陆港开工了吗", "那2024年呢?")
    assert "carry" not in shown.query_params


def test_what_was_asked_stands_beside_the_answer_with_what_was_said(show: Show) -> None:
    shown = show("ask", {"q": "历年目标"})
    shown.text_input(key="question").set_value("火星?").run()
    body = html(shown)
    assert "<li aria-current='true'><span>火星?</span><span class='quiet'>没有依据</span></li>" in body
    assert "<span>历年目标</span><span class='quiet'>2024年 4%</span>" in body
    assert body.count("<ul class='history'>") == 2  # beside, and folded below


def test_an_answer_is_called_useful_or_wrong(show: Show, workspace: MadeWorkspace) -> None:
    shown = show("ask", {"q": "历年目标"})
    shown.button(key="mark wrong").click().run()
    shown.button(key="mark useful").click().run()
    assert workspace.done == [("mark", "历年目标", "wrong"), ("mark", "历年目标", "useful")]
    assert shown.button(key="mark useful").label == "已记下：有用"
    assert shown.button(key="mark useful").disabled
    workspace.read_only = True
    assert not [button for button in show("ask", {"q": "历年目标"}).button if "mark" in (button.key or "")]


def test_an_answer_is_taken_along_as_a_word_file(show: Show, workspace: MadeWorkspace) -> None:
    from docx import Document as open_word

    from ui.web.language import Language
    from ui.web.views.ask import _word_file

    assert show("ask", {"q": "历年目标"}).get("download_button")
    made = _word_file(workspace, Language("en"), workspace.ask("历年目标"))  # type: ignore[arg-type]
    rows = open_word(io.BytesIO(made)).tables[0].rows
    assert [one.text for one in rows[0].cells] == ["Year", "Figure", "Document"]
    assert [one.text for one in rows[1].cells] == ["2022年", "2%[1]", "《某市2023年方案》"]


def test_passages_beside_an_answer_are_looked_for_when_wanted(show: Show, workspace: MadeWorkspace) -> None:
    assert "more=1" in html(show("ask", {"q": "国际陆港开工了吗"}))
    assert "国际陆港开工了吗" not in workspace.searched
    assert "相关段落" in html(show("ask", {"q": "国际陆港开工了吗", "more": "1"}))
    assert "国际陆港开工了吗" in workspace.searched


def test_typed_question_goes_into_the_address_and_the_history(show: Show) -> None:
    shown = show("ask")
    shown.text_input(key="question").set_value("  国际陆港   开工了吗 ").run()
    assert shown.query_params["q"] == "国际陆港 开工了吗"
    shown.text_input(key="question").set_value("火星?").run()
    assert "href='ask?q=%E5%9B%BD%E9%99%85%E9%99%86%E6%B8%AF" in html(shown)


def test_text_of_documents_is_never_markup(show: Show) -> None:
    for name, query in (
        ("ask", {"q": "陆港"}),
        ("ask", {"q": "火星"}),
        ("ask", {"q": "有哪些"}),
        ("mentions", {"name": "国际陆港"}),
        ("trace", {"id": "国际陆港"}),
        ("documents", {"document": "trap.txt#1"}),
        ("documents", {}),
    ):
        shown = show(name, query)
        body = html(shown)
        for tag in ("<script", "<img", "<i>", "<b>"):
            assert tag not in body, (name, tag)
        labels = [expander.label for expander in shown.expander]
        assert not any("**" in label or "$" in label for label in labels), labels
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **粗** $x^2$ :red[红]" in html(show("ask", {"q": "火星"}))


def test_only_documents_of_a_chosen_year_are_asked(show: Show, workspace: MadeWorkspace) -> None:
    shown = html(show("ask", {"q": "历年目标", "year": "2024"}))
    assert workspace.asked[-1] == ("历年目标", "2024")
    assert "href='ask?q=%E5%8E%86%E5%B9%B4%E7%9B%AE%E6%A0%87'" in shown  # × takes the year away
    assert "href='ask?q=%E5%8E%86%E5%B9%B4%E7%9B%AE%E6%A0%87&amp;year=2023'" in shown
    assert "2024" in html(show("ask", {"year": "2024"}))


# ------------------------------------------------------------------------------------------------------------- search


def test_hits_stand_beside_what_they_can_be_narrowed_by(show: Show, workspace: MadeWorkspace) -> None:
    shown = html(show("search", {"q": "国际陆港", "type": "Park", "sort": "date"}))
    assert workspace.searched[-1] == "date"
    assert "<mark>国际陆港</mark>" in shown
    assert "2024 · 某市 · 通知" in shown
    asked = "search?q=%E5%9B%BD%E9%99%85%E9%99%86%E6%B8%AF&amp;sort=date"
    assert f"href='{asked}&amp;type=Park&amp;year=2024'" in shown
    assert f"<li aria-current='true'><a class='go ' href='{asked}'" in shown  # the type, taken away
    assert "&lt;b&gt;陷阱&lt;/b&gt;" in shown
    assert "没有符合条件的段落" in html(show("search", {"q": "国际陆港", "year": "1999"}))


def test_many_hits_are_paged_and_typed_words_begin_anew(show: Show) -> None:
    shown = show("search", {"q": "很多陆港", "page": "2", "year": "2024"})
    assert html(shown).count("<article class='card'>") == 5
    assert "<li aria-current='page'>2</li>" in html(shown)
    shown.text_input(key="query").set_value("陆港").run()
    assert (shown.query_params["q"], shown.query_params["year"]) == ("陆港", "2024")
    assert "page" not in shown.query_params


def test_hits_are_taken_along_as_csv() -> None:
    from ui.web.language import Language
    from ui.web.views.search import _file

    rows = list(
        csv.reader(io.StringIO(_file(Language("en"), MadeWorkspace().search("陆港")["passages"]).decode("utf-8-sig")))
    )
    assert rows[0][:4] == ["Document", "Year", "Place", "Kind of document"]
    assert rows[1][:4] == ["陷阱", "2024", "某市", "notice"]


# --------------------------------------------------------------------------------------------------------------- news


def test_news_since_what_the_address_says(show: Show, workspace: MadeWorkspace) -> None:
    shown = html(show("news", {"since": "2026-11-01"}))
    assert workspace.searched == ["since 2026-11-01"]
    assert "**陷阱** &lt;i&gt;文件&lt;/i&gt;" in shown.replace("&#42;", "*")
    assert "文件 4 份" in shown
    assert "国际陆港" in shown
    assert "<strong>≥6%</strong>" in shown
    assert "href='news.atom'" in shown
    assert "没有新内容" in html(show("news", {"since": "2026-11-03"}))
    html(show("news", {"since": "<b>"}))
    assert workspace.searched[-1] == "since "


# ----------------------------------------------------------------------------------------------------------- notebook


def test_answers_quotes_and_searches_are_collected_once(show: Show, workspace: MadeWorkspace) -> None:
    shown = show("ask", {"q": "历年目标"})
    shown.button(key="keep answer").click().run()
    assert "已收入“我的摘录”" in html(shown)
    shown.button(key="keep answer").click().run()
    assert "“我的摘录”里已有" in html(shown)
    visit = shown.session_state["visit"]
    assert f"keep={visit}." in html(shown)
    for keep in (f"{visit}.38-47.plan.txt", "0123.38-47.plan.txt"):  # the second is somebody else's link
        shown.query_params["keep"] = keep
        shown.run()
        assert "keep" not in shown.query_params
    shown = show("search", {"q": "国际陆港", "year": "2024"})
    shown.button(key="keep search").click().run()
    kept = [(one.clipping["kind"], one.clipping["title"]) for one in workspace.notebook.entries()]
    assert kept == [("answer", "历年目标"), ("quote", "某市2023年方案"), ("search", "国际陆港 · 2024")]
    assert workspace.notebook.entries()[0].clipping["address"] == "ask?q=%E5%8E%86%E5%B9%B4%E7%9B%AE%E6%A0%87"


def test_figures_are_collected_with_their_sentences(show: Show, workspace: MadeWorkspace) -> None:
    shown = show("targets", {"id": "indicator-1"})
    shown.button(key="keep figures").click().run()
    assert "已收入“我的摘录”" in html(shown)
    (kept,) = workspace.notebook.entries()
    assert [one["text"] for one in kept.clipping["rows"][0]] == ["2023", "某市", "目标", "≥7%", "某市2023年方案"]
    assert kept.clipping["cited"][0]["quote"] == "地区生产总值增长7%以上"
    assert kept.clipping["address"] == "targets?id=indicator-1"
    assert "targets?id=indicator-1" in html(show("notebook"))


def test_the_notebook_is_ordered_noted_and_taken_along(show: Show, workspace: MadeWorkspace) -> None:
    for number in range(3):
        workspace.notebook.add(
            "报告", {**workspace.clip(workspace.ask("历年目标"), ["a", "b", "c"]), "title": f"问{number}"}
        )
    shown = show("notebook", {"collection": "报告"})
    assert "<ol class='cited-list'><li><a class='go ' href='documents?document=plan.txt%231" in html(shown)
    ids = [one.id for one in workspace.notebook.entries()]
    shown.text_area(key=f"note-{ids[1]}").set_value(" 自己<b>的话 ").run()
    shown.button(key=f"up-{ids[1]}").click().run()
    shown.button(key=f"down-{ids[1]}").click().run()
    shown.button(key=f"down-{ids[1]}").click().run()
    shown.button(key=f"drop-{ids[0]}").click().run()
    held = workspace.notebook.entries("报告")
    assert [(one.clipping["title"], one.note) for one in held] == [("问2", ""), ("问1", "自己<b>的话")]
    assert shown.get("download_button")
    shown.text_input(key="new collection").set_value(" 另一  本 ").run()
    assert shown.query_params["collection"] == "另一 本"
    assert "这个合集还是空的" in html(shown)
    workspace.read_only = True
    shown = show("notebook", {"collection": "报告"})
    assert "自己&lt;b&gt;的话" in html(shown)
    assert not shown.button


# -------------------------------------------------------------------------------------------------------------- graph


def test_graph_shows_facts_with_the_sentence_they_rest_on(show: Show) -> None:
    shown = html(show("graph", {"id": "陆港"}))
    assert "又作</span> 陆港" in shown
    assert "市商务局牵头" in shown
    assert "另有 7 个按类型和年份归成 1 组" in shown


def test_a_projects_page_says_what_documents_say_of_it(show: Show) -> None:
    said = {"zh": ("<td>总投资</td>", "识别存疑"), "en": ("<td>Total investment</td>", "recognition in doubt")}
    for language, (kind, doubt) in said.items():
        shown = html(show("graph", {"id": "陆港"}, language=language))
        mark = f" <span class='unsafe' title='{doubt}'>?</span>"
        assert re.search(f"{kind}<td>≈12&lt;i&gt;5亿元{re.escape(mark)}.*?</td><td>2023</td>", shown)
        assert "<div class='quiet'>国际陆港开工建设</div>" in shown


def drawing(shown: AppTest) -> dict[str, Any]:
    """What the drawing's script is given."""
    assert not shown.exception, shown.exception
    (component,) = (one for one in shown.get("bidi_component") if one.proto.component_name == "mailuo_drawing")
    given: dict[str, Any] = json.loads(component.proto.json)
    return given


def test_the_whole_is_drawn_and_counted(show: Show) -> None:
    given = drawing(show("graph"))
    (edge,) = given["edges"]
    assert (edge["id"], edge["label"], edge["weight"]) == ("department-1|industry-1", "3 项", 3)
    assert {node["name"] for node in given["nodes"]} == {"市商务局", "电<b>子</b>信息"}
    shown = html(show("graph", {"view": "table", "by": "lead"}))
    asked = "ledger?lead=%E5%B8%82%E5%95%86%E5%8A%A1%E5%B1%80&amp;industry=%E7%94%B5%3Cb%3E%E5%AD%90%3C%2Fb%3E"
    assert f"href='{asked}%E4%BF%A1%E6%81%AF'" in shown
    assert "电&lt;b&gt;子&lt;/b&gt;信息" in shown
    assert "项目最多的 1 个（共 30 个）与 1 个产业（共 1 个）" in shown
    chosen = html(show("graph", {"type": "Department"}))
    assert "aria-current='page'" in chosen


def test_neighbours_beyond_the_limit_stand_in_bundles(show: Show) -> None:
    given = drawing(show("graph", {"id": "陆港"}))
    (bundle,) = (node for node in given["nodes"] if node["count"])
    assert (bundle["name"], bundle["count"]) == ("项目 2023", 7)
    assert bundle["hint"] == "项目 2023：7 个，如<b>港</b>。点选展开"
    assert {"from": PORT["id"], "to": bundle["id"]}.items() <= given["edges"][-1].items()


def test_what_is_chosen_of_the_graph_stands_in_the_address(show: Show, workspace: MadeWorkspace) -> None:
    asked: list[tuple[object, Sequence[str]]] = []
    real = workspace.neighbourhood

    def neighbourhood(entity_id: str, passing: object = None, *, unfolded: Sequence[str] = ()) -> NeighbourhoodFields:
        asked.append((passing, unfolded))
        return real(entity_id, passing, unfolded=unfolded)

    workspace.neighbourhood = neighbourhood  # type: ignore[method-assign]
    address = {"id": "陆港", "types": "Park", "year": "2023", "limit": "200", "open": "Project-2023", "rel": "火星"}
    shown = show("graph", {**address, "chosen": "department-1"})
    assert asked == [(Passing(200, (EntityType.PARK,), (), (), 2023), ("Project-2023",))]
    assert drawing(shown)["chosen"] == "department-1"
    assert "rel" not in shown.query_params
    shown.pills[0].set_value(["Industry"]).run()
    assert "Industry" in shown.query_params["types"]
    assert asked[-1][0] == Passing(200, (EntityType.INDUSTRY,), (), (), 2023)


def test_a_drawing_is_a_table_too(show: Show) -> None:
    shown = show("graph", {"id": "陆港", "view": "table"})
    body = html(shown)
    assert "<th scope='col'>依据</th>" in body
    assert "documents?document=plan.txt%231&amp;start=" in body
    assert "老&lt;b&gt;港&lt;/b&gt;" in body
    assert not [one for one in shown.get("bidi_component") if one.proto.component_name == "mailuo_drawing"]


def test_ways_through_a_whole_city_say_so(show: Show, workspace: MadeWorkspace) -> None:
    found = workspace.path("陆港", "市商务局")
    city: EntityFields = {"id": "county-1", "type": "County", "name": "某<i>市</i>"}

    def path(a: str, b: str) -> PathFields:
        return {**found, "wide": [city]}

    workspace.path = path  # type: ignore[method-assign]
    assert "只有经过某&lt;i&gt;市&lt;/i&gt;才能相通" in html(show("graph", {"id": "陆港", "to": "市商务局"}))


def test_graph_of_unknown_name_offers_the_nearest(show: Show) -> None:
    shown = html(show("graph", {"id": "陆<港"}))
    assert "没有“陆&lt;港”" in shown
    assert "国际陆港" in shown


OFFERED = [
    ("陆港", {}, [("国际陆港", "thing?id=project-1", "陆港")]),  # an alias that is the text, said beside the main name
    ("国际", {}, [("国际陆港", "thing?id=project-1", "")]),
    ("港", {"types": [EntityType.DEPARTMENT]}, []),
    ("商务", {"goal": finder.Goal("graph", "to", {"id": ["project-1"]})},
     [("市商务局", "graph?id=project-1&to=department-1", "")]),
    ("火星", {}, []),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "options", "expected"), OFFERED)
def test_what_is_typed_offers_things_with_their_addresses(
    typed: str, options: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    for language, kind in (("zh", "项目"), ("en", "Project")):
        made = cast(Workspace, MadeWorkspace())
        offered = finder.suggestions(made, Language(language), typed, **options)
        assert [(one["name"], one["address"], one["as"]) for one in offered] == expected
        assert typed != "国际" or offered[0]["type"] == kind


def test_the_box_offers_nothing_where_nothing_can_be_asked() -> None:
    broken = cast(Workspace, MadeWorkspace(error=ServerUnavailable("bolt://localhost:7687: refused")))
    assert finder.suggestions(broken, Language("zh"), "陆港") == []
    assert finder.suggestions(None, Language("zh"), "陆港") == []


def test_ways_between_two(show: Show) -> None:
    assert "第 1 条路" in html(show("graph", {"id": "国际陆港", "to": "市商务局"}))
    assert "没有路可通" in html(show("graph", {"id": "国际陆港", "to": "地区生产总值增长"}))


# -------------------------------------------------------------------------------------------------------------- thing

UNDER_TABS = [
    ("", "zh", ["市商务局", "<td>总投资</td>", "名称主体相同", "见于文档"]),
    ("", "en", ["市商务局", "<td>Total investment</td>", "the same name (“港”)", "In the documents"]),
    ("mentions", "zh", ["文中写作：国际陆港", "<mark>国际陆港</mark>", "href='mentions?name="]),
    ("trace", "zh", ["id='year-2023'", "相关联的"]),
    ("drawing", "zh", ["个实体，", "点选看依据"]),
    ("targets", "zh", ["≥7%", "提到它的句子里有 1 个指标数值", "href='thing?id=indicator-1&amp;tab=targets'"]),
    ("near", "zh", ["陆港", "简称", "老&lt;b&gt;港&lt;/b&gt;", "相似 66%"]),
    ("no such tab", "zh", ["市商务局"]),
]


@pytest.mark.parametrize(("tab", "language", "said"), UNDER_TABS)
def test_a_thing_has_one_page_with_tabs(tab: str, language: str, said: list[str], show: Show) -> None:
    query = {"id": "陆港", "tab": tab} if tab else {"id": "陆港"}
    shown = html(show("thing", query, language=language))
    assert "国际陆港</h1>" in shown
    assert "某市" in shown
    for words in said:
        assert words in shown, words
    here = tab if tab in ("mentions", "trace", "drawing", "targets", "near") else ""
    way = f"thing?id=project-1&amp;tab={here}" if here else "thing?id=project-1"
    assert f"<a class='go tab on' href='{way}' aria-current='page'>" in shown


def test_a_thing_without_figures_or_near_names_says_so(show: Show) -> None:
    assert "没有找到指标数值" in html(show("thing", {"id": "市商务局", "tab": "targets"}))
    assert "没有名称相近的" in html(show("thing", {"id": "市商务局", "tab": "near"}))


def test_the_page_of_an_unknown_name_offers_the_nearest(show: Show) -> None:
    shown = html(show("thing", {"id": "陆<港"}))
    assert "没有“陆&lt;港”" in shown
    assert "href='thing?id=%E5%9B%BD%E9%99%85%E9%99%86%E6%B8%AF'" in shown


def test_things_with_near_names_are_told_to_be_one(show: Show, workspace: MadeWorkspace) -> None:
    shown = show("thing", {"id": "国际陆港", "tab": "near"})
    shown.button(key=f"merge-{PORT['id']}-{OLD_PORT['id']}").click().run()
    finished(shown)
    assert workspace.done == [("same", PORT["id"], OLD_PORT["id"]), ("derived",)]


# -------------------------------------------------------------------------------------------------------------- trace


def test_trace_goes_through_the_years_with_stages_and_links(show: Show) -> None:
    shown = html(show("trace", {"id": "国际陆港"}))
    assert shown.index("id='year-2023'") < shown.index("id='year-2024'")
    assert "<span class='stage'>开工</span>" in shown
    assert "名称主体相同" in shown


# ------------------------------------------------------------------------------------------------ compare and ledger

BOTH = {"a": "plan.txt#1", "b": "trap.txt#1"}


def test_two_documents_stand_side_by_side_with_both_quotes(show: Show) -> None:
    shown = html(show("compare", {**BOTH, "part": "targets"}))
    assert "播种&lt;i&gt;面积&lt;/i&gt;" in shown
    assert "460万亩 (2023)" in shown
    assert "462万&lt;b&gt;亩&lt;/b&gt; (2024)" in shown
    assert "documents?document=plan.txt%231" in shown


@pytest.mark.parametrize(("kept", "left_out"), [("gone", "老&lt;b&gt;港"), ("new", "<span class='stage'>")])
def test_a_comparison_is_narrowed_by_the_address(show: Show, kept: str, left_out: str) -> None:
    narrowed = html(show("compare", {**BOTH, "part": "projects", "change": kept}))
    assert left_out in html(show("compare", {**BOTH, "part": "projects"}))
    assert left_out not in narrowed


def test_a_comparison_begins_with_two_documents(show: Show) -> None:
    shown = show("compare")
    assert "选两份文件" in html(shown)
    shown.selectbox(key="compare a").select("plan.txt#1").run()
    assert shown.query_params.get("a") in ("plan.txt#1", ["plan.txt#1"])


def test_a_ledger_shows_what_the_address_asks(show: Show, workspace: MadeWorkspace) -> None:
    query = {
        "lead": "市商务局",
        "stage": "开工",
        "state": "planned",
        "year": "2025",
        "sort": "investment",
        "up": "1",
        "page": "2",
    }
    shown = html(show("ledger", query))
    asked = LedgerAsked(lead="市商务局", stage="开工", planned=True, year=2025)
    assert workspace.ledger_asked == (asked, "investment", True, 50, 50)
    assert "老&lt;b&gt;港" in shown
    assert "<span class='stage planned'>拟开工</span>" in shown
    assert "12.5亿&lt;i&gt;元" in shown
    assert "aria-sort='ascending'" in shown
    assert "page=3" in shown


def test_a_ledger_is_filtered_by_a_box(show: Show, workspace: MadeWorkspace) -> None:
    shown = show("ledger", {"page": "2"})
    shown.selectbox(key="ledger lead").select("市商务局").run()
    assert shown.query_params.get("lead") in ("市商务局", ["市商务局"])
    assert "page" not in shown.query_params
    assert workspace.ledger_asked is not None
    assert workspace.ledger_asked[0] == LedgerAsked(lead="市商务局")
    shown.text_input(key="ledger q").input("没有的").run()
    assert workspace.ledger_asked[0].text == "没有的"


VERDICTS = {"merge": "same", "split": "different"}


@pytest.mark.parametrize("verdict", ["merge", "split"])
def test_person_decides_about_what_is_linked(verdict: str, show: Show, workspace: MadeWorkspace) -> None:
    shown = show("trace", {"id": "国际陆港"})
    shown.button(key=f"{verdict}-{PORT['id']}-{OLD_PORT['id']}").click().run()
    finished(shown)
    assert workspace.done == [(VERDICTS[verdict], PORT["id"], OLD_PORT["id"]), ("derived",)]
    assert "这个判断已在图谱中生效" in html(shown)


def test_name_that_does_not_belong_is_split_off(show: Show, workspace: MadeWorkspace) -> None:
    shown = show("trace", {"id": "国际陆港"})
    shown.button(key="split-国际陆港-陆港").click().run()
    finished(shown)
    assert workspace.done == [("different", "国际陆港", "陆港"), ("derived",)]


def test_decisions_wait_for_nothing_and_are_derived_together(show: Show, workspace: MadeWorkspace) -> None:
    workspace.may_derive.clear()
    shown = show("trace", {"id": "国际陆港"})
    pair = f"{PORT['id']}-{OLD_PORT['id']}"
    shown.button(key=f"merge-{pair}").click().run()
    assert "已记为同一个" in html(shown)
    shown.button(key=f"split-{pair}").click().run()  # taken back while the first is being derived
    assert "已记为不同" in html(shown)
    shown.button(key="split-国际陆港-陆港").click().run()
    assert [one[0] for one in workspace.done] == ["same", "different", "different"]
    jobs = session.open_jobs()
    workspace.may_derive.set()
    while jobs.pending:
        assert jobs.last is not None
        jobs.last.finished.wait(10)
    assert [one[0] for one in workspace.done].count("derived") == 2
    shown.run()
    assert "2 个判断已在图谱中生效" in html(shown)
    assert shown.button(key=f"merge-{pair}")


def test_what_came_of_work_is_said_where_it_was_begun(show: Show, workspace: MadeWorkspace) -> None:
    shown = show("trace", {"id": "国际陆港"})
    shown.button(key="split-国际陆港-陆港").click().run()
    finished(shown)
    said = "这个判断已在图谱中生效"
    assert said in html(shown)
    assert said not in html(show("trace", {"id": "国际陆港"}))  # another visit
    shown.session_state["page"] = "documents"
    assert said not in html(shown.run())
    shown.session_state["page"] = ""
    assert said in html(shown.run())
    shown.button(key="dismiss-job").click().run()
    assert said not in html(shown)


# ----------------------------------------------------------------------------------------------------------- mentions


def test_list_of_names_gives_a_row_each_and_says_what_is_unknown(show: Show) -> None:
    shown = show("mentions")
    shown.text_area(key="names").set_value("国际陆港\n\n没有的项目\n国际陆港\n陆港\n")
    next(button for button in shown.button if button.label == "查找").click().run()
    assert shown.query_params["name"] == ["国际陆港", "没有的项目", "陆港"]
    body = html(shown)
    assert "文档中没有提到。 换成：" in body
    assert "没有提到的 1" in body
    assert "与“陆港”是同一事物" in body  # two names of one thing
    assert "可能指 2 个不同的事物" in body  # one name of two things
    assert f"show={quote('国际陆港')}" in body


def test_a_suggestion_replaces_one_name_and_leaves_the_rest(show: Show) -> None:
    body = html(show("mentions", {"name": ["陆港", "没有的项目"]}))
    assert f"mentions?name={quote('陆港')}&amp;name={quote('国际陆港')}'" in body


def test_the_passages_of_one_name_are_shown_below(show: Show) -> None:
    assert "<mark>国际陆港</mark>" in html(show("mentions", {"name": ["国际陆港", "没有的项目"], "show": "国际陆港"}))
    assert "<mark>国际陆港</mark>" in html(show("mentions", {"name": "国际陆港"}))


def test_hundreds_of_names_stand_in_the_address_and_are_read_page_by_page(show: Show) -> None:
    names = [f"没有的项目{n}" for n in range(299)] + ["国际陆港"]
    shown = show("mentions", {"names": pack(names), "page": "6"})
    body = html(shown)
    assert "全部 300 个" in body
    assert "没有的项目260" in body
    assert "没有的项目10<" not in body
    assert "没有的项目" not in html(show("mentions", {"names": pack(names), "only": "found"})).split("class='names'")[1]


def test_a_list_is_seen_before_it_is_taken(show: Show) -> None:
    shown = show("mentions")
    brought = read_table("某市2023年重点项目表,\n序号,项目名称\n1,国际陆港\n2,没有的项目\n".encode(), "表.csv")
    shown.session_state["names brought"] = brought
    shown.run()
    assert "<mark>国际陆港</mark>" in html(shown)
    assert shown.selectbox(key="names column").value == 1
    next(button for button in shown.button if button.label == "查这 2 个名称").click().run()
    assert shown.query_params["name"] == ["国际陆港", "没有的项目"]
    assert "names column" not in [box.key for box in shown.selectbox]


def test_files_to_take_along_hold_every_passage() -> None:
    from ui.web.language import Language
    from ui.web.views.mentions import _files

    made = MadeWorkspace()
    rows = made.name_rows(["国际陆港", "没有的项目"])
    documents = {one["document_id"]: one for one in made.documents()}
    csv_file, excel_file = _files(Language("zh"), rows, [made.mentions("国际陆港")], documents)
    read = list(csv.reader(io.StringIO(csv_file.decode("utf-8-sig"))))
    assert [row[0] for row in read[1:]] == ["国际陆港", "国际陆港", "没有的项目"]
    assert read[2][7] == TRAP
    book = load_workbook(io.BytesIO(excel_file))
    assert book.sheetnames == ["名称", "次数", "段落"]
    assert [cell.value for cell in book["名称"][2]][:5] == ["国际陆港", "国际陆港、老<b>港</b>", "项目", 2, 2]
    assert [cell.value for cell in book["次数"][2]] == ["某市2023年方案", 2023, "plan.txt", 1, 0]


# ------------------------------------------------------------------------------------------------------------ targets


def test_indicator_is_shown_with_values_and_sources(show: Show) -> None:
    shown = html(show("targets", {"id": "indicator-1"}))
    assert "≥7%" in shown
    assert "documents?document=plan.txt%231" in shown


def test_places_and_kind_of_the_figures_stand_in_the_address(show: Show) -> None:
    shown = show("targets", {"id": "indicator-1", "kind": "result"})
    assert "请至少选一个地区" in html(shown) or "没有" in html(shown)  # the one figure is a target
    shown.selectbox[-1].set_value("target").run()
    assert shown.query_params["kind"] == "target"
    assert "≥7%" in html(shown)


def test_figures_of_one_document(show: Show) -> None:
    assert "≥7%" in html(show("targets", {"document": "plan.txt#1", "year": "2023"}))
    assert "没有找到指标数值" in html(show("targets", {"document": "trap.txt#1"}))


# ------------------------------------------------------------------------------------------------------------- places


def test_a_place_shows_targets_against_results_parks_projects_and_documents(show: Show) -> None:
    page = html(show("places", {"name": "某市"}))
    assert "<span class='kind target' title='目标'>" in page
    assert "≥7%" in page
    assert "class='go chip'" in page  # a project
    assert "documents?place=431200" in page
    assert "没有叫" not in page
    assert "没有叫“没有的市”的地区" in html(show("places", {"name": "没有的市"}))


def test_the_league_says_who_is_missing_and_its_choices_stand_in_the_address(show: Show) -> None:
    shown = show("places", {"year": "2023"})
    page = html(shown)
    assert "文档没有给出的 1 个地区" in page
    assert "places?name=" in page
    level = next(box for box in shown.selectbox if box.label == "级别")
    level.set_value("county").run()
    assert shown.query_params["level"] == "county"
    assert shown.query_params["year"] == "2023"


# ---------------------------------------------------------------------------------------------------------- documents


def test_reader_shows_what_other_documents_are_to_this_one(show: Show) -> None:
    page = html(show("documents", {"document": "trap.txt#1"}))
    assert "被落实" in page
    assert "某市&lt;b&gt;方案&lt;/b&gt;" in page
    assert "某市<b>" not in page


def reader(shown: AppTest) -> dict[str, Any]:
    """What the reader's script is given."""
    assert not shown.exception, shown.exception
    (component,) = (one for one in shown.get("bidi_component") if one.proto.component_name == "mailuo_reader")
    given: dict[str, Any] = json.loads(component.proto.json)
    return given


def test_reader_is_given_the_place_asked_for_and_the_entities(show: Show) -> None:
    given = reader(show("documents", {"document": "plan.txt#1", "start": "25", "end": "30"}))
    assert given["focus"] == [25, 30]
    assert given["links"] == ["thing?id=project-1"]
    assert [given["text"][start:end] for start, end, _, _ in given["marks"]] == ["国际陆港"]
    assert [heading["heading"] for heading in given["headings"]] == ["一、目标", "二、项目"]


@pytest.mark.parametrize(
    ("place", "focus"),
    [
        (("x", "y"), None),
        (("-4", "3"), None),
        (("9", "3"), None),
        (("0", "0"), None),
        (("45", "9999999"), [45, len(PLAN)]),
    ],
)
def test_reader_stands_any_place(place: tuple[str, str], focus: list[int] | None, show: Show) -> None:
    given = reader(show("documents", {"document": "plan.txt#1", "start": place[0], "end": place[1]}))
    assert given["focus"] == focus


def test_reader_says_all_in_the_language_of_the_page(show: Show) -> None:
    for language, said in (("zh", "在本文中查找"), ("en", "Find in this document")):
        given = reader(show("documents", {"document": "plan.txt#1"}, language=language))
        assert given["words"]["find"] == said
        assert "{share}" in given["words"]["unsure"]
        assert "{page}" in given["words"]["page"]


def test_the_page_of_the_original_is_shown_with_the_place_marked(show: Show, workspace: MadeWorkspace) -> None:
    workspace.page = b"a picture"
    body = html(show("documents", {"document": "plan.txt#1", "start": "25", "end": "30"}))
    assert "alt='原件第3页'" in body
    assert "left:10.00%;top:20.00%;width:80.00%;height:5.00%" in body


def test_what_is_listed_stands_in_the_address(show: Show, workspace: MadeWorkspace) -> None:
    asked = {"find": "某市", "place": "431200", "year": "2024", "kind": "action_plan", "sort": "title", "page": "2"}
    shown = show("documents", asked)
    assert workspace.wanted[-1] == Wanted("某市", "431200", 2024, "action_plan", "", "title", page=2)
    page = html(shown)
    assert "aria-sort='ascending'" in page
    assert "page=3" in page
    assert "aria-current='page'" in page
    shown.text_input[0].set_value("方案").run()
    assert shown.query_params["find"] == "方案"
    assert "page" not in shown.query_params  # another search begins at its first page
    shown.selectbox[0].set_value("").run()
    assert "place" not in shown.query_params


def test_a_guessed_title_is_said_and_put_right(show: Show, workspace: MadeWorkspace) -> None:
    assert "推测的标题" in html(show("documents"))
    shown = show("documents", {"retitle": "trap.txt#1"})
    title = next(box for box in shown.text_input if box.value == "**陷阱** <i>文件</i>")
    title.set_value("对的标题")
    next(box for box in shown.text_input if box.label == "理由（可不填）").set_value("见封面")
    next(button for button in shown.button if button.label == "保存").click().run()
    assert workspace.titles == {"trap.txt#1": "对的标题"}
    assert workspace.done[-1][::2] == ("retitle", "见封面")
    assert "对的标题" in html(shown)
    assert "retitle" not in shown.query_params


def test_titles_of_a_base_for_reading_only_have_no_pencil(show: Show, workspace: MadeWorkspace) -> None:
    workspace.read_only = True
    shown = show("documents", {"retitle": "trap.txt#1"})
    assert "retitle=" not in html(shown)
    assert "保存" not in [button.label for button in shown.button]


def test_the_first_page_says_what_is_covered_and_asks_questions_that_are_answered(show: Show) -> None:
    shown = show("overview")
    session.try_examples(session.open_workspace(), (1, 0)).are_done(10)
    page = html(shown.run())
    assert "2 份文档" in page
    assert "2023–2024 年" in page
    assert "documents?place=431200&amp;year=2023" in page
    assert "某&lt;市&gt;" in page
    assert "国际&lt;陆港&gt;由哪个部门牵头?" in page
    assert "市商务局牵头" in page
    assert shown.text_input[0].label == "问一个问题"


def test_document_that_is_gone(show: Show) -> None:
    assert "已不在知识库中" in html(show("documents", {"document": "old.txt#1"}))


def test_upload_is_taken_in_and_bad_files_are_named(show: Show, workspace: MadeWorkspace) -> None:
    shown = show("documents")
    shown.file_uploader[0].set_value([("new.txt", b"\xe6\x96\xb0", "text/plain"), ("bad.pdf", b"x", "x/y")]).run()
    shown.button(key="take in").click().run()
    finished(shown)
    assert workspace.done == [("ingest", "new.txt", "bad.pdf", "新", "x")]
    body = html(shown)
    assert "导入了 1 个文件" in body
    assert "<strong>bad.pdf</strong> 不是文本文件" in body


def test_files_that_were_not_read_are_listed_with_what_helps(show: Show) -> None:
    body = html(show("documents"))
    assert "没有读取的文件" in body
    assert "照片/现场.jpg" in body
    assert "是图片，不读取" in body
    assert "扩展名是“.doc”，其实是网页，已按此读取" in body


def test_files_are_put_in_a_collection_where_there_is_one(show: Show, workspace: MadeWorkspace) -> None:
    files = [("a.txt", "甲".encode(), "text/plain")]
    shown = show("documents")
    shown.file_uploader[0].set_value(files).run()
    assert not [one for one in shown.selectbox if one.key == "collection"]
    workspace.collections.put(["other.txt"], "内部")
    shown = show("documents")
    shown.file_uploader[0].set_value(files).run()
    chooser = shown.selectbox(key="collection")
    assert (chooser.options, chooser.value) == (["内部"], None)
    chooser.set_value("内部").run()
    shown.button(key="take in").click().run()
    finished(shown)
    assert workspace.collections.by_source() == {"other.txt": "内部", "a.txt": "内部"}


def test_limits_are_said_before_and_when_too_much_is_chosen(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"一次最多 {sent_files.MOST_FILES} 个文件" in html(show("documents"))
    for limit, value, said in (("MOST_FILES", 1, "选了 2 个文件"), ("MOST_BYTES", 2 << 20, "合计 3 MB")):
        with monkeypatch.context() as patch:
            patch.setattr(documents, limit, value)
            shown = show("documents")
            chosen = [("a.txt", bytes((2 << 20) + 1), "text/plain"), ("b.txt", b"b", "text/plain")]
            shown.file_uploader[0].set_value(chosen).run()
            assert said in html(shown)
            assert shown.button(key="take in").disabled


def test_a_name_that_cannot_be_kept_is_changed_or_refused_in_words(show: Show, workspace: MadeWorkspace) -> None:
    shown = show("documents", language="en")
    files = [("..\\CON.txt", b"a", "text/plain"), ("..", b"b", "text/plain"), ("x\u202ey\0.txt", b"c", "text/plain")]
    shown.file_uploader[0].set_value(files).run()
    body = html(shown)
    assert "“..\\CON.txt” will be taken in as “_CON.txt”" in body
    assert "“..” is no name for a file" in body
    assert "“x�y�.txt” will be taken in as “xy.txt”" in body
    shown.button(key="take in").click().run()
    finished(shown)
    assert workspace.done == [("ingest", "_CON.txt", "xy.txt", "a", "c")]


def test_nothing_but_nameless_files_is_not_taken_in(show: Show) -> None:
    shown = show("documents")
    shown.file_uploader[0].set_value([("..", b"b", "text/plain")]).run()
    assert shown.button(key="take in").disabled


def test_what_was_taken_in_is_let_go(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[str] = []
    monkeypatch.setattr(documents, "let_go", lambda files: gone.extend(file.name for file in files))
    shown = show("documents")
    shown.file_uploader[0].set_value([("new.txt", b"a", "text/plain")]).run()
    shown.button(key="take in").click().run()
    assert gone == ["new.txt"]
    assert shown.file_uploader[0].key == "upload-1"


@pytest.mark.parametrize(("language", "said"), [("zh", "这里只供查阅"), ("en", "Open for reading only")])
def test_pages_for_reading_only_say_so_and_offer_no_change(show: Show, language: str, said: str) -> None:
    made = MadeWorkspace()
    made.read_only = True
    shown = show("documents", made=made, language=language)
    assert said in html(shown)
    assert "国际陆港" in html(show("trace", {"id": "国际陆港"}, made=made, language=language))
    for page, query in (("documents", {}), ("trace", {"id": "国际陆港"})):
        shown = show(page, query, made=made, language=language)
        assert not shown.file_uploader
        assert not shown.multiselect
        assert [button.key for button in shown.button if button.key != "dismiss-job"] == []


@pytest.mark.parametrize("name", PAGES)
def test_empty_pages_for_reading_only_offer_no_upload(name: str, show: Show) -> None:
    made = MadeWorkspace(generation=None)
    made.read_only = True
    body = html(show(name, made=made))
    assert "上传文件" not in body
    assert "只供查阅" in body


def test_removal_asks_first(show: Show, workspace: MadeWorkspace) -> None:
    shown = show("documents")
    shown.multiselect(key="remove-0").set_value(["plan.txt"]).run()
    assert "确定移除这 1 个文件及其中的 1 份文档吗" in html(shown)
    assert workspace.done == []
    shown.button(key="remove no").click().run()
    assert workspace.done == []
    shown.multiselect(key="remove-1").set_value(["plan.txt"]).run()
    shown.button(key="remove yes").click().run()
    finished(shown)
    assert workspace.done == [("remove", "plan.txt")]


# ------------------------------------------------------------------------------------------------------------- markup


@pytest.mark.parametrize(
    ("text", "spans", "shown"),
    [
        ("甲<乙", [(0, 1)], "<mark>甲</mark>&lt;乙"),
        ("甲乙丙", [(1, 3), (0, 2)], "<mark>甲乙</mark>丙"),
        ("甲\n乙", [], "甲<br>乙"),
        ("甲", [(1, 1)], "甲"),
    ],
)
def test_marks(text: str, spans: list[tuple[int, int]], shown: str) -> None:
    assert marked(text, spans) == shown


def test_quotes_do_not_end_attributes() -> None:
    assert "'" not in plain("a'b\"c")


def test_label_has_nothing_that_markdown_reads() -> None:
    label: Any = as_label("**a** $b$ :red[c]\n[d](e)")
    assert not set("*$[]():") & set(label.replace("&#", "").replace(";", ""))

"""Putting right on the pages: the pencil beside facts, the box over a page, the desk, and the list of all decisions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.ui.made_pages import RENAMED, MadeWorkspace
from ui.web import session

Show = Callable[..., AppTest]


def page(name: str, language: str) -> None:
    """A page with what stands over it, run by AppTest."""
    import importlib

    from ui.web import put_right
    from ui.web.language import Language
    from ui.web.views import states

    words = Language(language)
    view = importlib.import_module(f"ui.web.views.{name}")
    states.draw_page(view.draw, words, lasting=False)
    put_right.draw_asked(words)


@pytest.fixture
def workspace() -> MadeWorkspace:
    return MadeWorkspace()


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch, workspace: MadeWorkspace) -> Iterator[Show]:
    def show_page(name: str, query: Mapping[str, str] | None = None, *, language: str = "zh") -> AppTest:
        for module in (session, __import__("ui.web.views.states", fromlist=["states"])):
            monkeypatch.setattr(module, "open_workspace", lambda: workspace)
        shown = AppTest.from_function(page, default_timeout=30, kwargs={"name": name, "language": language})
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


# page, address, and what is offered beside a fact on it
BESIDE = [
    ("graph", {"id": "project-1"}, "thing*project-1"),
    ("graph", {"id": "project-1"}, "relation*project-1*LED_BY*department-1*"),
    ("graph", {"id": "project-1"}, "attribute*project-1*a1"),
    ("targets", {"name": "地区生产总值增长"}, "target*"),
    ("trace", {"id": "project-1"}, "mention*"),
    ("mentions", {"name": "国际陆港"}, "mention*"),
    ("documents", {"document": "plan.txt#1"}, "missed*plan.txt#1"),
]


@pytest.mark.parametrize(("name", "query", "ref"), BESIDE)
def test_beside_every_fact_is_a_way_to_put_it_right(
    show: Show, workspace: MadeWorkspace, name: str, query: dict[str, str], ref: str
) -> None:
    assert f"data-right='{ref}" in html(show(name, query))
    workspace.read_only = True
    assert "data-right" not in html(show(name, query))


def test_what_was_put_right_says_by_whom(show: Show, workspace: MadeWorkspace) -> None:
    workspace.entries = [RENAMED]
    shown = html(show("graph", {"id": "project-1"}))
    assert "data-right='decision*renamed'" in shown
    assert "李四，2026-03-01 — 见&lt;附件2&gt;" in shown


# what is chosen in the box, and what comes of it
FORMS = [
    ("thing*project-1", "type", {"type-thing*project-1": "Park"}, ("other", "Park")),
    ("thing*project-1", "name", {"name-thing*project-1": "陆港"}, ("other", "陆港")),
    ("thing*project-1", "wrong", {}, ("wrong",)),
    ("relation*a*LED_BY*b", "wrong", {}, ("wrong",)),
    ("relation*a*LED_BY*b", "other", {"rel-relation*a*LED_BY*b": "RESPONSIBLE"}, ("other", "RESPONSIBLE")),
    ("mention*1*2*plan.txt#1", "right", {}, ("right",)),
    ("target*plan.txt#1:1-2/1", "other", {"value-target*plan.txt#1:1-2/1": "8"}, ("other", "8")),
    ("target*plan.txt#1:1-2/1", "wrong", {}, ("wrong",)),
]


@pytest.mark.parametrize(("ref", "way", "fields", "done"), FORMS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_box_records_what_is_chosen(
    show: Show,
    workspace: MadeWorkspace,
    ref: str,
    way: str,
    fields: dict[str, str],
    done: tuple[str, ...],
    language: str,
) -> None:
    shown = show("desk", {"right": ref}, language=language)
    assert "<mark>国际陆港</mark>" in html(shown)
    assert shown.button(f"save-{ref}").disabled
    shown.radio(f"way-{ref}").set_value(way).run()
    for key, value in fields.items():
        widget = shown.text_input(key) if key.startswith("value-") else shown.selectbox(key)
        widget.set_value(value).run()
    shown.text_input("why").set_value("见附件2").run()
    shown.text_input("who").set_value("李四").run()
    shown.button(f"save-{ref}").click().run()
    html(shown)
    assert workspace.done == [(ref, *done, "李四", "见附件2")]
    assert "right" not in shown.query_params


def test_what_was_missed_is_added_with_its_words(show: Show, workspace: MadeWorkspace) -> None:
    ref = "missed*plan.txt#1"
    shown = show("documents", {"document": "plan.txt#1", "right": ref})
    shown.text_input("missed words").set_value("国际陆港").run()
    shown.button(f"save-{ref}").click().run()
    html(shown)
    assert workspace.done[0][:4] == (ref, "other", "国际陆港", "Project")


def test_a_decision_is_undone_from_its_mark(show: Show, workspace: MadeWorkspace) -> None:
    workspace.entries = [RENAMED]
    shown = show("graph", {"id": "project-1", "right": "decision*renamed"})
    assert "“陆港”改名为“国际陆港”" in html(shown)
    shown.button("undo-renamed").click().run()
    html(shown)
    assert workspace.done == [("undo", "renamed")]


@pytest.mark.parametrize("ref", ["thing*nobody", "decision*none", "decision*renamed"])
def test_what_is_gone_is_said(show: Show, ref: str) -> None:
    assert "已没有这一条" in html(show("desk", {"right": ref}))


# ---------------------------------------------------------------------------------------------------------------- desk


def test_the_desk_goes_from_fact_to_fact_and_all_takes_effect_together(show: Show, workspace: MadeWorkspace) -> None:
    shown = show("desk")
    assert "第 1 / 2 条" in html(shown)
    shown.button("desk next").click().run()
    assert "第 2 / 2 条" in html(shown)
    shown.button("choice-2").click().run()
    shown.button("choice-1").click().run()
    assert [one[:2] for one in workspace.done] == [
        ("mention*40*44*plan.txt#1", "wrong"), ("mention*40*44*plan.txt#1", "right"),
    ]  # fmt: skip
    assert session.open_jobs().last is None
    assert "已记下 2 处" in html(shown)
    shown.button("desk apply").click().run()
    job = session.open_jobs().last
    assert job is not None
    assert job.finished.wait(10)
    assert "已记下" not in html(shown.run())


@pytest.mark.parametrize(("key", "verdict"), [("choice-1", "same"), ("choice-2", "different")])
def test_names_are_the_same_or_not(show: Show, workspace: MadeWorkspace, key: str, verdict: str) -> None:
    shown = show("desk", {"show": "names"})
    shown.button(key).click().run()
    assert workspace.done == [(verdict, "国际陆港", "陆港")]


def test_an_empty_queue_says_so(show: Show) -> None:
    assert "没有待核对的了" in html(show("desk", {"show": "odd"}))


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "“陆港”改名为“国际陆港”"), ("en", "“陆港” is called “国际陆港”")]
)
def test_all_decisions_are_listed_and_exported(show: Show, workspace: MadeWorkspace, language: str, said: str) -> None:
    from ui.app.decisions import entry_fields
    from ui.web.views.desk import as_lines

    workspace.entries = [RENAMED]
    shown = show("desk", {"show": "all"}, language=language)
    assert said in html(shown)
    assert "data-right='decision*renamed'" in html(shown)
    (line,) = as_lines([entry_fields(RENAMED)]).splitlines()
    assert json.loads(line)["name"] == "国际陆港"

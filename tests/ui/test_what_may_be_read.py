"""What people may not read is in nothing that they see: as if it had never been taken in."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from graph.errors import MailuoError
from graph.records import EntityType
from graph.resolve.decisions import Signature, Verdict, as_line
from graph.store.ledger import LedgerAsked
from ingest.collections import CollectionMisnamed, Collections, CollectionsDamaged
from tests.ui.homes import PLANS, Home, tell
from tests.ui.mailuo_without_model import do_without_model
from ui.app.backup import back_up
from ui.app.desk import QUEUES
from ui.app.document_list import Wanted
from ui.app.facets import Filters, Order
from ui.app.house import House
from ui.app.people import Person, Role
from ui.app.settings import Settings
from ui.app.users import Users
from ui.app.workspace import ReadOnly, Workspace

SECRET = """怀化市2025年保密工作方案

一、主要目标
地区生产总值增长9.7%以上,粮食播种面积稳定在777万亩。

二、重点工作
(一)抓好产业项目。怀化高新区启明星芯片封装基地开工建设,由启明星科技有限公司投资。怀化高新区重点发展量子通信产业。(市保密局牵头)
(二)惠科显示模组生产线三期项目与启明星芯片封装基地一并推进。雪峰山隐蔽产业园动工。
"""
WORDS = ("启明星", "777", "9.7", "量子通信", "保密", "三期", "雪峰山", "隐蔽", "secret")
ANNA = Person("anna", Role.READER, frozenset())
BERT = Person("bert", Role.READER, frozenset({"内部"}))
EDITOR = Person("eva", Role.EDITOR)


@pytest.fixture(scope="module")
def _without_model() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        do_without_model(patch.setattr)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, _without_model: None) -> Path:
    """Two open plans and a secret one that speaks of the same things."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "open").mkdir()
    (folder / "inside").mkdir()
    for name, text in PLANS.items():
        (folder / "open" / name).write_text(text, encoding="utf-8")
    (folder / "inside" / "secret.txt").write_text(SECRET, encoding="utf-8")
    with House(settings(folder / "home")) as house:
        house.main.ingest([folder / "open"], tell)
        house.main.ingest([folder / "inside"], tell, collection="内部")
        house.main.decide(
            "惠科显示模组生产线", "启明星芯片封装基地", Verdict.DIFFERENT, Signature("eva", "as 保密 says")
        )(tell)
        house.main.retitle("secret.txt#1", "保密的方案", Signature("eva"))
        house.of(ANNA)
    return folder


@pytest.fixture
def house(made: Path, tmp_path: Path) -> Iterator[House]:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True, symlinks=True)
    with House(settings(tmp_path / "home")) as opened:
        yield opened


def settings(home: Path) -> Settings:
    return Settings.read({"MAILUO_HOME": str(home), "XDG_CACHE_HOME": str(home.parent / "cache")})


def _exported(workspace: Workspace) -> dict[str, bytes]:
    folder = workspace.home.parent / f"exported-{workspace.home.name}"
    shutil.rmtree(folder, ignore_errors=True)
    return {path.name: path.read_bytes() for path in workspace.export("jsonl", folder)}


# ------------------------------------------------------------------------------------------------------ every verb

QUESTIONS = (
    "2025年粮食播种面积目标是多少?",
    "怀化高新区有哪些项目?",
    "怀化高新区重点发展什么产业?",
    "2025年有哪些规划?",
)
NAMES = ("怀化高新区", "惠科显示模组生产线", "启明星芯片封装基地", "怀化市", "粮食播种面积")
INDICATOR = "粮食播种面积"


def _quiet(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except MailuoError as refused:
        return str(refused)


def _each(ask: Callable[[str], Any], over: Sequence[str]) -> list[Any]:
    """What is given, without what was asked: a question may hold the word."""
    return [_without(_quiet(partial(ask, one)), one) for one in over]


def _without(said: Any, asked: str) -> Any:
    return json.loads(json.dumps(said, ensure_ascii=False, default=_plain).replace(asked, "…"))


def _plain(other: object) -> object:
    if isinstance(other, Path):
        return other.name
    if isinstance(other, bytes):
        return other.decode("utf-8", "replace")
    return getattr(other, "__dict__", None) or str(other)


def _entity_ids(workspace: Workspace) -> list[str]:
    return [one["id"] for kind in EntityType for one in workspace.list(kind)["entities"]]


def _document_ids(workspace: Workspace) -> list[str]:
    return [*(one["document_id"] for one in workspace.documents()), "secret.txt#1"]


VERBS: dict[str, Callable[[Workspace], Any]] = {
    "search": lambda w: [_each(partial(w.search, top=50, mode=m), QUESTIONS) for m in ("hybrid", "lexical")],
    "sift": lambda w: _each(lambda q: w.sift(q, Filters(None, None, None), order=Order.FIT), QUESTIONS),
    "document_facets": lambda w: w.document_facets(Filters(None, None, None)),
    "ask": lambda w: _each(w.ask, QUESTIONS),
    "parts": lambda w: _each(w.parts, QUESTIONS),
    "examples": lambda w: w.examples(),
    "mentions": lambda w: _each(w.mentions, NAMES),
    "show": lambda w: _each(w.show, NAMES),
    "trace": lambda w: _each(w.trace, NAMES),
    "path": lambda w: _quiet(lambda: w.path("怀化高新区", "惠科显示模组生产线")),
    "targets": lambda w: [w.targets(), _quiet(lambda: w.targets(INDICATOR))],
    "figures_of": lambda w: [w.figures_of(document_id=one) for one in _document_ids(w)[:-1]],
    "areas": lambda w: w.areas(),
    "place": lambda w: _quiet(lambda: w.place("怀化市")),
    "place_order": lambda w: w.place_order(),
    "list": lambda w: [w.list(kind) for kind in EntityType],
    "names": lambda w: [w.names(), *_each(w.names, ("启明", "怀化", "qimingxing"))],
    "find": lambda w: _each(w.find, ("启明", "qmx", "怀化", "雪峰山", "隐蔽产业园")),
    "things": lambda w: _each(w.things, NAMES),
    "figures_beside": lambda w: [w.figures_beside(one) for one in _entity_ids(w)],
    "near_names": lambda w: [w.near_names(one) for one in _entity_ids(w)],
    "neighbourhood": lambda w: [w.neighbourhood(one) for one in _entity_ids(w)],
    "connected": lambda w: [w.connected(kind) for kind in EntityType],
    "ledger": lambda w: w.ledger(LedgerAsked()),
    "ledger_choices": lambda w: [w.ledger_choices(kind) for kind in ("place", "park", "industry", "lead")],
    "whole": lambda w: _quiet(w.whole),
    "documents": lambda w: w.documents(),
    "list_documents": lambda w: w.list_documents(Wanted()),
    "document": lambda w: [w.document(one) for one in _document_ids(w)],
    "documents_beside": lambda w: w.documents_beside("secret.txt"),
    "coverage": lambda w: w.coverage(),
    "compare": lambda w: _each(lambda one: w.compare("2023.txt", one), ("2024.txt", "secret.txt")),
    "document_links": lambda w: [w.document_links(one) for one in _document_ids(w)[:-1]],
    "outline": lambda w: [w.outline(one) for one in _document_ids(w)[:-1]],
    "reading": lambda w: _each(w.reading, _document_ids(w)),
    "text_of": lambda w: _each(w.text_of, ("2023.txt", "2024.txt", "secret.txt")),
    "original": lambda w: _each(w.original, ("2023.txt", "secret.txt")),
    "places": lambda w: _each(lambda one: w.places(one, 0, 9), ("2023.txt", "secret.txt")),
    "page_picture": lambda w: _each(lambda one: w.page_picture(one, 1), ("2023.txt", "secret.txt")),
    "status": lambda w: w.status(),
    "files": lambda w: w.files(),
    "news": lambda w: w.news(),
    "feed": lambda w: w.feed("http://localhost"),
    "decisions": lambda w: w.decisions(),
    "doubts": lambda w: [_quiet(partial(w.doubts, q, limit=50)) for q in QUEUES],
    "statement": lambda w: _each(w.statement, ("document:secret.txt#1", "mention:secret.txt:0-5")),
    "place_of_words": lambda w: _quiet(lambda: w.place_of_words("secret.txt#1", "一、主要目标")),
    "all_decisions": lambda w: [as_line(entry) for entry in w.all_decisions.entries],
    "decisions_as_lines": lambda w: list(w.decisions_as_lines()),
    "clip_quote": lambda w: _quiet(lambda: w.clip_quote("secret.txt", 0, 20)),
    "name_rows": lambda w: _without(w.name_rows(["启明星芯片封装基地"]), "启明星芯片封装基地"),
    "nearest": lambda w: _each(w.nearest, ("启明", "怀化")),
    "league": lambda w: [w.league(one) for one in _entity_ids(w)],
    "notebook": lambda w: w.notebook.entries(),
    "export": lambda w: list(_exported(w).values()),
    "edition": lambda w: w.edition,
}
# what opens, writes, or gives in another form what it is given
OTHERS = {
    *(
        "open",
        "close",
        "generation",
        "generations",
        "holds_anything",
        "has_views",
        "graph_place",
        "index_place",
        "opened",
        "collections",
    ),
    *(
        "ingest",
        "take_in",
        "remove",
        "merge",
        "split",
        "decide",
        "put_right",
        "decide_names",
        "undo",
        "retitle",
        "take_over_decisions",
    ),
    *("put_in_collection", "mark", "with_sources", "clip", "home", "settings", "read_only", "tools", "changed"),
}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_no_verb_says_what_may_not_be_read(house: House, verb: str) -> None:
    said = json.dumps(VERBS[verb](house.of(ANNA)), ensure_ascii=False, default=_plain)
    asked_by = said.replace("secret.txt#1", "").replace("“secret.txt”", "")
    assert not [word for word in WORDS if _stands(word, asked_by)], said


def _stands(word: str, said: str) -> bool:
    """A number only by itself: an edition holds times to the nanosecond."""
    return re.search(rf"(?<!\d){re.escape(word)}(?!\d)", said) is not None


def test_who_asks_for_it_by_name_learns_nothing(house: House) -> None:
    question = "启明星芯片封装基地在哪里?"
    other = question.replace("启明星", "红星")
    said, same = (house.of(ANNA).ask(one) for one in (question, other))
    assert said["answer"] is same["answer"] is None
    assert said["entities"] == same["entities"] == []


def test_every_verb_is_tried() -> None:
    public = {name for name in dir(Workspace) if not name.startswith("_")}
    assert public - OTHERS == VERBS.keys()


def test_whoever_may_read_it_sees_it(house: House) -> None:
    for person in (BERT, EDITOR, Person("root", Role.ADMINISTRATOR)):
        workspace = house.of(person)
        assert workspace.text_of("secret.txt") == SECRET
        assert "怀化高新区启明星芯片封装基地" in {one["name"] for one in workspace.list(EntityType.PROJECT)["entities"]}


def test_it_is_as_if_it_had_never_been_taken_in(house: House, tmp_path: Path) -> None:
    with House(settings(tmp_path / "other")) as other:
        other.main.ingest([tmp_path / "open"], tell)
        assert _exported(house.of(ANNA)) == _exported(other.main)


def test_what_is_put_in_a_collection_is_gone_at_once(house: House, tmp_path: Path) -> None:
    assert house.of(ANNA).text_of("2024.txt")
    house.main.put_in_collection(["2024.txt"], "内部")
    assert [one["source"] for one in house.of(ANNA).documents()] == ["2023.txt"]
    house.main.put_in_collection(["2024.txt", "secret.txt"], "")
    assert _exported(house.of(ANNA)) == _exported(house.main)


def test_what_is_removed_taken_in_and_decided_is_seen(house: House, tmp_path: Path) -> None:
    more = tmp_path / "open" / "2025.txt"
    more.write_text(PLANS["2024.txt"].replace("2024", "2025"), encoding="utf-8")
    house.main.ingest([tmp_path / "open"], tell)
    house.main.remove(["2023.txt"], tell)
    house.main.decide("惠科显示模组生产线", "惠科显示模组生产线二期项目", Verdict.SAME)(tell)
    with House(settings(tmp_path / "other")) as other:
        (tmp_path / "open" / "2023.txt").unlink()
        other.main.ingest([tmp_path / "open"], tell)
        other.main.decide("惠科显示模组生产线", "惠科显示模组生产线二期项目", Verdict.SAME)(tell)
        assert _exported(house.of(ANNA)) == _exported(other.main)
    assert [one["why"] for one in house.of(ANNA).decisions()] == [""]


def test_a_file_that_was_removed_is_no_more_open_when_it_comes_again(house: House, tmp_path: Path) -> None:
    house.main.remove(["secret.txt"], tell)
    house.main.ingest([tmp_path / "inside"], tell)
    assert "secret.txt" not in {one["source"] for one in house.of(ANNA).documents()}
    assert "secret.txt" in {one["source"] for one in house.of(BERT).documents()}


def test_an_open_copy_of_what_may_not_be_read_stands_for_itself(house: House, tmp_path: Path) -> None:
    (tmp_path / "told.txt").write_text(SECRET, encoding="utf-8")
    house.main.ingest([tmp_path / "told.txt"], tell)
    assert house.main.status()["copies"] == [{"name": "told.txt", "of": "secret.txt"}]
    assert house.of(ANNA).text_of("told.txt") == SECRET
    assert "secret" not in json.dumps(house.of(ANNA).status())


def test_who_may_read_nothing_gets_an_empty_knowledge_base(house: House) -> None:
    house.main.put_in_collection(["2023.txt", "2024.txt"], "内部")
    assert house.of(ANNA).documents() == []
    assert house.of(ANNA).status()["documents"] == 0


def test_readers_change_nothing(house: House) -> None:
    for person in (ANNA, BERT, Person("carl", Role.READER)):
        for change in (
            lambda w: w.ingest([Path("x")], tell),
            lambda w: w.remove(None, tell),
            lambda w: w.decide("a", "b", Verdict.SAME),
            lambda w: w.retitle("2023.txt#1", "x"),
            lambda w: w.put_in_collection(["2023.txt"], ""),
        ):
            with pytest.raises(ReadOnly):
                change(house.of(person))


def test_views_that_are_there_are_brought_up_and_others_go(house: House) -> None:
    house.of(BERT)
    views = house.main.home / "views"
    house.main.put_in_collection(["2024.txt"], "市级")
    house.views.follow_all(tell)
    assert len(house.of(ANNA).documents()) == 1
    house.main.put_in_collection(["2024.txt", "secret.txt"], "别的")
    house.of(Person("dora", Role.READER, frozenset({"市级"})))
    house.views.follow_all(tell)
    assert len(list(views.glob("*/readable.json"))) == 1


def test_what_people_may_read_is_made_ready(house: House, tmp_path: Path) -> None:
    users = Users.open(tmp_path / "users.json")
    users.add("anna", Role.READER, (), None)
    users.add("bert", Role.READER, ["内部"], None)
    shutil.rmtree(house.main.home / "views")
    with House(replace(house.settings, users=users.path)) as served:
        served.prepare().join()
        assert len(list((house.main.home / "views").glob("*/CURRENT"))) == 1  # bert reads all
        before = (view := served.of(ANNA)).generation
        served.main.remove(["2024.txt"], tell)
        assert view.generation != before  # before anybody asks


def test_a_view_that_another_process_made_again_is_opened_again(house: House) -> None:
    dora = Person("dora", Role.READER, frozenset({"甲"}))
    house.main.put_in_collection(["2024.txt"], "甲")
    view = house.of(dora)
    assert view.text_of("2024.txt")
    before = view.edition
    shutil.rmtree(view.home)  # as where its collection was gone for a moment
    house.main.put_in_collection(["2024.txt"], "内部")
    house.main.put_in_collection(["2023.txt"], "甲")
    assert [one["source"] for one in house.of(dora).documents()] == ["2023.txt"]
    assert house.of(dora).edition != before


def test_a_file_of_the_same_name_is_not_told_of(house: House, tmp_path: Path) -> None:
    (tmp_path / "inside" / "2023.txt").write_text(SECRET.replace("2025", "2027"), encoding="utf-8")
    house.main.ingest([tmp_path / "inside"], tell, collection="内部")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "secret.txt").write_text(PLANS["2024.txt"].replace("2024", "2028"), encoding="utf-8")
    house.main.ingest([tmp_path / "more"], tell)
    assert house.main.status()["files"]["remarks"]
    assert house.of(ANNA).status()["files"]["remarks"] == []


def test_a_damaged_view_is_made_again(house: House) -> None:
    before = _exported(house.of(ANNA))
    house.close()
    for path in (house.main.home / "views").rglob("library.sqlite*"):
        path.unlink()
        path.write_bytes(b"no library")
    with House(house.settings) as again:
        assert _exported(again.of(ANNA)) == before


@pytest.mark.parametrize(
    "held", ["", "[]", '{"sources": 3}', '{"sources": {"a": 1}}', "[" * 5000, '{"sources": {"a": ""}}']
)
def test_where_the_list_of_collections_is_damaged_nobody_reads(house: House, held: str) -> None:
    (house.main.home / "collections.json").write_text(held, encoding="utf-8")
    with pytest.raises(CollectionsDamaged, match=r"collections\.json.*restore it from a backup"):
        house.of(ANNA)


@pytest.mark.parametrize("name", ["x" * 61, "a\nb", "\u202e"])
def test_a_collection_has_a_name_that_can_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(CollectionMisnamed):
        Collections(tmp_path).put(["a"], name)


def test_a_backup_holds_who_may_read_what(house: House, tmp_path: Path) -> None:
    back_up(house.main.home, tmp_path / "backup")
    with House(settings(tmp_path / "backup")) as copy:
        assert "secret.txt" not in {one["source"] for one in copy.of(ANNA).documents()}


@pytest.mark.commands
def test_the_command_line_puts_documents_in_collections(made: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home", None)
    shutil.copytree(made / "home", tmp_path / "home", symlinks=True)
    assert home.run("collection", "put", "市级", "2024.txt").stderr == "1 in “市级”\n"
    assert home.look("collection", "list").stdout == "内部 (1)\n  secret.txt\n市级 (1)\n  2024.txt\n"
    with House(settings(tmp_path / "home")) as opened:
        assert [one["source"] for one in opened.of(ANNA).documents()] == ["2023.txt"]
    done = home.run("collection", "put", "市级", "none.txt")
    assert (done.returncode, done.stderr.startswith("mailuo: no source is called “none.txt”")) == (1, True)
    assert home.run("collection", "open", "2024.txt", "secret.txt").returncode == 0
    assert json.loads(home.look("collection", "list", "--json").stdout) == {"collections": []}

"""The verbs of the interface over a small knowledge base, read and written by several at once."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.records import EntityType
from graph.resolve.decisions import Signature
from graph.store.found import Passing
from tests.ui.mailuo_without_model import do_without_model
from ui.app.areas import RegionUnknown
from ui.app.deciding import NotDecidable
from ui.app.facets import Filters
from ui.app.opened import SourceUnknown
from ui.app.pages import NameUnknown, sentence_around
from ui.app.settings import Settings
from ui.app.workspace import GraphElsewhere, NothingYet, ReadOnly, Workspace

PLAN = """怀化市2023年工作方案

一、主要目标
粮食播种面积稳定在460万亩以上。
二、重点工作
怀化高新区主导产业为新材料、电子信息。支持鹤城工业集中区扩园。加快建设惠科显示模组生产线。
"""
LATER = PLAN.replace("2023", "2026").replace("460", "465").replace("加快建设惠科", "建成投产惠科")


def tell(stage: str, done: int, total: int, what: str = "") -> None:
    pass


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus and the knowledge base over it, made once."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "later.txt").write_text(LATER, encoding="utf-8")
    (folder / "corpus" / "plan.txt").write_text(PLAN, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        do_without_model(patch.setattr)
        Workspace.open(Settings.read({"MAILUO_HOME": str(folder / "home")})).ingest([folder / "corpus"], tell)
    return folder


@pytest.fixture
def workspace(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A copy of it, opened."""
    do_without_model(monkeypatch.setattr)
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Workspace.open(Settings.read({"MAILUO_HOME": str(tmp_path / "home")}))


def test_filters_leave_other_documents_out(workspace: Workspace) -> None:
    def sources(**chosen: object) -> set[str]:
        filters = Filters(**chosen)  # type: ignore[arg-type]
        return {passage["source"] for passage in workspace.search("粮食", filters=filters)["passages"]}

    assert sources() == {"later.txt", "plan.txt"}
    assert sources(source="plan.txt") == {"plan.txt"}
    assert sources(year=2026) == {"later.txt"}
    assert sources(region="怀化") == sources(region="湖南省") == {"later.txt", "plan.txt"}
    assert sources(region="娄底") == set()
    with pytest.raises(SourceUnknown, match="there are: later"):
        sources(source="other.txt")
    with pytest.raises(RegionUnknown, match="某地"):
        sources(region="某地")


def test_a_trace_goes_through_the_documents_in_order_of_time(workspace: Workspace) -> None:
    steps = workspace.trace("惠科显示模组生产线")["steps"]
    assert [step["year"] for step in steps] == [2023, 2026]
    assert steps[0]["quote"] == "加快建设惠科显示模组生产线。"
    assert steps[0]["stage"] != steps[1]["stage"]


def test_a_page_shows_relations_with_their_evidence(workspace: Workspace) -> None:
    page = workspace.show("怀化高新区")["entities"][0]
    industries = [relation for relation in page["relations"] if relation["other"]["type"] == "Industry"]
    assert industries
    for proof in industries[0]["evidence"]:
        assert proof["quote"] == workspace.text_of(proof["source"])[proof["start"] : proof["end"]]
    assert [document["source"] for document in page["documents"]] == ["later.txt", "plan.txt"]


def test_figures_are_found_by_indicator_place_and_year(workspace: Workspace) -> None:
    assert [figure["value"] for figure in workspace.targets("粮食播种面积")["targets"]] == ["460", "465"]
    assert [figure["value"] for figure in workspace.targets("粮食", year=2026)["targets"]] == ["465"]
    assert workspace.targets("粮食", region="娄底")["targets"] == []
    with pytest.raises(NameUnknown, match="粮食播种面积"):
        workspace.targets("粮食播神面积")


def test_what_pages_draw_around_an_entity(workspace: Workspace) -> None:
    park = workspace.show("怀化高新区")["entities"][0]
    drawn = workspace.neighbourhood(park["id"])
    assert drawn["entities"][0]["id"] == park["id"]
    ends = {end for relation in drawn["relations"] for end in (relation["head_id"], relation["tail_id"])}
    assert ends <= {entity["id"] for entity in drawn["entities"]}
    only = workspace.neighbourhood(park["id"], Passing(types=(EntityType.INDUSTRY,)))
    assert {entity["type"] for entity in only["entities"]} == {"Park", "Industry"}


def test_documents_headings_and_entities_of_a_place(workspace: Workspace) -> None:
    documents = workspace.documents()
    assert [document["source"] for document in documents] == ["later.txt", "plan.txt"]
    headings = workspace.outline(documents[1]["document_id"])
    assert [heading["heading"] for heading in headings] == ["一、 主要目标", "二、 重点工作"]
    read = workspace.reading(documents[1]["document_id"])
    found = {(read["entities"][number][1], read["text"][start:end]) for start, end, number, _ in read["marks"]}
    assert ("Park", "怀化高新区") in found


def test_readers_follow_what_another_process_ingests(workspace: Workspace, tmp_path: Path) -> None:
    other = Workspace.open(workspace.settings)
    assert len(other.documents()) == 2
    workspace.remove(["later.txt"], tell)
    assert other.generation == workspace.generation
    assert [document["source"] for document in other.documents()] == ["plan.txt"]


def test_readers_in_threads_see_whole_generations_while_a_writer_works(workspace: Workspace, tmp_path: Path) -> None:
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            found = workspace.mentions("怀化高新区")
            for document in found["documents"]:
                for passage in document["passages"]:
                    if "怀化高新区" not in passage["text"]:
                        wrong.append(passage)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    writer = Workspace.open(workspace.settings)
    for text in (LATER, PLAN):
        (tmp_path / "corpus" / "later.txt").write_text("新增一行\n" + text, encoding="utf-8")
        writer.ingest([tmp_path / "corpus"], tell)
    stop.set()
    for reader in readers:
        reader.join(30)
        assert not reader.is_alive()
    assert wrong == []


def test_what_a_reader_has_opened_stays_whole_however_many_writers_come(workspace: Workspace, tmp_path: Path) -> None:
    opened = workspace.opened  # index and graph are opened when they are first asked for
    for number in range(4):
        (tmp_path / "corpus" / "plan.txt").write_text(f"{PLAN}\n补充第{number}条。\n", encoding="utf-8")
        Workspace.open(workspace.settings).ingest([tmp_path / "corpus"], tell)
    assert len(opened.index) == len(list(opened.all_passages()))
    assert opened.store.counts().documents == 2
    assert opened.index.search("粮食播种面积", None, top=1, mode="lexical")
    workspace.close()
    Workspace.open(workspace.settings).remove(["later.txt"], tell)
    assert not opened.generation.folder.exists()  # nobody reads it any more


def test_a_decision_is_kept_and_undone_by_the_other(workspace: Workspace, tmp_path: Path) -> None:
    def parks() -> list[str]:
        return sorted(entity["name"] for entity in workspace.list(EntityType.PARK)["entities"])

    apart = parks()
    assert apart == ["怀化高新区", "鹤城工业集中区"]
    workspace.merge("怀化高新区", "鹤城工业集中区", tell)
    assert len(parks()) == 1
    (tmp_path / "corpus" / "plan.txt").write_text(PLAN + "再加一行。", encoding="utf-8")
    workspace.ingest([tmp_path / "corpus"], tell)
    assert len(parks()) == 1
    with pytest.raises(NotDecidable, match="already"):
        workspace.merge("怀化高新区", "鹤城工业集中区", tell)
    workspace.split("怀化高新区", "鹤城工业集中区", tell)
    assert parks() == apart


def test_things_of_two_types_are_never_one(workspace: Workspace) -> None:
    with pytest.raises(NotDecidable, match="only things of one type"):
        workspace.merge("怀化高新区", "惠科显示模组生产线", tell)
    with pytest.raises(NotDecidable, match="one name"):
        workspace.split("怀化高新区", "怀化高新区", tell)


def test_before_the_first_ingestion_there_is_nothing_to_read(tmp_path: Path) -> None:
    empty = Workspace.open(Settings.read({"MAILUO_HOME": str(tmp_path / "none")}))
    assert empty.generation is None
    assert empty.status()["documents"] == 0
    with pytest.raises(NothingYet, match="mailuo ingest"):
        empty.search("粮食")


SENTENCES = [
    ("甲。乙|丙|丁。戊", "乙丙丁。"),
    ("|丙|", "丙"),
    ("一\n  二|丙|三;四", "二丙三;"),
    ("甲" * 300 + "|丙|" + "乙" * 300, "甲" * 100 + "丙" + "乙" * 100),
]


@pytest.mark.parametrize(("marked", "quote"), SENTENCES)
def test_the_sentence_around_a_mention(marked: str, quote: str) -> None:
    before, inside, after = marked.split("|")
    text = before + inside + after
    start, end = sentence_around(text, len(before), len(before) + len(inside))
    assert text[start:end] == quote


def test_a_graph_that_lies_elsewhere_is_not_read_as_empty(workspace: Workspace) -> None:
    server = {"NEO4J_URI": "bolt://localhost:1", "NEO4J_PASSWORD": "secret"}
    moved = Workspace.open(Settings.read({"MAILUO_HOME": str(workspace.home), **server}))
    with pytest.raises(GraphElsewhere, match="mailuo ingest"):
        moved.list(EntityType.PARK)


# ------------------------------------------------------------------------------------------------------ reading only


def test_reading_only_refuses_every_change_and_answers(workspace: Workspace, made: Path) -> None:
    reading = Workspace.open(workspace.settings, read_only=True)
    before = sorted((path, path.stat().st_mtime_ns) for path in workspace.home.rglob("*") if path.is_file())
    changes: list[Callable[[], object]] = [
        lambda: reading.ingest([made / "corpus"], tell),
        lambda: reading.ingest([made / "corpus"], tell, rebuild=True, take_over=True),
        lambda: reading.remove(["plan.txt"], tell),
        lambda: reading.remove(None, tell),
        lambda: reading.merge("怀化高新区", "鹤城工业集中区", tell),
        lambda: reading.split("怀化高新区", "鹤城工业集中区", tell),
    ]
    for change in changes:
        with pytest.raises(ReadOnly):
            change()
    assert before == sorted((path, path.stat().st_mtime_ns) for path in workspace.home.rglob("*") if path.is_file())
    assert len(reading.documents()) == 2


def test_a_title_put_right_holds_at_once_in_another_process_and_after_a_rebuild(
    workspace: Workspace, made: Path, tmp_path: Path
) -> None:
    other = Workspace.open(workspace.settings)
    assert other.documents()[1]["title"] == "怀化市2023年工作方案"
    edition = other.edition
    workspace.retitle("plan.txt#1", "怀化六仗")
    assert other.edition != edition
    for opened in (workspace, other):
        assert [one["title"] for one in opened.documents()] == ["怀化市2026年工作方案", "怀化六仗"]
        assert {p["title"] for p in opened.search("粮食")["passages"]} >= {"怀化六仗"}
    workspace.ingest([made / "corpus"], tell, rebuild=True)
    assert workspace.documents()[1]["title"] == "怀化六仗"
    workspace.export("jsonl", tmp_path / "out")
    assert "怀化六仗" in (tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8")
    entry = workspace.decisions()[0]
    assert (entry["kind"], entry["to"], entry["is_grounded"]) == ("title", "怀化六仗", True)
    undone = workspace.undo(entry["id"], Signature())(tell)  # at once, without a new generation
    assert undone["generation"] == workspace.generation
    assert other.documents()[1]["title"] == "怀化市2023年工作方案"
    workspace.retitle("plan.txt#1", "怀化七仗")
    workspace.retitle("plan.txt#1", "")
    assert other.documents()[1]["title"] == "怀化市2023年工作方案"
    with pytest.raises(SourceUnknown):
        workspace.retitle("no.txt#1", "x")


def test_titles_of_the_first_file_leave_what_is_derived_in_effect(workspace: Workspace) -> None:
    line = '{"document_id": "plan.txt#1", "title": "怀化六仗"}\n'
    (workspace.home / "titles.jsonl").write_text(line, encoding="utf-8")
    workspace.merge("怀化高新区", "鹤城工业集中区", tell)
    assert [(one["kind"], one["is_grounded"]) for one in workspace.decisions()] == [("same", True), ("title", True)]
    assert workspace.documents()[1]["title"] == "怀化六仗"


def test_names_are_told_row_by_row(workspace: Workspace) -> None:
    names = ["怀化高新区", "惠科显示模组生产线", "怀化国家高新技术产业开发区", "惠科显示模组"]
    rows = {row["name"]: row for row in workspace.name_rows(names)}
    line = rows["惠科显示模组生产线"]
    assert (line["mentions"], line["documents"], line["years"]) == (
        2,
        {"plan.txt#1": 1, "later.txt#1": 1},
        [2023, 2026],
    )
    assert [row["name"] for row in workspace.name_rows(names)] == names
    assert rows["惠科显示模组"]["entities"] == []
    assert "惠科显示模组生产线" in workspace.nearest("惠科显示模组")
    assert line["same"] == []


def test_a_place_holds_its_figures_parks_projects_and_documents(workspace: Workspace) -> None:
    place = workspace.place("怀化市")
    assert (place["code"], place["above"]) == ("431200", [])
    assert [one["document_id"] for one in place["documents"]] == ["later.txt#1", "plan.txt#1"]  # the newest first
    assert {one["name"] for one in place["parks"]} == {"怀化高新区", "鹤城工业集中区"}
    (row,) = [row for row in place["figures"] if row["unit"] == "万亩"]
    assert {year: {kind: one["value"] for kind, one in kinds.items()} for year, kinds in row["years"].items()} == {
        2023: {"target": "460"},
        2026: {"target": "465"},
    }
    assert "怀化市" in {one["name"] for one in workspace.areas()}
    with pytest.raises(NameUnknown):
        workspace.place("没有的市")


def test_a_league_of_places_names_those_without_a_figure(workspace: Workspace, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "a.txt").write_text(PLAN.replace("怀化", "邵阳").replace("460", "750"), encoding="utf-8")
    (more / "b.txt").write_text("娄底市2023年工作方案\n\n一、主要目标\n全面推进。\n", encoding="utf-8")
    workspace.ingest([more], tell)
    indicator = workspace.targets("粮食播种面积")["targets"][0]["indicator_id"]
    league = workspace.league(indicator, year=2023)
    assert [(row["rank"], row["place"], row["number"]) for row in league["rows"]] == [
        (1, "邵阳市", 750.0),
        (2, "怀化市", 460.0),
    ]
    assert league["missing"] == ["娄底市"]
    assert league["years"] == {2023: 2, 2026: 1}
    assert workspace.league(indicator)["year"] == 2023  # the year with most places
    assert workspace.league(indicator, kind="result")["rows"] == []
    assert workspace.league(indicator, level="county")["rows"] == []

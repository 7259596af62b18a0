"""Files → generations: what is read, what is left alone, and that two runs give the same."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from graph.change import Change
from graph.records import Knowledge, Source
from graph.resolve.decisions import Decisions
from graph.store.engines.engine import Engine, VectorsOf
from graph.store.places import Draft, EmbeddedPlace
from graph.store.store import Store
from ingest import hands, intake, pipeline
from ingest.extracting import Extractor, Found
from ingest.generations import Generations
from ingest.knowledge import gather
from ingest.library import Library
from ingest.originals import Originals
from ingest.sources.unreadable import Unreadable
from ingest.unread import Unread
from search.errors import IndexOfOtherModel
from search.index import Index
from search.vectors import VectorStore

pytestmark = pytest.mark.slow

PLAN = (
    "某市2023年工作方案\n\n一、主要目标\n粮食播种面积稳定在460万亩。\n二、重点工作\n怀化高新区重点发展电子信息产业。\n"
)
OTHER = PLAN.replace("460", "470").replace("某市", "另市")


class LengthEncoder:
    """Keeps the contract of `search.contracts.Encoder`; counts what it is asked to embed."""

    dim = 4

    def __init__(self, stamp: str = "length@1") -> None:
        self.stamp = stamp
        self.embedded: list[str] = []

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        self.embedded += texts
        return lengths_of(texts)


def lengths_of(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """A unit vector for each text."""
    vectors = np.asarray([[1, len(text), text.count("0"), text.count("。")] for text in texts], np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


class NoGraph:
    """Keeps the contract `GraphPlace`: writing graphs has tests of its own, and takes a second each."""

    stamp = "nowhere"
    title = "none"
    takes_vectors = False

    def __init__(self) -> None:
        self.is_loaded = True

    def check(self) -> None: ...

    def holds(self, draft: Draft) -> bool:
        return self.is_loaded

    def load(
        self,
        draft: Draft,
        base: Draft | None,
        change: Change,
        vectors: VectorsOf,
        progress: Callable[[int, int], None],
    ) -> None: ...

    def open(self, path: Path) -> Engine:
        raise NotImplementedError


class Base:
    """A knowledge base in a folder, and the corpus beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.corpus = folder / "corpus"
        self.corpus.mkdir(parents=True)
        self.generations = Generations(folder / "home")
        self.encoder = LengthEncoder()
        self.graph = NoGraph()
        self.told: list[str] = []

    @property
    def tools(self) -> pipeline.Tools:
        home = self.folder / "home"
        return pipeline.Tools(
            tagger=None,
            encoder=self.encoder,  # type: ignore[arg-type]
            graph=self.graph,
            decisions=home / "decisions.jsonl",
            arrivals=home / "arrivals.jsonl",
            vectors=home / "vectors.sqlite",
            originals=Originals(home / "originals"),
        )

    def tell(self, stage: str, done: int, total: int, what: str = "") -> None:
        assert 0 <= done <= total
        if stage not in self.told:
            self.told.append(stage)

    def write(self, name: str, text: str) -> None:
        path = self.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def ingest(self, *paths: Path, rebuild: bool = False) -> pipeline.Summary:
        return pipeline.ingest(paths or (self.corpus,), self.generations, self.tools, self.tell, rebuild=rebuild)

    def remove(self, *names: str) -> pipeline.Summary:
        return pipeline.remove(names, self.generations, self.tools, self.tell)

    def texts(self) -> dict[str, str]:
        """The stored texts in the generation in use."""
        current = self.generations.current()
        assert current is not None
        with Library.open(current.library) as library:
            found = (library.source(entry.name) for entry in library.sources())
            return {source.name: source.text for source in found if source is not None}

    def indexed(self) -> int:
        current = self.generations.current()
        assert current is not None
        return len(Index.open(current.index))


@pytest.fixture
def base(tmp_path: Path) -> Base:
    made = Base(tmp_path)
    made.write("plan.txt", PLAN)
    return made


def test_a_first_run_goes_through_every_stage(base: Base) -> None:
    base.write("county/other.txt", OTHER)
    base.write("README.md", "what lies here")
    summary = base.ingest()
    assert summary.report.added == ["county/other.txt", "plan.txt"]
    assert base.told == ["read", "resolve", "graph", "embed", "index"]
    assert base.texts() == {"county/other.txt": OTHER, "plan.txt": PLAN}
    assert base.indexed() == summary.counts["passages"] > 0


def test_an_unchanged_source_is_left_alone(base: Base) -> None:
    first = base.ingest()
    embedded = len(base.encoder.embedded)
    second = base.ingest()
    assert second.report.unchanged == ["plan.txt"]
    assert (second.generation, second.counts) == (first.generation, first.counts)
    assert len(base.encoder.embedded) == embedded


def test_a_graph_that_is_gone_or_was_cut_short_is_loaded_again(base: Base) -> None:
    first = base.ingest()
    embedded = len(base.encoder.embedded)
    base.graph.is_loaded = False
    assert base.ingest().generation != first.generation
    assert len(base.encoder.embedded) == embedded


def test_a_changed_source_is_replaced_and_only_its_new_passages_are_embedded(base: Base) -> None:
    base.write("other.txt", OTHER)
    base.ingest()
    before = len(base.encoder.embedded)
    base.write("plan.txt", PLAN.replace("460", "480"))
    summary = base.ingest()
    assert (summary.report.changed, summary.report.unchanged) == (["plan.txt"], ["other.txt"])
    assert base.texts()["plan.txt"] == PLAN.replace("460", "480")
    assert all("480" in text for text in base.encoder.embedded[before:])


def test_a_source_that_is_not_named_stays(base: Base) -> None:
    base.ingest()
    (base.corpus / "plan.txt").unlink()
    base.write("other.txt", OTHER)
    base.ingest()
    assert sorted(base.texts()) == ["other.txt", "plan.txt"]


def test_a_removed_source_is_forgotten(base: Base) -> None:
    base.write("other.txt", OTHER)
    both = base.ingest()
    summary = base.remove("plan.txt")
    assert summary.report.removed == ["plan.txt"]
    assert list(base.texts()) == ["other.txt"]
    assert base.indexed() == summary.counts["passages"] < both.counts["passages"]
    assert base.remove("other.txt").counts["documents"] == 0
    assert base.indexed() == 0


def test_other_rules_read_every_source_anew(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    base.ingest()
    (base.corpus / "plan.txt").unlink()  # also one whose file is gone
    base.write("other.txt", OTHER)
    monkeypatch.setattr(intake, "rules_stamp", lambda tagger: "others")
    monkeypatch.setattr(hands, "rules_stamp", lambda tagger: "others")
    summary = base.ingest()
    assert (summary.report.added, summary.report.changed) == (["other.txt"], ["plan.txt"])
    assert base.ingest().report.unchanged == ["other.txt"]


def test_a_library_of_another_version_is_made_anew_from_its_texts(base: Base) -> None:
    base.ingest()
    current = base.generations.current()
    assert current is not None
    with sqlite3.connect(current.library) as connection:
        connection.executescript("PRAGMA user_version = 1; DROP TABLE mention;")
    connection.close()
    base.write("other.txt", OTHER)
    base.ingest(base.corpus / "other.txt")
    assert base.texts() == {"other.txt": OTHER, "plan.txt": PLAN}


def test_another_model_is_refused_until_a_rebuild(base: Base) -> None:
    base.ingest()
    base.encoder = LengthEncoder("length@2")
    with pytest.raises(IndexOfOtherModel, match="--rebuild"):
        base.ingest()
    assert base.ingest(rebuild=True).report.changed == ["plan.txt"]
    assert base.encoder.embedded
    assert base.ingest().report.unchanged == ["plan.txt"]


@pytest.mark.parametrize("current", ["9\n", "nine\n"])
def test_a_rebuild_mends_what_is_damaged(base: Base, current: str) -> None:
    base.ingest()
    (base.folder / "home" / "CURRENT").write_text(current)
    (base.corpus / "plan.txt").unlink()
    base.write("other.txt", OTHER)
    base.ingest(rebuild=True)
    assert sorted(base.texts()) == ["other.txt", "plan.txt"]


def test_a_rule_that_stumbles_costs_one_file(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    base.write("other.txt", OTHER)

    def stumble(extractor: Extractor, source: Source) -> Found:
        if source.name == "plan.txt":
            return Unreadable(source.name, "rules", fault="IndexError: out of range", line=3)
        return understand(extractor, source)

    understand = Extractor.extract
    monkeypatch.setattr(Extractor, "extract", stumble)
    summary = base.ingest()
    assert summary.report.added == ["other.txt"]
    assert [(failure.name, "out of range" in failure.reason) for failure in summary.report.failures] == [
        ("plan.txt", True)
    ]


def test_two_files_of_one_name_are_not_mixed_up(base: Base) -> None:
    second = base.folder / "second"
    second.mkdir()
    (second / "plan.txt").write_text(OTHER, encoding="utf-8")
    summary = base.ingest(base.corpus, second)
    assert base.texts() == {"plan.txt": PLAN, "second/plan.txt": OTHER}
    assert "another file is called “plan.txt” too" in summary.report.remarks[0].reason


def test_a_failure_at_any_stage_leaves_the_generation_in_use(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    first = base.ingest()
    base.write("other.txt", OTHER)

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for stage in ("take_in", "derive", "embed", "_index"):
        with monkeypatch.context() as patch:
            patch.setattr(pipeline, stage, fail)
            with pytest.raises(OSError, match="No space left"):
                base.ingest()
        assert base.generations.current_number() == first.generation
        assert list(base.texts()) == ["plan.txt"]
    assert base.ingest().report.added == ["other.txt"]


def held(base: Base) -> Knowledge:
    """What the graph of the generation in use holds."""
    current = base.generations.current()
    assert current is not None
    with Store(EmbeddedPlace().open(current.graph)) as store:
        return store.dump()


def test_two_runs_give_the_same_knowledge(tmp_path: Path) -> None:
    found = []
    for order in (("plan.txt", "other.txt"), ("other.txt", "plan.txt")):
        base = Base(tmp_path / order[0])
        base.graph = EmbeddedPlace()  # type: ignore[assignment]
        for name in order:  # one after the other, or the other way round
            base.write(name, PLAN if name == "plan.txt" else OTHER)
            base.ingest()
        found.append(held(base))
    assert found[0] == found[1]


def test_the_graph_holds_what_the_library_tells(base: Base) -> None:
    base.graph = EmbeddedPlace()  # type: ignore[assignment]
    base.write("other.txt", OTHER)
    base.ingest()
    current = base.generations.current()
    assert current is not None
    with Library.open(current.library) as library:
        read = [library.extraction(entry.name) for entry in library.sources()]
    assert held(base) == gather([one for one in read if one is not None], Decisions())


def test_what_is_not_read_is_kept_until_it_is_read_or_gone(base: Base) -> None:
    base.write("broken.docx", "PK\x03\x04")
    base.write("empty.txt", "")
    (base.corpus / "照片.gif").write_bytes(b"GIF89a\x01\0\x01\0\0\0\0")
    unread = Unread(base.folder / "home")

    def left() -> list[str]:
        return [failure.source for failure in unread.read()]

    report = base.ingest().report
    assert [failure.source for failure in report.failures] == ["broken.docx", "empty.txt"]
    assert [failure.source for failure in report.skipped] == ["照片.gif"]
    assert left() == ["broken.docx", "empty.txt", "照片.gif"]
    base.write("empty.txt", OTHER)
    (base.corpus / "broken.docx").unlink()
    base.ingest(base.corpus / "empty.txt")  # the others are not looked at, but one is gone
    assert left() == ["照片.gif"]
    assert base.ingest().report.skipped
    base.remove("empty.txt")
    assert left() == ["照片.gif"]
    base.remove("plan.txt")
    assert left() == []


def test_pictures_alone_change_nothing_of_what_is_there(base: Base) -> None:
    first = base.ingest()
    (base.corpus / "照片.gif").write_bytes(b"GIF89a\x01\0\x01\0\0\0\0")
    assert base.ingest().generation == first.generation
    assert [failure.why for failure in Unread(base.folder / "home").read()] == ["kind"]


def test_how_a_file_was_read_is_kept_with_it(base: Base) -> None:
    base.write("网页.doc", f"<html><body><p>{PLAN}</p></body></html>")
    remarks = base.ingest().report.remarks
    assert [(remark.source, remark.why) for remark in remarks] == [("网页.doc", "misnamed")]
    current = base.generations.current()
    assert current is not None
    with Library.open(current.library) as library:
        assert [(name, remark.why) for name, remark in library.remarks()] == [("网页.doc", "misnamed")]
    assert base.ingest().report.unchanged == ["plan.txt", "网页.doc"]


def test_namesakes_of_two_folders_are_told_apart_in_every_run(base: Base) -> None:
    for year in ("2023", "2024"):
        base.write(f"{year}/重点项目.txt", PLAN.replace("2023", year))
    base.ingest(base.corpus / "2023")
    assert base.ingest(base.corpus / "2024").report.added == ["2024/重点项目.txt"]
    assert sorted(base.texts()) == ["2024/重点项目.txt", "重点项目.txt"]
    base.write("2024/重点项目.txt", OTHER)
    assert base.ingest(base.corpus / "2024").report.changed == ["2024/重点项目.txt"]
    assert base.ingest(base.corpus / "2024", base.corpus / "2023").report.unchanged == [
        "2024/重点项目.txt",
        "重点项目.txt",
    ]


def test_names_of_bytes_that_are_no_text_go_through_all_of_it(base: Base) -> None:
    strange = os.fsdecode(b"\xbc\xc6\xbb\xae")
    base.write(f"{strange}/{strange}.txt", OTHER)
    base.write(f"{strange}.docx", "PK\x03\x04")
    shown = "\ufffdƻ\ufffd"  # two of the bytes happen to be a letter
    report = base.ingest().report
    assert [(remark.source, remark.why) for remark in report.remarks] == [(f"{shown}/{shown}.txt", "name_bytes")]
    assert [failure.source for failure in Unread(base.folder / "home").read()] == [f"{shown}.docx"]
    assert base.ingest().report.unchanged == ["plan.txt", f"{shown}/{shown}.txt"]
    (base.corpus / f"{strange}.docx").unlink()
    base.ingest()
    assert Unread(base.folder / "home").read() == []


@pytest.mark.parametrize("next_run", ["ingest", "remove"])
def test_what_a_run_that_was_cut_short_had_to_forget_is_forgotten_by_the_next(
    base: Base, monkeypatch: pytest.MonkeyPatch, next_run: str
) -> None:
    base.write("county/other.txt", OTHER)
    base.ingest()
    kept = base.tools.originals
    kept.keep(base.corpus / "plan.txt", "0" * 64)
    with monkeypatch.context() as cut_short:
        cut_short.setattr(pipeline, "_forget", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            base.remove("county/other.txt")
    assert set(base.texts()) == {"plan.txt"}
    base.ingest() if next_run == "ingest" else base.remove()
    with VectorStore(base.tools.vectors) as store:
        assert store.check() == base.indexed()
    assert not kept.all()
    assert not (base.folder / "home" / "forgetting").exists()


def test_the_vector_of_a_wording_stays_as_long_as_any_source_has_it(base: Base) -> None:
    base.write("longer.txt", PLAN + "三、保障\n加强组织领导。\n")
    base.ingest()
    with VectorStore(base.tools.vectors) as store:
        kept = store.check()
    base.remove("longer.txt")
    with VectorStore(base.tools.vectors) as store:
        assert 0 < store.check() < kept
    base.remove("plan.txt")
    with VectorStore(base.tools.vectors) as store:
        assert store.check() == 0


def test_the_vectors_of_what_was_changed_go(base: Base) -> None:
    base.ingest()
    with VectorStore(base.tools.vectors) as store:
        kept = store.check()
    base.write("plan.txt", PLAN.replace("460", "480"))
    base.ingest()
    with VectorStore(base.tools.vectors) as store:
        assert store.check() == kept == base.indexed()

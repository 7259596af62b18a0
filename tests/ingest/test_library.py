"""What is put into the library comes out equal; other sources stay as they were."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import layers
from graph.records import (
    About,
    Attribute,
    AttributeKind,
    Block,
    BlockKind,
    Cell,
    Comparator,
    Document,
    EntityType,
    Extraction,
    Grid,
    GridCell,
    Layout,
    Mention,
    Part,
    PartKind,
    Passage,
    Relation,
    RelationType,
    Remark,
    Row,
    Section,
    Source,
    Spot,
    Stage,
    Structure,
    Table,
    Target,
    TargetKind,
)
from ingest.copies import Copy
from ingest.library import Counts, Library, LibraryDamaged, LibraryOutdated, Shelved

TEXT = "某市规划\n一、产业\n高新区重点发展电子信息。"


def extraction(name: str = "plan.txt", text: str = TEXT) -> Extraction:
    """A small extraction in which every field of every record holds something."""
    document_id = f"{name}#1"
    document = Document(
        document_id, name, "某市规划", "five_year_plan", "某市人民政府", "某政发〔2021〕1号", "2021-01-14", 2021,
        "某市", "431200", 0, len(text), (2021, 2025), "other#1",
    )  # fmt: skip
    section = Section(f"{document_id}§1", document_id, f"{document_id}§0", 1, "一、", "产业", 5, 9, 20, ("一、产业",))
    table = Table(
        document_id, section.id, "专栏1", 5, 20, ("方向", "园区"), (Row(5, 9, (Cell("方向", "电子", 5, 9),), False),)
    )
    park = Mention(
        name,
        document_id,
        10,
        13,
        "高新区",
        EntityType.PARK,
        "某市高新区",
        "suffix",
        "1",
        "431200",
        Stage("在建", True, 2025, 1, 3, 0.9),
    )
    industry = Mention(name, document_id, 17, 21, "电子信息", EntityType.INDUSTRY, "电子信息", "list", implied=True)
    layout = Layout(
        (Part(PartKind.HEADING, 5, 9, 1, "一、"),),
        (Grid(10, 20, (GridCell(0, 1, 10, 13, 2, 1, True),)),),
        (Spot(10, 20, 3, (0.1, 0.2, 0.9, 0.25), "表一", "B7", 0.93),),
        About("某市规划", "2021-01-14", "某政发〔2021〕1号", "某市人民政府"),
        (Remark("docx", (("count", "3"),)),),
    )
    return Extraction(
        Source(name, text, "ab" * 32, "docx", layout),
        (
            Structure(
                document,
                text,
                (section,),
                (Block(BlockKind.HEADING, 5, 9, section.id), Block(BlockKind.PARAGRAPH, 10, 20, None)),
                (table,),
                (Passage(f"{document_id}:10-20", document_id, name, ("一、产业",), 10, 20, "text"),),
            ),
        ),
        (park, industry),
        (Relation(park, RelationType.LEADING_INDUSTRY, industry, name, document_id, 10, 20, "verb", "nurture"),),
        (
            Target(
                name, document_id, 10, 20, "增长", "8", "%", 2025, Comparator.AT_LEAST, TargetKind.TARGET, "某市",
                "prose", "年均", "lost range dash",
            ),
        ),
        (
            Attribute(
                name, document_id, 10, 20, park, AttributeKind.YEAR_INVESTMENT, "1.2", "亿元", 2025, Comparator.ABOUT,
                "prose",
            ),
        ),
    )  # fmt: skip


def test_what_is_put_comes_out_equal(tmp_path: Path) -> None:
    put = extraction()
    with Library.create(tmp_path / "library.sqlite") as library:
        library.put(put, "stamp")
    with Library.open(tmp_path / "library.sqlite") as library:
        assert library.extraction("plan.txt") == put
        assert library.extraction("other.txt") is None
        assert [(s.name, s.stamp, s.characters) for s in library.sources()] == [("plan.txt", "stamp", len(TEXT))]


def test_a_changed_source_is_replaced_and_a_dropped_one_forgotten(tmp_path: Path) -> None:
    first, other = extraction(), extraction("b.txt")
    changed = replace(extraction(text=TEXT + "。"), mentions=(), relations=(), targets=(), attributes=())
    with Library.create(tmp_path / "library.sqlite") as library:
        for put in (first, other, changed):
            library.put(put, "stamp")
        assert library.extraction("plan.txt") == changed
        library.drop("plan.txt")
        assert library.extraction("plan.txt") is None
        assert library.extraction("b.txt") == other
        assert [document.source for document in library.documents()] == ["b.txt"]
        assert [passage.source for passage in library.passages()] == ["b.txt"]


def test_a_put_that_fails_leaves_the_source_as_it_was(tmp_path: Path) -> None:
    put = extraction()
    stranger = replace(put.mentions[0], name="不在其中")
    broken = replace(put, relations=(replace(put.relations[0], head=stranger),))
    with Library.create(tmp_path / "library.sqlite") as library:
        library.put(put, "stamp")
        with pytest.raises(KeyError):
            library.put(broken, "later")
        assert library.extraction("plan.txt") == put


def test_a_library_of_another_version_is_named(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with Library.create(path) as library:
        library.put(extraction(), "stamp")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(LibraryOutdated, match="another version"):
        Library.open(path)


def test_what_is_no_library_is_named(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with pytest.raises(LibraryDamaged, match="missing"):
        Library.open(path)
    path.write_bytes(b"not a database, but long enough to be taken for one" * 40)
    with pytest.raises(LibraryDamaged, match="no file of the library"):
        Library.open(path)


def test_a_damaged_page_is_named_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with Library.create(path) as library:
        library.put(extraction(), "stamp")
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    with Library.open(path) as library, pytest.raises(LibraryDamaged, match=r"damaged .*run “mailuo ingest --rebuild”"):
        library.extraction("plan.txt")


def changed_to(name: str, kind: int) -> Extraction:
    """What a source of this name gives; of one kind, but for the name, the same text."""
    found = extraction(name, TEXT + "。" * kind)
    return found if kind else replace(found, mentions=(), relations=(), attributes=(), structures=())


# what becomes of a name: a source with what it gives, a copy of another name, or nothing
FATES = st.one_of(st.integers(0, 2), st.sampled_from("abc"), st.none())
RUNS = st.lists(st.lists(st.tuples(st.sampled_from("abcdef"), FATES), min_size=1, max_size=5), min_size=1, max_size=5)


def act(library: Library, name: str, fate: int | str | None) -> None:
    if fate is None:
        library.drop(name)
    elif isinstance(fate, str):
        library.put_copy(Copy(name, fate, "txt", "cd" * 32, "stamp", f"/{name}"))
    else:
        library.put(changed_to(name, fate), "stamp", f"/{name}")


def all_of(library: Library) -> Iterator[object]:
    """Everything that a library says."""
    yield from (library.sources(), library.copies(), library.shelved(), library.counts(), library.passage_counts())
    yield from (library.documents(), library.passages(), library.references(), library.remarks())
    for name in "abcdef":
        yield from (library.extraction(name), library.entry(name), library.copies(of=name), library.copy(name))
        yield [library.twin_of(name, changed_to(name, kind).source.text) for kind in range(3)]


@given(RUNS, st.sampled_from([0, layers.RATIO]))
@settings(max_examples=15, deadline=None)
def test_a_library_of_several_generations_is_as_one_written_at_once(
    runs: Sequence[Sequence[tuple[str, int | str | None]]], ratio: int
) -> None:
    held: dict[str, int | str | None] = {}
    base = None
    with tempfile.TemporaryDirectory() as folder, patch.object(layers, "RATIO", ratio):
        for number, run in enumerate(runs):
            path = Path(folder, str(number), "library.sqlite")
            path.parent.mkdir()
            with Library.begin(path, base) as library:
                for name, fate in run:
                    act(library, name, fate)
                    held[name] = fate
            base = path
        with Library.create(Path(folder, "once.sqlite")) as library:
            for name, fate in held.items():
                act(library, name, fate)
        assert base is not None
        with Library.open(base) as several, Library.open(Path(folder, "once.sqlite")) as once:
            assert list(all_of(several)) == list(all_of(once))


def test_what_is_asked_for_comes_alone(tmp_path: Path) -> None:
    put = extraction("a#b:c.txt")
    document, (passage,) = put.structures[0].document, put.structures[0].passages
    with Library.create(tmp_path / "library.sqlite") as library:
        for one in (put, extraction("z.txt")):
            library.put(one, "stamp", "/plans/z")
        library.put_copy(Copy("copy.txt", "z.txt", "txt", "cd" * 32, "stamp"))
        assert library.document(document.id) == document
        assert library.passage(passage.id) == passage
        assert library.passages_by_id([passage.id, "z.txt#1:1-2"]) == {passage.id: passage}
        assert library.passages(document_id=document.id) == [passage]
        assert library.passage_counts() == {document.id: 1, "z.txt#1": 1}
        assert library.counts() == Counts(sources=2, copies=1, documents=2, passages=2)
        assert library.text("z.txt") == TEXT
        assert library.layout("z.txt") == put.source.layout
        assert library.entry("z.txt") == Shelved("z.txt", "docx", "ab" * 32, "stamp", len(TEXT), "/plans/z")
        assert library.entry("copy.txt") == Shelved("copy.txt", "txt", "cd" * 32, "stamp", 0)
        for nothing in ("", "z.txt", "z.txt#2", "nowhere.txt#1", "z.txt#1:1-2"):
            assert (library.document(nothing), library.passage(nothing)) == (None, None)
        assert (library.text("copy.txt"), library.entry("no.txt"), library.copy("z.txt")) == (None, None, None)


@pytest.mark.parametrize(
    ("start", "end", "is_there"), [(10, 20, True), (19, 99, True), (0, 11, True), (0, 10, False), (20, 30, False)]
)
def test_passages_of_a_stretch(tmp_path: Path, start: int, end: int, is_there: bool) -> None:
    with Library.create(tmp_path / "library.sqlite") as library:
        library.put(extraction(), "stamp")
        assert bool(library.passages_in("plan.txt", start, end)) == is_there


def test_a_name_is_a_source_or_a_copy(tmp_path: Path) -> None:
    with Library.create(tmp_path / "library.sqlite") as library:
        library.put(extraction("a.txt"), "stamp")
        library.put(extraction("b.txt"), "stamp")
        library.put_copy(Copy("b.txt", "a.txt", "txt", "cd" * 32, "stamp"))
        assert (library.source("b.txt"), [copy.name for copy in library.copies()]) == (None, ["b.txt"])
        library.put(extraction("b.txt"), "stamp")
        assert library.source("b.txt") is not None
        assert library.copies() == []


def test_what_cannot_be_stored_costs_nothing_that_was_put_before(tmp_path: Path) -> None:
    half = replace(extraction("half.txt"), source=Source("half.txt", "半\ud800", "ab" * 32, "txt"))
    with Library.create(tmp_path / "library.sqlite") as library:
        library.put(extraction("a.txt"), "stamp")
        with pytest.raises(UnicodeError):
            library.put(half, "stamp")
        library.put(extraction("b.txt"), "stamp")
    with Library.open(tmp_path / "library.sqlite") as library:
        assert [entry.name for entry in library.sources()] == ["a.txt", "b.txt"]


def test_the_base_is_shared_and_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "PURGED_BYTES", 0)  # what was dropped stays in the file below
    for folder in ("1", "2", "3"):
        (tmp_path / folder).mkdir()
    first, second, third = (tmp_path / folder / "library.sqlite" for folder in ("1", "2", "3"))
    with Library.create(first) as library:
        for number in range(40):
            library.put(extraction(f"{number}.txt", TEXT + "甲" * 20_000), "stamp")
    with Library.begin(second, first) as library:
        library.put(extraction("new.txt"), "stamp")
        library.drop("0.txt")
    with Library.begin(third, second):
        pass  # nothing new: no file more
    assert [path.name for path in layers.files_of(second)] == ["library.sqlite", "library.sqlite.1"]
    assert all(a.samefile(b) for a, b in zip(layers.files_of(second), layers.files_of(third), strict=True))
    assert first.samefile(second)
    with Library.open(first) as before, Library.open(third) as after:
        assert (before.counts().sources, after.counts().sources) == (40, 40)
        assert (before.entry("0.txt") is None, after.entry("0.txt") is None) == (False, True)


def test_a_damaged_base_is_named_when_it_is_put_together(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with Library.create(path) as library:
        library.put(extraction(), "stamp")
    path.write_bytes(path.read_bytes()[:8192] + b"\xa5" * (path.stat().st_size - 8192))
    (tmp_path / "next").mkdir()
    library = Library.begin(tmp_path / "next" / "library.sqlite", path)
    with pytest.raises(LibraryDamaged, match=r"library\.sqlite: damaged"), library:
        library.put(extraction("b.txt"), "stamp")

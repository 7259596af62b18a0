"""What is put into the library comes out equal; other sources stay as they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

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
    Structure,
    Table,
    Target,
    TargetKind,
)
from ingest.library import Library, LibraryDamaged, LibraryOutdated

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
    park = Mention(name, document_id, 10, 13, "高新区", EntityType.PARK, "某市高新区", "suffix", "1", "431200", "在建")
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
        library._connection.execute("PRAGMA user_version = 1")
        library._connection.execute("DROP TABLE target")
    with pytest.raises(LibraryOutdated, match="another version"):
        Library.open(path)


def test_what_is_no_library_is_named(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with pytest.raises(LibraryDamaged, match="missing"):
        Library.open(path)
    path.write_bytes(b"not a database, but long enough to be taken for one" * 40)
    with pytest.raises(LibraryDamaged, match="not a library"):
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

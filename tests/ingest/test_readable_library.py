"""One suite over both libraries: in a generation's folder, and in a shared store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.records import NO_LAYOUT, DocumentLinkKind, Extraction, Reference, Remark, Span
from ingest.copies import Copy
from ingest.library import Counts, Library, Shelved
from ingest.parquet.cached_files import CachedFiles
from ingest.parquet.catalogue import Catalogue, packed_catalogue
from ingest.parquet.library import ParquetLibrary
from ingest.parquet.shelf import Given, ParquetShelf, key_of, path_of
from ingest.parquet.store import SharedStore, StoreUnreadable
from ingest.readable_library import ReadableLibrary
from tests.ingest.test_library import TEXT, extraction


def referring(name: str) -> Reference:
    return Reference(name, f"{name}#1", 0, 4, DocumentLinkKind.CITES, "某规划", None, "titled")


FIRST = extraction("a#b:c.txt")
LAST = replace(extraction("z.txt"), references=(referring("z.txt"),))
BARE = replace(extraction("m.txt", "空"), structures=(), mentions=(), relations=(), targets=(), attributes=())
COPIES = [Copy("b.txt", "z.txt", "txt", "cd" * 32, "stamp", "/b"), Copy("copy.txt", "z.txt", "txt", "ef" * 32, "stamp")]


def written(folder: Path) -> Library:
    with Library.create(folder / "library.sqlite") as library:
        for one in (LAST, FIRST, BARE):
            library.put(one, "stamp", "/plans/\udcffz")
        for copy in COPIES:
            library.put_copy(copy)
    return Library.open(folder / "library.sqlite")


def in_store(folder: Path) -> ParquetLibrary:
    store = SharedStore.at(str(folder / "store"))
    shelf, keys = ParquetShelf(store), {}
    with written(folder) as library:
        for entry in library.sources():
            keys[entry.name] = key_of(entry.name)
            found = library.extraction(entry.name)
            assert found is not None
            shelf.put(keys[entry.name], Given(found, entry.stamp, entry.origin))
        catalogue = Catalogue(packed_catalogue(library, keys), "catalogue.parquet")
    return ParquetLibrary(catalogue, store, CachedFiles(folder / "cache", 10**9))


@pytest.fixture(params=["folder", "store"])
def library(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[ReadableLibrary]:
    opened: ReadableLibrary = written(tmp_path) if request.param == "folder" else in_store(tmp_path)
    with opened:
        yield opened


def test_what_there_is(library: ReadableLibrary) -> None:
    assert [one.name for one in library.sources()] == ["a#b:c.txt", "m.txt", "z.txt"]
    assert library.sources()[2] == Shelved("z.txt", "docx", "ab" * 32, "stamp", len(TEXT), "/plans/\udcffz")
    assert library.copies() == COPIES
    assert (library.copies(of="z.txt"), library.copies(of="a#b:c.txt")) == (COPIES, [])
    assert list(library.shelved()) == ["a#b:c.txt", "m.txt", "z.txt", "b.txt", "copy.txt"]
    assert library.entry("b.txt") == Shelved("b.txt", "txt", "cd" * 32, "stamp", 0, "/b")
    assert library.counts() == Counts(sources=3, copies=2, documents=2, passages=2)
    assert list(library.passage_counts().items()) == [("a#b:c.txt#1", 1), ("z.txt#1", 1)]
    remark = Remark("docx", (("count", "3"),))
    assert library.remarks() == [("a#b:c.txt", remark), ("m.txt", remark), ("z.txt", remark)]


def test_across_all_sources(library: ReadableLibrary) -> None:
    documents = [one.structures[0].document for one in (FIRST, LAST)]
    assert library.documents() == documents
    assert library.passages() == [one.structures[0].passages[0] for one in (FIRST, LAST)]
    assert library.references() == [referring("z.txt")]


@pytest.mark.parametrize("put", [FIRST, LAST, BARE], ids=lambda one: one.source.name)
def test_what_one_source_gave(library: ReadableLibrary, put: Extraction) -> None:
    name = put.source.name
    assert library.extraction(name) == put
    assert library.source(name) == put.source
    assert library.text(name) == put.source.text
    assert library.layout(name) == put.source.layout


def test_parts_of_a_source(library: ReadableLibrary) -> None:
    structure, name = LAST.structures[0], "z.txt"
    document = structure.document
    (passage,) = structure.passages
    for of in (None, document.id):
        assert library.sections(name, of) == list(structure.sections)
        assert library.blocks(name, of) == list(structure.blocks)
        assert library.tables(name, of) == list(structure.tables)
        assert library.passages(name, of) == [passage]
        assert library.references(name, of) == [referring(name)]
    assert library.passages(document_id=document.id) == [passage]
    assert library.documents(name) == [document]
    assert library.document(document.id) == document
    assert library.passage(passage.id) == passage
    assert library.passages_by_id([passage.id, "z.txt#1:1-2"]) == {passage.id: passage}
    assert library.passages_in(name, 19, 99) == [passage]
    assert library.passages_in(name, 0, 10) == library.passages_in(name, 20, 30) == []
    assert (library.holes(name), library.given_tables(name)) == ([], [])
    mentions = library.mentions(name)
    assert mentions == list(LAST.mentions)
    assert library.relations(name, mentions) == list(LAST.relations)
    assert library.attributes(name, mentions) == list(LAST.attributes)
    assert library.targets(name) == list(LAST.targets)


def test_holes_and_given_tables(tmp_path: Path) -> None:
    structure = FIRST.structures[0]
    blocks = (replace(structure.blocks[0], holes=(Span(6, 7),)), structure.blocks[1])
    tables = (*structure.tables, replace(structure.tables[0], is_given=True))
    put = replace(FIRST, structures=(replace(structure, blocks=blocks, tables=tables),))
    with Library.create(tmp_path / "library.sqlite") as library:
        library.put(put, "stamp")
        keys = {put.source.name: key_of("x")}
        shelf = ParquetShelf(SharedStore.at(str(tmp_path)))
        shelf.put(keys[put.source.name], Given(put, "stamp"))
        catalogue = Catalogue(packed_catalogue(library, keys), "catalogue.parquet")
        in_files = ParquetLibrary(catalogue, shelf.store, CachedFiles(tmp_path / "cache", 10**9))
        for one in (library, in_files):
            assert one.holes(put.source.name) == [Span(6, 7)]
            assert one.given_tables(put.source.name) == [tables[1]]


@pytest.mark.parametrize("nothing", ["", "no.txt", "copy.txt", "z.txt#1", "z.txt#2", "no.txt#1:1-2"])
def test_what_is_not_there(library: ReadableLibrary, nothing: str) -> None:
    assert (library.source(nothing), library.text(nothing), library.extraction(nothing)) == (None, None, None)
    assert library.layout(nothing) == NO_LAYOUT
    assert library.passage(nothing) is None
    assert library.document(f"{nothing}#9") is None
    for found in (library.sections(nothing), library.mentions(nothing), library.references(nothing)):
        assert not found


def test_a_spoilt_copy_is_fetched_again(tmp_path: Path) -> None:
    with in_store(tmp_path) as library:
        assert library.text("z.txt") == TEXT
    (cached,) = (tmp_path / "cache").iterdir()
    content = cached.read_bytes()
    for spoilt in (content[:100], content[:200] + bytes(5000) + content[5200:]):
        cached.write_bytes(spoilt)
        with in_store(tmp_path) as library:
            assert library.extraction("z.txt") == LAST
        assert cached.read_bytes() == content


def test_what_is_spoilt_in_the_store_is_named(tmp_path: Path) -> None:
    with in_store(tmp_path) as library:
        (tmp_path / "store" / path_of(key_of("z.txt"))).write_bytes(b"nothing of the kind")
        with pytest.raises(StoreUnreadable, match=key_of("z.txt")):
            library.text("z.txt")
        assert library.text("a#b:c.txt") == TEXT  # the others are read


def test_the_cache_keeps_its_bound(tmp_path: Path) -> None:
    cache = CachedFiles(tmp_path, 1000)
    for name in "abcdefgh":
        cache.put(name, bytes(300))
        assert cache.find(name) is not None
    held = sorted(path.name for path in tmp_path.iterdir())
    assert "h" in held
    assert len(held) <= 3
    cache.put("large", bytes(5000))
    assert [path.name for path in tmp_path.iterdir()] == ["large"]

"""What is put on the shelf comes out equal, whoever puts it and however often; what is damaged is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from ingest.extract import extract
from ingest.parquet.shelf import Given, ParquetShelf, key_of, path_of
from ingest.parquet.store import SharedStore, StoreUnreadable, StoreUnusable
from ingest.passages import indexed_passages
from ingest.sources.read import read_source
from tests.ingest.test_library import extraction

CORPUS = Path(__file__).parent.parent.parent.parent / "corpus"
KEY = key_of("content", "plan.txt", "rules", "model")


def shelf_at(folder: Path) -> ParquetShelf:
    return ParquetShelf(SharedStore.at(str(folder)))


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_field_comes_out_as_it_was_put(tmp_path: Path) -> None:
    shelf = shelf_at(tmp_path)
    vectors = np.random.default_rng(0).normal(size=(1, 384)).astype(np.float32)
    put = Given(extraction(), "rules", "/somewhere/plan\udcff.docx", vectors)
    assert shelf.get(KEY) is None
    shelf.put(KEY, put)
    got = shelf.get(KEY)
    assert got == put
    assert got is not None
    assert got.vectors is not None
    assert got.vectors.dtype == np.float32
    assert np.array_equal(got.vectors, vectors)


def test_a_document_of_the_corpus_comes_out_equal(tmp_path: Path) -> None:
    path = CORPUS / "suining-2024-eight-actions-plan.txt"
    found = extract(read_source(path, path.name))
    passages = indexed_passages(found)
    assert len(passages) > 20
    assert found.relations
    vectors = np.arange(len(passages) * 4, dtype=np.float32).reshape(-1, 4)
    shelf = shelf_at(tmp_path)
    shelf.put(KEY, Given(found, "rules", vectors=vectors))
    got = shelf.get(KEY)
    assert got == Given(found, "rules")
    assert got is not None
    assert np.array_equal(vectors, got.vectors)  # type: ignore[arg-type]


def test_a_second_try_changes_nothing(tmp_path: Path) -> None:
    put = Given(extraction(), "rules")
    shelf_at(tmp_path / "a").put(KEY, put)
    shelf_at(tmp_path / "b").put(KEY, put)
    once = files_in(tmp_path / "a")
    assert once.keys() == {path_of(KEY)}  # and nothing half written beside it
    assert once == files_in(tmp_path / "b")
    shelf_at(tmp_path / "a").put(KEY, Given(extraction(text="另一个"), "rules"))
    assert files_in(tmp_path / "a") == once


def test_keys_of_other_parts_are_others() -> None:
    assert len({key_of("a", "bc"), key_of("ab", "c"), key_of("abc"), key_of("abc", ""), key_of("a", "bc")}) == 4


def test_other_programs_read_it(tmp_path: Path) -> None:
    put = extraction()
    shelf_at(tmp_path).put(KEY, Given(put, "rules"))
    table = pq.read_table(tmp_path / path_of(KEY))
    (row,) = table.to_pylist()
    assert row["text"] == put.source.text
    assert [one["surface"] for one in row["mention"]] == ["高新区", "电子信息"]
    assert row["relation"][0]["head"] == 0
    assert row["vectors"] is None


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.999])
def test_a_damaged_file_is_named_in_one_line(tmp_path: Path, place: float) -> None:
    shelf = shelf_at(tmp_path)
    shelf.put(KEY, Given(extraction(), "rules", vectors=np.ones((1, 8), np.float32)))
    path = tmp_path / path_of(KEY)
    held = bytearray(path.read_bytes())
    at = int(len(held) * place)
    held[at : at + 8] = bytes(byte ^ 0x5A for byte in held[at : at + 8])
    path.write_bytes(held)
    with pytest.raises(StoreUnreadable, match=KEY) as raised:
        shelf.get(KEY)
    assert "\n" not in str(raised.value)


def test_a_file_for_other_columns_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = shelf_at(tmp_path)
    monkeypatch.setattr("ingest.parquet.columns.version", lambda: b"other")
    shelf.put(KEY, Given(extraction(), "rules"))
    monkeypatch.undo()
    with pytest.raises(StoreUnreadable, match="another version"):
        shelf.get(KEY)


STORES = ["folder", "memory"]


@pytest.mark.parametrize("kind", STORES)
def test_every_store_keeps_files_by_name(tmp_path: Path, kind: str) -> None:
    store = SharedStore.at(str(tmp_path / "store") if kind == "folder" else f"memory://{tmp_path.name}")
    assert store.names("") == []
    assert not store.holds("a/b")
    with pytest.raises(StoreUnreadable, match="a/b: is missing"):
        store.read("a/b")
    store.write("a/b", b"one")
    store.write("a/b", b"two")
    store.write("a/c/d", b"")
    store.write("e", b"three")
    assert (store.read("a/b"), store.read("a/c/d"), store.read("e")) == (b"two", b"", b"three")
    assert store.holds("a/b")
    assert not store.holds("a")
    assert store.names("a") == ["a/b", "a/c/d"]
    assert store.names("nowhere") == []
    store.delete("a/b")
    store.delete("a/b")
    assert store.names("a") == ["a/c/d"]


@pytest.mark.parametrize("address", ["nothing://bucket/folder", "dropbox://bucket/folder"])
def test_an_address_that_cannot_be_used_is_named(address: str) -> None:
    """Of the second the package is missing here."""
    with pytest.raises(StoreUnusable, match=address) as raised:
        SharedStore.at(address)
    assert "\n" not in str(raised.value)

import json
import os

import faiss
import numpy as np
import pytest

from search import index_writing
from search.errors import IndexNotWritten, IndexOfOtherModel, IndexUnreadable
from search.folder import FolderHolding
from search.index import Index
from search.index_writing import IndexWriter
from search.indexed import IndexedPassage
from search.term_engine import TermWriter


def passages_of(source, count, text="怀化高新区主导产业"):
    return [IndexedPassage(f"{source}#1:{n}-{n + 1}", source, (), f"{text}{n}。", "怀化市", 2021) for n in range(count)]


def vectors_of(count):
    return np.eye(max(count, 4), dtype=np.float32)[:count, :4] + np.asarray([0, 0, 0, 1], np.float32)


def write(folder, base, **sources):
    """sources: how many passages each has, None to drop it."""
    writer = IndexWriter.begin(folder, base, "model@1")
    for source, count in sources.items():
        if count is None:
            writer.drop(source)
        else:
            writer.put(source, passages_of(source, count), vectors_of(count))
    writer.finish()
    return folder


def state(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def parts(folder):
    return json.loads((folder / "index.json").read_text())["parts"]


@pytest.fixture
def apart(monkeypatch):
    monkeypatch.setattr(index_writing, "SMALL", 0)  # few passages are a part like many


def test_the_folder_before_stays_as_it_was(tmp_path, apart):
    first = write(tmp_path / "1", None, a=40, b=3)
    second = write(tmp_path / "2", first, c=2)
    before = state(first), state(second)
    third = write(tmp_path / "3", second, a=None, b=2, c=None, d=30)
    write(tmp_path / "4", third, e=1)
    assert (state(first), state(second)) == before


def test_an_addition_shares_what_was_there(tmp_path, apart):
    first = write(tmp_path / "1", None, a=60)
    second = write(tmp_path / "2", first, b=2)
    assert parts(second)[:1] == parts(first)
    shared = {path.relative_to(first) for path in first.rglob("*") if path.is_file() and path.stat().st_nlink > 1}
    own = {path.relative_to(first) for path in first.rglob("*") if path.is_file()} - shared
    assert {path.name for path in own} <= {"index.json", "meta.json", ".managed.json", ".tantivy-meta.lock"}


def test_what_was_removed_leaves_a_small_part(tmp_path, apart):
    first = write(tmp_path / "1", None, a=60, b=2)
    second = write(tmp_path / "2", first, b=None)
    assert parts(second) != parts(first)
    assert len(Index.open(second)) == 60


def test_a_removal_strikes_out(tmp_path, apart, monkeypatch):
    monkeypatch.setattr(index_writing, "PURGED", 0)
    first = write(tmp_path / "1", None, a=60, b=2)
    second = write(tmp_path / "2", first, b=None)
    assert parts(second) == parts(first)
    inodes = [(folder / "parts" / parts(first)[0] / "vectors").stat().st_ino for folder in (first, second)]
    assert inodes[0] == inodes[1]
    assert len(Index.open(second)) == 60
    assert not any("b#1" in hit.passage_id for hit in Index.open(second).search("高新区", None, top=99, mode="lexical"))


def test_nothing_changed_shares_all(tmp_path):
    first = write(tmp_path / "1", None, a=3)
    second = write(tmp_path / "2", first)
    own = {path.name for path in second.rglob("*") if path.is_file() and path.stat().st_nlink == 1}
    assert own == {"index.json", "meta.json", ".managed.json", ".tantivy-meta.lock"}
    assert Index.open(second).search("高新区", None, top=3, mode="lexical")
    assert parts(second) == parts(first)


def sizes_of(folder):
    """Passages of each part."""
    return [len(part) for part in FolderHolding.open(folder).parts.every]


def test_parts_stay_few(tmp_path, monkeypatch):
    monkeypatch.setattr(index_writing, "SMALL", 4)
    base = write(tmp_path / "start", None)
    for number in range(16):
        base = write(tmp_path / str(number), base, **{f"s{number}": 1 + number % 2})
        sizes = sizes_of(base)
        assert all(size >= min(4, sum(sizes[place + 1 :])) for place, size in enumerate(sizes[:-1]))
        assert len(sizes) <= 3
    assert len(Index.open(base)) == 24


def test_what_is_mostly_removed_is_written_anew(tmp_path, apart):
    first = write(tmp_path / "1", None, a=30, b=10)
    second = write(tmp_path / "2", first, a=None)
    assert sizes_of(second) == [10]


def test_everything_removed_and_added_again(tmp_path):
    first = write(tmp_path / "1", None, a=3)
    second = write(tmp_path / "2", first, a=None)
    assert len(Index.open(second)) == 0
    third = write(tmp_path / "3", second, a=2)
    hits = Index.open(third).search("高新区", None, top=9, mode="lexical")
    assert [hit.passage_id for hit in hits] == [
        "a#1:0-1",
        "a#1:1-2",
    ]


def test_a_source_put_twice_has_what_came_last(tmp_path):
    writer = IndexWriter.begin(tmp_path / "1", None, "model@1")
    writer.put("a", passages_of("a", 3), vectors_of(3))
    writer.put("b", passages_of("b", 1), vectors_of(1))
    writer.put("a", passages_of("a", 2, "洪江"), vectors_of(2))
    assert writer.drop("c") == 0
    assert writer.drop("b") == 1
    assert writer.finish() == 2
    index = Index.open(tmp_path / "1")
    assert sorted(index.ids) == ["a#1:0-1", "a#1:1-2"]
    assert index.search("高新区", None, top=9, mode="lexical") == []


def test_an_empty_put_drops(tmp_path):
    first = write(tmp_path / "1", None, a=3, b=1)
    assert sorted(Index.open(write(tmp_path / "2", first, a=0)).ids) == ["b#1:0-1"]


def test_a_base_of_another_model_or_damaged_is_refused(tmp_path):
    first = write(tmp_path / "1", None, a=3)
    with pytest.raises(IndexOfOtherModel, match="ingest --rebuild"):
        IndexWriter.begin(tmp_path / "2", first, "model@2")
    (first / "parts" / "1" / "lines").unlink()
    with pytest.raises(IndexUnreadable, match="ingest --rebuild"):
        IndexWriter.begin(tmp_path / "2", first, "model@1")


def test_as_many_vectors_as_passages(tmp_path):
    writer = IndexWriter.begin(tmp_path / "1", None, "model@1")
    with pytest.raises(ValueError, match="3 passages but 2 vectors"):
        writer.put("a", passages_of("a", 3), vectors_of(2))


def test_without_hard_links_files_are_copied(tmp_path, monkeypatch):
    first = write(tmp_path / "1", None, a=3)

    def refuse(*_):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    before = state(first)
    assert len(Index.open(write(tmp_path / "2", first, b=2))) == 5
    assert state(first) == before


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    def fail(*_):
        raise RuntimeError("write error: No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(faiss, "write_index", fail)
        with pytest.raises(IndexNotWritten, match="is the disk full"):
            write(tmp_path / "1", None, a=3)

    class Full:
        def commit(self):
            raise ValueError("IoError: No space left on device")

    writer = TermWriter(tmp_path / "terms")
    writer._writer = Full()  # type: ignore[assignment]
    with pytest.raises(IndexNotWritten, match=r"terms: cannot be written \(.*\); is the disk full\?"):
        writer.commit()

"""An index in Milvus from one generation to the next: what readers see, what is left, what is said when it fails."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from search.errors import IndexElsewhere, IndexOfOtherModel, IndexUnreadable, MilvusUnusable
from search.index_writing import build_index
from search.indexed import IndexedPassage
from search.milvus import writing
from search.milvus.client import Milvus, Where
from search.milvus.collections import prefix_of, shelf_of
from search.milvus.note import Note
from search.milvus.place import MilvusPlace
from search.places import IN_FOLDER, MilvusServer
from search.selection import Selection

pytestmark = pytest.mark.slow


def passages_of(source, count):
    return [
        IndexedPassage(f"{source}#1:{n}-{n + 1}", source, (), f"怀化高新区{source}增长8%。", "怀化市", 2021)
        for n in range(count)
    ]


def vectors_of(count):
    return np.eye(max(count, 4), dtype=np.float32)[:count, :4]


class Home:
    """Generations as a knowledge base has them: the last two are kept."""

    def __init__(self, folder, place):
        self.folder, self.place, self.number = folder, place, 0

    def index_of(self, number):
        return self.folder / str(number) / "index"

    def begin(self, *, rebuild=False):
        base = self.index_of(self.number) if self.number and not rebuild else None
        for old in range(self.number - 1):
            shutil.rmtree(self.index_of(old).parent, ignore_errors=True)
        return self.place.begin(self.index_of(self.number + 1), base, "model@1")

    def write(self, *, rebuild=False, **sources):
        """sources: how many passages each has, None to drop it."""
        writer = self.begin(rebuild=rebuild)
        put(writer, sources)
        assert writer.finish() == len(self.place.open(self.index_of(self.number + 1)))
        self.number += 1
        return self.open()

    def open(self):
        return self.place.open(self.index_of(self.number))

    @property
    def note(self):
        return Note.read(self.index_of(self.number))


def put(writer, sources):
    for source, count in sources.items():
        if count is None:
            writer.drop(source)
        else:
            writer.put(source, passages_of(source, count), vectors_of(count))


@pytest.fixture
def home(tmp_path, milvus_server, request):
    place = MilvusPlace(milvus_server, lambda make: request.node.name, str(tmp_path))
    yield Home(tmp_path / "generations", place)
    place.forget()
    names = Milvus.open(milvus_server).collections()
    assert not [name for name in names if name.startswith(prefix_of(request.node.name))]


def seen(index):
    hits = index.search("高新区增长", vectors_of(1)[0], top=20)
    return sorted(index.ids), [(hit.passage_id, hit.score) for hit in hits], index.holding("怀化高新区"), index.words()


def test_a_reader_sees_its_generation_while_the_next_is_written_and_after(home):
    first = home.write(a=3, b=2)
    before = seen(first)
    assert len(before[0]) == 5
    writer = home.begin()
    put(writer, {"a": None, "c": 4})
    assert seen(first) == seen(home.open()) == before
    writer.finish()
    assert seen(home.place.open(home.index_of(1))) == before
    home.number = 2
    assert {id_[0] for id_ in home.open().ids} == {"b", "c"}
    third = home.write(b=1)
    assert seen(first) == before  # what went two generations ago is deleted when the next one begins
    assert len(third) == 5
    home.write(d=1)
    numbers = Milvus.open(home.place.server).rows(home.note.collection, Where("number >= 0"), ["source"])
    assert {row["source"] for row in numbers} == {"b", "c", "d"}  # those of “a” are gone for good


@pytest.mark.parametrize("is_finished", [False, True])
def test_what_a_writer_that_was_cut_short_left_is_seen_by_nobody(home, is_finished, monkeypatch):
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    first = home.write(a=2)
    before = seen(first)
    writer = home.begin()
    put(writer, {"a": None, "lost": 5})  # some of it is sent
    if is_finished:
        writer.finish()
    shutil.rmtree(home.index_of(2).parent)  # as the next writer does with a draft
    assert seen(first) == seen(home.open()) == before
    assert home.place.holds(home.index_of(1))
    second = home.write(b=1)
    assert sorted(id_[0] for id_ in second.ids) == ["a", "a", "b"]
    assert second.holding("高新区lost") == 0
    assert "lost" not in second.words()
    found = Milvus.open(home.place.server).rows(home.note.collection, Where('source == "lost"'), ["number"])
    assert not found


def test_a_rebuild_is_a_collection_of_its_own_and_the_alias_switches(home):
    milvus = Milvus.open(home.place.server)
    first = home.write(a=2)
    before, old = seen(first), home.note.collection
    home.write(rebuild=True, b=3)
    assert home.note.collection != old
    assert seen(first) == before
    alias = prefix_of(home.place.identify(False) or "")
    assert len(milvus.rows(alias, Where("number >= 0"), ["number"])) == 3
    home.write(c=1)
    home.write(d=1)
    assert not milvus.has(old)
    assert not milvus.has(shelf_of(old))
    assert len(home.open()) == 5


def test_a_copy_of_a_home_that_writes_leaves_the_other_its_own(home, tmp_path):
    home.write(a=2)
    other = Home(tmp_path / "copy", MilvusPlace(home.place.server, home.place.identify, "elsewhere"))
    shutil.copytree(home.folder, other.folder)
    other.number = 1
    home.write(b=1)
    assert seen(other.open())[0] == ["a#1:0-1", "a#1:1-2"]
    assert home.place.holds(home.index_of(2))
    assert not other.place.holds(other.index_of(1))  # so that all is put anew, in a collection of its own
    other.write(rebuild=True, c=1)
    assert other.note.collection != home.note.collection
    assert len(home.open()) == 3


def test_filters_by_document_year_and_place(home):
    index = home.write(a=3, b=2)
    hits = index.search("高新区", vectors_of(1)[0], top=9, among=Selection(frozenset({"a#1", 'no "such"'})))
    assert {hit.passage_id[0] for hit in hits} == {"a"}
    rows = Milvus.open(home.place.server).rows(
        home.note.collection, Where('year == 2021 and region == "怀化市"'), ["document"]
    )
    assert len(rows) == 5


def test_what_lies_elsewhere_is_told(home, tmp_path):
    home.write(a=1)
    with pytest.raises(IndexElsewhere, match="MILVUS_URI is not set"):
        IN_FOLDER.open(home.index_of(1))
    folder = tmp_path / "folder"
    build_index(folder, passages_of("a", 1), vectors_of(1), "model@1")
    with pytest.raises(IndexElsewhere, match="unset MILVUS_URI"):
        home.place.open(folder)
    assert not home.place.holds(folder)
    assert not IN_FOLDER.holds(home.index_of(1))


def test_what_is_missing_or_of_another_model_is_told(home):
    home.write(a=1)
    with pytest.raises(IndexOfOtherModel, match="ingest --rebuild"):
        home.place.begin(home.index_of(2), home.index_of(1), "model@2")
    with pytest.raises(IndexOfOtherModel, match="ingest --rebuild"):
        home.open().check_model("model@2")
    home.place.forget()
    assert not home.place.holds(home.index_of(1))
    with pytest.raises(IndexUnreadable, match="ingest --rebuild") as raised:
        home.open()
    assert "\n" not in str(raised.value)


def test_a_server_that_does_not_answer_is_told():
    place = MilvusPlace(MilvusServer("http://127.0.0.1:1"), lambda make: "none", "nowhere")
    with pytest.raises(MilvusUnusable, match=r"Milvus at http://127.0.0.1:1 cannot be reached.*MILVUS_URI") as raised:
        place.check()
    assert "\n" not in str(raised.value)


def test_a_file_serves_one_process_and_the_variable_does_not_trip_the_driver(milvus_server):
    Milvus.open(milvus_server)
    code = (
        "import os, sys; from search.milvus.client import Milvus; from search.places import MilvusServer\n"
        "from search.errors import MilvusUnusable\n"
        "os.environ['MILVUS_URI'] = sys.argv[1]\n"
        "try: Milvus.open(MilvusServer(sys.argv[1]))\n"
        "except MilvusUnusable as error: print(error)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, milvus_server.uri],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert "another process has it open" in ran.stdout
    assert len(ran.stdout.splitlines()) == 1
    assert not ran.stderr

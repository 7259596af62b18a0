import os
import random
import shutil
import subprocess
import sys
import threading

import numpy as np
import pytest

from search import term_engine
from search.errors import IndexOfOtherModel, IndexUnreadable
from search.index import Index
from search.index_writing import IndexWriter, build_index
from search.indexed import IndexedPassage
from search.selection import Selection

TITLE = "怀化市“十四五”规划"
PASSAGES = [
    IndexedPassage("a#1:0-9", TITLE, ("第一章 工业",), "怀化高新区主导产业为电子信息。", "怀化市", 2021),
    IndexedPassage("a#1:9-20", TITLE, ("第一章 工业",), "洪江高新区主导产业为化工新材料。", "怀化市", 2021),
    IndexedPassage("b#1:0-30", "娄底市政府工作报告", (), "社会消费品零售总额增长8%。", "娄底市", 2022),
]
VECTORS = np.eye(3, 4, dtype=np.float32)


@pytest.fixture
def folder(tmp_path):
    build_index(tmp_path / "index", PASSAGES, VECTORS, "model@1")
    return tmp_path / "index"


QUERIES = [
    ("洪江高新区主导产业是什么", None, "lexical", "a#1:9-20"),
    ("娄底2022年", None, "lexical", "b#1:0-30"),
    ("没有的词儿", VECTORS[2], "hybrid", "b#1:0-30"),
    ("怀化高新区", VECTORS[2], "dense", "b#1:0-30"),
    ("怀化高新区 电子信息", VECTORS[0], "hybrid", "a#1:0-9"),
]


@pytest.mark.parametrize(("query", "question", "mode", "first"), QUERIES)
def test_best_passage(folder, query, question, mode, first):
    hits = Index.open(folder).search(query, question, top=2, mode=mode)
    assert hits[0].passage_id == first
    assert hits[0].score >= hits[-1].score


def test_documents_wording_is_found_for_peoples(folder):
    index = Index.open(folder)
    assert index.search("社零", None, top=1, mode="lexical")[0].passage_id == "b#1:0-30"


def test_hit_tells_which_ranker_gave_what(folder):
    best = Index.open(folder).search("怀化高新区 电子信息", VECTORS[0], top=1)[0]
    assert set(best.ranks) == {"dense", "words", "pairs"}
    rank, score = best.ranks["dense"]
    assert rank == 1
    assert score == pytest.approx(1.0)
    assert best.features["place"] == 1.0


A, B = ["a#1:0-9", "a#1:9-20"], ["b#1:0-30"]
SELECTIONS = [
    (Selection(frozenset({"a#1"})), A),
    (Selection(frozenset({"b#1", "not there"})), B),
    (Selection(frozenset({"b#1"}), left_out=True), A),
    (Selection(frozenset({"a#1"}), left_out=True), B),
    (Selection(frozenset({"not there"}), left_out=True), [*A, *B]),
    (Selection(frozenset({"not there"})), []),
    (Selection(frozenset()), []),
]


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
@pytest.mark.parametrize(("among", "expected"), SELECTIONS)
def test_only_in_the_documents_selected(folder, mode, among, expected):
    hits = Index.open(folder).search("高新区产业增长", VECTORS[0], top=5, mode=mode, among=among)
    assert sorted(hit.passage_id for hit in hits) == expected


SELECTED = [
    (["a", "b"], Selection(frozenset("ab"))),
    (["a", "b", "c"], Selection(frozenset("d"), left_out=True)),
    (["a", "b", "c", "d"], None),
    ([], Selection(frozenset())),
]


@pytest.mark.parametrize(("documents", "expected"), SELECTED)
def test_a_selection_is_said_with_few_names(documents, expected):
    selection = Selection.of(documents, "abcd")
    assert selection == expected
    if selection is not None:
        assert [one for one in "abcd" if selection.holds(one)] == documents


def test_rare_terms_say_more(folder):
    index = Index.open(folder)
    assert index.rarity("没有") > index.rarity("电子") > index.rarity("高新") > 0


HELD = [
    ("高新", 2),
    ("高新区", 2),
    ("怀化高新区", 1),
    ("新区怀化", 0),
    ("零售总额 增长", 1),
    ("8%", 1),
    ("高", 0),
    ("", 0),
]


@pytest.mark.parametrize(("wording", "expected"), HELD)
def test_passages_that_hold_a_wording_are_counted(folder, wording, expected):
    assert Index.open(folder).holding(wording) == expected


def test_words_are_counted(folder):
    index = Index.open(folder)
    assert index.words()["高新区"] == 2
    assert index.has_word("高新区")
    assert not index.has_word("没有")


@pytest.mark.parametrize(
    "query", ["", "\udce6怀化", "怀化高新区" * 2000, "😀\x00", "2023年2024年2025年邵阳、娄底、怀化"]
)
def test_any_query_is_taken(folder, query):
    assert len(Index.open(folder).search(query, VECTORS[0], top=3)) == 3


def test_another_model_is_refused(folder):
    with pytest.raises(IndexOfOtherModel, match="ingest --rebuild"):
        Index.open(folder, stamp="model@2")


def test_without_passages(tmp_path):
    build_index(tmp_path / "index", [], np.zeros((0, 4), np.float32), "model@1")
    index = Index.open(tmp_path / "index")
    assert index.search("怀化", VECTORS[0], top=3) == []
    assert (len(index), index.words(), index.holding("怀化"), list(index.ids)) == (0, {}, 0, [])


def test_passages_without_terms(tmp_path):
    build_index(tmp_path / "index", [IndexedPassage("a", "", (), "——", None, None)], VECTORS[:1], "model@1")
    index = Index.open(tmp_path / "index")
    assert index.search("怀化", None, top=3, mode="lexical") == []
    assert [hit.passage_id for hit in index.search("怀化", VECTORS[0], top=3)] == ["a"]


def _files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_every_missing_or_shortened_file_is_told(folder, tmp_path):
    for number, name in enumerate(_files(folder)):
        if name.endswith((".lock", ".managed.json")):  # nothing lies in them that is read
            continue
        for damage in ("missing", "shortened"):
            broken = tmp_path / f"{number} {damage}"  # one each, as a reader of an earlier one may still write its lock
            shutil.copytree(folder, broken)
            path = broken / name
            if damage == "missing":
                path.unlink()
            elif path.stat().st_size:
                path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
            with pytest.raises(IndexUnreadable, match=r"ingest --rebuild") as raised:
                Index.open(broken).search("怀化", VECTORS[0], top=1)
            assert "\n" not in str(raised.value), name


@pytest.mark.parametrize("kind", ["term", "idx", "pos", "fast", "fieldnorm", "store"])
def test_other_bytes_in_the_engine_are_told(folder, tmp_path, kind):
    (path,) = folder.glob(f"terms/*.{kind}")
    whole = path.read_bytes()
    refusals = []
    for seed in range(40):
        chance, held = random.Random(seed), bytearray(whole)
        for place in chance.sample(range(len(held)), min(4, len(held))):
            held[place] ^= chance.randrange(1, 256)
        broken = tmp_path / str(seed)
        shutil.copytree(folder, broken)
        (broken / path.relative_to(folder)).write_bytes(held)
        try:
            index = Index.open(broken)
            index.search("怀化高新区", VECTORS[0], top=3)
            index.holding("怀化高新区")
        except IndexUnreadable as error:
            refusals.append(str(error))
    assert refusals or kind not in ("term", "idx")
    assert all("ingest --rebuild" in said and "\n" not in said for said in refusals)


def test_a_panic_of_the_engine_is_told_also_where_it_writes(folder, monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(*_, **__):
        raise PanicException("range start\nout of range")

    monkeypatch.setattr(term_engine.TermEngine, "_any_of", panic)
    with pytest.raises(IndexUnreadable, match=r"range start out of range.*ingest --rebuild"):
        Index.open(folder).search("怀化", VECTORS[0], top=1)
    with pytest.raises(IndexUnreadable, match="ingest --rebuild"), term_engine._writing(folder):
        panic()


@pytest.mark.parametrize("held", [np.nan, np.inf, -np.inf])
def test_a_vector_that_is_none_is_told(folder, held):
    (vectors,) = folder.glob("parts/*/vectors")
    vectors.write_bytes(np.full((3, 4), held, "<f4").tobytes())
    with pytest.raises(IndexUnreadable, match=r"holds what is no vector.*ingest --rebuild"):
        Index.open(folder).search("怀化", VECTORS[0], top=1)


def test_reading_leaves_the_folder_as_it_is(folder):
    def state():
        return {name: (folder / name).stat().st_mtime_ns for name in _files(folder)}

    before = state()
    Index.open(folder).search("怀化", VECTORS[0], top=1)
    assert state() == before


def test_a_folder_that_may_not_be_written_is_read(folder, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    before = _files(folder)
    assert Index.open(folder).search("怀化", VECTORS[0], top=1)
    assert _files(folder) == before


def test_a_reader_outlives_its_folder(folder, tmp_path):
    index = Index.open(folder)
    writer = IndexWriter.begin(tmp_path / "next", folder, "model@1")
    writer.drop("a#1")
    writer.finish()
    asked = index.search("高新区", VECTORS[0], top=3)
    shutil.rmtree(folder)
    assert index.search("高新区", VECTORS[0], top=3) == asked
    assert {hit.passage_id for hit in Index.open(tmp_path / "next").search("高新区", VECTORS[0], top=3)} == {"b#1:0-30"}


def test_several_threads_open_and_ask(folder):
    found = []

    def ask():
        found.append(Index.open(folder).search("洪江高新区", VECTORS[1], top=3))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert all(hits == found[0] for hits in found)


def test_lexical_search_loads_no_torch(folder):
    code = (
        "import sys; from pathlib import Path; from search.index import Index; "
        f"Index.open(Path({str(folder)!r})).search('怀化', None, top=1, mode='lexical'); "
        "sys.exit('torch' in sys.modules or 'faiss' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

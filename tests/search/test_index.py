import subprocess
import sys

import numpy as np
import pytest

from search.index import Index, IndexedPassage, IndexOfOtherModel, IndexUnreadable, build_index
from search.indexed import FoldedPassage

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


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_only_among_the_allowed(folder, mode):
    index = Index.open(folder)
    allowed = ["a#1:9-20", "not there"]
    assert [hit.passage_id for hit in index.search("高新区", VECTORS[0], top=5, mode=mode, allowed=allowed)] == [
        "a#1:9-20"
    ]
    assert index.search("高新区", VECTORS[0], top=5, mode=mode, allowed=[]) == []


def test_passages_come_back_as_they_are_reranked(folder):
    index = Index.open(folder)
    assert [index.passage(passage.id) for passage in PASSAGES] == [FoldedPassage.of(passage) for passage in PASSAGES]


def test_rare_terms_say_more(folder):
    index = Index.open(folder)
    assert index.rarity("没有") > index.rarity("电子") > index.rarity("高新") > 0


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
    assert Index.open(tmp_path / "index").search("怀化", VECTORS[0], top=3) == []


def test_passages_without_terms(tmp_path):
    build_index(tmp_path / "index", [IndexedPassage("a", "", (), "——", None, None)], VECTORS[:1], "model@1")
    assert Index.open(tmp_path / "index").search("怀化", None, top=3, mode="lexical") == []


@pytest.mark.parametrize("damage", ["index.json", "ids.json", "passages.npy", "words/indptr.csc.index.npy"])
def test_unfinished_folder(folder, damage):
    (folder / damage).unlink()
    with pytest.raises(IndexUnreadable, match="ingest --rebuild"):
        Index.open(folder)


def test_lexical_search_loads_no_torch(folder):
    code = (
        "import sys; from pathlib import Path; from search.index import Index; "
        f"Index.open(Path({str(folder)!r})).search('怀化', None, top=1, mode='lexical'); "
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

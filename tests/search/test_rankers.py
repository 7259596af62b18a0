"""The rankers against brute force, and the index after any history against one made at once: in a folder, in Milvus."""

import math
import random
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import dense, index_writing
from search.indexed import IndexedPassage, reading_order
from search.milvus import counts as milvus_counts
from search.part import FIELDS
from search.places import FolderPlace
from search.selection import Selection
from search.sparse import LENGTH_SHARE, SATURATION, WRITTEN_SHARE
from search.terms import FIND_TERMS

WORDS = [
    "高新区",
    "产业",
    "园区",
    "增长",
    "2022",
    "怀化",
    "娄底",
    "电子信息",
    "零售总额",
    "8%",
    "竹",
    "旅游收入",
    "gdp",
]
QUERIES = ["怀化高新区产业增长", "零售总额2022年", "竹旅游收入gdp", "没有的"]
SOURCES = ["a.txt", "b.txt", "c.txt", "d.txt"]
DIM = 8


def made_source(source, seed):
    """Passages of two documents, some of them alike, and their vectors."""
    chance = random.Random(f"{source} {seed % 3}")
    passages = [
        IndexedPassage(
            f"{source}#{place % 2 + 1}:{place * 10}-{place * 10 + 10}",
            f"{source}的规划",
            ("第一章",),
            "".join(chance.choices(WORDS, k=chance.randrange(1, 9))) + "。",
            "怀化市",
            2021,
        )
        for place in range(chance.randrange(1, 7))
    ]
    passages.sort(key=lambda passage: passage.document_id)
    vectors = np.asarray([[chance.choice([-1.0, 0.5, 1.0]) for _ in range(DIM)] for _ in passages], np.float32)
    return passages, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def write(place, folder, base, changes):
    """changes: by source its seed, None to drop it."""
    writer = place.begin(folder / "index", base and base / "index", "model@1")
    for source, seed in changes:
        if seed is None:
            writer.drop(source)
        else:
            writer.put(source, *made_source(source, seed))
    writer.finish()
    return folder


def opened(place, folder):
    return place.open(folder / "index")


def question(number):
    vector = np.random.default_rng(number).standard_normal(DIM).astype(np.float32)
    return vector / np.linalg.norm(vector)


SELECTIONS = [
    None,
    Selection(frozenset({"a.txt#1", "b.txt#2", "c.txt#1"})),
    Selection(frozenset({"a.txt#1", "d.txt#2"}), left_out=True),
]


def all_hits(index):
    return [
        [(hit.passage_id, hit.score, hit.ranks) for hit in index.search(query, question(n), top=30, among=among)]
        for n, query in enumerate(QUERIES)
        for among in SELECTIONS
    ], [(index.holding(word), index.rarity(word), index.has_word(word)) for word in WORDS]


CHANGES = st.lists(st.tuples(st.sampled_from(SOURCES), st.none() | st.integers(0, 2)), max_size=4)


def check_histories(place, generations, small):
    state: dict[str, int | None] = {}
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_writing, "SMALL", small)  # else so few passages are always one part
        patch.setattr(milvus_counts, "SMALL", small)
        base = write(place, Path(folder) / "0", None, [])
        for number, changes in enumerate(generations, 1):
            base = write(place, Path(folder) / str(number), base, changes)
            state |= dict(changes)
        held = {source: seed for source, seed in state.items() if seed is not None}
        fresh = write(FolderPlace(), Path(folder) / "fresh" / "1", None, sorted(held.items()))
        index = opened(place, base)
        assert all_hits(index) == all_hits(opened(FolderPlace(), fresh))
        expected = [passage.id for source in held for passage in made_source(source, held[source])[0]]
        assert sorted(index.ids) == sorted(expected)
        assert len(index) == len(expected)
        assert index.words() == opened(FolderPlace(), fresh).words()


@settings(max_examples=12, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=4), st.sampled_from([1, 3, 2000]))
def test_any_history_gives_what_one_writing_gives(generations, small):
    check_histories(FolderPlace(), generations, small)


@pytest.mark.slow
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGES, min_size=1, max_size=4), st.sampled_from([1, 2000]))
def test_any_history_in_milvus_gives_what_one_writing_of_a_folder_gives(milvus_place, generations, small):
    check_histories(milvus_place("histories"), generations, small)


# ------------------------------------------------------------------------------------------------------- brute force


@pytest.fixture(scope="module", params=["folder", pytest.param("milvus", marks=pytest.mark.slow)])
def made(request, tmp_path_factory, milvus_place):
    """An index that was added to and removed from, and what it holds."""
    folder = tmp_path_factory.mktemp("rankers")
    place = FolderPlace() if request.param == "folder" else milvus_place("rankers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_writing, "SMALL", 1)
        patch.setattr(milvus_counts, "SMALL", 1)
        first = write(place, folder / "1", None, [(f"{n}.txt", n) for n in range(40)])
        second = write(place, folder / "2", first, [("3.txt", None), ("7.txt", 1), ("a.txt", 0)])
        third = write(place, folder / "3", second, [("a.txt", None), ("b.txt", 0)])
    held = {f"{n}.txt": n for n in range(40)} | {"7.txt": 1, "b.txt": 0}
    del held["3.txt"]
    made = [made_source(source, seed) for source, seed in held.items()]
    passages = [passage for passages, _ in made for passage in passages]
    return opened(place, third), passages, np.concatenate([vectors for _, vectors in made])


def selected(passages, among):
    return [among is None or among.holds(passage.document_id) for passage in passages]


def bm25(passages, field, query, wordings):
    """By the formula, for every passage."""
    find = FIND_TERMS[field]
    held = [Counter(find(passage.counted_text)) for passage in passages]
    mean = sum(map(Counter.total, held)) / len(held)

    def score(terms, counts):
        total = 0.0
        for term in dict.fromkeys(terms):
            holding = sum(term in one for one in held)
            rarity = math.log(1 + (len(held) - holding + 0.5) / (holding + 0.5))
            norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * counts.total() / mean)
            total += rarity * counts[term] / (counts[term] + norm)
        return total

    scores = [score(find(query), counts) for counts in held]
    for saying, forms in wordings:
        for place, counts in enumerate(held):
            written = max(score(find(form), counts) for form in forms)
            scores[place] += WRITTEN_SHARE * max(written - score(find(saying), counts), 0)
    return scores


def best_of(passages, scores, chosen, top):
    ranked = [(one.id, score) for one, score, is_chosen in zip(passages, scores, chosen, strict=True) if is_chosen]
    return sorted(ranked, key=lambda one: (-round(one[1], 6), reading_order(one[0])))[:top]


WORDINGS = [(), [("产业", ["零售总额", "旅游收入"])], [("增长", ["园区"]), ("没有", ["电子信息", "竹旅游"])]]
SELECTED = [
    None,
    Selection(frozenset(f"{n}.txt#1" for n in range(9))),
    Selection(frozenset(f"{n}.txt#2" for n in range(9)), left_out=True),
]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("wordings", WORDINGS)
@pytest.mark.parametrize("among", SELECTED)
def test_sparse_ranker_against_the_formula(made, field, wordings, among):
    index, passages, _ = made
    find = FIND_TERMS[field]
    for query in QUERIES:
        said = [(find(saying), [find(form) for form in forms]) for saying, forms in wordings]
        scored = index._held.sparse[field].score(find(query), said, top=12, among=among)
        expected = bm25(passages, field, query, wordings)
        best = best_of(passages, expected, selected(passages, among), 12)
        found = [(index._held.id_of(number), score) for number, score in scored.best(12)]
        assert [id_ for id_, _ in found] == [id_ for id_, score in best if score > 0]
        assert [score for _, score in found] == pytest.approx([score for _, score in best if score > 0], abs=2e-6)
        numbers = [number for number, _ in index._held.dense.nearest(question(0), top=len(passages))]
        assert len(numbers) == len(passages)
        by_id = dict(zip((passage.id for passage in passages), expected, strict=True))
        assert scored.of(numbers) == pytest.approx([by_id[index._held.id_of(n)] for n in numbers], abs=2e-6)


@pytest.mark.parametrize("field", FIELDS)
def test_rarity_against_counting(made, field):
    index, passages, _ = made
    for term in (*WORDS, "没有"):
        holding = sum(term in FIND_TERMS[field](passage.counted_text) for passage in passages)
        expected = math.log(1 + (len(passages) - holding + 0.5) / (holding + 0.5))
        assert index._held.sparse[field].rarity(term) == pytest.approx(expected)


@pytest.mark.parametrize("few", [0, dense.FEW])
@pytest.mark.parametrize("exact", [1, dense.EXACT])
@pytest.mark.parametrize("among", SELECTED)
def test_dense_ranker_of_a_folder_against_comparing_all(tmp_path, monkeypatch, among, exact, few):
    monkeypatch.setattr(dense, "EXACT", exact)  # 1: by clusters, all of which are looked into here
    monkeypatch.setattr(dense, "FEW", few)
    monkeypatch.setattr(dense, "MARGIN", 4)
    base = write(FolderPlace(), tmp_path / "1", None, [(f"{n}.txt", n) for n in range(40)])
    index = opened(FolderPlace(), write(FolderPlace(), tmp_path / "2", base, [("5.txt", None)]))
    made = [made_source(f"{n}.txt", n) for n in range(40) if n != 5]
    passages = [passage for passages, _ in made for passage in passages]
    compare_all(index, passages, np.concatenate([vectors for _, vectors in made]), among)


@pytest.mark.parametrize("among", SELECTED)
def test_dense_ranker_against_comparing_all(made, among):
    index, passages, vectors = made
    compare_all(index, passages, vectors, among)


def compare_all(index, passages, vectors, among):
    for number in range(4):
        cosines = vectors.astype(np.float64) @ question(number).astype(np.float64)
        found = index._held.dense.nearest(question(number), top=10, among=among)
        best = best_of(passages, cosines, selected(passages, among), 10)
        assert [score for _, score in found] == pytest.approx([score for _, score in best], abs=2e-6)
        numbers = [held for held, _ in found]
        assert index._held.dense.similarities(question(number), numbers) == [score for _, score in found]
        by_id = dict(zip((passage.id for passage in passages), cosines, strict=True))
        assert [by_id[index._held.id_of(held)] for held in numbers] == pytest.approx([s for _, s in found], abs=2e-6)

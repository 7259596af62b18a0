"""The reader: scores → stretches; questions → examples; the network with its corrections added up; a real reading."""

import json
import random
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import BertConfig, BertModel

from search.reader.examples import Asked, example_of, read_questions, read_squad, sha256_of
from search.reader.network import Batch, Network
from search.reader.reader import LEARNED, Reader, ReaderMissing, stretches
from search.reader.reading import Shape

TEXT = "今年建成沙湾水库、石桥水库和南山水库,总投资12亿元,由青石县水务局牵头。明年开工北岭水库。"


def scores_of(*spans, size=12):
    scores = np.full((size, size), -9.0, np.float32)
    for start, end, value in spans:
        scores[start, end - 1] = value
    return scores


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ([], []),
        ([(0, 2, 3.0), (4, 6, 1.0)], [(0, 2), (4, 6)]),
        ([(0, 4, 1.0), (2, 6, 3.0)], [(2, 6)]),  # of two that overlap the better one
        ([(0, 4, 3.0), (1, 2, 2.0), (4, 6, 2.5)], [(0, 4), (4, 6)]),
        ([(5, 7, -2.0)], [(5, 7)]),  # nearly
        ([(5, 7, -4.0)], []),
    ],
)
def test_stretches_do_not_overlap(spans, kept):
    assert [(one.start, one.end) for one in stretches(scores_of(*spans))] == kept


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(-6, 6)), max_size=20))
def test_stretches_stand_apart_in_order(spans):
    found = stretches(scores_of(*((min(a, b), max(a, b) + 1, value) for a, b, value in spans)))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.score > -3.0 for one in found)


def asked(*answers):
    start = TEXT.index("今年")
    places = tuple((TEXT.index(one), TEXT.index(one) + len(one)) for one in answers)
    return Asked("建成哪些水库", "made.txt", TEXT, start, TEXT.index("。") + 1, places)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(44, 400), st.booleans())
def test_an_example_shows_its_answers_whatever_stands_around(seed, longest, without):
    one = asked("沙湾水库", "石桥水库", "南山水库")
    example = example_of(one, longest, random.Random(seed), without=without)
    shown = [example.text[start:end] for start, end in example.answers]
    if without:
        assert shown == []
        assert "沙湾" not in example.text
    else:
        assert shown == ["沙湾水库", "石桥水库", "南山水库"]
        assert len(example.text) <= longest


def test_questions_are_places_in_documents_that_are_there_unchanged(tmp_path):
    (tmp_path / "made.txt").write_text(TEXT, encoding="utf-8")
    place = TEXT.index("12亿元")
    row = {"source": "made.txt", "sha256": sha256_of(TEXT), "start": 0, "end": 30, "question": "花了多少钱"}
    lines = [{**row, "answers": [[place, place + 4]]}, {**row, "sha256": "0", "answers": []}]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in lines), encoding="utf-8")
    (one,) = read_questions(path, [tmp_path])
    assert [one.text[start:end] for start, end in one.answers] == ["12亿元"]


def test_squad_gives_its_first_answer(tmp_path):
    answers = [{"text": "青石县水务局", "answer_start": TEXT.index("青石县")}, {"text": "水务局", "answer_start": 0}]
    paragraph = {"context": TEXT, "qas": [{"question": "谁牵头", "answers": answers}]}
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [{"paragraphs": [paragraph]}]}, ensure_ascii=False), encoding="utf-8")
    (one,) = read_squad(path)
    assert one.text[slice(*one.answers[0])] == "青石县水务局"


def small_network() -> Network:
    config = BertConfig(
        vocab_size=50, hidden_size=16, num_hidden_layers=3, num_attention_heads=2, intermediate_size=32,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, pad_token_id=0,
    )  # fmt: skip
    torch.manual_seed(1)
    return Network(BertModel(config, add_pooling_layer=False), Shape(layers=2, rank=2, width=8, pointer=4)).eval()


def test_corrections_added_up_score_as_beside():
    network, other = small_network(), small_network()
    with torch.no_grad():
        for name, value in network.named_parameters():
            if name.endswith(".up"):
                value.normal_(std=0.2)
    pieces = torch.randint(1, 50, (2, 9))
    ones, places = torch.ones_like(pieces), torch.arange(9).expand(2, 9)
    batch = Batch(pieces, ones, places, torch.zeros_like(places), ones.bool())
    with torch.inference_mode():
        beside = network(batch)
        other.take_up({name: value.clone() for name, value in network.learned().items()})
        added = other(batch)
    assert torch.allclose(beside, added, atol=1e-4)
    assert (beside.tril(-1)[:, 1:, 0] < -1e3).all()  # what ends before it begins is no stretch


def test_what_is_learned_is_small():
    assert LEARNED.stat().st_size < 1.2e6


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(ReaderMissing, match="install Mailuo again"):
        Reader(lambda: tmp_path, tmp_path / "none.safetensors")


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("今年修好了哪几座水库", ["沙湾水库", "石桥水库", "南山水库"]),
        ("一共投了多少钱", ["12亿元"]),
        ("这事归哪个部门牵头", ["青石县水务局"]),
        ("什么时候通高铁", []),
    ],
)
def test_a_text_is_read(encoder, question, said):
    reader = Reader(lambda: encoder.folder)
    (found,) = reader.read(question, [TEXT])
    assert [TEXT[one.start : one.end] for one in found if one.score > 0] == said

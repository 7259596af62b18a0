"""Made documents: places in the text stay right, the same seed makes the same, and what is made is read like it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from benchmarks.made_corpora import homes
from benchmarks.made_corpora.draws import Base, BasesExhausted, draw_documents
from benchmarks.made_corpora.exchange import Exchange, exchange_for
from benchmarks.made_corpora.figures import Figures
from benchmarks.made_corpora.likeness import likeness
from benchmarks.made_corpora.places import exchange_places, goals_of
from benchmarks.made_corpora.proper_names import exchange_names
from benchmarks.made_corpora.texts import made_texts, reordered
from benchmarks.made_corpora.twins import twin
from graph.lexicon.divisions import Divisions
from graph.records import Extraction, Source
from graph.store.engines.engine import Engine
from graph.store.places import Draft
from ingest.extract import extract
from ingest.generations import Generations
from ingest.library import Library
from ingest.originals import Originals
from ingest.pipeline import Tools

TEXTS = {
    "huaihua.txt": (
        "怀化市2023年工作方案\n\n一、主要目标\n到2025年,粮食播种面积稳定在460.5万亩,地区生产总值达到1850亿元。"
        "沅陵县、溆浦县加快发展。\n二、重点项目\n怀化高新区惠科显示模组生产线项目总投资125亿元,由湖南惠科科技有限公司建设。"
        "溆浦县建设思蒙水库工程。推进“十四五”规划落实。\n"
    ),
    "yuxi.txt": (
        "玉溪市人民政府2022年工作报告\n\n一、目标\n2022年,地区生产总值增长6.5%,固定资产投资达到1230.5亿元。\n"
        "二、任务\n建设玉溪高新区。红塔区建设研和物流园项目。峨山县加快发展。\n"
    ),
    "china.txt": (
        "关于发展数字经济的意见\n\n一、目标\n到2025年,软件业务收入达到14000亿元。\n二、任务\n发展电子信息产业。\n"
    ),
}


@cache
def bases() -> Sequence[Base]:
    return [Base.of(extract(Source(name, text, "", "txt"))) for name, text in TEXTS.items()]


def twins(count: int, seed: int = 1) -> Iterator[tuple[Base, Extraction]]:
    for draw in draw_documents(bases(), count, seed):
        yield bases()[draw.base], twin(bases()[draw.base], draw, seed)


def test_a_twin_has_the_spans_of_its_base_and_other_names() -> None:
    for base, made in twins(12):
        text, old = made.source.text, base.extraction.source.text
        assert len(text) == len(old)
        assert text != old
        for mention in (m for m in made.mentions if not m.implied):
            assert mention.surface == text[mention.start : mention.end]
        for target, before in zip(made.targets, base.extraction.targets, strict=True):
            assert target.value in text[target.start : target.end]
            assert (target.start, target.end) == (before.start, before.end)
        assert {end for one in made.relations for end in (one.head, one.tail)} <= set(made.mentions)


def test_every_identifier_begins_with_the_made_source() -> None:
    for _, made in twins(6):
        structures = made.structures
        identifiers = [s.document.id for s in structures] + [p.id for s in structures for p in s.passages]
        identifiers += [section.id for s in structures for section in s.sections]
        assert all(identifier.startswith(f"{made.source.name}#") for identifier in identifiers)
        assert {mention.document_id for mention in made.mentions} <= {s.document.id for s in structures}


def test_reading_a_twin_gives_what_was_made() -> None:
    shared, there = 0, 0
    for _, made in twins(9):
        found = likeness(made, extract(made.source))
        shared, there = shared + found.whole, there + max(found.made, found.read)
    assert shared >= 0.9 * there


def test_the_same_seed_makes_the_same() -> None:
    assert [made for _, made in twins(5)] == [made for _, made in twins(5)]
    assert [made.source.text for _, made in twins(5)] != [made.source.text for _, made in twins(5, seed=2)]


def test_no_two_documents_are_one() -> None:
    draws = list(draw_documents(bases(), 150, 1))
    assert len({(draw.base, draw.goal, draw.years) for draw in draws}) == len(draws)
    with pytest.raises(BasesExhausted, match="name more folders"):
        list(draw_documents(bases()[2:], 100, 1))


def test_a_place_becomes_one_of_its_rank_and_make() -> None:
    areas, region = Divisions.load(), "431200"
    for goal in list(goals_of(region))[:5]:
        exchanged = exchange_places(["431222", "431224", "430000", "110000"], region, goal, 1)
        assert exchanged.forms["怀化市"] == areas.by_code[goal].name
        assert "北京市" not in exchanged.forms
        for old, new in exchanged.codes.items():
            assert areas.by_code[old].level is areas.by_code[new].level
        assert all(len(old) == len(new) for old, new in exchanged.forms.items())
        assert len(set(exchanged.codes.values())) == len(exchanged.codes)


FIGURES = [
    ("2023年", "2025年"),
    ("二〇二三年", "二〇二五年"),
    ("(一)第3条,12个", "(一)第3条,12个"),
    ("2019—2023年", "2021—2025年"),
]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_years_move_and_counts_stay(text: str, expected: str) -> None:
    assert Figures(2, "key").exchange(text) == expected


def test_equal_figures_stay_equal_and_as_long() -> None:
    said = Figures(-5, "key").exchange("“十四五”末1850亿元,1850亿元,0.75,1671.87")
    assert re.fullmatch(r"“十三五”末([3-9]\d{3})亿元,\1亿元,0\.\d\d,[3-9]\d{3}\.\d\d", said)


def test_names_recur_within_a_place_in_part() -> None:
    parts = [f"惠{sign}" for sign in "科达宏泰丰润"] * 20
    first, second = (exchange_names(parts, "place", number, 1) for number in (1, 2))
    elsewhere = exchange_names(parts, "other", 1, 1)
    assert all(len(old) == len(new) for old, new in first.items())
    assert 0 < sum(first[part] == second[part] for part in first) < len(first)
    assert sum(first[part] == elsewhere[part] for part in first) < len(first) / 2


def test_an_exchange_says_the_same_of_a_name_everywhere() -> None:
    exchange = Exchange({"惠科": "鑫盛", "怀化": "玉溪"}, {}, Figures(1, "key"))
    assert exchange.text("怀化惠科2023年") == "玉溪鑫盛2024年"
    assert exchange.say("惠科项目") == "鑫盛项目"


def test_sentences_stand_in_another_order() -> None:
    text = (
        "怀化市2023年工作方案\n\n一、目标\n"
        + "".join(f"推进{sign}项工作落实到位。" for sign in "甲乙丙丁戊己庚")
        + "\n"
    )
    other = reordered(text, extract(Source("plan.txt", text, "", "txt")), "key")
    assert other != text
    assert Counter(other) == Counter(text)
    assert other.index("甲") < min(other.index(sign) for sign in "乙丙丁戊己庚")


def test_made_texts_are_those_of_their_draws() -> None:
    draw = next(draw_documents(bases(), 1, 1))
    [source] = list(made_texts(bases(), 1, 1))[:1]
    text = exchange_for(bases()[draw.base], draw, 1).text(bases()[draw.base].extraction.source.text)
    assert Counter(source.text) == Counter(text)


def test_turned_vectors_are_unit_vectors_near_the_base() -> None:
    base = np.eye(3, 8, dtype=np.float32)
    turned = homes.turned(base, 1, 5)
    assert np.allclose(np.linalg.norm(turned, axis=1), 1, atol=1e-5)
    assert (np.einsum("ij,ij->i", turned, base) > 0.9).all()
    assert (turned == homes.turned(base, 1, 5)).all()
    assert (turned != homes.turned(base, 1, 6)).any()


# ------------------------------------------------------------------------------------------------- a whole home


class LengthEncoder:
    """Embeds nothing: all vectors of a made home are there."""

    dim = 4
    stamp = "length@1"

    def encode_passages(self, texts: Sequence[str], *, progress: object = None) -> npt.NDArray[np.float32]:
        raise AssertionError(f"{len(texts)} passages have no vector")

    def encode_question(self, text: str) -> npt.NDArray[np.float32]:
        raise NotImplementedError


class NoGraph:
    """Keeps the contract `GraphPlace`."""

    stamp = "nowhere"
    title = "none"
    takes_vectors = False

    def check(self) -> None: ...

    def holds(self, draft: Draft) -> bool:
        return True

    def load(self, draft: Draft, base: Draft | None, change: object, vectors: object, progress: object) -> None: ...

    def open(self, path: Path) -> Engine:
        raise NotImplementedError


def test_a_made_home_is_one_that_the_pipeline_derives(tmp_path: Path) -> None:
    home = tmp_path / "home"
    vectors = [np.eye(sum(len(s.passages) for s in one.extraction.structures), 4, dtype=np.float32) for one in bases()]
    for some in vectors:
        some[:, 0] = 1
        some /= np.linalg.norm(some, axis=1, keepdims=True)
    read = [homes.Made(base.extraction, some) for base, some in zip(bases(), vectors, strict=True)]
    tools = Tools(
        encoder=LengthEncoder(),
        tagger=None,
        graph=NoGraph(),
        decisions=home / "decisions.jsonl",
        arrivals=home / "arrivals.jsonl",
        vectors=home / "vectors.sqlite",
        originals=Originals(home / "originals"),
    )
    home.mkdir()
    homes.write_home(home, homes.made_documents(read, 9), tools)

    generation = Generations(home).current()
    assert generation is not None
    assert generation.about["counts"]["documents"] == 9
    with Library.open(generation.library) as library:
        names = [entry.name for entry in library.sources()]
        made = library.extraction(names[0])
    assert len(names) == 9
    assert set(TEXTS) < set(names)
    assert made is not None
    assert made.mentions
    assert json.loads((home / homes.QUESTIONS).read_text(encoding="utf-8"))
    assert generation.is_whole

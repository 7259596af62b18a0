"""Whatever comes, changes and goes, and whatever a person decides: what is derived step by step is what all sources say
at once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.change import Change, Known, Pair, Stand, Told, whole
from graph.layers import Layers
from graph.records import EntityType, Extraction, Link, Mention, Relation, RelationType, Source, Target
from graph.resolve.corrections import (
    Correction,
    Ground,
    MentionCorrection,
    NameChoice,
    RelationCorrection,
    TargetCorrection,
    ThingNamed,
    TypeCorrection,
)
from graph.resolve.decisions import Decision, Decisions, Entry, Named, Verdict
from ingest.correcting.facts import figure_of
from ingest.counts import Held, counts_of
from ingest.deriving import comparing, echoing, resolving, telling
from ingest.deriving import sources as deriving_sources
from ingest.deriving.citing import NOTHING
from ingest.deriving.derive import derive, reading
from ingest.deriving.schema import SCHEMA
from ingest.deriving.sources import Held as HeldAsItIs
from ingest.deriving.sources import Sources
from ingest.extract import extract
from ingest.knowledge import gather
from ingest.spreading import HERE, Spread
from tests.ingest.scattered import Scattered

pytestmark = pytest.mark.slow

# each source in two wordings
TEXTS: Mapping[str, tuple[str, str]] = {
    "a.txt": (
        "怀化市2022年政府工作报告\n\n一、重点项目\n加快怀化国际陆港建设,推进怀化高新区惠科显示模组生产线、鹤城工业集中区标准厂房等项目。"
        "鹤城区推进怀洪高速公路建设,三一集团建设三一智能装备产业园项目。(市发展改革委牵头,市商务局负责)\n"
        "二、产业\n怀化高新区重点发展电子信息产业、商贸物流业。粮食播种面积稳定在460万亩。\n",
        "怀化市2022年政府工作报告\n\n一、重点项目\n推进惠科显示模组生产线、鹤城工业集中区标准厂房一期等项目。"
        "依据《怀化市国民经济和社会发展第十四个五年规划纲要》,三一建设智能装备产业园项目。\n",
    ),
    "b.txt": (
        "怀化市2023年重点工作方案\n\n一、主要目标\n全面发挥怀化国际陆港作用,粮食播种面积稳定在462万亩。\n二、重点工作\n"
        "鹤城产业开发区(原鹤城工业集中区)建设标准厂房二期项目。推进沅陵抽水蓄能电站建设。国家怀化高新区发展电子信息。\n",
        "怀化市2023年重点工作方案\n\n一、重点工作\n推进沅陵车坪抽水蓄能电站、怀洪高速公路、惠科显示模组二期项目建设。"
        "支持怀化国家高新技术产业开发区发展商贸物流。\n",
    ),
    "c.txt": (
        "怀化市国民经济和社会发展第十四个五年规划纲要(征求意见稿)\n\n一、交通\n建设张吉怀高铁、怀洪高速公路,推进沅陵抽水蓄能电站前期工作。\n"
        "二、产业\n三一集团有限公司智能装备产业园项目投产。市商务局牵头。\n",
        "怀化市国民经济和社会发展第十四个五年规划纲要\n\n一、交通\n建设张吉怀高铁、怀洪高速公路,推进沅陵抽水蓄能电站前期工作。\n"
        "二、产业\n三一集团有限公司智能装备产业园项目投产。市商务局牵头。\n",
    ),
    "d.txt": (
        "沅陵县2024年政府工作报告\n\n一、主要工作\n沅陵车坪抽水蓄能项目开工建设,沅陵工业集中区标准厂房建成。县商务局推进怀化国际陆港沅陵分园。\n",
        "沅陵县2024年政府工作报告\n\n一、主要工作\n沅陵工业园标准厂房建成。县财政局推进商贸物流。久日新材扩建项目落户沅陵工业集中区。\n",
    ),
    "e.txt": (
        "湖南省2023年重点建设项目名单\n\n一、项目\n张吉怀高铁、沅陵抽水蓄能电站、久日新材料扩建项目、怀化国际陆港。\n",
        "关于印发《怀化市国民经济和社会发展第十四个五年规划纲要》的通知\n\n怀化市人民政府印发规划,请认真贯彻执行。推进怀化高新区建设。\n",
    ),
}
WORDING = st.none() | st.sampled_from([0, 1])
# what is done in portions
WORKS = {
    "noted_of", "names_held", "says_of", "joints_of", "entities_in", "things_in", "ties_of", "tallied_of", "told_of"
}  # fmt: skip
NAMES = ["怀化国际陆港", "沅陵抽水蓄能电站", "沅陵车坪抽水蓄能项目", "怀洪高速公路", "张吉怀高铁"]


def named(name: str) -> Named:
    return Named(EntityType.PROJECT, name, "431200")


JUDGED = st.builds(
    lambda pair, verdict: Decision(named(pair[0]), named(pair[1]), verdict),
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True),
    st.sampled_from(Verdict),
)
TYPES = (EntityType.PROJECT, EntityType.PARK, EntityType.INDUSTRY, None)


def thing(name: str, kind: EntityType) -> ThingNamed:
    return ThingNamed(kind, (name,), "431200")


def figure(target: Target, value: str) -> TargetCorrection:
    ground = ground_of(target)
    said = figure_of(target)
    return TargetCorrection(ground, said, replace(said, value=value) if value else None)


def ground_of(one: Target | Relation | Mention) -> Ground:
    return Ground(one.document_id, one.start, one.end, text_at(one.source, one.start, one.end))


def text_at(source: str, start: int, end: int) -> str:
    return extraction_of(source, 0).source.text[start:end]


def relation(one: Relation, to: RelationType | None) -> RelationCorrection:
    head, tail = (ThingNamed(end.type, (end.name,)) for end in (one.head, one.tail))
    return RelationCorrection((ground_of(one),), head, one.rel, tail, to)


def meant(one: Mention, kind: EntityType, *, is_meant: bool) -> MentionCorrection:
    start = max(0, one.start - 5)
    sentence = text_at(one.source, start, one.end + 5)
    return MentionCorrection(ground_of(one), kind, one.name, is_meant, sentence, one.start - start)


def all_said(kind: str) -> list[Any]:
    return [one for name in TEXTS for one in getattr(extraction_of(name, 0), kind) if not getattr(one, "implied", 0)]


# what a person may put right: all of it is said by the first wordings, some by the second as well
CORRECTION = st.one_of(
    st.builds(
        lambda name, kind, to: TypeCorrection(thing(name, kind), to),
        st.sampled_from([*NAMES, "惠科显示模组生产线", "怀化高新区", "粮食播种面积"]),
        st.sampled_from([EntityType.PROJECT, EntityType.PARK, EntityType.INDICATOR]),
        st.sampled_from(TYPES),
    ),
    st.builds(
        lambda name, better: NameChoice(thing(name, EntityType.PROJECT), better),
        st.sampled_from(NAMES),
        st.sampled_from(["好名字", *NAMES]),
    ),
    st.builds(figure, st.deferred(lambda: st.sampled_from(all_said("targets"))), st.sampled_from(["", "461", "460"])),
    st.builds(
        relation,
        st.deferred(lambda: st.sampled_from(all_said("relations"))),
        st.sampled_from([None, RelationType.LED_BY]),
    ),
    st.builds(
        meant,
        st.deferred(lambda: st.sampled_from(all_said("mentions"))),
        st.sampled_from([EntityType.PROJECT, EntityType.PARK]),
        is_meant=st.booleans(),
    ),
)
DECISION = JUDGED | CORRECTION | st.integers(0, 3)  # a number: that of a decision undone
Step = tuple[Mapping[str, int | None], Decision | Correction | int | None]
STEPS = st.lists(
    st.tuples(st.dictionaries(st.sampled_from(sorted(TEXTS)), WORDING, max_size=3), st.none() | DECISION), max_size=5
)


@cache
def extraction_of(name: str, wording: int) -> Extraction:
    return extract(Source(name, TEXTS[name][wording], "", "txt"))


@dataclass
class Graph:
    """What a graph holds that carries out changes."""

    known: dict[str, Known] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    stands: dict[str, Stand] = field(default_factory=dict)
    links: dict[Pair, Link] = field(default_factory=dict)

    def carry_out(self, change: Change) -> None:
        self.known |= {one.entity.id: one for one in change.known}
        self.told |= {one.source: one for one in change.told}
        self.stands |= change.stands
        for pair, link in change.links.items():
            self.links.pop(pair, None)
            if link is not None:
                self.links[pair] = link
        for name in change.gone_sources:
            self.told.pop(name, None)
        for entity_id in change.gone_entities:
            del self.known[entity_id]
        self.stands = {id_: stand for id_, stand in self.stands.items() if stand != NOTHING}


class Base:
    """A knowledge base that goes from step to step, in a folder."""

    def __init__(self, folder: Path, spread: Spread = HERE) -> None:
        self.folder = folder
        self._spread = spread
        self.graph = Graph()
        self.held: dict[str, int] = {}
        self._entries: list[Entry] = []
        self._book: Path | None = None
        self._steps = 0

    def step(
        self, wordings: Mapping[str, int | None], decision: Decision | Correction | int | None = None
    ) -> tuple[Change, Held]:
        """Sources take a wording, or go; a person decides something, or undoes what they decided."""
        self._steps += 1
        changed = [name for name, wording in wordings.items() if wording is not None]
        gone = [name for name, wording in wordings.items() if wording is None and name in self.held]
        self.held |= {name: wording for name, wording in wordings.items() if wording is not None}
        for name in gone:
            del self.held[name]
        if isinstance(decision, int):
            del self._entries[decision : decision + 1]
        elif decision is not None:
            self._entries.append(Entry(str(self._steps), decision))
        path = self.folder / str(self._steps) / "names.sqlite"
        path.parent.mkdir()
        sources = Sources(changed, gone, reading(self._read), lambda name: HeldAsItIs(self._read(name)), self._spread)
        with derive(path, self._book, sources, self.decisions) as derived:
            self.graph.carry_out(derived.change)
        self._book = path
        return derived.change, derived.counts

    def rows(self) -> dict[str, list[str]]:
        """All rows of the book, by table."""
        assert self._book is not None
        with Layers.open(self._book, SCHEMA) as book:
            return {table: sorted(map(repr, book.rows(table))) for table in SCHEMA.tables}

    @property
    def decisions(self) -> Decisions:
        return Decisions.of(self._entries)

    def _read(self, name: str) -> Extraction:
        return extraction_of(name, self.held[name])

    @property
    def extractions(self) -> Sequence[Extraction]:
        return [self._read(name) for name in sorted(self.held)]


def same(one: int, other: int) -> Decision:
    return Decision(named(NAMES[one]), named(NAMES[other]), Verdict.SAME)


def no_project(name: str) -> TypeCorrection:
    return TypeCorrection(thing(name, EntityType.PROJECT), None)


@given(STEPS)
@example([({}, same(0, 1)), ({}, same(0, 2)), ({}, same(1, 2)), ({}, same(0, 1))])  # in a ring, and the first anew
@example([({}, no_project("怀化国际陆港")), ({}, no_project("怀洪高速公路")), ({}, 0)])
@settings(max_examples=20, deadline=None)
def test_equals_what_all_sources_say_at_once(steps: Sequence[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Base(Path(folder))
        for wordings, decision in [(dict.fromkeys(TEXTS, 0), None), *steps]:
            _, counts = base.step(wordings, decision)
        knowledge = gather(base.extractions, base.decisions)
        expected = Graph()
        expected.carry_out(whole(knowledge, {one.source.name: one.source.text for one in base.extractions}))
        assert base.graph == expected
        assert counts == counts_of(knowledge)


@contextmanager
def in_small_portions() -> Iterator[None]:
    """As where there are many sources: none is kept, and a portion is little."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            (deriving_sources, "KEPT", 0),
            (deriving_sources, "PORTION", 2),
            (echoing, "PORTION", 2),
            (echoing, "MANY", 1),
            (resolving, "TOGETHER", 7),
            (resolving, "RESOLVED", 3),
            (comparing, "TOGETHER", 2),
            (telling, "KEPT", 0),
        ):
            assert hasattr(module, name)
            patch.setattr(module, name, value)
        yield


@given(STEPS)
@example([({}, same(0, 1)), ({"a.txt": 1, "b.txt": None}, no_project("怀洪高速公路")), ({}, 0), ({"b.txt": 1}, None)])
@settings(max_examples=4, deadline=None)
def test_who_does_the_work_cannot_be_told_from_what_comes_out(steps: Sequence[Step]) -> None:
    scattered = Scattered()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        here, there = Base(Path(one)), Base(Path(other), scattered)
        for wordings, decision in [(dict.fromkeys(TEXTS, 0), None), *steps]:
            _, counts = here.step(wordings, decision)
            with in_small_portions():
                _, counts_there = there.step(wordings, decision)
            assert there.rows() == here.rows()
            assert (there.graph, counts_there) == (here.graph, counts)
    assert scattered.portions.keys() == WORKS
    assert all(number > 2 for number in scattered.portions.values())


def test_the_texts_tell_of_everything() -> None:
    """Else the property above would hold of nothing."""
    knowledge = gather([extraction_of(name, 0) for name in TEXTS], Decisions())
    assert "known-name" in {mention.rule for mention in knowledge.mentions}
    assert knowledge.links
    assert knowledge.merges
    assert knowledge.standings
    assert knowledge.relations


def test_a_source_that_nothing_hangs_together_with_is_told_alone(tmp_path: Path) -> None:
    base = Base(tmp_path)
    base.step(dict.fromkeys(("a.txt", "b.txt", "e.txt"), 0))
    change, _ = base.step({"d.txt": 1})
    assert [told.source for told in base.graph.told.values()] == ["a.txt", "b.txt", "e.txt", "d.txt"]
    assert not change.is_whole
    assert change.sources < 3


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_what_comes_and_goes_leaves_nothing(name: str, tmp_path: Path) -> None:
    base = Base(tmp_path)
    base.step({other: 0 for other in TEXTS if other != name})
    before = Graph(dict(base.graph.known), dict(base.graph.told), dict(base.graph.stands), dict(base.graph.links))
    base.step({name: 1})
    assert base.graph != before
    base.step({name: None})
    assert base.graph == before

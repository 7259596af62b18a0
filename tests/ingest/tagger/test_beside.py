"""Rules and tagger side by side over a document, with a tagger that says what it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from graph.records import BlockKind, Cell, EntityType, Row, Table
from ingest.entities.mentions import find_mentions
from ingest.tagger.beside import tag_beside
from ingest.tagger.contract import FIRST, INSIDE, OUTSIDE, TYPES, Tag, Tagged
from ingest.tagger.weighing import ALONE, WEIGHTS, Weights
from tests.ingest.plan import row_of, structure_of

TEXT = "市民喜爱湖滨艺术街,点亮沅陵让家溪、圣人山等风电场。"


class Told:
    """Marks the names it was given, wherever they stand, as surely as it was told. Keeps the contract `TextTagger`."""

    stamp = "told"
    weights: Path = WEIGHTS

    def __init__(self, chance: float, *names: str) -> None:
        self.chance = chance
        self.names = names

    def tag(self, texts: Sequence[str]) -> Sequence[Tagged]:
        return [self._tagged(text) for text in texts]

    def _tagged(self, text: str) -> Tagged:
        chances = np.zeros((len(text), len(TYPES), 3), np.float32)
        chances[..., OUTSIDE] = 1
        column = TYPES.index(EntityType.PROJECT)
        tags = []
        for name in self.names:
            start = text.find(name)
            if start >= 0:
                tags.append(Tag(start, start + len(name), EntityType.PROJECT, self.chance))
                chances[start : start + len(name), column] = (1 - self.chance, 0, 0)
                chances[start, column, FIRST] = chances[start + 1 : start + len(name), column, INSIDE] = self.chance
        return Tagged(tags, chances)


def projects(tagger: Told) -> dict[str, str]:
    """Surface → name of what the tagger added."""
    structure = structure_of(TEXT)
    found = tag_beside(structure, find_mentions(structure), tagger)
    return {mention.surface: mention.name for mention in found if mention.rule == "tagger"}


def test_a_sure_tag_becomes_a_mention() -> None:
    assert projects(Told(0.99, "湖滨艺术街")) == {"湖滨艺术街": "湖滨艺术街"}


def test_an_unsure_tag_does_not() -> None:
    assert projects(Told(0.31, "湖滨艺术街")) == {}


def test_items_of_a_list_get_what_they_share() -> None:
    found = projects(Told(0.99, "沅陵让家溪", "圣人山"))
    assert found["圣人山"].endswith("圣人山风电场")


def test_every_mention_is_kept_once_and_in_reading_order() -> None:
    structure = structure_of(TEXT)
    found = tag_beside(structure, find_mentions(structure), Told(0.99, "湖滨艺术街", "圣人山"))
    assert len(found) == len(set(found))
    assert [mention.start for mention in found] == sorted(mention.start for mention in found)


def test_what_stands_in_cells_is_not_tagged_and_counts_as_its_rule_alone() -> None:
    structure = row_of("云岭水库|蓝湖公园边", "项目名称|备注")
    rules = find_mentions(structure)
    (found,) = tag_beside(structure, rules, Told(0.99, "云岭水库", "蓝湖公园"))
    alone = Weights.load(WEIGHTS).confidence(EntityType.PROJECT, "project-column", ALONE)
    assert (found.surface, found.rule, found.confidence) == ("云岭水库", "project-column", alone)


def test_what_both_find_in_running_text_is_one_mention_of_the_rule_and_counts_as_agreed() -> None:
    structure = structure_of("加快建设云岭水库。\n\n市民喜爱湖滨艺术街。\n\n加快建设蓝湖电站。")
    rules = find_mentions(structure)
    said = tag_beside(structure, rules, Told(0.99, "云岭水库", "湖滨艺术街", "蓝湖电站"))
    assert [one.surface for one in said] == ["云岭水库", "湖滨艺术街", "蓝湖电站"]
    assert [one.rule == "tagger" for one in said] == [False, True, False]
    agreed = Weights.load(WEIGHTS).confidence(EntityType.PROJECT, said[0].rule, "same")
    assert {one.confidence for one in said if one.rule != "tagger"} == {agreed}


def test_a_rule_s_item_in_the_list_of_a_tag_stays_the_rule_s() -> None:
    structure = structure_of("加快建设云岭水库、湖滨艺术街。")
    mine = [one for one in find_mentions(structure) if one.surface == "云岭水库"]
    said = tag_beside(structure, mine, Told(0.99, "云岭水库", "湖滨艺术街"))
    assert [(one.surface, one.rule == "tagger") for one in said] == [("云岭水库", False), ("湖滨艺术街", True)]


def test_saying_nothing_lowers_what_a_rule_found() -> None:
    structure = structure_of("推动怀化国家骨干冷链物流基地提质增效,")
    alone = find_mentions(structure)
    name = "怀化国家骨干冷链物流基地"
    agreed = {m.name: m.confidence for m in tag_beside(structure, alone, Told(0.99, name))}
    doubted = {m.name: m.confidence for m in tag_beside(structure, alone, Told(0.99))}
    assert agreed[name] > doubted.get(name, 0.0)


def test_a_cell_of_running_text_before_a_paragraph_takes_nothing_from_it() -> None:
    whole = structure_of("加快建设云岭水库。\n\n加快建设蓝湖电站。")
    task, behind = whole.blocks
    cell = Cell("工作任务", whole.text[task.start : task.end], task.start, task.end, "task")
    row = Row(task.start, task.end, (cell,))
    table = Table(whole.document.id, None, "", task.start, task.end, ("工作任务",), (row,), True)
    structure = replace(whole, blocks=(replace(task, kind=BlockKind.TABLE), behind), tables=(table,))
    said = tag_beside(structure, find_mentions(structure), Told(0.99, "云岭水库", "蓝湖电站"))
    assert [one.surface for one in said] == ["云岭水库", "蓝湖电站"]
    assert len({one.confidence for one in said}) == 1  # both as what rule and tagger agree on

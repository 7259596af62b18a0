"""The attribute that a question asks of a named thing: text → an `Attribute`, and whether a sentence may say it.

总投资 is money beside 投资, 装机 is power, 业主 a company that the question does not name, 何时投产 a moment. Which
there are, and how they are asked for, stands in ``graph/lexicon/attributes.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.data_files import read_yaml
from graph.lexicon.lexicon import FOLDER
from graph.records import EntityType
from search.texts.quantities import find_quantities

CLAUSE = re.compile(r"[,;:。!?\n]")
ENTITIES = {"enterprise": EntityType.ENTERPRISE}
MOMENT = "moment"
SPAN = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribute:
    """`dimensions`: of quantities that give it; `entity`: the type of thing that does; neither: a moment."""

    name: str
    asked: re.Pattern[str]
    dimensions: frozenset[str]
    entity: EntityType | None
    said: re.Pattern[str]
    other: re.Pattern[str] | None  # words that make another quantity of it


@dataclass(frozen=True, slots=True)
class Attributes:
    """``attributes.yaml``, read."""

    every: tuple[Attribute, ...]
    moment: re.Pattern[str]


@lru_cache(maxsize=1)
def load_attributes() -> Attributes:
    """The attributes, in the order in which they are looked for."""
    rows = read_yaml(FOLDER / "attributes.yaml")
    return Attributes(tuple(map(_attribute, rows["attributes"])), re.compile(rows["moment"]))


def _attribute(row: dict[str, str]) -> Attribute:
    holds = row["holds"].split()
    return Attribute(
        name=row["name"],
        asked=re.compile(row["asked"]),
        dimensions=frozenset(one for one in holds if one not in ENTITIES and one != MOMENT),
        entity=next((ENTITIES[one] for one in holds if one in ENTITIES), None),
        said=re.compile(row["said"]),
        other=re.compile(row["not"]) if row.get("not") else None,
    )


def attribute_asked(question: str) -> Attribute | None:
    """The attribute that a folded question asks for, if it is a known one."""
    return next((one for one in load_attributes().every if one.asked.search(question)), None)


def may_say(
    attribute: Attribute,
    sentence: str,
    question: str,
    named: Sequence[tuple[EntityType, str]],
    names: Sequence[SPAN] = (),
) -> bool:
    """Whether a folded sentence holds what gives the attribute. named: type and wording of the entities in it; names:
    where names of things stand in it: a figure inside a name (年产200万吨硅砂提纯项目) says nothing else of the thing.
    """
    if attribute.entity is not None:
        others = [surface for kind, surface in named if kind is attribute.entity and surface not in question]
        return bool(others) and bool(attribute.said.search(sentence))
    if not attribute.dimensions:
        return any(
            load_attributes().moment.search(clause) and attribute.said.search(clause) for clause in clauses(sentence)
        )
    fitting = (one for one in find_quantities(sentence) if one.dimension in attribute.dimensions)
    return any(_gives(attribute, sentence, one.start, one.end, names) for one in fitting)


def _gives(attribute: Attribute, sentence: str, start: int, end: int, names: Sequence[SPAN]) -> bool:
    if any(first <= start and end <= last for first, last in names):
        return False
    clause = clause_around(sentence, start, end)
    return bool(attribute.said.search(clause)) and not (attribute.other and attribute.other.search(clause))


def clauses(sentence: str) -> list[str]:
    """The sentence cut at its commas and stops."""
    return [clause for clause in CLAUSE.split(sentence) if clause]


def clause_around(sentence: str, start: int, end: int) -> str:
    """The clause in which a stretch stands."""
    first = max((match.end() for match in CLAUSE.finditer(sentence, 0, start)), default=0)
    last = CLAUSE.search(sentence, end)
    return sentence[first : last.start() if last else len(sentence)]

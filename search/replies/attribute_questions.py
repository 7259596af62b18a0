"""How questions ask after attributes of projects, and sums of them compared: ``project_attributes.yaml``, read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graph.lexicon.wordings import wordings
from graph.records import AttributeKind, EntityAttribute

YUAN = {
    "": 1.0,
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "百亿": 1e10,
    "千亿": 1e11,
    "万亿": 1e12,
}


@dataclass(frozen=True, slots=True)
class Asks:
    """How attributes are asked after: the questions of ``project_attributes.yaml``."""

    kinds: Mapping[AttributeKind, re.Pattern[str]]
    measures: tuple[str, ...]
    not_asked: re.Pattern[str]
    limited: re.Pattern[str]
    limits_above: frozenset[str]
    asking: re.Pattern[str]  # what else may stand in a question


@cache
def load_asks() -> Asks:
    """The questions, read once."""
    rows = wordings("project_attributes").lists
    return Asks(
        {AttributeKind(kind): re.compile(pattern) for kind, pattern in rows["asks"].items()},
        tuple(rows["measures_asked"].split()),
        re.compile(rows["not_asked"]),
        re.compile(rows["limited"]),
        frozenset(rows["limits_above"].split()),
        re.compile(rows["asking"]),
    )


def kind_asked(text: str) -> AttributeKind | None:
    """The attribute that a folded question asks after."""
    asks = load_asks()
    if asks.not_asked.search(text):
        return None
    return next((kind for kind, pattern in asks.kinds.items() if pattern.search(text)), None)


def in_yuan(attribute: EntityAttribute) -> float | None:
    """A sum in 元; None where its unit is another, or none is known. Of a range the lower end."""
    unit = (attribute.unit or "").removesuffix("人民币")
    if not unit or (unit.endswith("元") and unit[:-1] not in YUAN) or unit.removesuffix("元") not in YUAN:
        return None
    number = re.match(r"\d+(?:\.\d+)?", attribute.value.replace(",", ""))
    return float(number[0]) * YUAN[unit.removesuffix("元")] if number else None

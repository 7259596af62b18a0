"""The words by which attributes of projects are told, read from ``graph/lexicon/project_attributes.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from graph.lexicon.lexicon import FOLDER
from graph.records import AttributeKind, Comparator

LIMITS: Mapping[str, Comparator] = {
    "以上": Comparator.AT_LEAST,
    "超": Comparator.AT_LEAST,
    "逾": Comparator.AT_LEAST,
    "突破": Comparator.AT_LEAST,
    "不低于": Comparator.AT_LEAST,
    "不少于": Comparator.AT_LEAST,
    "多": Comparator.AT_LEAST,
    "余": Comparator.AT_LEAST,
    "以内": Comparator.AT_MOST,
    "以下": Comparator.AT_MOST,
    "不超过": Comparator.AT_MOST,
    "控制在": Comparator.AT_MOST,
    "左右": Comparator.ABOUT,
    "约": Comparator.ABOUT,
    "近": Comparator.ABOUT,
}


@dataclass(frozen=True, slots=True)
class Words:
    """``project_attributes.yaml``, read."""

    headers: Mapping[AttributeKind, re.Pattern[str]]
    project: re.Pattern[str]
    not_headers: re.Pattern[str]
    sums: re.Pattern[str]
    nothing: re.Pattern[str]
    natures: frozenset[str]
    money: str


@cache
def load_words() -> Words:
    """The words, read once."""
    rows = yaml.safe_load((FOLDER / "project_attributes.yaml").read_text(encoding="utf-8"))
    return Words(
        headers={AttributeKind(kind): re.compile(pattern) for kind, pattern in rows["headers"].items()},
        project=re.compile(rows["project"]),
        not_headers=re.compile(rows["not_headers"]),
        sums=re.compile(rows["sums"]),
        nothing=re.compile(rows["nothing"]),
        natures=frozenset(rows["natures"].split()),
        money=rows["money"],
    )


NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
BEFORE = "超过|超|逾|突破|不低于|不少于|不超过|控制在|大约|约|将?近"
AFTER = "以上|以内|以下|左右"


@dataclass(frozen=True, slots=True)
class Money:
    """A sum as written: its digits, its unit (None: the words give none), what limits it."""

    value: str
    unit: str | None
    comparator: Comparator


@cache
def money_pattern() -> re.Pattern[str]:
    """A sum: 约12.5亿元, 30多亿元, 10亿元以上; in a cell it may stand without its unit."""
    return re.compile(
        rf"(?P<before>{BEFORE})?(?P<value>{NUMBER})(?P<many>[多余])?(?P<unit>{load_words().money})?(?P<more>[多余])?"
        rf"(?P<after>{AFTER})?"
    )


def money_of(match: re.Match[str]) -> Money:
    """What a match of `money_pattern` says."""
    limits = [match["before"] or "", match["many"] or match["more"] or "", match["after"] or ""]
    return Money(match["value"], match["unit"], next(filter(None, map(comparator_of, limits)), Comparator.EQUAL))


def comparator_of(words: str) -> Comparator | None:
    """What 超过, 左右 … do to a figure; None where there is none of them."""
    return next((found for limit, found in LIMITS.items() if limit in words), None) if words else None

"""The words by which attributes of projects are told, read from ``graph/lexicon/project_attributes.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graph.lexicon.wordings import wordings
from graph.records import AttributeKind, Comparator

any_of = wordings("project_attributes").any_of

MONEY = (AttributeKind.TOTAL_INVESTMENT, AttributeKind.YEAR_INVESTMENT, AttributeKind.DONE_INVESTMENT)
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

    not_headers: re.Pattern[str]
    sums: re.Pattern[str]
    natures: frozenset[str]
    money: str
    leads: str
    totals: str
    other_sums: str
    links: str
    years: str
    planned: str
    done: str
    periods: str
    begun: str
    ended: str
    scales: str
    measures: tuple[tuple[str, str], ...]  # words before a measure, its units
    progresses: str
    shares_done: str
    name_units: str
    natures_said: str
    nature_verbs: tuple[str, ...]  # longest first
    nature_ends: re.Pattern[str]
    breaks: re.Pattern[str]
    same: str
    phases: re.Pattern[str]
    not_bearers: re.Pattern[str]
    not_told: re.Pattern[str]
    lead_ins: str


@cache
def load_words() -> Words:
    """The words, read once."""
    rows = wordings("project_attributes").lists
    return Words(
        not_headers=re.compile(rows["not_headers"]),
        sums=re.compile(rows["sums"]),
        natures=frozenset(rows["natures"].split()),
        measures=tuple((row["words"], row["units"]) for row in rows["measures"]),
        nature_verbs=tuple(sorted(rows["nature_verbs"].split(), key=lambda word: (-len(word), word))),
        nature_ends=re.compile(rows["nature_ends"]),
        breaks=re.compile(rows["breaks"]),
        phases=re.compile(rows["phases"]),
        not_bearers=re.compile(rows["not_bearers"]),
        not_told=re.compile(rows["not_told"]),
        **{name: rows[name] for name in PLAIN},
    )


PLAIN = (
    "money", "leads", "totals", "other_sums", "links", "years", "planned", "done", "periods", "begun", "ended",
    "scales", "progresses", "name_units", "natures_said", "shares_done", "same", "lead_ins",
)  # fmt: skip
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
BEFORE = any_of("before_figure")
LATER = "以上|以内|以下|左右"


@dataclass(frozen=True, slots=True)
class Value:
    """A value as written: its words or digits, its unit (None: the words give none), what limits it."""

    value: str
    unit: str | None = None
    comparator: Comparator = Comparator.EQUAL


@cache
def money_pattern() -> re.Pattern[str]:
    """A sum: 约12.5亿元, 30多亿元, 10亿元以上; in a cell it may stand without its unit."""
    return re.compile(
        rf"(?P<before>{BEFORE})?(?P<value>{NUMBER})(?P<many>[多余])?(?P<unit>{load_words().money})?(?P<more>[多余])?"
        rf"(?P<after>{LATER})?"
    )


def money_of(match: re.Match[str]) -> Value:
    """What a match of `money_pattern` says."""
    limits = [match["before"] or "", match["many"] or match["more"] or "", match["after"] or ""]
    return Value(match["value"], match["unit"], next(filter(None, map(comparator_of, limits)), Comparator.EQUAL))


def comparator_of(words: str) -> Comparator | None:
    """What 超过, 左右 … do to a figure; None where there is none of them."""
    return next((found for limit, found in LIMITS.items() if limit in words), None) if words else None

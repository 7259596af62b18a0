"""A folded text taken apart for comparing: its figures, the years it speaks of, its words.

In: a text as `search.claims.folding` makes it. Out: `Reading`. `masked` is the text with a NUL for each character of a
figure and a SOH for each of a year, so that no word is found in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import rjieba

from graph.writing.sentence_ends import FULL, last_end
from graph.writing.years import chinese_year, last_year_of_plan
from search.claims.words import load_claim_words
from search.texts.figures_in_text import Said, cut_sentences, read_figures
from search.texts.quantities import load_quantity_words
from search.texts.sentence import Word
from search.texts.times import COMPARED, PERIOD_END, RELATIVE, SINCE, WORD, YEAR

FIGURE, MOMENT = "\0", "\1"
STOPS = ",;:。()!?"
EMPTY_TAGS = (
    "uj",
    "ul",
    "uz",
    "u",
    "c",
    "y",
    "p",
    "d",
    "ad",
    "f",
    "t",
    "x",
    "r",
    "e",
    "o",
)  # parts of speech that name nothing
BY = re.compile("((?<![自经理缘来])由(?![于此来衷头]))")
OLD_FIGURE = re.compile(r"[底末初]?的?\d")  # 由2020年的100亿元
CHANGE = re.compile(r"[^,;。\d]{0,4}[增提升涨扩降减缩回压下][^,;。\d]{0,3}[到至为](?:[12]\d{3}年[底末初]?的?)?")
SIDE = re.compile(r"年?[底末初]?(?:(前|以前|之前)|(后|以后|之后)|(起|以来))")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at text[start:end]. `numbers`: its value, and of a range both ends; `bound`: at least, about …;
    `direction`: up, down or none; `level`: it is what was reached (增长到), not by how much; `name`: its own words.
    """

    start: int
    end: int
    numbers: tuple[float, ...]
    unit: str
    bound: str
    direction: str
    level: bool
    name: str
    noun: str
    replaced: bool
    dimension: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A year at text[start:end]; `side`: before, after or since it; `compared`: only what something is held against."""

    start: int
    end: int
    year: int
    side: str
    compared: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A text taken apart."""

    text: str
    masked: str
    figures: tuple[Figure, ...]
    moments: tuple[Moment, ...]
    words: tuple[Word, ...]

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause or clauses around a stretch."""
        first = max((self.masked.rfind(stop, 0, start) for stop in STOPS), default=-1) + 1
        last = min((at for stop in STOPS if (at := self.masked.find(stop, end)) >= 0), default=len(self.text))
        return first, last

    def sentence_start(self, place: int) -> int:
        """Where the sentence of a place begins."""
        return last_end(self.masked, FULL, 0, place)


@lru_cache(maxsize=512)
def read_claim(text: str, spoken: int | None = None) -> Reading:
    """spoken: the year that the text's document speaks for, from which 去年 is counted."""
    found = [_figure(said, start, text) for start, end in cut_sentences(text) for said in read_figures(text[start:end])]
    figures = _with_changes(text, [figure for figure in found if not text.startswith("性", figure.end)])  # 一次性
    moments = tuple(_moments(text, spoken))
    masked = list(text)
    for sign, spans in ((FIGURE, figures), (MOMENT, moments)):
        for span in spans:
            masked[span.start : span.end] = sign * (span.end - span.start)
    hidden = "".join(masked)
    words, place = [], 0
    for word, tag in (pair for run in re.split("(\0+|\1+)", hidden) if run for pair in tagged(run)):
        words.append(Word(place, place + len(word), word, tag))
        place += len(word)
    return Reading(text, hidden, figures, moments, tuple(words))


@lru_cache(maxsize=8192)
def tagged(run: str) -> tuple[tuple[str, str], ...]:
    """The words of a run with their parts of speech."""
    if run[0] in FIGURE + MOMENT:
        return ((run, "hidden"),)
    # the segmenter takes “由市” for a noun
    return tuple(pair for part in BY.split(run) if part for pair in rjieba.tag(part))


def _figure(said: Said, offset: int, text: str) -> Figure:
    words, quantity = load_claim_words(), said.quantity
    start, end = quantity.start + offset, quantity.end + offset
    written = text[start:end]
    before, behind = written[: quantity.at - quantity.start], re.sub(r"^.*\d", "", written)
    more = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", text[quantity.at + offset : end])[1:]]
    per = re.search(r"/[年日天月人亩户小时公里万]+", behind)
    unit = words.same_units.get(quantity.base, quantity.base) + (per[0] if per else "")
    between = text[text.rfind(",", 0, start) + 1 : start] if said.replaces else said.name
    direction, level = _direction(re.sub(r"^.*\d", "", between) + before)
    return Figure(
        start, end, (round(quantity.number, 6), *more), unit, _bound(before, behind, quantity.unit), direction, level,
        said.name, said.noun, said.replaced, quantity.dimension,
    )  # fmt: skip


def _with_changes(text: str, figures: list[Figure]) -> tuple[Figure, ...]:
    """由2020年的100亿元增加到2024年的128.6亿元: the second took the place of the first, and has its name."""
    whole = list(figures)
    for at in range(1, len(whole)):
        before, here = whole[at - 1], whole[at]
        between = CHANGE.fullmatch(text[before.end : here.start])
        start = max((text.rfind(stop, 0, before.start) for stop in STOPS), default=-1) + 1
        since = re.search(r"[从由自](?:[12]\d{3}年[底末初]?的?)?$", text[start : before.start])
        if between and since and not before.replaced:
            name = text[start : start + since.start()]
            direction, level = _direction(between[0])
            whole[at - 1] = replace(before, name=f"{name}由", replaced=True, direction="", level=False)
            whole[at] = replace(here, name=name, direction=direction, level=level)
    return tuple(whole)


def _bound(before: str, behind: str, unit: str) -> str:
    bounds = load_claim_words().bounds
    if before in bounds:
        return bounds[before]
    at = behind.find(unit)
    rest = behind[at + len(unit) :] if at >= 0 else behind
    ends = next((word for word in sorted(bounds, key=len, reverse=True) if rest.endswith(word)), "")
    if ends:
        return bounds[ends]
    return "more than" if re.search("[多余几]", behind) else ""


def _direction(name: str) -> tuple[str, bool]:
    """Which way the figure goes by the last word before it that says so, and whether it is the level reached."""
    words, found = load_claim_words(), (-1, 0, "")
    plain = re.sub("增加值|新增|增值|降水|提升机|扩大会", lambda match: "＿" * len(match[0]), name)
    for direction in ("up", "down"):
        for word in words.directions[direction]:
            at = plain.rfind(word)
            if at >= 0 and (at + len(word), len(word)) > (found[0], found[1]):
                found = (at + len(word), len(word), direction)
    if not found[2]:
        return "", False
    level = words.patterns["level"].search(plain, found[0] - 1) is not None
    return found[2], level


def _moments(text: str, spoken: int | None) -> list[Moment]:
    found = []
    for match in YEAR.finditer(text):
        year = int(match[1]) if match[1] else chinese_year(match[2])
        before = COMPARED.search(text[: match.start()])
        is_old = before is not None and before[0][0] in "从由自" and OLD_FIGURE.match(text, match.end())
        compared = bool((before and not is_old) or SINCE.match(text, match.end()))
        side = SIDE.match(text, match.end())
        end = side.end() if side else match.end() + bool(re.match("[底末初度]", text[match.end() :]))
        kind = (
            next((name for name, one in zip(("前", "后", "起"), side.groups(), strict=True) if one), "") if side else ""
        )
        found.append(Moment(match.start(), end, year, kind, compared))
    for match in PERIOD_END.finditer(text):
        if (last := last_year_of_plan(match[1])) is not None:
            before = re.search("(?:比|较|与|相比)[^,;。]{0,3}$", text[: match.start()])
            found.append(Moment(match.start(), match.end(), last, "", compared=before is not None))
    if spoken is not None:
        for match in WORD.finditer(text):
            compared = bool(COMPARED.search(text[: match.start()]))
            if not compared:
                found.append(Moment(match.start(), match.end(), spoken + RELATIVE[match[0]], "", compared=False))
    taken: list[Moment] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not taken or one.start >= taken[-1].end:
            taken.append(one)
    return taken


def grows(text: str) -> str:
    """Which way a question asks that something goes: up, down, or none."""
    return _direction(text)[0] if load_quantity_words().asks_growth.search(text) else ""

"""The measured quantity a question asks for, in the documents' wording; its growth or its level; target or result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml

from graph.lexicon.lexicon import FOLDER
from graph.records import TargetKind
from search.plan.blanks import EDGES, stretches
from search.plan.cues import any_of, load_cues

# Words of growth that end a measure's name; the measure is what they are said of.
MOVES = re.compile(
    r"(?:的)?(?:年均|同比|年平均|平均|每年)?(?:增长率|增长速度|增长幅度|增长|增速|增幅|涨幅|降幅|下降|增加|减少|提高|提升|上升|回落)"
    r"(?:率|速度|幅度|了|的)?(?:速度)?$"
)
RATE_UNITS = ("%", "个百分点", "百分点")
WORDINGS_OF_MEASURES = ("# --- indicators", "# --- firms and markets")


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured quantity. `names`: how documents write it, the best first."""

    name: str
    names: tuple[str, ...]
    said: str  # in the question's words
    growth: bool | None


@lru_cache(maxsize=1)
def load_measures() -> dict[str, tuple[str, ...]]:
    """By what people say, lower case: the names that documents write, the official one first."""
    named: dict[str, tuple[str, ...]] = {}

    def add(said: str, names: Iterable[str]) -> None:
        named[said.lower()] = tuple(dict.fromkeys((*named.get(said.lower(), ()), *names)))

    same = yaml.safe_load((FOLDER / "indicators.yaml").read_text(encoding="utf-8"))["same"]
    for row in (*load_cues().measures, *same, *_synonyms(), *_wordings()):
        for name in row:
            add(name, [row[0], *row])
    return named


def _synonyms() -> list[list[str]]:
    lines = (FOLDER / "synonyms.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [[official, *others.split()] for official, others in rows]


def _wordings() -> list[list[str]]:
    """Rows of the wordings about indicators: what documents write, then what people say."""
    text = (FOLDER / "wordings.tsv").read_text(encoding="utf-8")
    first, last = (text.find(mark) for mark in WORDINGS_OF_MEASURES)
    rows = [line.split("\t") for line in text[first:last].splitlines() if line and not line.startswith("#")]
    return [[*forms.split(), *said.split()] for forms, said in rows]


@lru_cache(maxsize=1)
def _sayings() -> re.Pattern[str]:
    return re.compile(any_of(load_measures()).pattern, re.IGNORECASE)


@lru_cache(maxsize=1)
def _endings() -> re.Pattern[str]:
    words = yaml.safe_load((FOLDER / "indicators.yaml").read_text(encoding="utf-8"))
    endings = sorted(words["endings"].split(), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, endings))})$")


def names_of(said: str) -> tuple[str, ...]:
    """How documents write what is said; itself where it is in no table."""
    return load_measures().get(said.lower(), (said,))


def find_measure(left: str, known: Sequence[str] = ()) -> Measure | None:
    """The measure in what is left of a question when places, years, subjects and cues are blanked.

    known: names of indicators in the knowledge base that stand in the question.
    """
    bare = load_cues().about_figures.sub(_kept, left)
    parts = [part for part in stretches(bare) if re.search(r"[\u4e00-\u9fffA-Za-z]", part)]
    best = max(parts, key=_worth, default=None)
    if best is None:
        return None
    return _measured(best, known)


def _kept(match: re.Match[str]) -> str:
    """A blank for a word about figures, unless it stands inside a measure's name."""
    text, start, end = match.string, match.start(), match.end()
    for saying in _sayings().finditer(text):
        if saying.start() <= start and end <= saying.end() and len(saying[0]) > end - start:
            return match[0]
    longer = re.compile(r"[\u4e00-\u9fff]")
    inside = len(match[0]) == 1 and longer.match(text[start - 1 : start]) and longer.match(text[end : end + 1])
    return match[0] if inside and match[0] not in "的了" else " " * len(match[0])


def _worth(part: str) -> tuple[bool, bool, int]:
    moved = MOVES.sub("", part)
    return bool(_sayings().search(part)), bool(_endings().search(moved) or moved != part), len(part)


def _measured(part: str, known: Sequence[str]) -> Measure:
    moved = MOVES.sub("", part).strip(EDGES) or part
    saying = _sayings().fullmatch(moved) or _whole(moved)
    names = names_of(saying[0]) if saying else (moved,)
    extra = [MOVES.sub("", name) for name in known if name in part or part in name]
    return Measure(names[0], tuple(dict.fromkeys((*names, moved, *extra))), part, True if moved != part else None)


def _whole(said: str) -> re.Match[str] | None:
    """The measure that makes up most of the stretch, at its end or its start (全社会GDP, 社零的)."""
    found = [match for match in _sayings().finditer(said) if len(match[0]) >= 0.6 * len(said)]
    return max(found, key=lambda match: len(match[0]), default=None)


def growth_asked(text: str, measure: Measure | None, unit: str | None) -> bool | None:
    """Whether the growth of a measure is asked, or its level; None where the question does not say."""
    patterns = load_cues().patterns
    if (measure and measure.growth) or patterns["growth"].search(text):
        return True
    if (unit and unit not in RATE_UNITS) or patterns["level"].search(text):
        return False
    return None


def figure_asked(text: str) -> TargetKind | None:
    """A target or a result, as the question's words say; None for either, or both."""
    patterns = load_cues().patterns
    target, result = patterns["target"].search(text), patterns["result"].search(text)
    if target and result:
        return TargetKind.TARGET if result.start() > target.start() and "目标" in text else None
    return TargetKind.TARGET if target else TargetKind.RESULT if result else None


YEARS_SAID = re.compile(r"((?:19|20)\d\d)年?(?:的)?\s*(实际|目标|计划|完成|预期|定)?")
LAST_YEAR = re.compile(r"(?:上一年|上年|前一年|头一年|去年)")


def figures_by_year(text: str) -> tuple[tuple[int, TargetKind], ...]:
    """Where each year has its own word: 2021实际 2022 2023 2025目标."""
    said = [(int(match[1]), match[2]) for match in YEARS_SAID.finditer(text)]
    words = {word for _, word in said if word}
    if not words or len(said) < 2 or len({_kind(word) for word in words}) < 2:
        return ()
    found: list[tuple[int, TargetKind]] = []
    kind = TargetKind.TARGET
    for year, word in reversed(said):
        kind = _kind(word) if word else kind
        found.append((year, kind))
    return tuple(reversed(found))


def _kind(word: str) -> TargetKind:
    return TargetKind.RESULT if word in ("实际", "完成") else TargetKind.TARGET


def basis_asked(text: str) -> str | None:
    return next((name for name, cue in load_cues().basis.items() if cue.search(text)), None)

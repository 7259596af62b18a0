"""The measured quantity a question asks for, in the documents' wording; its growth or its level; target or result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.lexicon import FOLDER
from graph.lexicon.wordings import wordings
from graph.records import TargetKind
from search.plan.blanks import EDGES
from search.plan.cues import any_of, load_cues
from search.question import word_starts
from search.synonyms import same_names

words_of = wordings("asking").any_of

# Words of growth that end a measure's name; the measure is what they are said of.
MOVES = re.compile(
    f"(?:的)?(?:年均|同比|年平均|平均|每年)?{words_of('growth')}"
    r"(?:率|速度|幅度|了|的)?(?:速度)?$"
)
AIMS = re.compile(r"(?:实际|目标|计划|预期|完成)+$")
TAIL = re.compile(r"(?:一共|总共|只|还)?(?:要|想)[\u4e00-\u9fff]{0,3}$|一年能[\u4e00-\u9fff]?$|(?:一共|总共|只)$")
BESIDE = 3  # characters between a measure and the words that ask for its figure
COUNTED = re.compile(r"的?(?:数量|总数|个数|数目|情况)$")
RATE_UNITS = ("%", "个百分点", "百分点")
WORDINGS_OF_MEASURES = ("# --- indicators", "# --- firms and markets")


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured quantity. `names`: how documents write it, the best first; `said`: in the question's words."""

    name: str
    names: tuple[str, ...]
    said: str
    start: int
    end: int
    growth: bool | None
    is_known: bool  # to the word lists
    has_ending: bool  # of those that measures have


@lru_cache(maxsize=1)
def load_measures() -> dict[str, tuple[str, ...]]:
    """By what people say, lower case: the names that documents write, the official one first. What is only akin
    counts where nothing means the same.
    """
    same = wordings("indicators").lists["same"]
    named: dict[str, tuple[str, ...]] = {}
    for row in (*load_cues().measures, *same, *same_names()):
        for name in row:
            named[name.lower()] = tuple(dict.fromkeys((*named.get(name.lower(), ()), *row)))
    akin: dict[str, tuple[str, ...]] = {}
    for row in _wordings():
        for name in row:
            akin[name.lower()] = tuple(dict.fromkeys((*akin.get(name.lower(), ()), *row)))
    return akin | named


def _wordings() -> list[list[str]]:
    """Rows of the wordings about indicators: what documents write, then what people say."""
    text = (FOLDER / "wordings.tsv").read_text(encoding="utf-8")
    first, last = (text.find(mark) for mark in WORDINGS_OF_MEASURES)
    rows = [line.split("\t") for line in text[first:last].splitlines() if line and not line.startswith("#")]
    return [[*forms.split(), *said.split()] for forms, said in rows]


@lru_cache(maxsize=1)
def known_measures() -> re.Pattern[str]:
    """Any measure that the word lists know, the longest first."""
    return re.compile(any_of(load_measures()).pattern, re.IGNORECASE)


@lru_cache(maxsize=1)
def _endings() -> re.Pattern[str]:
    return re.compile(f"{wordings('indicators').any_of('endings')}$")


def is_measure(said: str) -> bool:
    """Whether the word lists know what is said as a measured quantity."""
    return said.lower() in load_measures()


def names_of(said: str) -> tuple[str, ...]:
    """How documents write what is said; itself where it is in no table."""
    return load_measures().get(said.lower(), (said,))


def find_measure(left: str, known: Sequence[str] = (), near: int | None = None) -> Measure | None:
    """The measure in what is left of a question when places, years, subjects and cues are blanked.

    known: names of indicators in the knowledge base that stand in the question. near: where the figure is asked for.
    """
    spans = [span for span in _parts(left) if re.search(r"[\u4e00-\u9fff]{2}|[A-Za-z]", left[slice(*span)])]

    def worth(span: tuple[int, int]) -> tuple[bool, bool, bool, int]:
        is_known, has_ending, length = _worth(left[slice(*span)])
        beside = near is not None and (0 <= near - span[1] <= BESIDE or 0 <= span[0] - near <= 2 * BESIDE)
        return is_known, beside and length > 1, has_ending, length

    best = max(spans, key=worth, default=None)
    return None if best is None else _measure(left, *best, known)


def _parts(left: str) -> Iterator[tuple[int, int]]:
    """The stretches between blanks, signs and words that ask or aim, without the words at their edges that name
    nothing.
    """
    sayings = [match.span() for match in known_measures().finditer(left)]

    def splits(match: re.Match[str]) -> bool:
        return not any(start <= match.start() and match.end() <= end for start, end in sayings)

    cuts = [match.span() for match in load_cues().figure_splits.finditer(left) if splits(match)]
    cuts += [match.span() for match in re.finditer(r"[ ,;:?!。]+", left)]
    place = 0
    for start, end in sorted([*cuts, (len(left), len(left))]):
        if start > place:
            yield _trimmed(left, place, start)
        place = max(place, end)


def _trimmed(left: str, start: int, end: int) -> tuple[int, int]:
    """Without function words at the edges; a measure that the word lists know is left whole."""
    edges, starts, moved = load_cues().figure_edges, word_starts(left), True
    tail = TAIL.search(left, start, end)
    if tail and not known_measures().search(left, start, end):
        end = tail.start()
    while moved and start < end:
        moved = False
        part = left[start:end]
        for length in (4, 3, 2, 1):
            first, last = part[:length], part[-length:]
            whole = known_measures().match(part)
            ending = _ends_known(part, length)
            if first in edges and not (whole and len(whole[0]) > length):
                start, moved = start + length, True
                break
            if last in edges and not ending and end - length in starts:  # 班列 is whole
                end, moved = end - length, True
                break
            if part[0] in EDGES or part[-1] in EDGES:
                start, end, moved = start + (part[0] in EDGES), end - (part[-1] in EDGES), True
                break
    return start, end


def _ends_known(part: str, length: int) -> bool:
    """Whether the last characters belong to a measure's name (市场主体总数)."""
    if any(match.end() == len(part) and len(match[0]) > length for match in known_measures().finditer(part)):
        return True
    ending = _endings().search(part)
    return ending is not None and len(ending[0]) > length


def _worth(part: str) -> tuple[bool, bool, int]:
    moved = MOVES.sub("", part)
    has_ending = bool(_endings().search(moved) or moved != part) and moved != ""
    return bool(known_measures().search(part)), has_ending, len(part)


def _measure(left: str, start: int, end: int, known: Sequence[str]) -> Measure:
    part = left[start:end]
    moved = AIMS.sub("", MOVES.sub("", part)).strip(EDGES) or part
    saying = known_measures().fullmatch(moved) or _whole(moved)
    growth = True if moved != part else None
    if saying is None and len(COUNTED.sub("", moved)) >= 3:
        moved = COUNTED.sub("", moved)
    names = names_of(saying[0]) if saying else (moved,)
    extra = [MOVES.sub("", name) for name in known if name in part or part in name]
    return Measure(
        names[0],
        tuple(dict.fromkeys((*names, moved, *extra))),
        part,
        start,
        end,
        growth,
        saying is not None,
        bool(extra) or bool(_endings().search(moved)),
    )


def _whole(said: str) -> re.Match[str] | None:
    """The measure that makes up most of the stretch, at its end or its start (全社会GDP, 社零的)."""
    found = [match for match in known_measures().finditer(said) if len(match[0]) >= 0.6 * len(said)]
    return max(found, key=lambda match: len(match[0]), default=None)


THING_MEASURES = re.compile(f"{words_of('project_measures')}$")


def of_thing(measure: Measure) -> tuple[str, str] | None:
    """A measure of a single thing taken apart: 孝坪抽水蓄能|总投资; None for measures of a place."""
    match = THING_MEASURES.search(measure.said)
    if match is None or measure.is_known:
        return None
    return measure.said[: match.start()].strip(EDGES + "后"), match[0]


def paid_for(text: str, measure: Measure) -> tuple[str, str] | None:
    """What a thing costs, where it is asked in other words: 那条城铁要花多少钱 → 城铁|总投资."""
    if measure.is_known or measure.has_ending or not re.search(r"(?:花|投|砸|用掉?|造价)(?:了|掉)?(?:多少|几)", text):
        return None
    return re.sub(r"^(?:那|这)(?:一)?[个条座项家]|(?:要|得|需要?|一共|总共)+(?:花|投|砸)?$", "", measure.said), "总投资"


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


def target_and_result(text: str, years: Sequence[int]) -> tuple[tuple[int, TargetKind], ...]:
    """A target set beside a result: of the same year, or the target of one beside the result of the year before."""
    if not years or not re.search(r"目标|计划|定", text):
        return ()
    aimed, reached = max(years), min(years)
    return (aimed, TargetKind.TARGET), (reached, TargetKind.RESULT)


def _kind(word: str) -> TargetKind:
    return TargetKind.RESULT if word in ("实际", "完成") else TargetKind.TARGET


def basis_asked(text: str) -> str | None:
    """年均, 累计, 比重: what a figure is taken of, where the question says it."""
    return next((name for name, cue in load_cues().basis.items() if cue.search(text)), None)

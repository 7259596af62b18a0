"""How well a figure fits what is sought: figures and a `Sought` → `Fit`s, best first.

A figure that cannot be meant (other dimension, year, kind, place; a growth where a level is asked) does not fit at all.
How well the others fit is how much of the things sought is said of them, the nearer to the figure the more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from graph.records import Document, TargetKind
from graph.writing.foldings import fold_text
from graph.writing.years import year_of
from search.plan.measures import known_measures, load_measures
from search.replies.gathering import Figure, other_area
from search.replies.sought import Sought
from search.terms import find_pairs
from search.texts.quantities import load_quantity_words, speaks_of_those_asked
from search.wanted import Rarity, Wanted

any_of = wordings("answers").any_of

Shares = npt.NDArray[np.float32]

# How much it counts that a thing is said there, beside its being said in the figure's own words.
NEAR = {"words": 1.0, "so far": 0.9, "lead": 0.85, "sentence": 0.6, "headings": 0.6, "title": 0.5, "around": 0.35}
CLAIMED = 0.4  # said of another figure of the sentence
INDICATOR_TAIL = re.compile(rf"(?:年均|同比|实际|总)?{any_of('measure_tails')}*(?:\([^()]*\))?$")
OTHER_HEAD = -0.2
MARKED, SUREST = 0.06, 5.0
SAID_IN_PARTS = (0.3, 0.85)  # an indicator said so much by its characters counts as said so much, if its ends are there
HEAVY = 0.35  # share of the weightiest thing's weight from which a thing must be said
ANY_COUNTER = ("个", "项", "件", "种", "处", "")
SHORTEST_PARK = 3  # characters by which a park is called: 高新区
NAMES = 6  # characters of words that name a thing
MEASURED_IN_MANY = frozenset({"count", "households"})


@dataclass(frozen=True, slots=True)
class Fit:
    """`said`: share of what is sought that is said of the figure, 0 to 1; `score`: with all else."""

    figure: Figure
    said: float
    score: float
    least: float  # of the weightiest things, the one that is said least
    indicator: float  # how much of the indicator is said, where a word list knows it; else 1
    named: float  # of the names, the one that is said least; 1 without any
    parts: dict[str, float] = field(hash=False)


def fit_figures(sought: Sought, figures: Sequence[Figure], rarity: Rarity) -> list[Fit]:
    """The figures that can be meant, best first."""
    fitting = [figure for figure in figures if can_be_meant(sought, figure)]
    if not fitting or not sought.things:
        return []
    wanted = Wanted(sought.wordings, rarity)
    said = _said_of_each(wanted, fitting, figures)
    weights = wanted.weights * np.asarray([thing.tells for thing in sought.things], np.float32)
    weights /= weights.sum()
    fits = []
    for place, figure in enumerate(fitting):
        shares = _with_indicator(sought, figure, said[place])
        heavy = shares[weights >= HEAVY * weights.max()]
        named = min(
            (float(share) for share, thing in zip(shares, sought.things, strict=True) if thing.is_name), default=1.0
        )
        indicator = float(shares[0]) if sought.indicator else 1.0
        parts = {
            "said": float(shares @ weights),
            "place": place_of(sought, figure),
            "year": year_fit(sought, figure),
            "kind": kind_fit(sought, figure),
            "own": _own_words(sought, figure),
            "sure": 0.03 * figure.sure,
            "unit": _unit(sought, figure),
            "replaced": -0.2 * (figure.replaced != sought.older) if (figure.replaced or sought.older) else 0.0,
            "draft": _draft(figure.document),
            "head": _head(sought, figure),
            "stock": _stock_or_flow(sought, figure),
            "months": -0.1 * (figure.months != sought.months),
            "row": 0.03 * (figure.in_row and figure.sure),
            "marked": _marked(figure),
            "growth": -0.08 * (sought.growth is None and figure.grows and "share" not in sought.dimensions),
        }
        score = parts["said"] * parts["place"] * parts["year"] * parts["kind"] + sum(
            parts[name]
            for name in (
                "own",
                "sure",
                "unit",
                "replaced",
                "draft",
                "growth",
                "months",
                "stock",
                "head",
                "row",
                "marked",
            )
        )
        fits.append(Fit(figure, parts["said"], score, float(heavy.min()), indicator, named, parts))
    return sorted(fits, key=lambda fit: (-fit.score, fit.figure.document.id, fit.figure.span.start))


def _said_of_each(wanted: Wanted, fitting: Sequence[Figure], figures: Sequence[Figure]) -> np.ndarray:
    """float [n, things]: how much of each thing is said of each figure."""
    texts: dict[str, int] = {}

    def row(text: str) -> int:
        return texts.setdefault(text, len(texts))

    zones = [
        (
            row(f.words),
            row(f.lead + f.words),
            row(f.lead),
            row(f.sentence),
            row(f.headings),
            row(f.document.title),
            row(f.around),
        )
        for f in fitting
    ]
    beside: dict[tuple[str, str], list[tuple[str, Figure]]] = {}
    for figure in figures:
        beside.setdefault((figure.source, figure.sentence), []).append((figure.words, figure))
    for others in beside.values():
        for words, _ in others:
            row(words)
    each = wanted.each_said(wanted.presence(list(texts)))
    factors = np.asarray(list(NEAR.values()), np.float32)
    said = np.stack([(each[list(rows)] * factors[:, None]).max(axis=0) for rows in zones])
    for place, figure in enumerate(fitting):
        own = each[zones[place][0]]
        for words, other in beside[figure.source, figure.sentence]:
            if other is figure or other.quantity.dimension != figure.quantity.dimension or words == figure.words:
                continue
            claimed = (each[texts[words]] >= 0.8) & (own < 0.5) & _has_own(figure)
            said[place] = np.where(claimed, np.minimum(said[place], CLAIMED), said[place])
    return said


def _has_own(figure: Figure) -> bool:
    """Whether the figure's own words name a thing: “总量达到” does not."""
    return figure.sure or figure.counts or len(figure.words) >= NAMES


def can_be_meant(sought: Sought, figure: Figure) -> bool:
    """Whether nothing speaks against it."""
    return (
        _of_dimension(sought, figure)
        and _grows_as_asked(sought, figure)
        and not _other_measure(sought, figure)
        and speaks_of_those_asked(sought.text, figure.lead + figure.words + figure.indicator)
        and not _is_of_another(sought, figure)
        and figure.park[-SHORTEST_PARK:] in sought.text
        and not (figure.cumulated and len(sought.years) == 1 and not sought.summed)
        and year_fit(sought, figure) > 0
        and kind_fit(sought, figure) > 0
        and place_of(sought, figure) > 0
        and not (sought.yearly and not figure.yearly)
        and not (sought.months and figure.months and figure.months != sought.months)
    )


def _of_dimension(sought: Sought, figure: Figure) -> bool:
    dimension = figure.quantity.dimension
    if not sought.dimensions:
        return True
    if dimension not in sought.dimensions:
        several = MEASURED_IN_MANY | {"people"} if "count" in sought.dimensions else sought.dimensions
        return "count" in sought.dimensions and dimension in several
    if sought.unit and dimension == "money":
        return ("美" in sought.unit) == ("美" in figure.quantity.base)
    return True


def _grows_as_asked(sought: Sought, figure: Figure) -> bool:
    """What grows is not how much there is; “增长多少” may be told by an amount."""
    if sought.growth is None:
        return True
    if sought.growth:
        return figure.grows or (figure.quantity.dimension == "share" and _says_growth(figure))
    return not figure.grows


def _says_growth(figure: Figure) -> bool:
    return bool(load_quantity_words().growth.search(figure.words))


def _other_measure(sought: Sought, figure: Figure) -> bool:
    """人均地区生产总值, where 地区生产总值 is asked for."""
    return any(
        word in figure.words
        and word not in sought.text
        and not any(word in form for thing in sought.wordings for form in thing)
        for word in load_quantity_words().measures
    )


def _is_of_another(sought: Sought, figure: Figure) -> bool:
    """Whether the figure's own words name another known measure, and none of the names of the one asked for: 出口总额
    where 进出口总额 is asked.
    """
    if not sought.indicator or any(name in figure.words for name in sought.indicator):
        return False
    named = [match[0] for match in known_measures().finditer(figure.words)]
    return bool(named) and all(_is_like(one, sought.indicator) for one in named[-1:])


def _is_like(named: str, asked: Sequence[str]) -> bool:
    """Whether a measure is written nearly as the one asked for, and is in no row of the word lists with it."""
    rows = load_measures().get(named, ())
    same = {fold_text(name) for name in rows} & set(asked)
    return not same and any(named in name for name in asked)


def year_fit(sought: Sought, figure: Figure) -> float:
    """1 when it is of a year asked for; less where it does not say its year but its document may speak for it."""
    if not sought.years and not sought.periods:
        return 1.0
    wanted = set(sought.years) or {last for _, last in sought.periods}
    said = (rule(sought, figure, wanted) for rule in YEAR_RULES)
    return next((fit for fit in said if fit is not None), 0.0)


def _of_report(sought: Sought, figure: Figure, wanted: Collection[int]) -> float | None:
    """A report of the year that is asked for gives its own figures, and those of the year before."""
    is_asked = sought.of_report and bool(sought.years) and year_of(figure.document) in sought.years
    return (1.0 if figure.year in wanted else 0.95) if is_asked else None


def _of_plan(sought: Sought, figure: Figure, wanted: Collection[int]) -> float | None:
    """So does the plan of the period that is asked for."""
    is_of_period = figure.year in {last for _, last in sought.periods} or figure.document.years in sought.periods
    is_asked = sought.of_plan and bool(sought.years) and is_of_period
    return (1.0 if figure.year in wanted else 0.6) if is_asked else None


def _says_its_year(sought: Sought, figure: Figure, wanted: Collection[int]) -> float | None:
    if figure.year is None:
        return None
    if figure.year in wanted:
        return 1.0
    is_inside = any(first <= figure.year <= last for first, last in sought.periods)
    return 0.8 if is_inside and not sought.years else 0.0


def _is_replaced(_: Sought, figure: Figure, __: Collection[int]) -> float | None:
    return 0.0 if figure.replaced else None


def _plan_ends_then(sought: Sought, figure: Figure, wanted: Collection[int]) -> float | None:
    years = figure.document.years
    return 0.85 if years in sought.periods or (years and years[1] in wanted) else None


def _document_is_or_may_be_of_it(_: Sought, figure: Figure, wanted: Collection[int]) -> float | None:
    years, spoken = figure.document.years, year_of(figure.document)
    if spoken in wanted:
        return 0.7
    return 0.5 if spoken is None or (years and any(years[0] <= year <= years[1] for year in wanted)) else None


YEAR_RULES = (
    *(_of_report, _of_plan, _says_its_year, _is_replaced),
    *(_plan_ends_then, _document_is_or_may_be_of_it),
)


def kind_fit(sought: Sought, figure: Figure) -> float:
    """1 when target or result as asked; less where the figure does not say."""
    if sought.kind is None:
        return 0.97 if figure.kind is TargetKind.TARGET else 1.0
    if figure.kind is None:
        return 0.85
    return 1.0 if figure.kind is sought.kind else 0.0


def place_of(sought: Sought, figure: Figure) -> float:
    """1 when the document or the figure is of a place asked for; less where it is of one inside or around it."""
    if not sought.places:
        return 1.0
    divisions = Divisions.load()
    code = figure.document.region_code
    best = 0.0
    other = other_area(figure.region, figure.document)
    for place, name in zip(sought.places, sought.place_names, strict=True):
        if other is not None:
            best = max(best, float(other.code == place))
        elif code == place:
            best = 1.0
        elif name in figure.words or name in figure.lead or name in figure.headings:
            best = max(best, 0.98)
        elif name in figure.sentence:
            best = max(best, 0.8)
        elif code and divisions.is_within(code, place):
            best = max(best, 0.6)
        elif code is None and name in figure.document.title:
            best = max(best, 0.9)
    return best


def _with_indicator(sought: Sought, figure: Figure, shares: Shares) -> Shares:
    """The shares, where the indicator is said in parts that begin and end as one of its names does (粮食…,总产)."""
    if not sought.indicator or not SAID_IN_PARTS[0] < shares[0] < SAID_IN_PARTS[1]:
        return shares
    told = figure.lead + figure.words
    parts = any(len(n) > 2 and n[:2] in told and n[-2:] in figure.words for n in sought.indicator)
    return np.concatenate(([SAID_IN_PARTS[1]], shares[1:])) if parts else shares


def _head(sought: Sought, figure: Figure) -> float:
    """Whether the indicator is the one asked for, not one that is measured against it: 万元GDP用水量."""
    if not sought.indicator or not figure.indicator:
        return 0.0
    name = INDICATOR_TAIL.sub("", figure.indicator)
    same = any(name.endswith(asked[-2:]) or asked.endswith(name) for asked in sought.indicator)
    return 0.0 if same else OTHER_HEAD


def _stock_or_flow(sought: Sought, figure: Figure) -> float:
    """How many came is not how many there are, where one of the two is asked."""
    words = load_quantity_words()
    flows = bool(words.flow.search(figure.words)) and not words.stock.search(figure.words)
    if sought.flow:
        return 0.0 if flows or words.flow.search(figure.lead[-12:]) else -0.12
    if flows:
        return -0.25 if sought.stock else -0.1
    return 0.04 * (sought.stock and bool(words.stock.search(figure.words)))


def _own_words(sought: Sought, figure: Figure) -> float:
    """A little more where the figure's words say nothing beside what is asked."""
    own = list(find_pairs(figure.words))
    told = {pair for thing in sought.wordings for form in thing for pair in find_pairs(form)}
    return 0.12 * sum(pair in told for pair in own) / max(1, len(own))


def _marked(figure: Figure) -> float:
    """A little more where the reader holds the figure for the answer."""
    return MARKED * min(max(figure.marked or 0.0, 0.0), SUREST) / SUREST


def _draft(document: Document) -> float:
    return -0.05 if "草案" in document.title or "征求意见" in document.title else 0.0


def _unit(sought: Sought, figure: Figure) -> float:
    """The unit asked for; 个 and 项 count anything, but 台 no 户."""
    if sought.unit is None:
        return 0.0
    if figure.quantity.unit == sought.unit:
        return 0.05
    counted = "count" in sought.dimensions or "households" in sought.dimensions
    apart = sought.unit not in ANY_COUNTER and figure.quantity.base not in (sought.unit, *ANY_COUNTER)
    return -0.12 if counted and apart else 0.0

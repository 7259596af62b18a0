"""The parts of how a question was read: what each says, and the question without it or with another in its place.

In: a plan. Out: parts in the order of subject, what is asked, conditions. A part whose words do not stand in the
question cannot be taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.records import Document, Entity
from graph.writing.years import plan_period
from search.plan.cues import load_cues
from search.plan.plan import Kind, Plan
from search.plan.saying import filters_of
from search.plan.scoping import NUMBER, RANGE, RELATIVE_YEAR, TITLED
from search.plan.subjects import place_spans
from search.question import PERIOD, Known, moments_in, years_in

Spans = list[tuple[int, int]]
INSIDE = re.compile(r"(?:的)?(?:里面|里边|里|当中|中(?!心|型|小)|上(?!马|市|项))")
JOINS = "、,和与跟及"
# Kinds of question that still ask something when no thing is named that they are about, or no place.
WITHOUT_SUBJECT = (Kind.LIST, Kind.COUNT)
WITHOUT_PLACE = (*WITHOUT_SUBJECT, Kind.TREND, Kind.COMPARE, Kind.NUMBER)
MOST_OTHERS = 12


@dataclass(frozen=True, slots=True)
class Other:
    """What could stand in a part's place, and the question with it."""

    said: str
    question: str


@dataclass(frozen=True, slots=True)
class Part:
    """`name`: subject, asked, or the filter's; `without`: the question without its words, None where it cannot be."""

    name: str
    said: str
    without: str | None = None
    others: tuple[Other, ...] = ()


def parts_of(
    plan: Plan, documents: Mapping[str, Document] | None = None, entities: Mapping[str, Entity] | None = None
) -> list[Part]:
    """All parts. documents: their years are offered in place of the one asked for; entities: those that bear the names
    in the question, offered where a name means several.
    """
    text = plan.question.text
    years = years_of(plan, documents or {})
    filters = filters_of(plan)
    parts = [*_subject(plan, entities or {}), *_asked(plan)]
    parts += _years(plan, years, filters)
    parts += [Part("period", said, _without(text, spans)) for said, spans in _periods(plan)]
    if "papers" in filters:
        cues = load_cues().papers
        spans = [match.span() for kind in plan.scope.kinds if kind in cues for match in cues[kind].finditer(text)]
        parts.append(Part("papers", filters["papers"], _without(text, spans)))
    if "documents" in filters:
        named = [match.span() for pattern in (TITLED, NUMBER) for match in pattern.finditer(text)]
        parts.append(Part("documents", filters["documents"], _without(text, named)))
    parts += _places(plan)
    parts += [Part("stages", stage, _without(text, _found(text, load_cues().stages[stage]))) for stage in plan.stages]
    if plan.figure is not None and "figure" in filters:
        cue = load_cues().patterns[plan.figure.value]
        parts.append(Part("figure", filters["figure"], _without(text, _found(text, cue)[:1])))
    if plan.kind is not Kind.YES_NO:  # there the condition is what is asked
        parts += [Part("conditions", one.text, _without(text, _words(text, one.text))) for one in plan.conditions]
    return parts


def years_of(plan: Plan, documents: Mapping[str, Document]) -> list[int]:
    """The years that documents of the question's places speak for; of all documents where it names none."""
    # imported late: the areas of China take a moment to load
    from graph.lexicon.divisions import Divisions

    divisions = Divisions.load()
    codes = {place.code for place in plan.question.places}
    found = set()
    for document in documents.values():
        region = document.region_code
        if document.year and (not codes or (region and any(divisions.is_within(region, code) for code in codes))):
            found.add(document.year)
    return sorted(found, reverse=True)


# ----------------------------------------------------------------------------------------------------- what it is about


def _subject(plan: Plan, entities: Mapping[str, Entity]) -> list[Part]:
    places = "、".join(place.short for place in plan.question.places)
    if not plan.subject or plan.subject == places:
        return []
    text = plan.question.text
    spans = [span for word in plan.subject.split() for span in _words(text, word)[:1]]
    can = plan.kind in WITHOUT_SUBJECT and len(spans) == len(plan.subject.split())
    others = tuple(other for known in plan.subjects for other in _bearers(text, known, entities))
    return [Part("subject", plan.subject, _without(text, spans) if can else None, others[:MOST_OTHERS])]


def _bearers(text: str, known: Known, entities: Mapping[str, Entity]) -> list[Other]:
    """Each entity that bears a name of several, by a name that is its own."""
    bearers = [entities[one] for one in known.entity_ids if one in entities]
    found = {}
    for entity in bearers if len(bearers) > 1 else ():
        borne = {name for other in bearers if other is not entity for name in (other.name, *other.aliases)}
        own = [name for name in (entity.name, *entity.aliases) if name not in borne and name != known.name]
        if own:
            found[own[0]] = Other(own[0], text[: known.start] + own[0] + text[known.end :])
    return list(found.values())


def _asked(plan: Plan) -> list[Part]:
    said = plan.asked if plan.asked not in plan.subject else ""
    return [Part("asked", said)] if said else []


def _places(plan: Plan) -> list[Part]:
    """Each place that the question names; not one that is part of the name asked about."""
    text = plan.question.text
    named = [(one.start, one.end) for one in plan.subjects if one.name not in [p.short for p in plan.question.places]]
    parts = []
    for place in plan.question.places:
        spans = [
            (start, end)
            for start, end in place_spans(plan.question, text)
            if text[start:end] in place.names and not any(a <= start and end <= b for a, b in named)
        ]
        keeps = plan.kind in WITHOUT_PLACE or plan.subject not in ("", place.short, place.name)
        parts += [Part("place", place.name, _without(text, spans) if keeps else None)] if spans else []
    return parts


# -------------------------------------------------------------------------------------------------------------- moments


def _years(plan: Plan, offered: Sequence[int], filters: Mapping[str, str]) -> list[Part]:
    text = plan.question.text
    spanned = RANGE.search(text)
    if spanned and len(plan.scope.years) > 1:
        return [Part("years", spanned[0], _without(text, [spanned.span()]))]
    if not plan.scope.years:
        said = "" if plan.scope.periods else filters.get("years", "")
        others = tuple(Other(f"{year}年", f"{year}年{text}") for year in offered[:MOST_OTHERS])
        return [Part("years", said, None, others)] if said else []
    return [_year(text, year, offered) for year in plan.scope.years]


def _year(text: str, year: int, offered: Sequence[int]) -> Part:
    spans = [span for span in _joined(moments_in(text)) if year in years_in(text[span[0] : span[1]])]
    spans = spans or _found(text, RELATIVE_YEAR)[:1]
    rest = [[one for one in years_in(text[start:end]) if one != year] for start, end in spans]
    others = tuple(
        Other(f"{other}年", _with_years(text, spans, [[*kept, other] for kept in rest]))
        for other in offered[:MOST_OTHERS]
        if other != year and spans
    )
    without = _with_years(text, spans, rest) if any(rest) else _without(text, spans)
    return Part("years", f"{year}年", without, others)


def _with_years(text: str, spans: Spans, years: Sequence[Sequence[int]]) -> str:
    """The text with other years where the moments stand."""
    for (start, end), ones in sorted(zip(spans, years, strict=True), reverse=True):
        text = text[:start] + "、".join(f"{year}年" for year in sorted(ones)) + text[end:]
    return text


def _periods(plan: Plan) -> Iterable[tuple[str, Spans]]:
    for first, last in plan.scope.periods:
        spans = [
            match.span() for match in PERIOD.finditer(plan.question.text) if plan_period(match[1]) == (first, last)
        ]
        yield f"{first}—{last}年", spans


def _joined(spans: Spans) -> Spans:
    """Spans that lie over each other as one."""
    found: Spans = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


# ---------------------------------------------------------------------------------------------------------------- words


def _found(text: str, pattern: re.Pattern[str]) -> Spans:
    return [match.span() for match in pattern.finditer(text)]


def _words(text: str, words: str) -> Spans:
    return [match.span() for match in re.finditer(re.escape(words), text)] if words else []


def _without(text: str, spans: Spans) -> str | None:
    """The text without the stretches, the 里 and 的 behind them, and the signs that joined them to others; None where
    nothing would be left out or left.
    """
    if not spans:
        return None
    for start, end in sorted(_joined(spans), reverse=True):
        before, behind = text[:start], text[end:]
        inside = INSIDE.match(behind)
        behind = behind[inside.end() :] if inside else behind
        if behind[:1] and behind[0] in JOINS:
            behind = behind[1:]
        elif before and before[-1] in JOINS:
            before = before[:-1]
        text = before + (behind.removeprefix("的") if not before or before[-1] in " ,。的《“" else behind)
    text = re.sub(r"《》|“”|\"\"|\(\)", "", re.sub(r"\s+", " ", text)).strip(" 、,的")
    return text if re.search(r"[\w]{2}", text) else None

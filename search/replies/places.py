"""Where a thing is: the park, county, city or province asked for, innermost first.

Told by the graph (LOCATED_IN), by the row of a table that lists the thing, by the sentence that says where it is done,
and where that says no place, by the place its document speaks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.lexicon.divisions import Division, Divisions
from graph.lexicon.wordings import wordings
from graph.records import Entity, EntityType, Level, RelationType, Span
from search.plan.plan import Plan
from search.replies.contract import SILENT, Base, Item, Proof, Reply, cut_short
from search.replies.sayings import Saying, clause_span, find_sayings
from search.replies.status import plan_without_years
from search.replies.subject import Subject, find_subject

any_of = wordings("answers").any_of

# What is asked for, by the question's words; the first that matches.
ASKED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "park",
        re.compile(f"(?:哪|什么|啥)[一两二三几些]*(?:个|家|座|处)?(?:[^,。?]{{0,4}})?{any_of('parks')}"),
    ),
    ("county", re.compile(f"(?:哪|什么|啥)[一两二三几些]*(?:个|座)?{any_of('county_classes')}")),
    ("city", re.compile(r"(?:哪|什么|啥)[一两二三几些]*(?:个|座)?(?:地级市|地市|市州|城市|市|州)")),
    ("province", re.compile(r"(?:哪|什么|啥)[一两二三几些]*(?:个)?(?:省区市|省区|省份|省)")),
)
LEVEL_OF = {"county": Level.COUNTY, "city": Level.CITY, "province": Level.PROVINCE}
OWN = re.compile(r"[我本](?P<rank>[省市县区州旗])")
SETTLED = re.compile(
    f"{any_of('settled')}(?:于|在)?"
    r"(?P<place>[\u4e00-\u9fff()]{2,18})"
)
DONE_IN = re.compile(rf"在(?P<place>[\u4e00-\u9fff、]{{2,24}}?)(?:等地|等市|等县|等地区)?{any_of('done_there')}")
FOUNDED = re.compile(f"(?P<place>[^,。;、:“”在由]{{2,14}}?)(?:率先|首先|最早|首){any_of('done_first')}")
FIRST = re.compile(any_of("first_of_all"))
QUOTED = re.compile(r"[“\"](?P<term>[^”\"]{3,24})[”\"]")
AWARDED = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{2,12}}?)(?:成功|再次|首次|新|正式)*(?:被)?{any_of('awarded')}+[^,。;、]{{0,12}}$"
)
LONGEST_SPOT = 5  # characters of a spot behind the name of its area: 红塔区|金家边
SPOT_NOT = re.compile(r"[建推加完实开投]|工程|项目|等")
BETWEEN = re.compile(f"{any_of('before_place')}?")
PARKS_COLUMN = re.compile(any_of("park_columns"))
THINGS_COLUMN = re.compile(r"项目|工程|平台|基地")


@dataclass(frozen=True, slots=True)
class Place:
    """`name`: as said; `code`: of an area; `strength`: how sure it is, from 3 (the graph) to 0 (its document's)."""

    name: str
    code: str | None
    is_park: bool
    source: str
    span: Span
    strength: int
    year: int


def reply_with_place(plan: Plan, base: Base) -> Reply | None:
    """The place of what is asked about, as large as is asked."""
    quoted = QUOTED.search(plan.question.text)
    subject = find_subject(plan, base, said=quoted["term"] if quoted else None)
    if subject is None:
        return None
    asked = asked_place(plan.question.text)
    found = [place for place in _by_graph(subject, base) if _is_near(place, plan)]
    sayings = find_sayings(subject, plan_without_years(plan), base)
    for saying in sayings:
        if not subject.entity_ids:
            found += [place for place in _by_mentioned(saying, base) if _is_near(place, plan)]
        found += _by_row(subject, saying, base)
        found += _by_sentence(subject, saying, plan, base)
    fitting = [fit for place in found for fit in _as_asked(place, asked) if not _is_given(fit, plan)]
    if not fitting and asked in ("city", "province", "county", "anywhere"):
        fitting = [
            fit
            for saying in sayings
            for place in _by_document(saying)
            for fit in _as_asked(place, asked)
            if not _is_given(fit, plan)
        ]
    if not fitting:
        # all that is said of a thing known by name was looked at
        return SILENT if subject.whole and sayings else None
    return _say(_chosen(fitting), fitting, base)


def asked_place(text: str) -> str:
    """What a question wants: park, county, city, province, or anywhere."""
    return next((kind for kind, cue in ASKED if cue.search(text)), "anywhere")


def areas_named_first(text: str) -> Iterator[Division]:
    """What the name that a text begins with may mean: 白城|梅花, 韶关市."""
    for hit in Divisions.load().find(text):
        if hit.start == 0:
            yield from hit.candidates


# -------------------------------------------------------------------------------------------------- where from


def _by_graph(subject: Subject, base: Base) -> Iterator[Place]:
    """What the thing is located in; of a company its projects' places only where the question names such a project."""
    for id_ in subject.entity_ids:
        for relation in base.relations_of(id_):
            if relation.rel is RelationType.LOCATED_IN and relation.head_id == id_:
                entity = base.entities([relation.tail_id])[relation.tail_id]
                year = base.documents[relation.document_id].year or 0
                yield Place(
                    entity.name,
                    entity.code or entity.place,
                    entity.type is EntityType.PARK,
                    relation.source,
                    Span(relation.start, relation.end),
                    3,
                    year,
                )


def _by_mentioned(saying: Saying, base: Base) -> Iterator[Place]:
    """What the project or park is located in that stands where the description is said."""
    for mention in base.mentions_in(saying.document.source, saying.span):
        surface = re.sub(r"\s+", "", base.text_of(mention.source)[mention.start : mention.end])
        at = saying.text.find(surface)
        if not at <= saying.start < at + len(surface):
            continue
        entity = base.entities([mention.entity_id]).get(mention.entity_id)
        if entity is not None and entity.type in (EntityType.PROJECT, EntityType.PARK):
            meant = Subject(entity.name, (), (entity.id,), (), True)
            yield from (replace(place, strength=2) for place in _by_graph(meant, base))


def _by_row(subject: Subject, saying: Saying, base: Base) -> Iterator[Place]:
    """The one park of the row in whose column of projects the thing stands."""
    row = saying.row
    if row is None:
        return
    in_things = any(
        THINGS_COLUMN.search(cell.header)
        and any(name in re.sub(r"\s+", "", cell.text).lower() for name in subject.names)
        for cell in row.cells
    )
    if not in_things:
        return
    for cell in row.cells:
        if PARKS_COLUMN.search(cell.header) and not THINGS_COLUMN.search(cell.header):
            parks = _entities_in(
                saying.document.source, Span(cell.start, cell.end), (EntityType.PARK, EntityType.COUNTY), base
            )
            if len(parks) == 1:
                entity = next(iter(parks.values()))
                text = re.sub(r"\s+", "", cell.text)
                name = text if entity.name in text or len(text) <= 24 else entity.name
                yield Place(
                    name,
                    entity.code or entity.place,
                    entity.type is EntityType.PARK,
                    saying.document.source,
                    Span(row.start, row.end),
                    2,
                    saying.year or 0,
                )


def _entities_in(source: str, span: Span, kinds: Sequence[EntityType], base: Base) -> dict[str, Entity]:
    mentions = base.mentions_in(source, span)
    found = base.entities({mention.entity_id for mention in mentions})
    return {id_: entity for id_, entity in found.items() if entity.type in kinds}


def _by_sentence(subject: Subject, saying: Saying, plan: Plan, base: Base) -> Iterator[Place]:
    """Where the sentence says that the thing is, or was done first."""
    if saying.row is not None:
        return
    if FIRST.search(plan.question.text) and (founded := _founded(saying)) is not None:
        yield founded
        return
    first, last = clause_span(saying)
    clause = saying.text[first:last]
    for pattern in (SETTLED, DONE_IN):
        for match in pattern.finditer(clause):
            for name in match["place"].split("、"):
                place = _named_place(name, saying)
                if place is not None:
                    yield place
    own = _own_region(clause, saying)
    if own is not None:
        yield _place_of(own, saying, 2)
    yield from _before_name(saying, first)


def _before_name(saying: Saying, first: int) -> Iterator[Place]:
    """What stands right before the name: who was made so (翁源江尾|被评为|森林小镇), or the place that its item begins
    with (红塔区金家边|禽蛋批发市场).
    """
    start = max(first, *(saying.text.rfind(sign, 0, saying.start) + 1 for sign in "、,;。"))
    before = re.sub(r"[“”\"]", "", saying.text[start : saying.start])
    if match := AWARDED.match(before):
        yield _place(match["place"], saying, 2)
        return
    hits = Divisions.load().find(before)
    if hits and hits[0].start == 0 and len(before) - hits[0].end <= LONGEST_SPOT and not SPOT_NOT.search(before):
        spot = before if len(before) > hits[0].end and not BETWEEN.fullmatch(before, hits[0].end) else ""
        division = _near(hits[0].candidates, saying)
        yield replace(_place_of(division, saying, 2 if spot else 1), name=spot or division.name)
    elif area := _last_division(saying.text[max(0, saying.start - 8) : saying.start], saying):
        yield _place_of(area, saying, 1)


def _founded(saying: Saying) -> Place | None:
    """Who did it first: 武义后陈首创的村务监督委员会制度."""
    for match in FOUNDED.finditer(saying.text):
        if match.end() <= saying.end + 6 or match.start() >= saying.start:
            return _place(match["place"].lstrip("的了和与"), saying, 2)
    return None


def _own_region(clause: str, saying: Saying) -> Division | None:
    """我市 in a document of that city."""
    match, region = OWN.search(clause), saying.document.region_code
    return Divisions.load().own(region, match["rank"]) if match and region else None


def _place(name: str, saying: Saying, strength: int) -> Place:
    divisions = Divisions.load().find(name)
    code = None
    if divisions:
        near = Divisions.load().nearest(divisions[-1].candidates[0].name, saying.document.region)
        code = (near or divisions[-1].candidates[0]).code
    return Place(name, code, False, saying.document.source, saying.span, strength, saying.year or 0)


def _place_of(division: Division, saying: Saying, strength: int) -> Place:
    return Place(division.name, division.code, False, saying.document.source, saying.span, strength, saying.year or 0)


def _named_place(text: str, saying: Saying) -> Place | None:
    """The area or park at the beginning of what stands behind 落户, or at the end of what stands behind 在."""
    hits = Divisions.load().find(text)
    if hits and hits[0].start <= 1:
        division = _near(hits[0].candidates, saying)
        return replace(_place_of(division, saying, 2))
    park = re.match(rf"[\u4e00-\u9fff]{{2,12}}?{any_of('zones')}", text)
    return Place(park[0], None, True, saying.document.source, saying.span, 2, saying.year or 0) if park else None


def _last_division(text: str, saying: Saying) -> Division | None:
    """The area right before the thing's name: 防城港|30万吨级航道, 新晃省级|水上运动基地."""
    hits = [hit for hit in Divisions.load().find(text) if BETWEEN.fullmatch(text, hit.end)]
    return _near(hits[-1].candidates, saying) if hits else None


def _near(candidates: Sequence[Division], saying: Saying) -> Division:
    """Of areas of one name that in the document's own region."""
    region = saying.document.region_code
    is_within = Divisions.load().is_within
    return next((one for one in candidates if region and is_within(one.code, region)), candidates[0])


def _by_document(saying: Saying) -> Iterator[Place]:
    """The place that the document speaks for."""
    document = saying.document
    if document.region_code and document.region and document.kind in ("work_report", "five_year_plan", "action_plan"):
        yield Place(document.region, document.region_code, False, document.source, saying.span, 0, saying.year or 0)


# ------------------------------------------------------------------------------------------------------ choosing


def _is_near(place: Place, plan: Plan) -> bool:
    """Whether it lies in a place that the question names, or around it; where it names none, any does."""
    is_within = Divisions.load().is_within
    named = plan.question.places
    return (
        not named
        or not place.code
        or any(is_within(place.code, one.code) or is_within(one.code, place.code) for one in named)
    )


def _is_given(place: Place, plan: Plan) -> bool:
    """Whether the question names it, or what lies in it."""
    return not place.is_park and place.code is not None and is_given(place.code, plan)


def is_given(code: str, plan: Plan) -> bool:
    """Whether the question names the area, or what lies in it."""
    return any(Divisions.load().is_within(one.code, code) for one in plan.question.places)


def _as_asked(place: Place, asked: str) -> Iterator[Place]:
    """The place as large as is asked: of a county its city where a city is asked."""
    if asked == "anywhere":
        yield place
    elif asked == "park":
        if place.is_park:
            yield place
    elif place.code:
        area = Divisions.load().at_level(place.code, LEVEL_OF[asked]) if asked != "county" else None
        chain = Divisions.load().chain(place.code)
        area = area or next((one for one in chain if one.level is LEVEL_OF[asked]), None)
        if area is not None:
            yield replace(place, name=area.name, code=area.code, is_park=False)


def _chosen(places: Sequence[Place]) -> list[Place]:
    """The surest; those of one strength that are no part of one another are all said, the innermost for each."""
    best = max(place.strength for place in places)
    kept: list[Place] = []
    for place in sorted((one for one in places if one.strength == best), key=lambda one: (not one.is_park, -one.year)):
        if not any(_holds(place, other) for other in kept):
            kept = [other for other in kept if not _holds(other, place)]
            kept.append(place)
    return kept


def _holds(outer: Place, inner: Place) -> bool:
    """Whether one is the other, or what it lies in."""
    if outer.name == inner.name or inner.name.startswith(outer.name):
        return True
    if outer.code is None or inner.code is None or outer.is_park:
        return False
    if outer.code == inner.code:
        return len(outer.name) <= len(inner.name)
    return Divisions.load().is_within(inner.code, outer.code)


def _say(chosen: Sequence[Place], places: Sequence[Place], base: Base) -> Reply | None:
    if len(chosen) > 3:
        return None
    proof = Proof()
    items = []
    for place in chosen:
        backing = [
            place,
            *(one for one in places if one is not place and (one.name == place.name or _holds(one, place))),
        ]
        numbers = tuple(dict.fromkeys(proof.add(base.cite(one.source, one.span)) for one in backing[:3]))
        items.append(Item(_with_area(place), proof=numbers))
    short = "、".join(dict.fromkeys(item.text for item in items))
    return Reply(cut_short(short), tuple(proof.citations), tuple(items) if len(items) > 1 else None, sure=0.8)


def _with_area(place: Place) -> str:
    """A park with the area it lies in, where its name does not say it."""
    if not place.is_park or not place.code:
        return place.name
    area = next(iter(Divisions.load().chain(place.code)), None)
    return place.name if area is None or area.short in place.name else f"{place.name}({area.name})"

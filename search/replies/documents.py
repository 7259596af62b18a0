"""Which documents mention a term, or which areas' documents do: complete over all documents in scope.

In: a plan and the knowledge base. Out: a reply whose items are the documents in order of time, each with the place
where it mentions the term; 没有提到 where none of them does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from graph.records import Document, EntityType, Level, Span
from graph.writing.foldings import fold_text
from graph.writing.sentence_ends import STORED_END
from graph.writing.years import year_of
from search.agreement import innermost
from search.plan.plan import Plan, Scope
from search.question import Known
from search.replies.contract import LONGEST_SHORT, Base, Item, Occurrence, Proof, Reply
from search.replies.sayings import find_sayings
from search.replies.subject import find_subject
from search.replies.titles import title_of

any_of = wordings("answers").any_of

QUOTED = re.compile(r"[“\"「『](?P<term>[^”\"」』]{2,30})[”\"」』]")
AREAS = re.compile(f"谁家|(?:哪|什么)[一两二三四五六七八九十几些]*(?:个)?{any_of('classes_of_area')}(?!级)")
OF_THEM = re.compile(r"哪(?:几|些)?(?:家|个)?(?:$|[??,。])|谁")
LEFT_OUT = re.compile(r"除了?(?P<area>[\u4e00-\u9fff]{2,5}?)(?:省|市|以外|之外|外)?[,，\s]")
LEVELS = (
    (Level.PROVINCE, re.compile(any_of("provinces"))),
    (Level.CITY, re.compile(any_of("cities"))),
    (Level.COUNTY, re.compile(r"各县|县级|[哪几]个?县")),
)
BOTH = re.compile(r"同时|都(?:提|写|说|讲|出现)")
JOINED = re.compile(r"[、,]|以及|和(?![平谐])|与")
TAIL = re.compile(f"{any_of('behind_word')}+$")
LEAD = re.compile(f"^{any_of('before_word')}*{any_of('mentions')}?")
VERB = re.compile(f"^(?:打算|准备|计划|想|拟|将|要|会|已)*{any_of('does')}?")
POINTING = re.compile(f"(?:在)?{any_of('pointing')}*$")
NATIONAL = re.compile(any_of("national_papers"))
LONGEST_TERM = 12  # characters of what may be said not to be mentioned
LONGEST_QUOTED_APART = 10  # characters of a term within which quotation marks may stand anywhere
LONGEST_QUOTE = 200


def reply_with_documents(plan: Plan, base: Base) -> Reply | None:
    """The documents in scope that mention what is asked."""
    terms = terms_asked(plan)
    if not terms:
        return None
    documents = scoped_documents(plan, base, without_places=_places_in(terms, plan) | _left_out(plan))
    terms = [_as_written(term, plan, base) for term in terms]
    found = [mentions_of(term, plan, base, [one.id for one in documents]) for term in terms]
    if not any(found) and not QUOTED.search(plan.question.text):
        found = [_described(term, plan, base, [one.id for one in documents]) for term in terms]
    common = set.intersection(*({one.document_id for one in each} for each in found))
    if not common:
        is_term = all(len(term) <= LONGEST_TERM and " " not in term for term in terms)
        return Reply(f"没有提到“{'、'.join(terms)}”", (), None, sure=0.9) if is_term and not any(found) else None
    first: dict[str, Occurrence] = {}
    for occurrence in found[0]:
        if occurrence.document_id in common:
            first.setdefault(occurrence.document_id, occurrence)
    if AREAS.search(plan.question.text) or (len(plan.question.places) > 2 and OF_THEM.search(plan.question.text)):
        return _say_areas(_without_named(first.values(), plan, base), base)
    return _say_documents(first.values(), base)


def _left_out(plan: Plan) -> set[str]:
    """The code of the area that the question leaves out: 除了海南,还有谁家."""
    said = LEFT_OUT.search(plan.question.text)
    return {place.code for place in plan.question.places if said and said["area"] in place.names}


def _without_named(occurrences: Iterable[Occurrence], plan: Plan, base: Base) -> list[Occurrence]:
    """Those of other areas than the one that the question leaves out."""
    left_out = _left_out(plan)
    return [one for one in occurrences if base.documents[one.document_id].region_code not in left_out]


# ----------------------------------------------------------------------------------------------------- the term


def terms_asked(plan: Plan) -> list[str]:
    """What is to be mentioned: what stands in quotation marks, else what the question is about."""
    quoted = [match["term"] for match in QUOTED.finditer(plan.question.text)]
    if quoted:
        return quoted if BOTH.search(plan.question.text) else quoted[:1]
    said = LEAD.sub("", re.sub(r"[“”\"《》]", "", plan.subject).strip())
    parts = JOINED.split(said) if BOTH.search(plan.question.text) else [said]
    return [one for one in (TAIL.sub("", part).strip() for part in parts) if len(one) >= 2]


def _as_written(term: str, plan: Plan, base: Base) -> str:
    """The term without the verb before it or what only points behind it, where documents write it so: 要建|国家公园."""
    if base.occurrences(wordings_of(term, plan, base)):
        return term
    bare = POINTING.sub("", VERB.sub("", term))
    return bare if len(bare) > 2 and base.occurrences(wordings_of(bare, plan, base)) else term


def wordings_of(term: str, plan: Plan, base: Base) -> tuple[str, ...]:
    """The term as documents may write it: with quotation marks in it, without blanks, and its known other names."""
    bare = re.sub(r"\s+", "", fold_text(re.sub(r"[“”\"]", "", term)))
    found = dict.fromkeys([bare, *_with_marks(bare), *_in_parts(bare)])
    for known in _known_as(term, plan.question.known):
        for entity in base.entities(known.entity_ids).values():
            names = (entity.name, *entity.aliases)
            found.update(dict.fromkeys(fold_text(name) for name in names if len(name) >= max(3, len(bare) - 2)))
    return tuple(found)


def _with_marks(bare: str) -> Iterator[str]:
    """“五好”园区 for 五好园区."""
    length = len(bare)
    for first in range(length):
        for last in range(first + 1, length + 1):
            if (first, last) != (0, length) and (length <= LONGEST_QUOTED_APART or first == 0 or last == length):
                yield f"{bare[:first]}“{bare[first:last]}”{bare[last:]}"


def _in_parts(bare: str) -> Iterator[str]:
    """迎老乡、回故乡、建家乡 for 迎老乡回故乡建家乡."""
    for length in (2, 3, 4):
        if len(bare) % length == 0 and len(bare) // length in (2, 3, 4) and bare.isalpha():
            yield "、".join(bare[at : at + length] for at in range(0, len(bare), length))


def _known_as(term: str, known: Iterable[Known]) -> list[Known]:
    folded = fold_text(term)
    return [one for one in known if fold_text(one.name) == folded]


def mentions_of(term: str, plan: Plan, base: Base, documents: Collection[str]) -> list[Occurrence]:
    """Where documents write the term, or mention the thing that it names under another name."""
    found = list(base.occurrences(wordings_of(term, plan, base), documents))
    allowed = set(documents)
    held = {one.document_id for one in found}
    ids = [id_ for known in _known_as(term, plan.question.known) for id_ in known.entity_ids]
    entities = base.entities(ids)
    for mention in (
        base.mentions_of([id_ for id_ in ids if entities[id_].type is not EntityType.INDICATOR]) if ids else ()
    ):
        if mention.document_id in allowed and mention.document_id not in held:
            held.add(mention.document_id)
            found.append(Occurrence(mention.document_id, mention.source, Span(mention.start, mention.end)))
    return found


def _described(term: str, plan: Plan, base: Base, documents: Collection[str]) -> list[Occurrence]:
    """Where documents say what is described, in other words."""
    subject = find_subject(plan, base, said=term)
    if subject is None or len(subject.words) < 2:
        return []
    away = replace(plan, question=replace(plan.question, places=()))
    sayings = find_sayings(subject, away, base, documents=documents)
    return [Occurrence(one.document.id, one.document.source, one.span) for one in sayings]


# ---------------------------------------------------------------------------------------------------- the scope


def scoped_documents(plan: Plan, base: Base, *, without_places: Collection[str] = ()) -> list[Document]:
    """The documents of the titles, kinds, years, level and places that the question names. without_places: codes of
    places that it names as the thing to be mentioned.
    """
    asked = _Asked(
        plan.scope,
        titles=_titles_meant(plan, base),
        is_national=NATIONAL.search(plan.question.text) is not None,
        places=[one.code for one in innermost(plan.question.places) if one.code not in without_places],
        level=next((level for level, cue in LEVELS if cue.search(plan.question.text)), None),
    )
    documents = base.documents.values()
    return [one for one in documents if all(agrees(asked, one, root_of(one, base)) for agrees in SCOPE_RULES)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of which documents a question asks; what is empty lets all pass. A rule sees a document, and the one whose annex
    it is."""

    scope: Scope
    titles: Collection[str]
    is_national: bool
    places: Sequence[str]
    level: Level | None


def _has_title(asked: _Asked, document: Document, root: Document) -> bool:
    return not asked.titles or document.id in asked.titles or root.id in asked.titles


def _is_national(asked: _Asked, document: Document, _: Document) -> bool:
    return not asked.is_national or document.region_code is None


def _is_of_kind(asked: _Asked, document: Document, root: Document) -> bool:
    return not asked.scope.kinds or document.kind in asked.scope.kinds or root.kind in asked.scope.kinds


def _is_of_years(asked: _Asked, document: Document, _: Document) -> bool:
    return not asked.scope.years or any(_is_of_year(document, year) for year in asked.scope.years)


def _is_of_periods(asked: _Asked, document: Document, _: Document) -> bool:
    periods = asked.scope.periods
    return not periods or document.years in periods or _within(document, periods)


def _is_of_places(asked: _Asked, document: Document, _: Document) -> bool:
    return not asked.places or any(_is_of_place(document, code) for code in asked.places)


def _is_of_level(asked: _Asked, document: Document, _: Document) -> bool:
    return not asked.level or not document.region_code or level_of(document.region_code) is asked.level


SCOPE_RULES = (_has_title, _is_national, _is_of_kind, _is_of_years, _is_of_periods, _is_of_places, _is_of_level)


def _titles_meant(plan: Plan, base: Base) -> set[str]:
    """The documents named; not those whose title only holds the quoted term that is to be mentioned."""
    named = [one for one in plan.scope.titles if one in base.documents]
    quoted = [match["term"] for match in QUOTED.finditer(plan.question.text)]
    if quoted and all(any(term in base.documents[one].title for term in quoted) for one in named):
        return set()
    return set(named)


def root_of(document: Document, base: Base) -> Document:
    """The document that an annex belongs to, else itself."""
    parent = base.documents.get(document.parent_id) if document.parent_id else None
    return root_of(parent, base) if parent is not None and parent is not document else document


def _is_of_year(document: Document, year: int) -> bool:
    own = year_of(document)
    return own == year or (
        document.years is not None and document.years[0] <= year <= document.years[1] and own is None
    )


def _within(document: Document, periods: Sequence[tuple[int, int]]) -> bool:
    own = year_of(document)
    return own is not None and document.years is None and any(first <= own <= last for first, last in periods)


def _is_of_place(document: Document, code: str) -> bool:
    return document.region_code is not None and Divisions.load().is_within(document.region_code, code)


def level_of(code: str) -> Level:
    """Of a six-digit division code."""
    return Level.PROVINCE if code.endswith("0000") else Level.CITY if code.endswith("00") else Level.COUNTY


def _places_in(terms: Sequence[str], plan: Plan) -> set[str]:
    """The codes of the places that the terms name."""
    return {place.code for place in plan.question.places if any(place.short in term for term in terms)}


# ------------------------------------------------------------------------------------------------------- saying


def _say_documents(occurrences: Iterable[Occurrence], base: Base) -> Reply:
    """Each document once, an annex under what it belongs to; in order of time."""
    proof = Proof()
    by_root: dict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        by_root[root_of(base.documents[occurrence.document_id], base).id].append(occurrence)
    roots = sorted((base.documents[id_] for id_ in by_root), key=lambda one: (year_of(one) or 9999, one.id))
    items = []
    for root in roots:
        year = year_of(root)
        first = by_root[root.id][0]
        place = proof.add(base.cite(first.source, sentence_around(base, first)))
        items.append(Item(title_of(root), of=f"{year}年" if year else None, proof=(place,)))
    return Reply(_counted(items, "份文件"), tuple(proof.citations), tuple(items), sure=0.95)


def _say_areas(occurrences: Iterable[Occurrence], base: Base) -> Reply | None:
    """The areas whose documents mention it, in the order of their codes."""
    proof = Proof()
    by_code: dict[str, Item] = {}
    for occurrence in occurrences:
        document = base.documents[occurrence.document_id]
        if document.region_code and document.region:
            place = proof.add(base.cite(occurrence.source, sentence_around(base, occurrence)))
            division = next(iter(Divisions.load().by_name(document.region)), None)
            name = division.short if division else document.region
            by_code.setdefault(document.region_code, Item(name, of=_year_label(document), proof=(place,)))
    items = [by_code[code] for code in sorted(by_code)]
    return Reply(_counted(items, "个"), tuple(proof.citations), tuple(items), sure=0.95) if items else None


def _year_label(document: Document) -> str | None:
    year = year_of(document)
    return f"{year}年" if year else None


def _counted(items: Sequence[Item], unit: str) -> str:
    short = f"{len(items)}{unit}:"
    for place, item in enumerate(items):
        more = f"{'、' if place else ''}{item.text}"
        if len(short) + len(more) > LONGEST_SHORT - 1:
            return short + "等"
        short += more
    return short


def sentence_around(base: Base, occurrence: Occurrence) -> Span:
    """The sentence of an occurrence, as much of it as can be quoted."""
    text, span = base.text_of(occurrence.source), occurrence.span
    document = base.documents[occurrence.document_id]
    first = max(document.start, span.start - LONGEST_QUOTE // 2)
    start = max((match.end() for match in STORED_END.finditer(text, first, span.start)), default=first)
    stop = STORED_END.search(text, span.end, min(document.end, span.end + LONGEST_QUOTE // 2))
    end = stop.end() if stop else min(document.end, span.end + LONGEST_QUOTE // 2)
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)

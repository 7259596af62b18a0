"""The other name of a thing: its later, earlier, full or short one. Only names that the documents prove.

Told by what a text says outright (更名为, (原…)), by links of the graph (renamed, same), and by a name in documents of
the place that holds the asked one whole, in its order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import rjieba

from graph.lexicon.wordings import wordings
from graph.records import Entity, EntityMention, Level, LinkKind, Span
from graph.writing.foldings import fold_text
from graph.writing.years import year_of
from search.plan.plan import Plan
from search.replies.bodies import changed_names, looks_like_body, take_apart
from search.replies.contract import SILENT, Base, Item, Proof, Reply, cut_short
from search.replies.sayings import agreeing_documents
from search.replies.subject import Subject, find_subject
from search.texts.flat import flatten

any_of = wordings("answers").any_of

EARLIER = re.compile(any_of("asks_former_name"))
RENAME_ASKED = re.compile(any_of("asks_name"))
FULL = re.compile(any_of("asks_full_name"))
SHORT_NAME = re.compile(r"简称|缩写|简写")
RENAMED = re.compile(
    f"{any_of('way_of_renaming')}*{any_of('renamed')}(?:为|成|组建为)"
    r"[“\"]?(?P<name>[\u4e00-\u9fffA-Za-z0-9()]{3,24}?)(?=[”\",。;、)]|$|并|后|,)"
)
FORMERLY = re.compile(rf"[(,]{any_of('formerly')}[“\"]?(?P<name>[\u4e00-\u9fffA-Za-z0-9]{{2,24}})[”\"]?[),。;]")
LEAST_LIKE = 5  # characters of a name for which another like it is looked for
RANK = re.compile(r"国家级|国家|省级|市级|重点")  # put into a name they make no other one
PUT_IN = r"[\u4e00-\u9fff]{0,8}?"  # between two words of a name
SAID_LEVEL = {Level.PROVINCE: "省", Level.CITY: "市", Level.COUNTY: "县"}
WINDOW = 60


@dataclass(frozen=True, slots=True)
class Name:
    """`first`, `last`: years of the documents that use it, 0 where none is known."""

    text: str
    first: int
    last: int
    source: str
    span: Span
    entity_id: str | None = None


def reply_with_name(plan: Plan, base: Base) -> Reply | None:
    """The name asked for, and when documents use which."""
    subject = find_subject(plan, base)
    if subject is None:
        return None
    text = plan.question.text
    own = {fold_text(re.sub(r"\s+", "", subject.said))}
    if FULL.search(text) or SHORT_NAME.search(text):
        return _other_length(subject, own, base, longest=bool(FULL.search(text)))
    earlier = EARLIER.search(text) is not None
    if looks_like_body(subject.said) and (body := _by_changes(subject, plan, base, earlier=earlier)) is not None:
        return body
    for names in (
        _by_words(subject, plan, base, earlier=earlier),
        _by_links(subject, own, base),
        _by_likeness(subject, plan, base),
    ):
        found = _ordered(names, own, subject)
        reply = _say(subject, *found, earlier=earlier, base=base) if found else None
        if reply is not None:
            return reply
    known = subject.whole and base.occurrences(subject.names)
    return SILENT if known and RENAME_ASKED.search(text) else None


# ------------------------------------------------------------------------------------------------ where from


def _by_links(subject: Subject, own: set[str], base: Base) -> list[Name]:
    """The names of the things that are linked as renamed, and the thing's own."""
    renamed = {
        id_
        for one in subject.entity_ids
        for link in base.links_of(one)
        if link.kind is LinkKind.RENAMED
        for id_ in (link.a_id, link.b_id)
    }
    entities = base.entities(renamed)
    return [name for entity in entities.values() for name in _name_of(entity, base)]


def _name_of(entity: Entity, base: Base) -> Iterator[Name]:
    """The entity's name with the years of the documents that mention it."""
    mentions = list(base.mentions_of([entity.id]))
    if not mentions:
        return
    years = [year for mention in mentions if (year := year_of(base.documents[mention.document_id]))]
    best = next((one for one in mentions if re.sub(r"\s+", "", one.surface) == entity.name), mentions[0])
    yield Name(
        entity.name, min(years, default=0), max(years, default=0), best.source, Span(best.start, best.end), entity.id
    )


def _by_words(subject: Subject, plan: Plan, base: Base, *, earlier: bool) -> list[Name]:
    """What a text says outright: X更名为Y, Y(原X)."""
    found = []
    for occurrence in base.occurrences(subject.names, agreeing_documents(plan, base)):
        document = base.documents[occurrence.document_id]
        text = base.text_of(document.source)
        around = Span(
            max(document.start, occurrence.span.start - WINDOW), min(document.end, occurrence.span.end + WINDOW)
        )
        flat = flatten(text, around)
        start, end = flat.at(occurrence.span.start), flat.at(occurrence.span.end - 1) + 1
        year = year_of(document) or 0
        renamed = RENAMED.match(flat.text, end) or RENAMED.match(flat.text, min(end + 1, len(flat.text)))
        former = FORMERLY.match(flat.text, end)
        if renamed and not earlier:
            found.append(Name(renamed["name"], year, 9999, document.source, flat.span(start, renamed.end())))
        elif former and earlier:
            found.append(Name(former["name"], 0, year - 1, document.source, flat.span(start, former.end())))
        before = re.search(r"(?P<name>[\u4e00-\u9fffA-Za-z0-9]{3,24})[(,](?:原名|原|前身为|前身是)$", flat.text[:start])
        if before and not earlier:
            found.append(Name(before["name"], year, 9999, document.source, flat.span(before.start(), end)))
        ahead = re.search(
            r"(?P<name>[\u4e00-\u9fffA-Za-z0-9]{3,20}?)(?:正式|已|成功|获批)*(?:更名|改名|改称|升级|升格|晋升)(?:为|成)[“\"]?$",
            flat.text[:start],
        )
        if ahead and earlier:
            found.append(Name(ahead["name"], 0, year - 1, document.source, flat.span(ahead.start(), end)))
    return found


def _by_likeness(subject: Subject, plan: Plan, base: Base) -> list[Name]:
    """Names in documents of the place that have words put into the asked one, or left out of it: 海洋国家实验室,
    海洋科学与技术试点国家实验室.
    """
    asked = fold_text(re.sub(r"\s+", "", subject.said))
    words = [word for word in rjieba.cut(asked) if word]
    if len(asked) < LEAST_LIKE or len(words) < 2:
        return []
    pattern = re.compile(PUT_IN.join(map(re.escape, words)) + "$")
    documents = [
        one for one in agreeing_documents(plan, base) if base.documents[one].region_code or not plan.question.places
    ]
    found: dict[str, Name] = {}
    for occurrence in base.occurrences([words[-1]], documents):
        document = base.documents[occurrence.document_id]
        start = max(document.start, occurrence.span.start - WINDOW)
        flat = flatten(base.text_of(document.source), Span(start, occurrence.span.end))
        match = pattern.search(flat.text)
        if match is None or RANK.sub("", match[0]) == RANK.sub("", asked):
            continue
        year = year_of(document) or 0
        found.setdefault(match[0], Name(match[0], year, year, document.source, flat.span(*match.span())))
    mine = next(iter(base.occurrences([asked], documents)), None)
    if found and mine is not None:
        year = year_of(base.documents[mine.document_id]) or 0
        found[asked] = Name(asked, year, year, mine.source, mine.span)
    return list(found.values())


def _by_changes(subject: Subject, plan: Plan, base: Base, *, earlier: bool) -> Reply | None:
    """What a public body was made into, where documents of the place name the later one."""
    documents = [one for one in agreeing_documents(plan, base) if base.documents[one].region_code] or None
    level = take_apart(subject.said)[0] or next((SAID_LEVEL[one.level] for one in plan.question.places), "")
    names = changed_names(subject.said, earlier=earlier)
    for name in [level + name for name in names if level] + names:
        for occurrence in base.occurrences([name], documents)[:1]:
            text = base.text_of(occurrence.source)[occurrence.span.start : occurrence.span.end]
            proof = Proof()
            proof.add(base.cite(occurrence.source, occurrence.span))
            for own in base.occurrences(subject.names, documents)[:1]:
                proof.add(base.cite(own.source, own.span))
            return Reply(re.sub(r"\s+", "", text), tuple(proof.citations), None, sure=0.75)
    return None


# ------------------------------------------------------------------------------------------------ which is meant


def _ordered(names: Sequence[Name], own: set[str], subject: Subject) -> tuple[list[Name], Name | None] | None:
    """The other names in order of time, and the asked one; None where there is no other."""
    mine = next((name for name in names if _is_own(name, own)), None)
    others: dict[str, Name] = {}
    for name in sorted(names, key=lambda one: (one.first, one.last)):
        if name is not mine and fold_text(name.text) not in own:
            others.setdefault(name.text, name)
    return (list(others.values()), mine) if others else None


def _is_own(name: Name, own: set[str]) -> bool:
    return fold_text(name.text) in own


def _say(subject: Subject, others: Sequence[Name], mine: Name | None, *, earlier: bool, base: Base) -> Reply | None:
    """The latest name, or the earliest where that is asked; of two names the one that is not asked with."""
    if mine is not None:
        fitting = [one for one in others if (one.last <= mine.last if earlier else one.last >= mine.last)]
    else:
        fitting = list(others)
    if not fitting:
        return None
    chosen = fitting[0] if earlier else fitting[-1]
    proof = Proof()
    place = proof.add(base.cite(chosen.source, chosen.span))
    items = [Item(chosen.text, of=_since(chosen), entity_id=chosen.entity_id, proof=(place,))]
    if mine is not None:
        items.insert(
            0 if not earlier else 1,
            Item(subject.said, of=_since(mine), proof=(proof.add(base.cite(mine.source, mine.span)),)),
        )
    return Reply(cut_short(chosen.text), tuple(proof.citations), tuple(items) if len(items) > 1 else None, sure=0.85)


def _since(name: Name) -> str | None:
    if not name.first:
        return None
    return f"{name.first}年" if name.last in (name.first, 9999) else f"{name.first}—{name.last}年"


def _other_length(subject: Subject, own: set[str], base: Base, *, longest: bool) -> Reply | None:
    """The full or the short name among those of the thing."""
    best: tuple[int, EntityMention] | None = None
    for mention in base.mentions_of(subject.entity_ids):
        surface = re.sub(r"\s+", "", mention.surface)
        if fold_text(surface) in own or len(surface) < 2:
            continue
        size = len(surface) if longest else -len(surface)
        if best is None or size > best[0]:
            best = (size, mention)
    limit = max(len(name) for name in own)
    if best is None or (abs(best[0]) <= limit if longest else abs(best[0]) >= limit):
        return None
    mention = best[1]
    proof = Proof()
    proof.add(base.cite(mention.source, Span(mention.start, mention.end)))
    return Reply(cut_short(re.sub(r"\s+", "", mention.surface)), tuple(proof.citations), None, sure=0.8)

"""Projects that are not gone on with: 取消X, 除X暂缓实施外.

In: things and the knowledge base. Out: which of them the newest document that says so drops; a question after these
gets these alone, any other gets the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.records import EntityMention, EntityType, Span
from search.plan.plan import Plan
from search.replies.contract import Base
from search.replies.things import Thing, load_thing_words

CLAUSE = re.compile(r"[，,。；;！？\n]")


@dataclass(frozen=True, slots=True)
class Sifted:
    """`left`: how many were left out."""

    things: list[Thing]
    left: int = 0


def sift_dropped(plan: Plan, things: Sequence[Thing], base: Base) -> Sifted:
    """The projects that go on, or those dropped, whichever is asked."""
    said = [_where_dropped(thing, base) for thing in things]
    if asks_for_dropped(plan.question.text):
        words = load_thing_words().dropped
        asked = words.search(plan.question.text)
        return Sifted(
            [
                _with_clause(thing, where[0], base)
                for thing, where in zip(things, said, strict=True)
                if where is not None and asked and _alike(asked[0], where[1])
            ]
        )
    kept = [thing for thing, where in zip(things, said, strict=True) if where is None]
    if len(kept) == len(things):
        return Sifted(kept)
    return Sifted([_with_own_clause(thing, base) for thing in kept], len(things) - len(kept))


def asks_for_dropped(text: str) -> bool:
    """Whether the projects that are not gone on with are asked for."""
    return load_thing_words().dropped.search(text) is not None


def _alike(asked: str, said: str) -> bool:
    """取消 is not 暂缓."""
    later = load_thing_words().put_off
    return bool(later.search(asked)) == bool(later.search(said))


def _where_dropped(thing: Thing, base: Base) -> tuple[EntityMention, str] | None:
    """The mention and the words with which the newest document that names the project drops it."""
    if thing.entity.type is not EntityType.PROJECT:
        return None
    mentions = base.mentions_of([thing.entity.id])
    newest = max((base.documents[one.document_id].year or 0 for one in mentions), default=0)
    for mention in mentions:
        if (base.documents[mention.document_id].year or 0) == newest and (words := _words_of(mention, base)):
            return mention, words
    return None


def _words_of(mention: EntityMention, base: Base) -> str:
    clause = clause_around(mention, base)
    found = load_thing_words().dropped.search(base.text_of(mention.source)[clause.start : clause.end])
    return found[0] if found else ""


def clause_around(mention: EntityMention, base: Base) -> Span:
    """From the sign before the mention to the one behind it."""
    text = base.text_of(mention.source)
    stops = [match.end() for match in CLAUSE.finditer(text, max(0, mention.start - 80), mention.start)]
    behind = CLAUSE.search(text, mention.end, mention.end + 60)
    return Span(stops[-1] if stops else max(0, mention.start - 80), behind.start() if behind else mention.end)


def _with_own_clause(thing: Thing, base: Base) -> Thing:
    """Proved by the clause in which the document of its first proof names it."""
    first = thing.proof[0]
    mentions = [one for one in base.mentions_of([thing.entity.id]) if one.document_id == first.document_id]
    return _with_clause(thing, mentions[-1], base) if mentions else thing


def _with_clause(thing: Thing, mention: EntityMention, base: Base) -> Thing:
    """Proved by the clause around the mention, which says what is done with it."""
    clause = clause_around(mention, base)
    relation = replace(
        thing.proof[0],
        source=mention.source,
        document_id=mention.document_id,
        start=clause.start,
        end=clause.end,
    )
    return replace(thing, proof=(relation,))

"""What a slogan of numbers stands for: 三坚决两确保一力争 → three clauses with 坚决, two with 确保, one with 力争.

In: a plan that asks after a slogan. Out: the members of each of its parts, where near a place that names the slogan so
many stand together that begin or end with the word of the part; None where a part's number does not come out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.lexicon.wordings import wordings
from graph.records import Span
from graph.writing.numerals import number_of
from search.plan.groups import NUMERAL
from search.plan.plan import Plan
from search.replies.contract import Base, Item, Occurrence, Proof, Reply
from search.replies.documents import scoped_documents
from search.replies.enumerations import say_items
from search.replies.marked import plainly

any_of = wordings("answers").any_of

PART = re.compile(
    rf"([{NUMERAL}两]+|\d+)(?:个|张|大|项|条|件|座|块|方面|类|种|道)?((?:(?![{NUMERAL}两])[\u4e00-\u9fff]){{1,4}})"
)
MEMBER = re.compile(r"[^，,。；;、：:\n“”\"]+")
LEAD = re.compile(f"^{any_of('before_slogan')}+")
BEFORE, BEHIND = 260, 700  # characters around a place that names the slogan
MOST_PLACES = 12
MOST_MEMBERS = 12
LONGEST_MEMBER = 34
GAP = 40  # characters between two members of a part
GAP_OF_QUOTED = 160  # … where each stands in quotation marks
QUOTES = ("“", "”", '"')


@dataclass(frozen=True, slots=True)
class Part:
    """`number` members with `word` at their beginning or end."""

    number: int
    word: str


def parts_of_slogan(name: str) -> list[Part]:
    """Its parts; none where the name is no slogan of numbers."""
    bare = re.sub(r"[“”\"‘’\s]", "", name)
    found = list(PART.finditer(bare))
    if not found or "".join(match[0] for match in found) != bare:
        return []
    parts = [Part(number_of(match[1].replace("两", "二")) or 0, match[2]) for match in found]
    return parts if 2 <= sum(part.number for part in parts) <= MOST_MEMBERS and all(p.number for p in parts) else []


def is_slogan(name: str) -> bool:
    """Whether it is a number with one word that stands for longer ones (六位), not the name of a class (六大行动)."""
    parts = parts_of_slogan(name)
    return len(parts) == 1 and len(parts[0].word) == 1 and "大" not in name


def reply_with_slogan(plan: Plan, base: Base) -> Reply | None:
    """The members, part by part, from the place where they stand closest together."""
    parts = parts_of_slogan(plan.group)
    if not parts:
        return None
    documents = [one.id for one in scoped_documents(plan, base)]
    name = re.sub(r"[“”\"‘’\s]", "", plan.group)
    places = base.occurrences([name, f"“{name}”"], documents)[:MOST_PLACES]
    found = [(place, members) for place in places if (members := _members(parts, place, name, base))]
    if not found:
        return None
    place, members = min(found, key=lambda one: one[1][-1].end - one[1][0].start)
    text = base.text_of(place.source)
    proof = Proof()
    quote = proof.add(base.cite(place.source, Span(members[0].start, members[-1].end)))
    proof.add(base.cite(place.source, place.span))
    items = [Item(plainly(LEAD.sub("", text[one.start : one.end])), proof=(quote,)) for one in members]
    return Reply(say_items(plan, items), tuple(proof.citations), tuple(items), sure=0.9)


def _members(parts: Sequence[Part], place: Occurrence, name: str, base: Base) -> list[Span]:
    """The members of all parts near a place; none where one part does not come out."""
    text = base.text_of(place.source)
    document = base.documents[place.document_id]
    for first, last in ((place.span.end, place.span.end + BEHIND), (place.span.start - BEFORE, place.span.start)):
        pieces = list(_pieces(text, max(first, document.start), min(last, document.end)))
        found = [_of_part(part, pieces, name, text) for part in parts]
        if all(found):
            return [one for members in found for one in members]
    return []


def _of_part(part: Part, pieces: Sequence[Span], name: str, text: str) -> list[Span]:
    """The members of a part, those in quotation marks before others; its word may be the first of what stands behind
    the number: 四|心|辉映.
    """
    quoted = [
        one for one in pieces if text[one.start - 1 : one.start] in QUOTES and text[one.end : one.end + 1] in QUOTES
    ]
    for word in dict.fromkeys((part.word, part.word[:2], part.word[:1])):
        for among, gap in ((quoted, GAP_OF_QUOTED), (pieces, GAP)):
            borne = [one for one in among if _bears(text, one, word, name)]
            distinct = list({text[one.start : one.end]: one for one in reversed(borne)}.values())[::-1]
            if found := _together(part.number, distinct, gap):
                return found
    return []


def _pieces(text: str, first: int, last: int) -> Iterator[Span]:
    for match in MEMBER.finditer(text, first, last):
        lead = LEAD.match(match[0].strip())
        start = match.start() + (len(match[0]) - len(match[0].lstrip())) + (lead.end() if lead else 0)
        end = match.end() - (len(match[0]) - len(match[0].rstrip()))
        if 2 <= end - start <= LONGEST_MEMBER:
            yield Span(start, end)


def _bears(text: str, piece: Span, word: str, name: str) -> bool:
    said = re.sub(r"\s+", "", text[piece.start : piece.end])
    return (said.startswith(word) or said.endswith(word)) and said not in (word, name) and len(said) > len(word)


def _together(number: int, pieces: Sequence[Span], gap: int) -> list[Span]:
    """The first so many of them that stand one behind the other; none where there are no so many, or one more."""
    for first in range(len(pieces) - number + 1):
        run = list(pieces[first : first + number])
        near = all(two.start - one.end <= gap for one, two in pairwise(run))
        more = pieces[first + number : first + number + 1]
        if near and not (more and more[0].start - run[-1].end <= 1):
            return run
    return []

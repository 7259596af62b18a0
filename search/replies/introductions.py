"""What a named thing is: the sentence that introduces it: 怀化国际陆港是承载怀化高质量跨越式发展的重要平台.

In: a plan and the knowledge base. Out: the sentence that says most plainly what the thing is, of the newest document
that has such a one; None where the question names no one thing, or no sentence begins with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.lexicon.wordings import wordings
from graph.writing.sentence_ends import LINE, STORED
from search.answer import Citation
from search.plan.plan import Plan
from search.replies.contract import Base, Proof, Reply, cite_sentence, cut_short
from search.replies.subject import find_subject

any_of = wordings("answers").any_of

# Right behind the name: what it is …
IS = re.compile(r"(?:项目|工程)?[,，]?(?:作为|是(?!否|不是)|系|即)")
# … or where it lies, how large it is, who builds it.
SET_OUT = re.compile(f"(?:项目|工程)?[(（,，:：]?{any_of('introduces')}")
# what may stand before it at the start of a sentence
OPENING = re.compile(f"(?:^|[{STORED}{LINE}])[^{STORED}{LINE}]{{0,4}}$")
AROUND = 40  # characters of a text looked at on either side of a name
CITED = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with the name; `plainness`: 3 what it is, 1 how large or where, one more where it begins with it."""

    plainness: int
    year: int
    citation: Citation


def reply_with_introduction(plan: Plan, base: Base) -> Reply | None:
    """The plainest sentence, and others that say as much of it."""
    if not plan.is_of_a_name:
        return None
    subject = find_subject(plan, base)
    if subject is None or not subject.whole:
        return None
    told = sorted(_told(subject.names, base), key=lambda one: (-one.plainness, -one.year))
    if not told:
        return None
    proof = Proof()
    for one in told[:CITED]:
        proof.add(one.citation)
    return Reply(cut_short(told[0].citation.quote), tuple(proof.citations), sure=0.9)


def _told(names: tuple[str, ...], base: Base) -> Iterator[Told]:
    """The sentences that begin with the name, or say outright what it is."""
    for found in base.occurrences(names):
        text = base.text_of(found.source)
        behind = text[found.span.end : found.span.end + AROUND]
        before = text[max(0, found.span.start - AROUND) : found.span.start]
        is_first = OPENING.search(before) is not None
        plainness = 3 * bool(IS.match(behind)) or int(is_first and bool(SET_OUT.match(behind)))
        cited = cite_sentence(base, found.source, found.span) if plainness else None
        if cited is not None and cited.passage.kind == "text":
            yield Told(plainness + is_first, cited.document.year or 0, cited)

"""A long sentence cut to the clauses that answer: question and sentence → the place of those clauses in it.

Only for questions after a figure or a moment: lists, names and reasons may run through the whole sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.records import Span
from graph.writing.foldings import fold_text
from search.evidence import holds_kind
from search.question import Asked, Question
from search.wanted import Wanted, find_wanted

LONG = 140  # characters from which a sentence is cut
CUT_FOR = (Asked.NUMBER, Asked.WHEN)
BEHIND = 2  # clauses kept behind: what belongs to a figure mostly follows it
COMMA = re.compile(r"[,，;；]")


def cut_to_clauses(
    question: Question, text: str, rarity: Callable[[str], float], *, around: Span | None = None
) -> Span:
    """The shortest run of clauses that says all that the whole says of what is asked and holds the kind of thing
    asked for, with neighbours on both sides: what a clause leaves out stands beside it. around: a place in the text
    that is the answer, and so must be in the run.
    """
    whole = Span(0, len(text))
    if question.asked not in CUT_FOR or len(text) < LONG:
        return whole
    ends = [match.end() for match in COMMA.finditer(text) if is_outside(text, match.start())]
    cuts = [0, *ends, *([len(text)] if not ends or ends[-1] < len(text) else [])]
    runs = sorted(
        ((first, last) for first in range(len(cuts) - 1) for last in range(first + 1, len(cuts))),
        key=lambda run: (cuts[run[1]] - cuts[run[0]], run),
    )
    if around:
        runs = [run for run in runs if cuts[run[0]] <= around.start and around.end <= cuts[run[1]]]
    wanted = Wanted(find_wanted(question), rarity)
    texts = [text[cuts[first] : cuts[last]] for first, last in runs]
    shares = wanted.share_said(wanted.presence([fold_text(one) for one in texts]))
    for (first, last), said, share in zip(runs, texts, shares, strict=True):
        if share >= shares[-1] - 1e-6 and holds_kind(question, said):
            return Span(cuts[max(first - 1, 0)], cuts[min(last + BEHIND, len(cuts) - 1)])
    return whole


def is_outside(text: str, place: int) -> bool:
    """Whether the place is in no parenthesis."""
    before = text[:place]
    return sum(map(before.count, "(（")) <= sum(map(before.count, ")）"))

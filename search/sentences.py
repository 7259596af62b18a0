"""Passages cut into sentences that can be quoted: source text and a span → spans of sentences.

A sentence ends at 。!?; (either width) or at an empty line; a closing parenthesis that follows (who leads the item)
is a sentence of its own. A stretch longer than a citation may be is cut again at commas.
"""

from __future__ import annotations

import re

from graph.records import Span
from graph.writing.sentence_ends import BLANK_LINE, STORED, STORED_TASK

# “。(市商务局牵头,…)” starts a new sentence at the parenthesis; an inner “;” of a parenthesis does not end one.
END = re.compile(rf"[{STORED}]+[”’\"]?|{BLANK_LINE}|\r\n\s*\r\n")
LEAD = re.compile(r"[(（][^()（）]{0,20}?(?:牵头|负责|责任)")
LEAD_WHOLE = re.compile(r"\s*[(（][^()（）]{0,20}?(?:牵头|负责|责任)[^()（）]*[)）]" rf"[{STORED_TASK}]?")
OPEN, CLOSE = "(（", ")）"
LONGEST = 220  # characters of a sentence; longer ones are cut at commas, so that two fit into an answer


def split_sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of text[start:end], trimmed of white space, in order, together covering all that is not blank."""
    spans: list[Span] = []
    at = start
    for match in END.finditer(text, start, end):
        if lead := LEAD_WHOLE.match(text, at, end):
            spans.extend(cut_long(text, at, lead.end()))
            at = lead.end()
        if match.start() < at or is_inside_parenthesis(text, at, match.start()):
            continue
        spans.extend(cut_long(text, at, match.end()))
        at = match.end()
    spans.extend(cut_long(text, at, end))
    return spans


def sentences_holding(text: str, around: Span, told: Span) -> Span:
    """From the start of the sentence in which a stretch begins to the end of the one in which it ends; the stretch
    itself where that would be too long for a quote. around: the passage in which it lies."""
    held = [one for one in split_sentences(text, around.start, around.end) if _meet(one, told)]
    whole = Span(min((one.start for one in held), default=told.start), max((one.end for one in held), default=told.end))
    fits = whole.start <= told.start and told.end <= whole.end and whole.end - whole.start <= LONGEST
    return whole if fits else told


def _meet(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def is_inside_parenthesis(text: str, start: int, place: int) -> bool:
    """Whether a parenthesis opened after `start` is still open at `place`."""
    depth = 0
    for character in text[start:place]:
        depth += (character in OPEN) - (character in CLOSE and depth > 0)
    return depth > 0


def cut_long(text: str, start: int, end: int) -> list[Span]:
    """One span trimmed, or several when it is longer than a sentence to quote."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return []
    if end - start <= LONGEST:
        return [Span(start, end)]
    middle = start + LONGEST
    commas = [place for place in range(start + LONGEST // 3, middle) if text[place] in ",，、"]
    stops = [place for place in commas if text[place] in ",，"] or commas
    cut = stops[-1] + 1 if stops else middle
    return [*cut_long(text, start, cut), *cut_long(text, cut, end)]

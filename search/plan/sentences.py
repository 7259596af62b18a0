"""A question of several sentences: which of them asks."""

from __future__ import annotations

import re

from graph.lexicon.wordings import wordings
from graph.writing.sentence_ends import ENDS

any_of = wordings("asking").any_of

END = re.compile(f"[{ENDS}]+")
IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
ASKS = re.compile(any_of("asks"))


def asking_sentence(text: str) -> str:
    """The text with blanks for the sentences that do not ask, and for what stands in brackets; the first that asks is
    left, the text if none does.
    """
    text = IN_BRACKETS.sub(lambda match: " " * len(match[0]) if not ASKS.search(match[0]) else match[0], text)
    sentences = sentence_spans(text)
    asking = [span for span in sentences if ASKS.search(text[slice(*span)])]
    if len(sentences) < 2 or not asking:
        return text
    start, end = asking[0]
    behind = sentences[sentences.index(asking[0]) + 1 :][:1]
    said = text[slice(*behind[0])] if behind else ""
    if re.fullmatch(r"\s*(?:是|叫|各|分别|又)*(?:谁|哪.{0,3}|什么|多少)", said) or re.search(
        r"(?:各|分别).*[哪几多什谁]", said
    ):
        end = behind[0][1]
    return (" " * start + text[start:end] + " " * (len(text) - end)).rstrip()


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences stand, without their end marks."""
    spans, start = [], 0
    for match in END.finditer(text + "。"):
        if text[start : match.start()].strip():
            spans.append((start, match.start()))
        start = match.end()
    return spans

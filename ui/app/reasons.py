"""Why a passage was found: the words it shares with the question.

In: a question and a passage's text. Out: where the words stand in the text, and the words themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

# questions' own words say nothing about a passage
_ASKING = frozenset(
    ("什么", "多少", "哪个", "哪些", "哪里", "怎么", "怎样", "如何", "是否", "几个", "为何", "为什么", "各是", "分别")
)
SHOWN = 6  # words named


def shared_words(question: str, text: str) -> tuple[list[tuple[int, int]], Sequence[str]]:
    """The places of the shared words, and the longest of these words, as they stand in the question."""
    # imported late: the segmenter reads its dictionary when it is loaded
    from search.terms import find_words

    wanted = {word for word in find_words(question) if len(word) > 1 and word not in _ASKING}
    found = sorted((word for word in wanted if word in text), key=lambda word: (-len(word), question.find(word)))
    whole = [word for place, word in enumerate(found) if not any(word in longer for longer in found[:place])]
    spans = [(start, start + len(word)) for word in found for start in _places(word, text)]
    spans.sort(key=lambda span: (span[0] - span[1], span[0]))
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if all(end <= first or last <= start for first, last in kept):
            kept.append((start, end))
    kept.sort()
    joined: list[tuple[int, int]] = []
    for start, end in kept:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined, sorted(whole[:SHOWN], key=question.find)


def _places(word: str, text: str) -> list[int]:
    places, at = [], text.find(word)
    while at >= 0:
        places.append(at)
        at = text.find(word, at + len(word))
    return places

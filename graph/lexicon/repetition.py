"""Words that may follow one another any number of times, as one regular expression that is read in one way only.

In: words, each of them an expression perhaps. Out: their choice, longest first, without those that others make up:
where 前期 and 工作 stand, 前期工作 says nothing more, and a text that ends otherwise would be tried both ways at each
of them (2ⁿ ways). Digits and classes take all they can, for the same reason.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

PLAIN = re.compile(r"(?:[\u4e00-\u9fff]\??)+")  # characters, of which some may be missing
OPTIONAL = re.compile(r"([\u4e00-\u9fff])\?")


def repeated(words: Iterable[str]) -> str:
    """The choice, to stand in parentheses before “*” or “+”."""
    plain = {form for word in words if PLAIN.fullmatch(word) for form in forms_of(word)}
    others = {word.replace(r"\d+", r"\d++").replace("]+", "]++") for word in words if not PLAIN.fullmatch(word)}
    needed = {word for word in plain if not is_made_of(word, plain - {word})}
    return "|".join(sorted(needed | others, key=lambda word: (-len(word), word)))


def forms_of(word: str) -> list[str]:
    """战略性新兴 and 战略新兴 of 战略性?新兴."""
    pieces = OPTIONAL.split(word)  # what is between, and at odd places what may be missing
    choices = [("", piece) if number % 2 else (piece,) for number, piece in enumerate(pieces)]
    return ["".join(choice) for choice in itertools.product(*choices) if any(choice)]


def is_made_of(word: str, others: Iterable[str]) -> bool:
    """Whether some of the others, one after the other, make up the word."""
    known, reached = set(others), {0}
    for end in range(1, len(word) + 1):
        if any(word[start:end] in known for start in reached):
            reached.add(end)
    return len(word) in reached

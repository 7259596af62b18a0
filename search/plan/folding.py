"""A question as typed → the same in the wording that is read: simplified characters, pinyin and English put into
Chinese, slips of typing in names and terms mended, politeness left out.

Folding leaves alone what stands in the documents; what it changed is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from graph.writing.foldings import fold_question
from search.plan.cues import load_cues

if TYPE_CHECKING:
    from search.plan.pinyin import PinyinWords
    from search.plan.slips import Slips

LATIN = re.compile(r"[A-Za-z][A-Za-z'’ .-]*[A-Za-z]|[A-Za-z]")
HAN = re.compile(r"[\u3400-\u9fff]")


class Vocabulary(Protocol):
    """What the documents write."""

    def words(self) -> Mapping[str, int]:
        """Words, and how many passages hold each; all of them are read."""

    def has_word(self, word: str) -> bool:
        """Whether a passage holds it as a word."""

    def names(self) -> Mapping[str, int]:
        """Names of entities and areas, and how often each is mentioned; all of them are read."""

    def is_named(self, wording: str) -> bool:
        """Whether the name of an entity or area holds it."""

    def areas(self) -> Mapping[str, int]:
        """Names of areas that the documents name, and how often each is mentioned."""

    def written(self, wording: str) -> int:
        """How many passages hold the wording, but for width, case and white space."""


@dataclass(frozen=True, slots=True)
class Folded:
    """`changes`: what was read for what, in the order of the text."""

    text: str
    changes: tuple[tuple[str, str], ...] = ()


class Folding:
    """Folds the questions put to one knowledge base; what it needs of the vocabulary is made when first needed."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def fold(self, typed: str) -> Folded:
        """The question in the wording that is read."""
        text, changes = self._simplify(fold_question(typed))
        text = without_politeness(text)
        for step in (self._put_in_chinese, self._mend):
            text, changed = step(text)
            changes += changed
        return Folded(text, tuple(changes))

    # ------------------------------------------------------------------------------------------------ steps

    def _simplify(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """Traditional characters → simplified ones, but in words that the documents write so."""
        if not _may_be_traditional(text):
            return text, []
        # imported late: most questions need none of it
        from opencc import OpenCC

        simple = str(OpenCC("t2s").convert(text))
        if len(simple) != len(text):
            return simple, [(text, simple)]
        runs = re.finditer(r"[\u3400-\u9fff]+", text)
        changed = [match for match in runs if simple[match.start() : match.end()] != match[0]]
        kept = [match for match in changed if self._vocabulary.written(match[0])]
        for match in kept:
            simple = simple[: match.start()] + match[0] + simple[match.end() :]
        return simple, [(one[0], simple[one.start() : one.end()]) for one in changed if one not in kept]

    def _put_in_chinese(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """English words and pinyin → Chinese."""
        if not LATIN.search(text):
            return text, []
        from search.plan.latin import put_in_chinese

        return put_in_chinese(text, lambda: self._pinyin)

    @cached_property
    def _pinyin(self) -> PinyinWords:
        from search.plan.pinyin import PinyinWords

        return PinyinWords.of(self._vocabulary)

    def _mend(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """Slips of typing in names and terms → the name or term."""
        return self._slips.mend(text)

    @cached_property
    def _slips(self) -> Slips:
        from search.plan.slips import Slips

        return Slips(self._vocabulary)


def without_politeness(text: str) -> str:
    """Without the polite words that a question begins and ends with."""
    before = ""
    while text != before:
        before = text
        for pattern in load_cues().polite:
            text = pattern.sub(lambda match: "" if _at_edge(match) else match[0], text).strip(" ,。")
    return text or before


def _at_edge(match: re.Match[str]) -> bool:
    before, behind = match.string[: match.start()], match.string[match.end() :]
    return not before.strip(" ,。?!") or not behind.strip(" ,。?!")


def _may_be_traditional(text: str) -> bool:
    """Whether a character of the text is not among those of simplified Chinese (GB/T 2312-1980)."""
    try:
        "".join(HAN.findall(text)).encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False

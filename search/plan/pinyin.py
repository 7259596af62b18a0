"""Pinyin without tones ⇄ Chinese: letters are read as the words of the documents that sound so, the likeliest first."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.sounds import toneless
from search.plan.cues import load_cues

if TYPE_CHECKING:
    from search.plan.folding import Vocabulary

MOST_READINGS = 8  # of one word, by its characters with several
LONGEST_WORD = 14  # characters
QUESTION_WEIGHT = 20_000  # how often a word of questions counts as standing in the documents
NAME_WEIGHT = 40  # … and a name, for each mention
WORD_COST = 2.5  # what each further word costs, so that long words win


@lru_cache(maxsize=8192)
def readings(character: str) -> tuple[str, ...]:
    """The sounds of a character without tones: 重 → zhong, chong; none for what is not Chinese."""
    # imported late: it is large, and most questions need none of it
    from pypinyin.pinyin_dict import pinyin_dict

    sounds = pinyin_dict.get(ord(character), "")
    return tuple(dict.fromkeys(toneless(sound) for sound in sounds.split(",") if sound))


def sounds_of(word: str) -> list[tuple[str, ...]]:
    """The ways a word may sound, syllable by syllable; none where a character has no sound."""
    each = [readings(character)[:3] for character in word]
    if not all(each):
        return []
    return list(itertools.islice(itertools.product(*each), MOST_READINGS))


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """All syllables of pinyin."""
    from pypinyin.pinyin_dict import pinyin_dict

    sounds = {sound for code, said in pinyin_dict.items() if 0x4E00 <= code <= 0x9FA5 for sound in said.split(",")}
    return frozenset(bare for bare in map(toneless, sounds) if re.fullmatch(r"[a-z]+", bare))


@lru_cache(maxsize=4096)
def is_pinyin(token: str) -> bool:
    """Whether the letters can be cut into syllables."""
    letters, known = token.lower(), syllables()
    reach = {0}
    for end in range(1, len(letters) + 1):
        if any(end - length in reach and letters[end - length : end] in known for length in range(1, 7)):
            reach.add(end)
    return len(letters) in reach


@dataclass(frozen=True)
class PinyinWords:
    """Words by their letters (quxian → 县区), each with how likely it is."""

    by_letters: Mapping[str, tuple[str, float]]
    longest: int
    named: frozenset[str]  # letters of names of entities and areas

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> PinyinWords:
        """The words, names and areas of the documents, and the words of questions."""
        weights: dict[str, float] = {}
        for word, count in vocabulary.words().items():
            _weigh(weights, word, count)
        names = vocabulary.names()
        for word, count in names.items():
            _weigh(weights, word, NAME_WEIGHT * max(count, 1))  # an area may only stand in other names
        for word in load_cues().pinyin_words:
            weights[word] = QUESTION_WEIGHT * (1.0 if len(word) > 1 else 0.5)
        return cls.from_weights(weights, names)

    @classmethod
    def from_weights(cls, weights: Mapping[str, float], names: Iterable[str]) -> PinyinWords:
        """weights: how often each word counts as written."""
        total = sum(weights.values()) or 1.0
        found: dict[str, tuple[str, float]] = {}
        for word, weight in weights.items():
            for place, sound in enumerate(sounds_of(word)):
                likely = math.log(weight / total) - 2.0 * (place > 0)  # a rarer reading
                for letters in {"".join(sound), "".join(sound).replace("v", "u")}:
                    if letters not in found or found[letters][1] < likely:
                        found[letters] = (word, likely)
        named = {"".join(sound) for name in names if len(name) <= LONGEST_WORD for sound in sounds_of(name)[:2]}
        return cls(found, max(map(len, found), default=0), frozenset(named))

    def read(self, letters: str) -> str | None:
        """The likeliest words for letters without blanks; None where they cannot be read."""
        best: list[tuple[float, int, str] | None] = [(0.0, 0, "")] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - self.longest), end):
                before = best[start]
                found = self.by_letters.get(letters[start:end])
                if before is not None and found is not None:
                    score = before[0] + found[1] - WORD_COST
                    held = best[end]
                    if held is None or held[0] < score:
                        best[end] = (score, start, found[0])
        return _walk_back(best)


def _weigh(weights: dict[str, float], word: str, count: float) -> None:
    if 1 <= len(word) <= LONGEST_WORD and re.fullmatch(r"[\u4e00-\u9fff]+", word):
        weights[word] = weights.get(word, 0.0) + count


def _walk_back(best: list[tuple[float, int, str] | None]) -> str | None:
    words: list[str] = []
    place = len(best) - 1
    while place > 0:
        step = best[place]
        if step is None:
            return None
        words.append(step[2])
        place = step[1]
    return "".join(reversed(words))

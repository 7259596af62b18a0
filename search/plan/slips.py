"""Slips of typing in names and terms: 国际路港 → 国际陆港, 抽水畜能 → 抽水蓄能.

Two characters are suspect that stand side by side in no document. One of them is mended where exactly one character
that sounds alike makes a wording of four characters that the documents write, or a short name that they know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import rjieba

from graph.lexicon.divisions import Divisions
from graph.writing.characters import plain_text
from search.plan.cues import load_cues
from search.plan.pinyin import readings

if TYPE_CHECKING:
    from search.plan.folding import Vocabulary

RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
WINDOW = 4  # characters of a wording that must stand in the documents
LEAST_WRITTEN = 2  # times
FAR_LIKELIER = 5  # times, so often is one of two names mentioned that the other is not meant
SHORT_NAME = 3  # characters; a name of so many is mended whole
# Sounds that are typed for each other.
ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("l", "n"))


@dataclass(frozen=True)
class Slips:
    """Mends the questions put to one knowledge base."""

    vocabulary: Vocabulary

    def mend(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """The question with its slips mended, and what was read for what."""
        changes: list[tuple[str, str]] = []
        named = _areas_in(text)
        for pair, whole in list(self._strange_pairs(text)):
            if any(start <= pair and pair + 2 <= end for start, end in named):
                continue
            mended = self._mended(text, pair, whole)
            if mended is not None:
                start, typed, wording = mended
                text = text[:start] + wording + text[start + len(typed) :]
                changes.append((typed, wording))
        return text, changes

    def _strange_pairs(self, text: str) -> Iterator[tuple[int, bool]]:
        """Where two characters stand side by side that do so in no document, inside a word, beside a single character
        or beside a word that is none; two words that only never met are no slip. With each whether the segmenter made
        a word that neither it nor the documents know.
        """
        start = 0
        words = list(rjieba.cut(text))
        strange = [not self._is_word(word) for word in words]
        for number, word in enumerate(words):
            end = start + len(word)
            behind = words[number + 1 : number + 2]
            beside = strange[number] or any(strange[number + 1 : number + 2])
            touches = beside or len(word) == 1 or any(len(one) == 1 for one in behind)
            for place in range(start, end if touches else end - 1):
                pair = text[place : place + 2]
                if (
                    RUN.fullmatch(pair)
                    and not (set(pair) & load_cues().never_slips)
                    and not self.vocabulary.written(pair)
                ):
                    yield place, strange[number] if place + 2 <= end else beside
            start = end

    def _is_word(self, word: str) -> bool:
        return self.vocabulary.has_word(word) or list(rjieba.cut(word, False)) == [word]

    def _mended(self, text: str, pair: int, whole: bool) -> tuple[int, str, str] | None:
        """Where the wording begins, as typed, and as the documents write it."""
        if self.vocabulary.written(text[pair : pair + 2]):  # mended with the pair before
            return None
        fits: dict[str, tuple[int, str, str]] = {}
        for place in (pair, pair + 1):
            for character in self._sounding_like(text[place]):
                found = self._fitting(text, pair, place, character)
                if found is not None and (whole or self._is_named(found[2])):
                    fits.setdefault(text[:place] + character + text[place + 1 :], found)
        if fits:
            return next(iter(fits.values())) if len(fits) == 1 else None
        return self._short_name(text, pair) if whole else None

    def _fitting(self, text: str, pair: int, place: int, character: str) -> tuple[int, str, str] | None:
        """A stretch around the strange pair that the documents write with this character in it."""
        written = self.vocabulary.written
        beside = text[pair] + character if place > pair else character + text[pair + 1]
        if not written(beside):
            return None
        for start, end in _windows(text, pair):
            wording = text[start:place] + character + text[place + 1 : end]
            count = written(wording)
            if count >= LEAST_WRITTEN or (count and self._is_named(wording)):
                return start, text[start:end], wording
        return None

    def _is_named(self, wording: str) -> bool:
        return self.vocabulary.is_named(wording)

    def _short_name(self, text: str, pair: int) -> tuple[int, str, str] | None:
        """An area of two or three characters that sounds so, where the typed one stands nowhere: 怀华 → 怀化."""
        areas = self.vocabulary.areas()
        for length in range(SHORT_NAME, 1, -1):
            fits: dict[str, int] = {}
            for start in range(max(0, pair + 2 - length), pair + 1):
                typed = text[start : start + length]
                for name in self._areas_by_sound.get(_sound(typed), ()):
                    if sum(one != other for one, other in zip(name, typed, strict=True)) == 1:
                        fits[name] = start
            likely = sorted(fits, key=lambda name: -areas[name])
            if likely and (len(likely) == 1 or areas[likely[0]] >= FAR_LIKELIER * areas[likely[1]]):
                start = fits[likely[0]]
                return start, text[start : start + length], likely[0]
        return None

    @cached_property
    def _areas_by_sound(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self.vocabulary.areas():
            if 2 <= len(name) <= SHORT_NAME and RUN.fullmatch(name):
                found.setdefault(_sound(name), []).append(name)
        return found

    def _sounding_like(self, character: str) -> list[str]:
        """The characters that sound alike, or nearly so; whether documents write them is asked of their wordings."""
        sounds = {_near(sound) for sound in readings(character)}
        return [one for sound in sorted(sounds) for one in _by_sound().get(sound, ()) if one != character]


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, list[str]]:
    """The Chinese characters by their sounds; not those that are read for others (陸 for 陆)."""
    found: dict[str, list[str]] = {}
    for character in (one for one in map(chr, range(0x4E00, 0xA000)) if plain_text(one) == one):
        for sound in {_near(sound) for sound in readings(character)}:
            found.setdefault(sound, []).append(character)
    return found


def _areas_in(text: str) -> list[tuple[int, int]]:
    """Where areas of China are named: what no document names is no slip for another that they do."""
    return [(hit.start, hit.end) for hit in Divisions.load().find(text)]


def _windows(text: str, pair: int) -> Iterator[tuple[int, int]]:
    """The stretches of WINDOW Chinese characters that hold the pair and no character that asks."""
    for start in range(pair + 2 - WINDOW, pair + 1):
        end = start + WINDOW
        if (
            start >= 0
            and end <= len(text)
            and RUN.fullmatch(text[start:end])
            and not set(text[start:end]) & load_cues().never_slips
        ):
            yield start, end


def _sound(word: str) -> str:
    return " ".join(_near((readings(character) or (character,))[0]) for character in word)


def _near(sound: str) -> str:
    """Sounds that are typed for each other made one."""
    for one, other in ALIKE:
        sound = re.sub(rf"^{one}(?=[aeiouv])", other, sound) if len(one) <= 2 else re.sub(rf"{one}$", other, sound)
    return sound

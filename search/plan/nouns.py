"""The class of things, or the attribute, that a question asks for: 哪些高速公路, 主导产业是什么, …的工业项目.

In: the question with places, years and known names blanked. Out: the noun, the type of thing it names, where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from graph.lexicon.wordings import wordings
from graph.records import EntityType
from search.plan.cues import load_cues

any_of = wordings("asking").any_of

ASKING = (
    f"(?:{any_of('adverbs')}*"
    r"(?:有|是|包括|包含|为|叫|指|涉及)?(?:的)?(?:是|有)?)"
)
WHICH = re.compile(
    rf"{any_of('which')}(?:些|(?:[一二两俩三四五六七八九十]{{1,2}}|\d{{1,2}}|几)?"
    f"{any_of('units_of_nouns')}?)"
)
PARTS = re.compile(r"[,。;:?!、 ()()“”\"《》]")


@dataclass(frozen=True, slots=True)
class Noun:
    """What is asked for. `type` is None where it names no kind of entity."""

    text: str
    type: EntityType | None
    start: int
    end: int
    before: str = ""  # what stands before it and describes it: 新开工的
    is_attribute: bool = False


@lru_cache(maxsize=1)
def _endings() -> re.Pattern[str]:
    cues = load_cues()
    nouns = sorted({*cues.classes, *cues.things, *cues.attributes}, key=lambda noun: (-len(noun), noun))
    return re.compile(f"(?:{'|'.join(map(re.escape, nouns))})$")


def head_of(phrase: str) -> str | None:
    """The class noun or attribute that ends a phrase; the longest."""
    match = _endings().search(phrase)
    return match[0] if match else None


def type_of(phrase: str) -> EntityType | None:
    """The type of the things a phrase names by its last noun."""
    head = head_of(phrase)
    while head:
        if head in load_cues().classes:
            return load_cues().classes[head]
        head = head_of(head[1:])
    return None


def _noun(phrase: str, start: int) -> Noun:
    """The noun of a phrase, without what describes it (…的)."""
    before, mark, last = phrase.rpartition("的")
    if mark and last:
        start, phrase = start + len(before) + 1, last
    else:
        before = ""
    head = head_of(phrase)
    return Noun(phrase, type_of(phrase), start, start + len(phrase), before, head in load_cues().attributes)


def noun_behind(text: str, place: int) -> Noun | None:
    """The noun phrase that begins at the place: up to a verb, the longest that ends in a class noun."""
    end = PARTS.search(text, place)
    rest = text[place : end.start() if end else len(text)]
    best, typed, taken = "", "", ""
    stops = load_cues().noun_stops
    for word in rjieba.cut(rest):
        if word in stops and taken:
            break
        if word in stops:
            return None
        taken += word
        if head_of(taken):
            best = taken
            typed = taken if type_of(taken) else typed
    if not best and (first := _first_class(rest)):
        return _noun(first, place)
    phrase = typed or best or taken
    return _noun(phrase, place) if phrase and (best or len(phrase) <= 8) else None


def _first_class(rest: str) -> str | None:
    """The class noun that a phrase begins with, where the segmenter cut it otherwise (县要|搞)."""
    return max((noun for noun in load_cues().classes if rest.startswith(noun)), key=len, default=None)


def noun_before(text: str, place: int) -> Noun | None:
    """The noun phrase that ends at the place: back to a verb, a blank or a sign; it ends in a class noun."""
    end = len(text[:place].rstrip())
    start = max((match.end() for match in PARTS.finditer(text, 0, end)), default=0)
    if text[:end].endswith("的"):
        end -= 1
    taken = ""
    for word in reversed(list(rjieba.cut(text[start:end]))):
        if (word in load_cues().noun_stops and taken and not head_of(word + taken)) or word == "的":
            break
        taken = word + taken
    if not taken or not head_of(taken):
        return None
    return _noun(taken, end - len(taken))


def which_phrases(text: str) -> Iterator[re.Match[str]]:
    """The question words that want a thing: 哪些, 哪两家, 什么."""
    yield from WHICH.finditer(text)


def asked_noun(text: str) -> Noun | None:
    """The noun a question asks for: behind its question word, else before it, else at its end."""
    found: Noun | None = None
    for match in which_phrases(text):
        stands_alone = match[0] in ("什么", "啥", "谁") and not _goes_on(text, match.end())
        behind = None if stands_alone else noun_behind(text, match.end())
        if behind and (behind.type or behind.is_attribute or head_of(behind.text)):
            return behind
        start = _asking_start(text, match.start())
        before = noun_before(text, start)
        if before:
            return before
        found = found or behind
    if found is None and not re.search(r"[哪谁啥]|什么|多少|几", text):
        return noun_before(text, len(text.rstrip(" ?!。,呢吧啊")))
    return found


def _goes_on(text: str, place: int) -> bool:
    return bool(text[place : place + 1].strip(" ,?!。"))


def _asking_start(text: str, place: int) -> int:
    """Where the words before the question word that only ask begin (都有|哪些)."""
    match = re.search(ASKING + r"$", text[:place])
    return match.start() if match else place

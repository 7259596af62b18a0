"""Marks that a sentence names in one breath: 鹤城、中方、洪江等3个县区 is one group of three areas.

In: a stretch of the reading and types of entity. Out: the groups of those marks that stand by themselves there: the
areas in a project's, company's or body's name are not named by the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.lexicon import alternation, word_list
from graph.lexicon.repetition import repeated
from graph.lexicon.wordings import wordings
from graph.records import EntityType
from graph.writing.sentence_ends import last_end, next_end
from ingest.facts.marks import Mark, MarkedText

any_of = wordings("relating").any_of

LIST_SIGN = re.compile(r"^[”\"》]?(?:、|和|及|与|以及|、?以及|或)[“\"《]?$")
NUMBER = r"[\d一二三四五六七八九十两几多]+"
KIND = any_of("kinds_of_list")
# What sums the list up: 等地, 两县, 等8个重点县, 3家企业.
SUM = re.compile(
    rf"[”\"》]?(?:等(?:{NUMBER}[个家大]?)?|{NUMBER}[个家大])(?:重点|骨干|龙头|央)*{KIND}?|[”\"》]?[两三四五六七八九十]{KIND}"
)
BY_THEMSELVES = (EntityType.PROJECT, EntityType.PARK, EntityType.ENTERPRISE, EntityType.DEPARTMENT)
CLAUSE_SIGNS = ",。;:!?\n"


@dataclass(frozen=True, slots=True)
class Group:
    """`end` lies behind what sums the list up."""

    marks: tuple[Mark, ...]
    start: int
    end: int


def groups_of(marked: MarkedText, start: int, end: int, *kinds: EntityType) -> list[Group]:
    """The groups in ``text[start:end]``, in order of place."""
    groups: list[list[Mark]] = []
    for mark in by_themselves(marked, start, end, *kinds):
        if groups and LIST_SIGN.match(marked.text[groups[-1][-1].end : mark.start]):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return [Group(tuple(marks), marks[0].start, end_of(marked.text, marks[-1].end)) for marks in groups]


def by_themselves(marked: MarkedText, start: int, end: int, *kinds: EntityType) -> list[Mark]:
    """The outermost marks of these types that are no part of another thing's name; of one stretch the project."""
    marks = marked.within(start, end, *kinds, *BY_THEMSELVES)
    first: dict[tuple[int, int], Mark] = {}
    for mark in sorted(marks, key=rank):
        first.setdefault((mark.start, mark.end), mark)
    kept = {id(mark) for mark in marked.outermost(sorted(first.values(), key=lambda m: (m.start, -m.end)))}
    return [mark for mark in marks if id(mark) in kept and mark.type in kinds]


def rank(mark: Mark) -> int:
    """A project called like its company, or a park that is being built, is named as the project."""
    return BY_THEMSELVES.index(mark.type) if mark.type in BY_THEMSELVES else len(BY_THEMSELVES)


def end_of(text: str, end: int) -> int:
    """Where the list ends with what sums it up: 溆浦、洪江|等3个县."""
    found = SUM.match(text, end)
    return found.end() if found else end


def clause_start(text: str, at: int, floor: int) -> int:
    """Where the clause that holds the place begins."""
    return last_end(text, CLAUSE_SIGNS, floor, at)


def clause_end(text: str, at: int, ceiling: int) -> int:
    """Where it ends: at its sign."""
    return next_end(text, CLAUSE_SIGNS, at, ceiling)


def in_clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of a sentence."""
    parts = re.split(f"([{CLAUSE_SIGNS}])", text[start:end])
    clauses, at = [], start
    for part, sign in zip(parts[::2], [*parts[1::2], ""], strict=True):
        clauses.append((at, at + len(part)))
        at += len(part) + len(sign)
    return [clause for clause in clauses if clause[0] < clause[1]]


@lru_cache(maxsize=1)
def adverbs() -> str:
    """Any number of them, as an expression."""
    return f"(?:{repeated(word_list('clause_adverbs'))})*"


@lru_cache(maxsize=1)
def build_verbs() -> str:
    """One of them, as an expression."""
    return f"(?:{alternation('build_verbs')})"

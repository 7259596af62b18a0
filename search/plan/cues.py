"""The words by which a question is read, loaded once: ``graph/lexicon/plans.yaml`` → compiled patterns and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.data_files import read_yaml
from graph.lexicon.lexicon import FOLDER
from graph.records import EntityType
from search.plan.plan import Kind

Pattern = re.Pattern[str]
MACRO = re.compile(r"(?<!P)<([a-z]+)>")


PATTERNS = (
    *("stands_for", "meaning", "contents", "how_many", "sum_up", "listed", "how_much", "target", "result", "growth"),
    *("level", "generic_titles", "the_many", "the_one", "figure_words"),
)


@dataclass(frozen=True, slots=True)
class KindCue:
    """What a question wants when the cue is in it; `polar`: 是 or 否 is the answer."""

    kind: Kind
    cue: Pattern
    polar: bool


@dataclass(frozen=True, slots=True)
class Cues:
    """All of ``plans.yaml``."""

    words: Mapping[str, str]
    polite: tuple[Pattern, ...]
    asides: tuple[Pattern, ...]
    kinds: tuple[KindCue, ...]
    patterns: Mapping[str, Pattern]
    classes: Mapping[str, EntityType]  # noun → type
    things: frozenset[str]
    attributes: tuple[str, ...]  # longest first
    stages: Mapping[str, Pattern]
    papers: Mapping[str, Pattern]
    basis: Mapping[str, Pattern]
    measures: tuple[tuple[str, ...], ...]
    figure_splits: Pattern
    figure_edges: frozenset[str]
    pinyin_words: tuple[str, ...]
    noun_stops: frozenset[str]
    fillers: Pattern
    never_slips: frozenset[str]

    def pattern(self, cue: str) -> Pattern:
        """A pattern written in code with the words of the file."""
        return _compiled(_expanded(cue, self.words))


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """The cues of ``plans.yaml``, compiled."""
    data = read_yaml(FOLDER / "plans.yaml")
    words = data["words"]

    def compiled(cue: str) -> Pattern:
        return re.compile(_expanded(cue, words))

    return Cues(
        words=words,
        polite=tuple(re.compile(line, re.IGNORECASE) for line in data["polite"].split()),
        asides=tuple(map(compiled, data["asides"])),
        kinds=tuple(KindCue(Kind(cue["kind"]), compiled(cue["cue"]), cue.get("polar", False)) for cue in data["kinds"]),
        patterns={name: compiled(data[name]) for name in PATTERNS},
        classes={noun: EntityType(kind) for kind, nouns in data["classes"].items() for noun in nouns.split()},
        things=frozenset(data["things"].split()),
        attributes=tuple(sorted(data["attributes"].split(), key=len, reverse=True)),
        stages={stage: any_of(sayings.split()) for stage, sayings in data["stages"].items()},
        papers={kind: compiled(cue) for kind, cue in data["papers"].items()},
        basis={name: compiled(cue) for name, cue in data["basis"].items()},
        measures=tuple(tuple(row) for row in data["measures"]),
        figure_splits=any_of(data["figure_splits"].split()),
        figure_edges=frozenset(data["figure_edges"].split()),
        pinyin_words=tuple(data["pinyin_words"].split()),
        noun_stops=frozenset(data["noun_stops"].split()),
        fillers=any_of(data["fillers"].split()),
        never_slips=frozenset(data["never_slips"]),
    )


def any_of(words: Iterable[str]) -> Pattern:
    """A pattern that finds any of the words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))


def _expanded(cue: str, words: Mapping[str, str]) -> str:
    while MACRO.search(cue):
        cue = MACRO.sub(lambda match: words[match[1]], cue)
    return cue


@lru_cache(maxsize=256)
def _compiled(cue: str) -> Pattern:
    return re.compile(cue)

"""The words by which texts say how far a project has come, from ``graph/lexicon/staging.yaml``, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.data_files import read_yaml
from graph.lexicon.lexicon import FOLDER

OWN, OTHER, BRACKETS = "▲", "■", "□"  # what stands for the name, for other names, and for brackets
PLAIN, OTHERS = "plain", "others"
_NUMBER = r"[\d一二三四五六七八九十两几数多余百]+"


@dataclass(frozen=True, slots=True)
class StagingWords:
    """`behind`, `front`, `object_ends`: word → stage, and what finds them.

    Of verbs in front `PLAIN` ones tell what is to be done as much as what is, those without a stage need an end of
    their object, `OTHERS` say something else; `built` ones with 了 say that it is done. `adverbs`: a run of them, to be
    matched as a whole. `list_rest`: what may stand between a name and what is said of its list.
    """

    behind: Mapping[str, str]
    behind_pattern: re.Pattern[str]
    front: Mapping[str, str]
    front_pattern: re.Pattern[str]
    built: frozenset[str]
    object_ends: Mapping[str, str]
    object_end: re.Pattern[str]
    adverbs: re.Pattern[str]
    split: re.Pattern[str]
    next_verb: re.Pattern[str]
    list_rest: re.Pattern[str]
    ends: re.Pattern[str]
    not_said: re.Pattern[str]
    taken: re.Pattern[str]
    done: re.Pattern[str]
    planned: re.Pattern[str]
    planned_near: re.Pattern[str]
    denied: re.Pattern[str]


@lru_cache(maxsize=1)
def load_staging_words() -> StagingWords:
    """Once."""
    read = read_yaml(FOLDER / "staging.yaml")
    given = read["patterns"]
    behind, front, ends = (_by_word(read[name]) for name in ("behind", "front", "behind_object"))
    front |= dict.fromkeys(read["front_with_end"].split(), "") | dict.fromkeys(read["front_of_others"].split(), OTHERS)
    ends |= dict.fromkeys(read["behind_object_same"].split(), "")
    marks = " ".join(read[name] for name in ("adverbs", "done", "planned", "planned_near", "denied")).split()
    time = f"{given['year']}{given['part']}|{given['relative']}|{given['part'].replace(')*', ')+')}"
    adverb = f"(?>{time}|{_any(marks)})"
    verb = _any(front)
    etc = rf"等(?:{_NUMBER}[个项条座家处批件大]|一批|一大批|系列|一系列)?[^、,:;的取实达成“]{{0,16}}"
    tail = (  # of a name
        rf"[\"”》』]?{BRACKETS}*(?:{_NUMBER}期|首期|全线|全段)?{BRACKETS}*"
        rf"(?:{_any(read['behind_object_same'].split())})?(?:工程|项目|建设)?"
    )
    joined = r"(?:[、和及与]|以及|暨)"
    # an item of a list: a name that is known, with what belongs to it, or words without one
    item = rf"(?:[^、,:;的{OTHER}]{{1,30}}|[^、,:;的{OTHER}]{{0,20}}{OTHER}+(?:{tail}))"
    return StagingWords(
        behind,
        re.compile(_any(behind)),
        front,
        re.compile(verb),
        frozenset(read["built"].split()),
        ends,
        re.compile(f"(?P<word>{_any(ends)})等?$"),
        re.compile(f"{adverb}*+"),
        re.compile(f"(.*?)({adverb}*+)$"),
        re.compile(rf"(?:[、并和]|以及|并且)(?:{adverb}*+)(?:{verb})"),
        re.compile(rf"(?:{tail})(?:{joined}{item}|{etc})*?的?"),
        re.compile(given["ends"]),
        re.compile(given["not_said"]),
        re.compile(given["taken"]),
        *(re.compile(_any(read[name].split())) for name in ("done", "planned", "planned_near", "denied")),
    )


def split_adverbs(text: str) -> tuple[str, str]:
    """What stands before the run of adverbs and times at the end of a text, and that run."""
    found = load_staging_words().split.match(text)
    assert found is not None  # the run may be empty
    return found[1], found[2]


def _by_word(listed: Mapping[str, str]) -> dict[str, str]:
    return {word: stage for stage, words in listed.items() for word in words.split()}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, set(words)), key=lambda word: (-len(word), word)))

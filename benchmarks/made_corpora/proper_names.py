"""The proper parts of names of companies, parks and projects, and others in their stead: 惠科 of 惠科显示模组生产线.

In: what was found in a document. Out: its proper parts. A part that is an ordinary word, or an area's name, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

import rjieba

from benchmarks.made_corpora.chance import chance_of
from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import word_list
from graph.records import EntityType, Extraction
from graph.resolve.names import take_apart

NAMED = (EntityType.ENTERPRISE, EntityType.PARK, EntityType.PROJECT)
SHORTEST, LONGEST = 2, 4
CHINESE = re.compile(r"[一-鿿]+")
AGAIN = 0.6  # share of the names that other documents of the same place and base name again
# of which names of companies are made; none of them is a numeral, a direction or a rank
SYLLABLES = (
    "鑫盛泰隆恒瑞达丰源宏富康祥顺嘉诚德润旺昌茂铭辉耀凯博骏腾翔锦绣晟旭昊朗悦欣怡逸雅韵澜沁涵澄清洁冠鼎尊"
    "皓轩宇航天朔羽翰墨卓越创科联邦威龙虎鹰鹏麒麟凤凰棠梓楠桐柏枫榕槿蓉莲菱荷薇蕙芸芷若蘅琪琳瑶璟璞珀珈玥"
)


def proper_parts(extraction: Extraction) -> Sequence[str]:
    """The proper parts of the document's names, the longest first."""
    regions = {structure.document.id: structure.document.region_code for structure in extraction.structures}
    found = set[str]()
    for mention in extraction.mentions:
        if mention.type in NAMED and not mention.implied:
            if mention.type is EntityType.ENTERPRISE and mention.name in word_list("companies"):
                found.add(mention.name)
            else:
                found.add(_head(take_apart(mention.name, mention.type, regions.get(mention.document_id)).core))
    return sorted(filter(_is_proper, found), key=lambda part: (-len(part), part))


def exchange_names(parts: Iterable[str], place: str, number: int, seed: int) -> Mapping[str, str]:
    """Each part with one of as many characters; most of them are the same in all documents of one place, the others
    this document's alone. `number`: the document's.
    """
    return {
        part: _other(part, seed, place if chance_of(seed, place, number, part).random() < AGAIN else number)
        for part in parts
    }


def _other(part: str, seed: int, whose: object) -> str:
    chance = chance_of(seed, "name", whose, part)
    if part in word_list("companies"):
        others = _companies()[len(part)]
        return chance.choice(others)
    while True:
        coined = "".join(chance.choice(SYLLABLES) for _ in part)
        if not (rjieba.has_word(coined) or Divisions.load().find(coined)):
            return coined


def _head(core: str) -> str:
    """What stands before the first ordinary word."""
    return "".join(takewhile(lambda word: len(word) == 1 or not rjieba.has_word(word), rjieba.cut(core, False)))


@lru_cache(maxsize=1 << 16)
def _is_proper(part: str) -> bool:
    if not SHORTEST <= len(part) <= LONGEST or not CHINESE.fullmatch(part) or Divisions.load().find(part):
        return False
    return part in word_list("companies") or not rjieba.has_word(part)


@lru_cache(maxsize=1)
def _companies() -> Mapping[int, Sequence[str]]:
    """Companies of the gazetteer that no area's name is in, by the length of their names."""
    return dict(_by_length(word for word in word_list("companies") if _is_proper(word)))


def _by_length(words: Iterable[str]) -> Iterator[tuple[int, Sequence[str]]]:
    known = sorted(words)
    for length in range(SHORTEST, LONGEST + 1):
        yield length, [word for word in known if len(word) == length]

"""Lists before and after “分别”: 进出口、进口、出口三项指标; 城镇、农村居民人均可支配收入.

In: the words before the figures, folded. Out: each member with its full name and place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from ingest.facts.indicator_names import is_indicator
from ingest.facts.indicator_words import ending, fused

any_of = wordings("indicators").any_of

DIVISIONS = Divisions.load()
# Not in words that only look so: 普及率, 和谐, 参与度.
LIST_OF_TWO = re.compile(r"、|以及|和(?![谐平美])|(?<!参)与|(?<![普涉惠危埃])及")
SHARED_TAIL = re.compile(f"({any_of('shared_tail_of')})")
# What ends the last of a list belongs to short members that could stand alone too: 投资、消费增速.
CLOSING = re.compile(f"{any_of('closing')}$")


@dataclass(frozen=True, slots=True)
class Subject:
    """The indicator that a clause speaks of, in the block's folded text."""

    name: str
    start: int
    end: int


def split_list(noun: str, start: int, wanted: int = 0) -> list[Subject]:
    """The members of “进出口、进口、出口三项指标”, each in its place; `wanted` is how many there should be."""
    noun, _, deed = noun.partition("分别")  # 省、市重点项目分别完成投资
    noun = re.sub(r"[一二三四五六七八九十\d]+[项个](?:主要)?指标$|等$", "", noun)
    if match := re.match("城、?乡", noun):
        return [Subject(word + noun[match.end() :], start, start + len(noun)) for word in ("城镇", "农村")]
    if apart := _taken_apart(noun + deed, start, wanted):
        return apart
    members: list[Subject] = []
    at = 0
    for part in LIST_OF_TWO.split(noun):
        place = noun.index(part, at)
        if part:
            members.append(Subject(part, start + place, start + place + len(part)))
        at = place + len(part)
    members = _with_tail(members)
    return [Subject(member.name + deed, member.start, member.end) for member in members] if deed else members


def _taken_apart(noun: str, start: int, wanted: int) -> list[Subject]:
    """“银行存贷款余额” names two measures where two figures follow."""
    end = start + len(noun)
    noun = re.sub("第?一、二、三(?=产|次产)", "一二三", noun)
    for word, names in fused().items():
        if len(names) == wanted and noun.count(word) == 1 and not LIST_OF_TWO.search(noun):
            return [Subject(noun.replace(word, name), start, end) for name in names]
    return []


def _area_before(name: str) -> int:
    """How much of the front of “深圳地铁客运量” is an area."""
    return next((length for length in range(min(len(name), 11), 1, -1) if DIVISIONS.called(name[:length])), 0)


def _with_tail(members: list[Subject]) -> list[Subject]:
    """“城镇、农村居民人均可支配收入”, “锂电池、机器人产量”: what ends the last member belongs to each."""
    if len(members) < 2:
        return members
    last = members[-1].name
    shared = SHARED_TAIL.match(last)
    own_ending = ending().search(last)
    area = _area_before(last)
    tailed: list[Subject] = []
    for member in members[:-1]:
        tail = ""
        if len(member.name) == 1:
            tail = last[1:]
        elif shared and SHARED_TAIL.fullmatch(member.name):
            tail = last[shared.end() :]
        elif (closing := CLOSING.search(last)) and len(member.name) <= 4:
            tail = "" if member.name.endswith(closing.group()) else closing.group()
        elif area and DIVISIONS.called(member.name):
            tail = last[area:]
        elif own_ending and not is_indicator(member.name):
            tail = last[-3:] if len(own_ending.group()) == 1 else own_ending.group()
        tailed.append(Subject(member.name + tail, member.start, member.end))
    return [*tailed, members[-1]]

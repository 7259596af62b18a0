"""Lists before and after “分别”: 进出口、进口、出口三项指标; 城镇、农村居民人均可支配收入.

In: the words before the figures, folded. Out: each member with its full name and place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.facts.indicator_names import is_indicator
from ingest.facts.indicator_words import ending

LIST_OF_TWO = re.compile(r"[、和与及]|以及")
SHARED_TAIL = re.compile(r"(城镇|农村|城市|城乡|进口|出口|国家级|省级|市级)")


@dataclass(frozen=True, slots=True)
class Subject:
    """The indicator that a clause speaks of, in the block's folded text."""

    name: str
    start: int
    end: int


def split_list(noun: str, start: int) -> list[Subject]:
    """The members of “进出口、进口、出口三项指标”, each in its place."""
    noun, _, deed = noun.partition("分别")  # 省、市重点项目分别完成投资
    noun = re.sub(r"[一二三四五六七八九十\d]+[项个](?:主要)?指标$|等$", "", noun)
    if match := re.match("城、?乡", noun):
        return [Subject(word + noun[match.end() :], start, start + len(noun)) for word in ("城镇", "农村")]
    members: list[Subject] = []
    at = 0
    for part in LIST_OF_TWO.split(noun):
        place = noun.index(part, at)
        if part:
            members.append(Subject(part, start + place, start + place + len(part)))
        at = place + len(part)
    members = _with_tail(members)
    return [Subject(member.name + deed, member.start, member.end) for member in members] if deed else members


def _with_tail(members: list[Subject]) -> list[Subject]:
    """“城镇、农村居民人均可支配收入”, “锂电池、机器人产量”: what ends the last member belongs to each."""
    if len(members) < 2:
        return members
    last = members[-1].name
    shared = SHARED_TAIL.match(last)
    own_ending = ending().search(last)
    tailed: list[Subject] = []
    for member in members[:-1]:
        tail = ""
        if len(member.name) == 1:
            tail = last[1:]
        elif shared and SHARED_TAIL.fullmatch(member.name):
            tail = last[shared.end() :]
        elif own_ending and not is_indicator(member.name):
            tail = last[-3:] if len(own_ending.group()) == 1 else own_ending.group()
        tailed.append(Subject(member.name + tail, member.start, member.end))
    return [*tailed, members[-1]]

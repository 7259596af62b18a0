"""The clauses of a text that may name projects, and where in them the names stand.

A stretch goes in, places come out: the clauses between signs, those joined that are one list, the object of a clause's
first verb, the subject of what is said, the end of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.lexicon.wordings import wordings
from ingest.entities.cutting import begins_name, without_aside
from ingest.entities.heads import words
from ingest.entities.pieces import PHASE, is_poor
from ingest.entities.project_names import ends_like_project, is_whole
from ingest.entities.signs import split_outside
from ingest.entities.stretches import Stretch

any_of = wordings("names").any_of

LIST_TAIL = re.compile(
    rf"(?<![高中初平同])等(?P<kind>[^、,。;]{{0,14}}?)(?P<head>{any_of('list_heads')}){any_of('list_works')}*$"
)
OPEN_TAIL = re.compile(rf"(?P<head>项目|工程){any_of('open_list_works')}*$")
# after these a verb of the list of cues is a noun: 建设项目, 改造的
NOUN_AFTER = re.compile(any_of("noun_behind"))
MADE_OF = re.compile(r"以.{2,40}为(?:主体|龙头|引领|代表|骨干|支撑)的")  # what the thing consists of, before it
STILL_SUBJECT = re.compile(any_of("still_subject"))
LOST_SIGN = re.compile(r"(?:前期工作|建设|开工)(?=加快|启动|推进|开工|新建)")
CLOSED = re.compile(r"^[^的]{2,}等(?!级)(?:.{0,14}(?:项目|工程)|[^,。;]{2,10}$)")
OF_COMPANY = re.compile(r"[\u4e00-\u9fff]{2,4}(?:公司|集团)[\u4e00-\u9fff]{2,}")


def list_clauses(stretch: Stretch) -> list[tuple[int, int]]:
    """The clauses, those joined that are one list: “推进溆浦让家溪,通道三省坡、彭莫山,芷江大树坳等风电场项目”."""
    joined: list[tuple[int, int]] = []
    for start, end in clauses(stretch.text):
        while joined and is_rest_of_list(stretch, start, end) and goes_on(stretch, joined[-1], start):
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


def is_rest_of_list(stretch: Stretch, start: int, end: int) -> bool:
    """“芷江大树坳等风电场项目”: closed by 等, and no verb before it."""
    text = stretch.text[start:end]
    return (
        bool(CLOSED.search(text))
        and not words("project_leads", "^").match(text)
        and after_cue(stretch, start, end) is None
    )


def goes_on(stretch: Stretch, clause: tuple[int, int], at: int) -> bool:
    """Whether the clause is nothing but items, perhaps behind a verb, and the list goes on behind its comma."""
    start, end = clause
    begin = after_cue(stretch, start, end)
    said = words("project_predicates", after="|[等为]").search(stretch.text, begin or start, end)
    if stretch.text[end : end + 1] != "," or end + 1 != at or said:
        return False
    items = split_outside(stretch.text, "、", begin or start, end)
    texts = [stretch.text[slice(*item)] for item in items]
    if begin is not None:
        return all(is_poor(PHASE.sub("", text)) for text in texts)
    is_named = [begins_name(stretch, item) or OF_COMPANY.match(stretch.text, *item) for item in items]
    return (
        bool(is_named[0])
        and all(n or len(t) <= 4 for n, t in zip(is_named, texts, strict=True))
        and len(max(texts, key=len)) <= 16
    )


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between signs; “启动A前期工作|加快建设B” lost one."""
    for start, end in split_outside(text, ",。;:!?…"):
        for match in LOST_SIGN.finditer(text, start, end):
            if match.end() - start >= 8 and end - match.end() >= 8:
                yield start, match.end()
                start = match.end()
        yield start, end


def after_cue(stretch: Stretch, start: int, end: int) -> int | None:
    """Where the object of the first verb begins: “加快|X建设”; 建设 in “X产业园建设项目” is no verb here."""
    text = stretch.text
    for match in words("project_cues", "", "+").finditer(text, start, end):
        if not (stretch.begins_word(match.start()) and stretch.begins_word(match.end())):
            continue
        at = match.end()
        if at == end or NOUN_AFTER.match(text, at, end):
            continue
        if made := MADE_OF.match(text, at, end):
            at = made.end()
        while lead := (words("project_leads").match(text, at, end) or words("project_cues").match(text, at, end)):
            if not stretch.begins_word(lead.end()):
                break
            at = lead.end()
        return at
    return None


def before_predicate(stretch: Stretch, start: int, end: int) -> int | None:
    """Where the subject ends: “邵阳火车站综合交通枢纽工程|完成基础建设”."""
    text = stretch.text
    for match in words("project_predicates").finditer(text, start, end):
        if match.start() - start < 4 or not stretch.begins_word(match.start()):
            continue
        subject = text[start : match.start()]
        ends_well = LIST_TAIL.search(subject) or is_whole(subject) or ends_like_project(subject)
        if ends_well and not STILL_SUBJECT.match(text, match.start(), end):
            return match.start()
    return None


def list_end(text: str, start: int, end: int) -> tuple[int, str]:
    """Where the items end, and what closes the list: “等十大产业项目”, “项目建设”, or nothing."""
    stop = start + len(without_aside(text[start:end]))
    if tail := LIST_TAIL.search(text[start:end]) or LIST_TAIL.search(text[start:stop]):
        return start + tail.start(), tail[0]
    tail = OPEN_TAIL.search(text[start:stop])
    return stop, tail["head"] if tail and "、" in text[start:stop] else ""

"""Members of a list within one clause: “统筹推进双清白马、大祥桃花、北塔雪峰、犬木塘四大片区开发” → the four of them.

In: a sentence taken apart. Out: runs of members, each with what stands before the first and behind the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.writing.numerals import number_of
from search.texts.edges import bare, end_of_last, start_of_first
from search.texts.joints import AND, AND_SURE, groups_of, joint_in, pair_of, segments_of
from search.texts.sentence import Region, Sentence, Stretch
from search.texts.words import ETC, load_list_words

LONGEST_HEAD = 4  # characters that may stand before the class noun in what the members share


@dataclass(frozen=True, slots=True)
class Run:
    """Members side by side in a clause. `number`: so many the text says they are."""

    members: tuple[Stretch, ...]
    start: int  # of the clause
    end: int
    before: str
    behind: str
    number: int | None
    head: str = ""  # what the last member shares with the others: (城龙)高速公路
    pair: bool = False  # two joined by 和 alone


def find_runs(sentence: Sentence, *, heads: Sequence[str] = (), count: int | None = None) -> list[Run]:
    """All runs of a sentence. heads: class nouns that may stand behind the last member, of which the question speaks;
    count: how many members are asked for; both only decide where the text leaves a doubt.
    """
    found = []
    for region in sentence.regions():
        clauses = sentence.clauses(region)
        for at, clause in enumerate(clauses):
            for run in _runs_of(sentence, clause, heads, count):
                whole = _longer(sentence, run, clauses[:at], heads) if run.number else run
                found.append(_with_surroundings(sentence, whole, region, clauses, at))
    return found


# ------------------------------------------------------------------------------------------------ a clause → its runs


def _runs_of(sentence: Sentence, clause: Region, heads: Sequence[str], count: int | None) -> Iterator[Run]:
    segments = segments_of(sentence, clause)
    if len(segments) > 1:
        groups = groups_of(sentence, segments)
        for at, group in enumerate(groups):
            if len(group) > 1:
                run = _read(sentence, clause, group, heads, count)
                lead = sentence.of(clause.start, run.start) if at == 0 else ""
                behind = sentence.of(run.members[-1].end, group[-1].end) if at + 1 < len(groups) else run.behind
                yield replace(
                    run,
                    before=run.before if at == 0 else lead + sentence.of(group[0].start, run.members[0].start),
                    behind=behind,
                )
    elif pair := pair_of(sentence, clause):
        run = _read(sentence, clause, pair, heads, 2)
        yield replace(run, pair=True)


def _read(
    sentence: Sentence, clause: Region, segments: Sequence[Stretch], heads: Sequence[str], count: int | None
) -> Run:
    """The reading whose number of members is the one that the text says, or the question; else the plain one."""
    readings = [_trimmed(sentence, clause, pieces, heads) for pieces in _splittings(sentence, segments)]
    readings += [run for run in (_last_of(sentence, clause, segments, heads, readings[0].number),) if run]
    for run in readings:
        if run.number == len(run.members):
            return run
    return next((run for run in readings if not run.number and count == len(run.members)), readings[0])


def _last_of(
    sentence: Sentence, clause: Region, segments: Sequence[Stretch], heads: Sequence[str], number: int | None
) -> Run | None:
    """“A、B以及C、D、E三座电站”: the last three, where a word that joins stands before them."""
    if not number or number >= len(segments):
        return None
    at = len(segments) - number
    joint = joint_in(sentence, segments[at], AND)
    if joint is None:
        return None
    return _trimmed(sentence, clause, [Stretch(joint.end, segments[at].end), *segments[at + 1 :]], heads)


def _splittings(sentence: Sentence, segments: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """The last segment cut at 和; not cut; cut at 与; every segment cut."""
    *first, last = segments
    joint = joint_in(sentence, last, AND_SURE)
    if joint:
        yield [*first, Stretch(last.start, joint.start), Stretch(joint.end, last.end)]
    yield list(segments)
    if other := joint_in(sentence, last, AND):
        yield [*first, Stretch(last.start, other.start), Stretch(other.end, last.end)]
    pieces = []
    for one in segments:
        inner = joint_in(sentence, one, AND)
        pieces += [Stretch(one.start, inner.start), Stretch(inner.end, one.end)] if inner else [one]
    if len(pieces) > len(segments):
        yield pieces


def _trimmed(sentence: Sentence, clause: Region, pieces: Sequence[Stretch], heads: Sequence[str]) -> Run:
    first = start_of_first(sentence, pieces[0], pieces[1:])
    last, number = end_of_last(sentence, pieces, heads)
    members = [Stretch(first, pieces[0].end), *pieces[1:-1], Stretch(pieces[-1].start, last)]
    members = [one for member in members if (one := bare(sentence, member)) and one.end > one.start]
    behind = sentence.of(last, clause.end)
    return Run(
        tuple(members), clause.start, clause.end, sentence.of(clause.start, first), behind, number,
        _shared_head(sentence, members, behind, heads) if number is None else "",
    )  # fmt: skip


def _shared_head(sentence: Sentence, members: Sequence[Stretch], behind: str, heads: Sequence[str]) -> str:
    """高速公路 behind 城龙, where the other members are too short to hold it themselves."""
    for head in heads:
        place = behind.find(head)
        if 0 <= place <= LONGEST_HEAD and not any(head in sentence.of(one.start, one.end) for one in members):
            whole = behind[: place + len(head)]
            plain = re.fullmatch(r"[\u4e00-\u9fff]+", whole) and whole[0] not in "等的"
            return whole if plain and not ETC.search(whole) else ""
    return ""


# ---------------------------------------------------------------------------------------------------- over the clauses


def _longer(sentence: Sentence, run: Run, before: Sequence[Region], heads: Sequence[str]) -> Run:
    """“A、B,C、D等N个”: members of the clauses before it, where so many are said to be."""
    if not run.number or len(run.members) >= run.number or run.before.strip("“"):
        return run
    members = list(run.members)
    for clause in reversed(before):
        segments = segments_of(sentence, clause)
        if end_of_last(sentence, segments, heads)[0] < segments[-1].end:
            return run
        first = start_of_first(sentence, segments[0], run.members)
        members = [Stretch(first, segments[0].end), *segments[1:], *members]
        if len(members) >= run.number:
            break
    if len(members) != run.number:
        return run
    start = min(run.start, members[0].start)
    return replace(run, members=tuple(bare(sentence, one) for one in members), start=start)


def _with_surroundings(sentence: Sentence, run: Run, region: Region, clauses: Sequence[Region], at: int) -> Run:
    """What leads to the run with a colon, and what stands behind the quotation marks it is in, belongs to it."""
    before, behind = run.before, run.behind
    if at and sentence.flat.text[clauses[at].start - 1] == ":":
        before = sentence.of(clauses[at - 1].start, clauses[at].start) + before
    if region.inner:
        outer = next(
            (c for c in sentence.clauses(Region(sentence.start, sentence.end, 0)) if c.start <= region.start < c.end),
            None,
        )
        if outer:
            before = sentence.of(outer.start, region.start - 1) + before
            behind = behind + sentence.of(region.end + 1, outer.end)
            run = replace(run, start=outer.start, end=outer.end)
    number = run.number or number_said(before) or number_said(behind[:12])
    return replace(run, before=before, behind=behind, number=number)


def number_said(text: str) -> int | None:
    """“实现五项基本功能:”, “的“三个一”政策”: the last such number."""
    lists = load_list_words()
    found = [
        number
        for match in lists.counted.finditer(text)
        if (number := number_of(match[1])) and number > 1 and not lists.quantity.match(text, match.end(1))
    ]
    return found[-1] if found else None

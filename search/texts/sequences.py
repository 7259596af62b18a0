"""Members set out one after the other: numbered (一是…二是…; 1.…2.…), each with a clause or a paragraph of its own.

In: a flat stretch of text. Out: enumerations; a member's text is its heading or its main clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from graph.records import Span
from graph.writing.numerals import number_of
from graph.writing.sentence_ends import FULL, LINE
from search.texts.enumeration import Enumeration, Member
from search.texts.flat import Flat, depths, flatten
from search.texts.words import NUMERAL, load_list_words

HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
# A style of numbering: its name, the mark with its number as group 1. Marks open a clause.
OPENS = r"(?:(?<=[。;:,!?\n、)])|^)"
STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一是", re.compile(rf"{OPENS}[“\"]?({HAN_NUMBER})是(?!否)[:,]?")),
    ("一要", re.compile(rf"{OPENS}({HAN_NUMBER})要[:,]?")),
    ("“一”", re.compile(rf"{OPENS}[“\"]({NUMERAL})[”\"](?:即|就是|是指|指的是|是|指|:|,)")),
    ("第一", re.compile(rf"{OPENS}第({HAN_NUMBER})(?:个)?[,、是:]")),
    ("其一", re.compile(rf"{OPENS}其({HAN_NUMBER})[,、:是]")),
    ("(一)", re.compile(rf"[(〔]({HAN_NUMBER})[)〕]")),
    ("(1)", re.compile(r"(?<![\d年])[(]?(?<!\d)(\d{1,2})[)](?![\d%])")),
    ("1.", re.compile(rf"{OPENS}(\d{{1,3}})[.、．](?!\d)")),
    ("一、", re.compile(rf"(?:(?<=[。;:\n])|^)({HAN_NUMBER})、")),
    ("①", re.compile(r"([①-⑳])")),
    ("第一条", re.compile(rf"(?:(?<=[。;:\n])|^)第({HAN_NUMBER}|\d{{1,3}})条")),
)
DASH = re.compile(r"(?:(?<=[。;:\n])|^)(?:——|——|--)")
CLAUSE_END = re.compile(r"[。;:!?\n]")
LONGEST_TITLE = 36
LONGEST_LEAD = 26
LABEL_LENGTH = 120
LEAST_LEADS = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of numbering at text[start:end]."""

    start: int
    end: int
    number: int


@lru_cache(maxsize=128)
def find_sequences(text: str, span: Span) -> tuple[Enumeration, ...]:
    """All of text[span], in the order of the styles."""
    flat = flatten(text, span)
    found = [sequence for name, style in STYLES for sequence in _numbered(flat, name, style)]
    found += _dashes(flat)
    found += _lead_sentences(flat)
    found += _side_clauses(flat)
    return tuple(found)


# ------------------------------------------------------------------------------------------ numbered


def _numbered(flat: Flat, name: str, style: re.Pattern[str]) -> Iterator[Enumeration]:
    marks = [
        Mark(match.start(), match.end(), number) for match in style.finditer(flat.text) if (number := _number(match[1]))
    ]
    for series in _series(marks):
        yield _sequence(flat, series, name)


def _number(numeral: str) -> int | None:
    return ord(numeral) - ord("①") + 1 if "①" <= numeral <= "⑳" else number_of(numeral)


def _series(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks that count on from one; what counts inside a member, from one again, is a series of its own."""
    done: list[list[Mark]] = []
    open_: list[list[Mark]] = []
    for mark in marks:
        if mark.number == 1:
            open_.append([mark])
            continue
        goes_on = next((one for one in reversed(open_) if one[-1].number + 1 == mark.number), None)
        if goes_on is not None:
            goes_on.append(mark)
    done += [one for one in open_ if len(one) > 1]
    return done


def _sequence(flat: Flat, marks: Sequence[Mark], name: str) -> Enumeration:
    ends = [*(mark.start for mark in marks[1:]), _end_of_last(flat, marks)]
    members = tuple(
        member
        for mark, end in zip(marks, ends, strict=True)
        if (member := _member(flat, mark, end, keeps_mark=name == "“一”"))
    )
    first = marks[0].start
    before = _lead_in(flat, first)
    return Enumeration(members, before, "", flat.span(first, max(ends[-1], first + 1)), name, said_number(before))


def _end_of_last(flat: Flat, marks: Sequence[Mark]) -> int:
    """The last member is about as long as the paragraph it stands in."""
    end = flat.text.find("\n", marks[-1].end)
    return len(flat.text) if end < 0 else end


def _member(flat: Flat, mark: Mark, end: int, *, keeps_mark: bool) -> Member | None:
    first, last = title_of(flat.text, mark.end, end)
    if last <= first:
        return None
    of = re.sub(r"\W|就是|是指|指的是|[即是指]", "", flat.text[mark.start : mark.end]) if keeps_mark else ""
    return Member(flat.text[first:last], flat.span(first, last), flat.span(mark.start, max(last, mark.end)), of)


def title_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The main clause of text[start:end]: up to the first full stop, semicolon or colon; of a long one up to the first
    comma.
    """
    while start < end and text[start] in " ,、:.\n":
        start += 1
    stop = CLAUSE_END.search(text, start, end)
    last = stop.start() if stop else end
    if last - start > LONGEST_TITLE and (comma := text.find(",", start, last)) > start:
        last = comma
    return start, last


def _lead_in(flat: Flat, place: int) -> str:
    """What stands before the first member: the sentence, or line, before it."""
    text = flat.text
    end = place
    while end > 0 and text[end - 1] in "\n":
        end -= 1
    start = end - 1
    while start > 0 and text[start - 1] not in FULL + LINE and end - start < LABEL_LENGTH:
        start -= 1
    return text[max(start, 0) : end]


def said_number(text: str) -> int | None:
    """The last number of things that a lead-in says: 实现五项基本功能: → 5."""
    lists = load_list_words()
    found = [number for match in lists.counted.finditer(text) if (number := number_of(match[1])) and number > 1]
    return found[-1] if found else None


# ------------------------------------------------------------------------------------------ dashes, leads, side by side


def _dashes(flat: Flat) -> Iterator[Enumeration]:
    marks = [Mark(match.start(), match.end(), 0) for match in DASH.finditer(flat.text)]
    series: list[Mark] = []
    for mark in marks:
        if series and flat.text.count("\n", series[-1].end, mark.start) > 2:
            if len(series) > 1:
                yield _sequence(flat, series, "——")
            series = []
        series.append(mark)
    if len(series) > 1:
        yield _sequence(flat, series, "——")


def _lead_sentences(flat: Flat) -> Iterator[Enumeration]:
    """Paragraphs one after the other that each begin with a short sentence: 保障公平竞争。落实公平竞争审查制度…."""
    series: list[tuple[int, int, int]] = []
    start = 0
    for line in _whole_paragraphs(flat.text):
        lead = re.match(rf"[^。;:,!?]{{2,{LONGEST_LEAD}}}[。:]", line)
        if lead and len(line) > lead.end() + 4:
            series.append((start, start + lead.end() - 1, start + len(line)))
        else:
            yield from _leads(flat, series)
            series = []
        start += len(line) + 1
    yield from _leads(flat, series)


def _whole_paragraphs(text: str) -> list[str]:
    """The lines; one that a page's end cut in two is put together again."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and len(lines[-1]) > LONGEST_LEAD and lines[-1][-1] not in '。!?;:)”"':
            lines[-1] += "\n" + line
        else:
            lines.append(line)
    return lines


def _leads(flat: Flat, series: Sequence[tuple[int, int, int]]) -> Iterator[Enumeration]:
    if len(series) >= LEAST_LEADS:
        members = tuple(
            Member(flat.text[first:last], flat.span(first, last), flat.span(first, last)) for first, last, _ in series
        )
        before = _lead_in(flat, series[0][0])
        yield Enumeration(members, before, "", flat.span(series[0][0], series[-1][2]), "leads", said_number(before))


def _side_clauses(flat: Flat) -> Iterator[Enumeration]:
    """“实现五项功能:A,…;B,…;C,…”: behind a colon, parted by semicolons; each member is the beginning of its part."""
    inside = depths(flat.text)
    for colon in (place for place, c in enumerate(flat.text) if c == ":" and not inside[place]):
        end = colon + 1
        cuts = [colon]
        while end < len(flat.text) and (flat.text[end] not in FULL + LINE or inside[end]):
            if flat.text[end] == ";" and not inside[end]:
                cuts.append(end)
            end += 1
        if len(cuts) < 2:
            continue
        edges = [*cuts, end]
        members = []
        for first, last in pairwise(edges):
            if last > first + 1 and (member := _first_clause(flat, first + 1, last)):
                members.append(member)
        before = _lead_in(flat, colon + 1)
        if len(members) > 1:
            yield Enumeration(tuple(members), before, "", flat.span(colon, end), "clauses", said_number(before))


def _first_clause(flat: Flat, start: int, end: int) -> Member | None:
    while start < end and flat.text[start] in " ,、\n":
        start += 1
    comma = flat.text.find(",", start, end)
    last = comma if comma > start else end
    return Member(flat.text[start:last], flat.span(start, last), flat.span(start, end)) if last > start else None

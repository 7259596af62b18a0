"""The boxes (专栏) and captioned tables (表1) of a plan: where each begins and ends, and what is in it.

In: a stretch of stored text. Out: for every box its label, title and place, whether it is a list (paragraphs, mostly
with run-in heads) or a table flattened to one cell a line, and a table's rows.

A box has no end mark. It ends at the next heading that is not one of its own items, at the next box, at a paragraph
that does not look like the ones before it, or after a wider gap.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.lexicon.wordings import wordings
from graph.records import Row, Span
from ingest.form.enclosing import Enclosing
from ingest.form.grids import Tabled
from ingest.form.known import GUESSED, Known, tables_behind
from ingest.form.labels import Label, label_at, lost_part_at
from ingest.form.lines import Line, fold_signs, outside, split_lines
from ingest.form.matrix import unit_said
from ingest.form.tables import NOTE, Flattened, read_table

any_of = wordings("form").any_of

NUMBER = r"(?:\d{1,2}?(?=(?:19|20)\d\d ?年)|\d{1,2}(?: ?[-—–.] ?\d{1,2})?|[一二三四五六七八九十]{1,3})"
TITLE = re.compile(rf"(?P<label>(?:任务|重点)?专栏 *{NUMBER}|附?表 *{NUMBER}) *[:.、]? *(?P<title>.*)$")
# “专栏3所列”, “表1中”: a reference, not a title
REFERENCE = re.compile(r"[中所列见的和与及、,。;)》]")
RUN_IN_TITLE = re.compile(f"(.{{4,36}}?{any_of('box_title')})(?=[^。]{{3,24}}。)")
LONGEST_TITLE = 60
PAGE_NUMBER = re.compile(r"[-—]? ?\d{1,3} ?[-—]?$")
MOST_ABOVE_TABLE = 3  # lines between a box's title and its table: the rest of the title, 单位:亿元
LONGEST_ITEM = 24  # characters of a line that may be an item without a number
ITEM_HEAD = re.compile(r"[^。;,]{2,24}:")
RUN_IN_HEAD = re.compile(r"[^。:;,]{2,30}[。:]")


@dataclass(frozen=True, slots=True)
class Box:
    """A box: `start` to `title_end` is its title line, to `end` its body; `notes` stand under a table."""

    label: str  # 专栏3
    title: str
    start: int
    title_end: int
    end: int
    kind: str  # "list" | "table"
    headers: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[Span, ...] = ()
    table: Tabled | None = None  # where the file itself says what its cells are


def find_boxes(text: str, start: int, end: int, known: Known = GUESSED) -> list[Box]:
    """The boxes of ``text[start:end]`` in their order."""
    stretch = text[start:end]
    if "专栏" not in stretch and "表" not in stretch:
        return []
    lines = [
        Line(line.text, line.start + start, line.end + start)
        for line in split_lines(fold_signs(stretch), 0, len(stretch))
    ]
    lines = outside(lines, known.table_spans)
    tables = tables_behind(lines, known.tables)
    limits = Limits(lines, tables, known.frames)
    boxes: list[Box] = []
    place = 0
    while place < len(lines):
        match = TITLE.match(lines[place].text)
        if match is None or not _is_title(match):
            place += 1
        elif under := _table_under(lines, place, tables):
            place = _box_of_table(lines, place, match, *under, boxes)
        else:
            place = _read_box(lines, place, limits.behind(place), match, boxes)
    return boxes


def _table_under(lines: Sequence[Line], place: int, tables: Mapping[int, Tabled]) -> tuple[int, Tabled] | None:
    """The table of the box whose title is the given line, and the last line before it: a rest of the title, a unit."""
    for last in range(place, min(place + MOST_ABOVE_TABLE, len(lines))):
        if last > place and (len(lines[last].text) > 40 or _ends(lines[last])):
            return None
        if last in tables:
            return last, tables[last]
    return None


def _box_of_table(
    lines: Sequence[Line], place: int, match: re.Match[str], last: int, table: Tabled, boxes: list[Box]
) -> int:
    """Appends the box around a table that the file knows; gives back the place of the first line after it."""
    title, title_end = match["title"], lines[place].end
    if not title and last > place and unit_said(lines[place + 1].text) is None:
        title, title_end = lines[place + 1].text, lines[place + 1].end
    after = last + 1
    notes: list[Span] = []
    while after < len(lines) and (NOTE.match(lines[after].text) or (notes and _goes_on_with_note(lines[after]))):
        notes.append(Span(lines[after].start, lines[after].end))
        after += 1
    end = notes[-1].end if notes else table.end
    label = match["label"].replace(" ", "")
    start = lines[place].start
    boxes.append(Box(label, title, start, title_end, end, "table", table.headers, table.rows, tuple(notes), table))
    return after


def _goes_on_with_note(line: Line) -> bool:
    """“2.[ ]内为五年累计数。” below “注:1.…”"""
    label = _digit_label(line)
    return label is not None and label.number > 1


class Limits:
    """The places before which boxes without a table end: their frame's end, the next table."""

    def __init__(self, lines: Sequence[Line], tables: Mapping[int, Tabled], frames: Sequence[Span]) -> None:
        self.lines = lines
        self.tables = sorted(tables)
        self.frames = Enclosing(frames)

    def behind(self, place: int) -> int:
        """The limit of the box whose title is the given line."""
        end = len(self.lines)
        if (next_table := bisect_left(self.tables, place)) < len(self.tables):
            end = self.tables[next_table] + 1
        if frame := self.frames.at(self.lines[place].start):
            end = min(end, bisect_left(self.lines, frame.end, place, key=lambda line: line.start))
        return end


def _is_title(match: re.Match[str]) -> bool:
    title = match["title"]
    if REFERENCE.match(title):
        return False
    if match["label"].lstrip("附").startswith("表"):
        return 2 <= len(title) <= LONGEST_TITLE and not title.endswith(("。", ";", ","))
    return len(title) <= LONGEST_TITLE or RUN_IN_TITLE.match(title) is not None


def _read_box(lines: Sequence[Line], place: int, limit: int, match: re.Match[str], boxes: list[Box]) -> int:
    """Appends the box that opens at `place`, before `limit`; gives back the place of the first line after it."""
    line = lines[place]
    label, title, title_end = match["label"].replace(" ", ""), match["title"], line.end
    body = place + 1
    if len(title) > LONGEST_TITLE and (fused := RUN_IN_TITLE.match(title)):
        title = fused.group(1)
        title_end = line.start + match.start("title") + len(title)
    elif not title and body < limit and len(lines[body].text) <= 40:
        title, title_end = lines[body].text, lines[body].end
        body += 1
    last = _end_of_box(lines, body, limit)
    table = read_table(lines[body:last])
    if table is not None:
        last = body + _table_lines(lines[body:last], table)
    end = lines[last - 1].end if last > body else line.end
    if table is None or not table.rows:
        boxes.append(Box(label, title, line.start, title_end, max(end, title_end), "list"))
    else:
        boxes.append(Box(label, title, line.start, title_end, end, "table", table.headers, table.rows, table.notes))
    return max(last, place + 1)


def _table_lines(lines: Sequence[Line], table: Flattened) -> int:
    """How many of the lines belong to the table: running text after the last row does not."""
    notes = {note.start for note in table.notes}
    for place, line in enumerate(lines):
        if len(line.text) > 60 and line.text.endswith("。") and line.start not in notes:
            return place
    return len(lines)


@dataclass(slots=True)
class _Body:
    """What the lines of a box are like, as far as they have been read."""

    expected: int | None  # the number of the next item; None where items have none
    has_heads: bool  # each item begins with words before a colon
    widest: int = 0  # characters between two lines

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Body:
        """As the first line, and the second where there is one, show it."""
        numbers = [label.number if (label := _digit_label(line)) else None for line in lines]
        expected = 2 if numbers[0] == 1 else None
        if lines[0].text.endswith(":") and numbers[1:] == [1]:  # “打造智慧养老场景:”, then 1., 2., …
            expected = 1
        head = RUN_IN_HEAD.match(lines[0].text)
        return cls(expected, head is not None and head[0].endswith(":"))

    def takes(self, number: int) -> bool:
        """Whether it is the number of the next item, which has been read then."""
        if number != self.expected:
            return False
        self.expected += 1
        return True


@dataclass(frozen=True, slots=True)
class _Next:
    """A line without a number behind a finished sentence: which one of the body, and how far behind the one before."""

    text: str
    place: int
    gap: int


def _lacks_number(body: _Body, line: _Next) -> bool:
    return body.expected is not None and len(line.text) > LONGEST_ITEM and not line.text.startswith("—")


def _lacks_head(body: _Body, line: _Next) -> bool:
    return body.has_heads and not ITEM_HEAD.match(line.text)


def _stands_apart(body: _Body, line: _Next) -> bool:
    return line.place > 2 and line.gap > body.widest + 1 and len(line.text) > LONGEST_ITEM


IS_BEHIND_BOX = (_lacks_number, _lacks_head, _stands_apart)


def _end_of_box(lines: Sequence[Line], first: int, limit: int) -> int:
    """The place of the first line after the box whose body begins with the given line, `limit` at most."""
    if first >= limit:
        return limit
    body = _Body.of(lines[first : min(limit, first + 2)])
    if _ends(lines[first]) and body.expected is None:
        return first
    for place in range(first + 1, limit):
        before, line = lines[place - 1], lines[place]
        if _ends(line):
            return place
        if PAGE_NUMBER.match(line.text) and before.text.endswith("。"):
            continue
        if NOTE.match(line.text):
            body.expected = 2
            continue
        if not _goes_on(body, before, line, place - first):
            return place
        body.widest = max(body.widest, line.start - before.end)
    return limit


def _goes_on(body: _Body, before: Line, line: Line, place: int) -> bool:
    """Whether the line, which is the body's at this place, belongs to it."""
    if label := _digit_label(line):
        return body.takes(label.number)
    following = _Next(line.text, place, line.start - before.end)
    is_finished = before.text.endswith(("。", ";", "!"))
    return not (is_finished and any(rule(body, following) for rule in IS_BEHIND_BOX))


def _ends(line: Line) -> bool:
    """A heading of the text around, or the next box."""
    if (match := TITLE.match(line.text)) and _is_title(match):
        return True
    label = label_at(line.text, 0, len(line.text)) or lost_part_at(line.text, 0, len(line.text))
    return label is not None and label.kind in ("part", "chapter", "section", "article", "cn", "cn_paren")


def _digit_label(line: Line) -> Label | None:
    label = label_at(line.text, 0, len(line.text))
    if label is not None and label.kind == "digit":
        return label
    match = re.match(r"(\d{1,2})﹒|0(\d) ", line.text)
    if match:
        return Label("digit", int(match.group(1) or match.group(2)), match.group(), 0, match.end())
    return None

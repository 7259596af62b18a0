"""Rows of indicator tables: a name with its unit, then numbers under years and rates, some of which have vanished.

Which column a number belongs to is told by its form ([累计], 9以上, ≤110), by the columns that full rows show to take
that form, and by how many numbers there are. Where several ways are as good, the row is not sure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from graph.lexicon.wordings import wordings
from graph.records import Cell, Row
from ingest.form.columns import EMPTY, Column
from ingest.form.lines import Line

any_of = wordings("form").any_of

VALUE = re.compile(r"[\[〔]?[≥≤<>±+\-]?\d[\d.,]*%?(左右|以上|以下|以内)?[\]〕]?(以上|左右|以下)?$")
WORDED = re.compile(any_of("worded_values"))
ATTRIBUTE = re.compile(r"(预期|约束|预测|引导|指导)性?$")
SERIAL = re.compile(r"\d{1,3}$")
GROWTH = re.compile("增长|增速|增幅")
LONGEST_SHARED = 300  # characters of what is repeated in the rows below
GROUP = "指标类别"  # header of a name that stands over several indicators


def read_indicator_rows(lines: Sequence[Line], columns: Sequence[Column]) -> list[Row]:
    """The rows; a category merged over many rows and a name over sub-indicators are repeated in each."""
    numeric = [column for column in columns if column.kind in ("year", "rate", "number", "text")]
    numbered = any(column.kind == "serial" for column in columns)
    drafts = _draft(lines, numbered)
    forms = _forms_of_columns([draft.values for draft in drafts], len(numeric))
    rows: list[Row] = []
    for draft in drafts:
        above, name = _split_name(draft.names)
        if above and not numbered:  # what they are, a merged cell or rows whose value has vanished, cannot be told
            rows.append(Row(above[0].start, above[-1].end, tuple(_cell([line], "") for line in above), sure=False))
            draft.names = list(name)
        rows.append(_row(draft, columns, numeric, forms))
    return rows


class _Draft:
    """A row while its lines are being gathered."""

    def __init__(self, category: Line | None) -> None:
        self.category = category
        self.serial: Line | None = None
        self.names: list[Line] = []
        self.values: list[Line] = []
        self.attribute: Line | None = None
        self.shared = False  # the serial number and the group stand in a row above

    def is_closed(self) -> bool:
        """Whether what comes next is of another row."""
        return bool(self.values) or self.attribute is not None

    def share(self, above: _Draft) -> None:
        """A further sub-indicator under the number and group of the row above."""
        self.serial, self.names, self.shared = above.serial, above.names[:-1], True

    def has_group(self) -> bool:
        """Whether a name stands over the row's own that rows below may share."""
        return len(self.names) > 1 and sum(len(name.text) for name in self.names[:-1]) <= LONGEST_SHARED


class _Drafting:
    """The rows that are whole, and the one whose lines are being gathered."""

    def __init__(self, numbered: bool) -> None:
        self.numbered = numbered
        self.whole: list[_Draft] = []
        self.draft = _Draft(None)
        self.category: Line | None = None
        self.expected = 1  # the next serial number

    def take(self, line: Line, following: str) -> None:
        """A line, and what the next one says."""
        text = _without_blanks(line)
        if self.numbered and SERIAL.match(text) and int(text) == self.expected and not _is_value(following):
            self._number(line)
        elif ATTRIBUTE.match(text):
            self.draft.attribute = line
        elif _is_value(text) and self.draft.names:
            self.draft.values.append(line)
        else:
            self._name(line, following)

    def _number(self, line: Line) -> None:
        """A row begins; words before its number are the category of the rows below."""
        if self.draft.is_closed():
            self.whole.append(self.draft)
        elif self.draft.names:
            said = self.draft.names[-1] if self.category or not self.whole else None
            self.category = said if said and len(said.text) <= LONGEST_SHARED else None
        self.draft = _Draft(self.category)
        self.draft.serial = line
        self.expected += 1

    def _name(self, line: Line, following: str) -> None:
        """Words: of the row's name, or of the next row's where the row has its values."""
        before = self.draft
        if before.is_closed():
            self.whole.append(before)
            self.draft = _Draft(self.category)
            if self.numbered and before.has_group() and not SERIAL.match(following):
                self.draft.share(before)
        self.draft.names.append(line)


def _draft(lines: Sequence[Line], numbered: bool) -> list[_Draft]:
    drafting = _Drafting(numbered)
    for place, line in enumerate(lines):
        drafting.take(line, _without_blanks(lines[place + 1]) if place + 1 < len(lines) else "")
    drafts, last = drafting.whole, drafting.draft
    if last.values or not drafts:
        drafts.append(last)
    return [draft for draft in drafts if draft.names]


def _without_blanks(line: Line) -> str:
    return line.text.replace(" ", "")


def _is_value(text: str) -> bool:
    return bool(VALUE.match(text) or EMPTY.match(text) or WORDED.match(text))


def _form(text: str) -> str:
    if text.startswith(("[", "〔")):
        return "total"
    if EMPTY.match(text):
        return "empty"
    if "以上" in text:
        return "above"
    if text.startswith(("≤", "<")):
        return "below"
    return "plain" if VALUE.match(text) else "words"


def _forms_of_columns(values: Sequence[Sequence[Line]], width: int) -> list[Counter[str]]:
    """How often each form stands in each column, told by the rows that have a value for every column."""
    forms: list[Counter[str]] = [Counter() for _ in range(width)]
    for row in values:
        if len(row) == width:
            for place, line in enumerate(row):
                forms[place][_form(line.text)] += 1
    return forms


def _row(draft: _Draft, columns: Sequence[Column], numeric: Sequence[Column], forms: Sequence[Counter[str]]) -> Row:
    headers = {column.kind: column.header for column in columns}
    group, name = _split_name(draft.names)
    fixed = [
        *(
            [_cell([draft.category], headers["category"], "category")]
            if draft.category and "category" in headers
            else []
        ),
        *([_cell([draft.serial], headers["serial"], "serial")] if draft.serial else []),
        *([_cell(group, GROUP, "group")] if group else []),
        _cell(name, headers["indicator"], "indicator"),
    ]
    after = [_cell([draft.attribute], headers.get("attribute", ""), "attribute")] if draft.attribute else []
    places = _assign(fixed[-1].text, [line.text for line in draft.values], numeric, forms)
    own = [*name, *draft.values, *([draft.attribute] if draft.attribute else [])]
    if not draft.shared:
        own += [*draft.names, *([draft.serial] if draft.serial else [])]
    start, end = min(line.start for line in own), max(line.end for line in own)
    if places is None:
        loose = [*fixed, *(_cell([line], "") for line in draft.values), *after]
        return Row(start, end, tuple(Cell("", cell.text, cell.start, cell.end) for cell in loose), sure=False)
    values = [
        _cell([line], numeric[place].header, numeric[place].kind)
        for line, place in zip(draft.values, places, strict=True)
        if not EMPTY.match(line.text)
    ]
    return Row(start, end, (*fixed, *values, *after), sure=bool(values))


def _split_name(names: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines of the group's name (主要污染物排放总量减少) and those of the indicator's own."""
    last = len(names) - 1
    while last > 0 and (names[last].text.startswith(("(", ")", "占")) or _is_open(names[last - 1].text)):
        last -= 1
    return names[:last], names[last:]


def _is_open(text: str) -> bool:
    return text.count("(") > text.count(")") or text.endswith(("、", "和", "及", "与", "占"))


def _assign(
    name: str, texts: Sequence[str], numeric: Sequence[Column], forms: Sequence[Counter[str]]
) -> tuple[int, ...] | None:
    """The column of each value, or None where two ways are equally good."""
    if not texts or len(texts) > len(numeric):
        return None
    # best[count]: the two best ways to put the first values into the columns gone through, as (score, places)
    best: list[list[tuple[float, tuple[int, ...]]]] = [[(0.0, ())], *([] for _ in texts)]
    own = [_form(text) for text in texts]
    left_out = len(numeric) - len(texts)
    for place in range(len(numeric)):
        for count in range(min(place + 1, len(texts)), max(0, place - left_out), -1):
            score = _score(name, own[count - 1], place, numeric, forms)
            taken = [(before + score, (*places, place)) for before, places in best[count - 1]]
            best[count] = sorted([*best[count], *taken], reverse=True)[:2]
    first, *others = best[len(texts)]
    return None if others and first[0] - others[0][0] < 1.0 else first[1]


def _score(name: str, form: str, place: int, numeric: Sequence[Column], forms: Sequence[Counter[str]]) -> float:
    """How well a value's form goes with a column, by what full rows show and by what the indicator measures."""
    rate = numeric[place].kind == "rate"
    if form == "total":
        return 3.0 if rate and "累计" in numeric[place].header else -5.0
    if form == "empty":
        return 0.0
    score = -2.0 if form == "below" and rate else 0.0
    if seen := sum(forms[place].values()):
        return score + 2.0 * forms[place][form] / seen - (1.5 if not forms[place][form] else 0.0)
    if rate and place + 1 == len(numeric):  # a column of rates holds the growth of what is not itself a share
        score += 1.5 if GROWTH.search(name) else -1.5
    return score


def _cell(lines: Sequence[Line], header: str, kind: str = "") -> Cell:
    return Cell(header, "".join(line.text for line in lines), lines[0].start, lines[-1].end, kind)

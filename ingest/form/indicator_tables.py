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
    drafts = _draft(lines, numbered, len(numeric))
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

    def has_group(self) -> bool:
        """Whether a name stands over the row's own that rows below may share."""
        return len(self.names) > 1 and sum(len(name.text) for name in self.names[:-1]) <= LONGEST_SHARED


def _draft(lines: Sequence[Line], numbered: bool, width: int) -> list[_Draft]:
    drafts: list[_Draft] = []
    category: Line | None = None
    draft = _Draft(None)
    expected = 1
    for place, line in enumerate(lines):
        text = line.text.replace(" ", "")
        following = lines[place + 1].text.replace(" ", "") if place + 1 < len(lines) else ""
        closed = bool(draft.values) or draft.attribute is not None
        if numbered and SERIAL.match(text) and int(text) == expected and not _is_value(following):
            if draft.names and not closed:  # words before a serial number: the category of the rows below
                category = draft.names[-1] if category or not drafts else None
                category = category if category and len(category.text) <= LONGEST_SHARED else None
            elif closed:
                drafts.append(draft)
            draft = _Draft(category)
            draft.serial = line
            expected += 1
        elif ATTRIBUTE.match(text):
            draft.attribute = line
        elif _is_value(text) and draft.names:
            draft.values.append(line)
        elif closed:
            drafts.append(draft)
            before, draft = draft, _Draft(category)
            if numbered and before.has_group() and not SERIAL.match(following):
                draft.serial, draft.names = before.serial, before.names[:-1]  # sub-indicators of one number
                draft.shared = True
            draft.names = [*draft.names, line]
        else:
            draft.names.append(line)
    if draft.names and (draft.values or not drafts):
        drafts.append(draft)
    return [draft for draft in drafts if draft.names]


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

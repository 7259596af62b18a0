"""Lists that a table is: “赫山区2024年重点项目有哪些”, “责任单位是县水利局的项目”, “约束性指标有哪些” → its rows.

In: a plan and the knowledge base. Out: what stands in the column of names of those rows that are asked for, each with
its row. A row is asked for by what stands in one of its other cells, or the whole table by its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from graph.records import Cell, Document, Row, Span, Table
from graph.writing.foldings import fold_text
from search.agreement import innermost
from search.plan.plan import Kind, Plan
from search.replies.bodies import is_same_body, looks_like_body
from search.replies.columns import heading_of
from search.replies.contract import CHOSEN, Base, Item, Proof, Reply
from search.replies.enumerations import say_items
from search.replies.lists import reply_with_list
from search.replies.things import is_in_scope

any_of = wordings("answers").any_of

ASKED = re.compile(
    r"(?:哪些|哪几[个项]|什么|列出|列举|(?:多少|几)个?)(?P<before>[^,。?的是由]{0,8}?)(?P<noun>项目|工程|指标)"
    r"|(?P<first>[^,。?的是由]{0,8}?)(?P<thing>项目|工程|指标)(?:清单|名单|名录)?(?:都|分别|主要|具体|一共|总共)*(?:有|是|包括)?(?:哪些|哪几[个项]|什么|啥)"
)
NAMES = {"项目": "project", "工程": "project", "指标": "indicator"}
TOLD_BY = (
    "department",
    "lead",
    "owner",
    "attribute",
    "nature",
    "category",
    "place",
    "park",
    "industry",
    "period",
    "enterprise",
)
BY_BODY = ("department", "lead", "owner")
QUALIFIED = re.compile(any_of("qualified"))
PLAIN = re.compile(f'{any_of("plain_in_title")}|[“”"]')
MOMENT = re.compile(r"(?:19|20)\d\d年?|[“\"]?十[一二三四五六]?五[”\"]?(?:时期|期间|规划)?")
BODY = re.compile(
    rf"{any_of('duty_columns')}(?:是|为|:)?(?P<body>[\u4e00-\u9fff]{{2,16}}?)(?:的|$)"
    r"|由?(?P<doer>[\u4e00-\u9fff]{2,16}?)(?:牵头|负责|主管|承担|实施|主抓)"
)
UNIT = re.compile(r"[(（][^()（）]{1,8}[)）]$")  # 森林覆盖率(%)
RANKS = "省市县区州旗"
LEAST_TITLE = 4
LEAST_CELL = 2  # characters of a cell that tells a row


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row with the cell that names what it is about."""

    document: Document
    table: Table
    row: Row
    name: Cell


def reply_with_rows(plan: Plan, base: Base) -> Reply | None:
    """The rows asked for; None where no table is of what is asked."""
    text = fold_text(plan.question.text)
    asked = ASKED.search(text)
    if asked is None or plan.negated or plan.group:
        return None
    noun = asked["noun"] or asked["thing"]
    rows = list(_rows_of(NAMES[noun], plan, base))
    chosen = _told(rows, text, plan) or _of_titles(rows, asked["before"] or asked["first"] or "", plan)
    if not chosen:
        return None
    proof = Proof()
    items: dict[str, Item] = {}
    for one in chosen:
        said = UNIT.sub("", fold_text(re.sub(r"\s+", "", one.name.text)))
        if said not in items:
            head = proof.add(base.cite(one.document.source, _title_of(one, base)))
            place = proof.add(base.cite(one.document.source, Span(one.row.start, one.row.end)))
            items[said] = Item(UNIT.sub("", re.sub(r"\s+", "", one.name.text)), proof=(place, head))
    found = tuple(items.values())
    if not _says_more(plan, found, base):
        return None
    short = f"{len(found)}个" if plan.kind is Kind.COUNT else say_items(plan, found)
    return Reply(short, tuple(proof.citations), found, sure=CHOSEN)


def _title_of(one: NamedRow, base: Base) -> Span:
    """Where the table's title stands, else that of its document, which say what its rows are; else its headers."""
    titles = [title for title in (one.table.title, one.document.title) if len(title) >= LEAST_TITLE]
    for title in titles:
        found = base.occurrences([title], [one.document.id])
        if found:
            return min(found, key=lambda place: abs(place.span.start - one.table.start)).span
    return heading_of(one.table)


def _says_more(plan: Plan, rows: Sequence[Item], base: Base) -> bool:
    """Whether the graph does not know all that the rows name, and more."""
    known = reply_with_list(plan, base) if plan.kind is Kind.LIST else None
    names = {item.text for item in known.items or ()} if known is not None else set()
    return len(names) <= len(rows) or not all(row.text in names for row in rows)


def _rows_of(kind: str, plan: Plan, base: Base) -> Iterator[NamedRow]:
    """The rows of tables with a column of such names, in documents of the place and time asked for."""
    for document in base.documents.values():
        if not (is_in_scope(plan, document) and _is_of_place(document, plan)):
            continue
        for table in base.tables(document.id):
            for row in table.rows if _is_of_year(document, table, plan) else ():
                name = next((cell for cell in row.cells if cell.kind == kind and cell.text.strip()), None)
                if row.sure and name is not None:
                    yield NamedRow(document, table, row, name)


def _is_of_year(document: Document, table: Table, plan: Plan) -> bool:
    """Whether the table is of a year asked for: a list of projects of 2024 is none of 2023."""
    years = plan.scope.years
    if not years or document.year is None or document.years or document.year in years:
        return True
    return any(str(year) in table.title for year in years)


def _is_of_place(document: Document, plan: Plan) -> bool:
    places = innermost(plan.question.places)
    if not places or plan.scope.titles:
        return True
    is_within = Divisions.load().is_within
    return document.region_code is not None and any(is_within(document.region_code, one.code) for one in places)


# ------------------------------------------------------------------------------------------- told by their cells


def _told(rows: Sequence[NamedRow], text: str, plan: Plan) -> list[NamedRow]:
    """The rows one of whose cells is named by the question: 县水利局, 约束性, 新建."""
    body = _body_in(text)
    if body:
        return [one for one in rows if any(_is_body(body, cell) for cell in one.row.cells if cell.kind in BY_BODY)]
    places = [name for place in plan.question.places for name in place.names]
    text = MOMENT.sub(",", text)
    for name in sorted(places, key=len, reverse=True):
        text = text.replace(name, ",")
    said = {n: _cells_said(one, text) for n, one in enumerate(rows)}
    most = max(map(len, said.values()), default=0)
    return [rows[n] for n, cells in said.items() if cells and len(cells) == most]


def _body_in(text: str) -> str:
    for match in BODY.finditer(text):
        body = match["body"] or match["doer"] or ""
        body = re.sub(r"^.*?(?:哪些|什么|由|是|,|年)", "", body)
        if looks_like_body(body):
            return body
    return ""


def _is_body(body: str, cell: Cell) -> bool:
    written = (one for one in re.split(r"[、,，;；\s/]+", cell.text) if one)
    return any(
        is_same_body(body, one) and not (body[0] in RANKS and one[0] in RANKS and body[0] != one[0]) for one in written
    )


def _cells_said(one: NamedRow, text: str) -> list[str]:
    """The cells, beside the name, that stand in the question."""
    cells = (fold_text(cell.text) for cell in one.row.cells if cell.kind in TOLD_BY and cell is not one.name)
    return [cell for cell in cells if len(cell) >= LEAST_CELL and re.search(r"[\u4e00-\u9fff]", cell) and cell in text]


# ----------------------------------------------------------------------------------------- told by their table


def _of_titles(rows: Sequence[NamedRow], said: str, plan: Plan) -> list[NamedRow]:
    """The rows of the tables whose title, or whose document's, says what kind of them is asked: 重点项目, and of what:
    新一代信息技术重点项目."""
    kinds = QUALIFIED.findall(said)
    rest = said
    for word in (*kinds, *(name for place in plan.question.places for name in place.names)):
        rest = rest.replace(word, "")
    if not kinds or not innermost(plan.question.places):
        return []
    of_what = PLAIN.sub("", MOMENT.sub("", rest)).strip()
    return [one for one in rows if _says_all((*kinds, of_what), (one.table.title, one.document.title))]


def _says_all(words: Iterable[str], titles: Iterable[str]) -> bool:
    whole = fold_text("\n".join(titles))
    return all(word in whole for word in words)

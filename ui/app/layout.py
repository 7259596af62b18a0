"""How an answer is laid out: what stands above it, and in which form what it names stands below.

In: an answer as the workspace gives it. Out: a `Layout`, which pages, Word files and notebooks draw alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ui.app.fields import AskFields, CitationFields, ItemFields

MOST_SIDES = 3  # columns that still stand side by side
LONGEST_NOUN = 8  # characters
COUNTED = re.compile(r"^\d+[^\d:：、;,]{1,8}[:：]")  # 22个:
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|\)|$)")
FIGURES = ("trend", "compare", "number")  # kinds whose items are figures
COURSES = ("status", "when")
EARLIER = re.compile(r";此前.*")  # what a course says once more below
SPREAD = re.compile(r"年均|[—–-]|累计")  # a figure that is of no year alone
SHORT_ENOUGH = 40  # characters of two figures that are said in the headline too


class Form(StrEnum):
    """What stands below the headline."""

    NOTHING = "nothing"  # the headline says it all
    LIST = "list"
    SENTENCES = "sentences"  # word for word, each with its proof
    YEARS = "years"  # a table by year
    SIDES = "sides"  # two or three columns
    TABLE = "table"  # of places or things
    STEPS = "steps"  # in order of time
    DEFINITION = "definition"


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a chart. `series`: what of the label is not the year: 目标, 实际."""

    year: int
    value: float
    said: str
    series: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that the headline rests on, with the number of its first citation."""

    number: int
    citation: CitationFields


@dataclass(frozen=True, slots=True)
class Layout:
    """`headline`: the answer itself, "" where only the items say it; `is_newest`: it is only the last of many figures;
    `moment`: the year that was asked for; `papers`: the documents it rests on, each once; `proof`: numbers behind the
    headline, where no item has them."""

    form: Form
    headline: str
    moment: str
    papers: tuple[Paper, ...]
    items: tuple[ItemFields, ...]
    points: tuple[Point, ...]
    proof: tuple[int, ...]
    is_newest: bool = False
    term: str = ""  # what a definition explains


def lay_out(reply: AskFields) -> Layout:
    """The layout of an answer that says something."""
    items = tuple(reply["items"] or ())
    said = _headline(reply, items)
    if len(items) == 1 and items[0]["text"] in said and not _leads_on(reply, items[0]):
        items = ()  # it is said already
    sentences = _sentences(reply) if not items else ()
    form = Form.SENTENCES if sentences else _form(reply, items)
    newest = items[-1] if form is Form.YEARS and not said else None
    if sentences:
        items, said = sentences, ""
    return Layout(
        form,
        f"{newest.get('of', '')} {newest['text']}" if newest else EARLIER.sub("", said) if form is Form.STEPS else said,
        moment_asked(reply),
        _papers(reply["citations"], newest["citations"] if newest else ()),
        items,
        points_of(items) if form is Form.YEARS else (),
        () if items else tuple(range(1, len(reply["citations"]) + 1)),
        is_newest=newest is not None,
        term=reply["read_as"]["subject"] or reply["read_as"]["asked"] if form is Form.DEFINITION else "",
    )


def _sentences(reply: AskFields) -> tuple[ItemFields, ...]:
    """Where an answer is made of sentences alone, one a citation: each with its own number."""
    if reply["short"] or reply.get("phrased_by"):
        return ()
    lines = (reply["answer"] or "").split("\n")
    if len(lines) != len(reply["citations"]) or len(lines) < 2:
        return ()
    return tuple({"text": line, "citations": [number]} for number, line in enumerate(lines, 1))


def _leads_on(reply: AskFields, item: ItemFields) -> bool:
    """Whether the item is a way to a page of its own."""
    return bool(item.get("entity_id")) or reply["read_as"]["kind"] == "documents"


def _form(reply: AskFields, items: Sequence[ItemFields]) -> Form:
    kind = reply["read_as"]["kind"]
    labels = [item.get("of") for item in items]
    if not items:
        return Form.NOTHING
    if kind == "definition":
        return Form.DEFINITION
    if len(items) < 2 or None in labels:
        return Form.LIST
    if kind in COURSES:
        return Form.STEPS if all(YEAR.search(label or "") for label in labels) else Form.TABLE
    if kind not in FIGURES and len(reply["read_as"]["whole"]) < 2:
        return Form.LIST
    if kind in FIGURES and all(YEAR.search(label or "") for label in labels):
        return Form.YEARS
    return Form.SIDES if kind == "compare" and len(items) <= MOST_SIDES else Form.TABLE


# ------------------------------------------------------------------------------------------------------------ headline


def _headline(reply: AskFields, items: Sequence[ItemFields]) -> str:
    """The short answer without what the list below it says once more: 22个."""
    said = reply["short"] or ("" if reply.get("phrased_by") else reply["answer"]) or ""
    if len(items) < 2 or (len(items) == 2 and reply["read_as"]["kind"] in FIGURES and len(said) <= SHORT_ENOUGH):
        return said
    counted = COUNTED.match(said)
    listed = said[counted.end() :] if counted else said
    joined = [f"{item.get('of', '')}{item['text']}" for item in items]
    stands = listed.rstrip("…等")
    if any(sign.join(one).startswith(stands) for sign in ("、", ";") for one in (joined, [i["text"] for i in items])):
        noun = reply["read_as"]["asked"] if reply["read_as"]["kind"] == "list" else ""
        count = counted[0].rstrip(":：") if counted else ""
        return f"{count}{noun}" if count.endswith("个") and len(noun) <= LONGEST_NOUN else count
    return said


def moment_asked(reply: AskFields) -> str:
    """The one year or period that a figure was asked for; "" where there is none, or several."""
    filters = reply["read_as"]["filters"]
    said = filters.get("years") or filters.get("period") or ""
    return said if re.fullmatch(r"\d{4}年?|\d{4}[—–]\d{4}年?", said) else ""


def _papers(citations: Sequence[CitationFields], numbers: Sequence[int]) -> tuple[Paper, ...]:
    """The documents of these citations, or of all."""
    found: dict[str, Paper] = {}
    for number in numbers or range(1, len(citations) + 1):
        citation = citations[number - 1]
        found.setdefault(citation["document_id"], Paper(number, citation))
    return tuple(found.values())


# --------------------------------------------------------------------------------------------------------------- chart


def points_of(items: Sequence[ItemFields]) -> tuple[Point, ...]:
    """The figures of a small chart: of two or more years, all in one unit; none where they cannot be drawn so."""
    # imported late: most answers are no figures
    from search.texts.quantities import find_quantities

    points, units = [], set()
    for item in items:
        label = item.get("of", "")
        year, found = YEAR.search(label), find_quantities(item["text"])
        if year is None or not found or SPREAD.search(label):
            continue
        series = label.replace(year[0], "").strip("()")
        points.append(Point(int(year[1]), found[0].number, item["text"][found[0].start : found[0].end], series))
        units.add(found[0].base)
    drawable = len(units) == 1 and len({point.year for point in points}) > 1 and all(p.value >= 0 for p in points)
    return tuple(points) if drawable else ()

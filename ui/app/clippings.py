"""What is cut out to be taken along: an answer, a quote, a list of figures, each with the places it rests on.

In: what a page shows. Out: `ClippingFields`, which say all of it by themselves: they stay readable when the documents
have changed, and one writer (`ui.app.reports`) makes files of any of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypedDict

from graph.records import Document
from ui.app.fields import AskFields, CitationFields, ItemFields, QuoteFields, TargetFields
from ui.app.layout import Form, Layout, lay_out
from ui.app.sharing import source_of


class Kind(StrEnum):
    """What was cut out."""

    ANSWER = "answer"
    QUOTE = "quote"
    CHART = "chart"
    SEARCH = "search"


class CitedFields(QuoteFields):
    """A place with its words; `about`: title, number, date and section in one line."""

    document_id: str
    about: str


class CellFields(TypedDict):
    """A piece of text with the numbers of what it rests on, from 1."""

    text: str
    citations: list[int]


class ClippingFields(TypedDict):
    """`title`: the question, document or indicator; `said`: the answer itself; `headers`: of `rows`, none for a list;
    `address`: the page it was cut from, with its query."""

    kind: str
    title: str
    said: CellFields
    headers: list[str]
    rows: list[list[CellFields]]
    cited: list[CitedFields]
    address: str


def cell(text: str, citations: Sequence[int] = ()) -> CellFields:
    """A piece of text with its proof."""
    return {"text": text, "citations": list(citations)}


def clip_answer(
    reply: AskFields, documents: Mapping[str, Document], headers: Sequence[str], address: str
) -> ClippingFields:
    """An answer. headers: of a table of figures: year or place, what is said of it, document."""
    layout = lay_out(reply)
    is_table = layout.form in (Form.YEARS, Form.SIDES, Form.TABLE, Form.STEPS)
    return {
        "kind": Kind.ANSWER.value,
        "title": " → ".join(reply["read_as"]["whole"]),
        "said": cell(_said(reply, layout), layout.proof),
        "headers": list(headers) if is_table else [],
        "rows": [_row(reply, item, is_table=is_table) for item in layout.items],
        "cited": [_cited(one, source_of(one, documents)) for one in reply["citations"]],
        "address": address,
    }


def _said(reply: AskFields, layout: Layout) -> str:
    return layout.headline or (reply["answer"] or "" if reply.get("phrased_by") else "")


def _row(reply: AskFields, item: ItemFields, *, is_table: bool) -> list[CellFields]:
    of, said = item.get("of", ""), cell(item["text"], item["citations"])
    if not is_table:
        return [cell(f"{of}:{item['text']}" if of else item["text"], item["citations"])]
    titles = dict.fromkeys(reply["citations"][number - 1]["title"] for number in item["citations"][:1])
    return [cell(of), said, cell("、".join(f"《{title}》" for title in titles))]


def _cited(one: CitationFields, about: str) -> CitedFields:
    return {
        "source": one["source"],
        "start": one["start"],
        "end": one["end"],
        "quote": one["quote"],
        "document_id": one["document_id"],
        "about": about,
    }


def clip_quote(quote: QuoteFields, document: Document, section: Sequence[str], address: str) -> ClippingFields:
    """A place of a document, word for word."""
    about = ",".join(part for part in (f"《{document.title}》", document.doc_number, " › ".join(section)) if part)
    cited: CitedFields = {
        "source": quote["source"],
        "start": quote["start"],
        "end": quote["end"],
        "quote": quote["quote"],
        "document_id": document.id,
        "about": about,
    }
    return {
        "kind": Kind.QUOTE.value,
        "title": document.title,
        "said": cell(" ".join(quote["quote"].split()), [1]),
        "headers": [],
        "rows": [],
        "cited": [cited],
        "address": address,
    }


def clip_figures(
    figures: Sequence[TargetFields], headers: Sequence[str], rows: Sequence[Sequence[str]], address: str
) -> ClippingFields:
    """A list of figures. rows: each figure's texts, the value before the document."""
    cited: list[CitedFields] = [
        {
            "source": one["source"],
            "start": one["start"],
            "end": one["end"],
            "quote": one["quote"],
            "document_id": one["document_id"],
            "about": f"《{one['title']}》",
        }
        for one in figures
    ]
    return {
        "kind": Kind.CHART.value,
        "title": "、".join(dict.fromkeys(one["indicator"] for one in figures)),
        "said": cell(""),
        "headers": list(headers),
        "rows": [[*map(cell, row[:-2]), cell(row[-2], [number]), cell(row[-1])] for number, row in enumerate(rows, 1)],
        "cited": cited,
        "address": address,
    }


def clip_search(title: str, address: str) -> ClippingFields:
    """A search to be made again. title: the query with what was chosen."""
    return {
        "kind": Kind.SEARCH.value,
        "title": title,
        "said": cell(""),
        "headers": [],
        "rows": [],
        "cited": [],
        "address": address,
    }

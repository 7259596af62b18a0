"""An answer to take along: what is said, with the sources it rests on, as plain text."""

from __future__ import annotations

from collections.abc import Mapping

from graph.records import Document
from ui.app.fields import AskFields, CitationFields


def with_sources(reply: AskFields, documents: Mapping[str, Document]) -> str:
    """Question, answer and items, then each quote with title, section, document number and date."""
    mark = "(语言模型改写)" if reply.get("phrased_by") and not reply["short"] else ""
    lines = [reply["question"], (reply["short"] or reply["answer"] or "") + mark]
    for item in reply["items"] or ():
        of = f"{item['of']}:" if item.get("of") else ""
        lines.append(f"- {of}{item['text']}{''.join(f'[{number}]' for number in item['citations'])}")
    for number, citation in enumerate(reply["citations"], 1):
        quote = " ".join(citation["quote"].split())
        lines.append(f"[{number}] {source_of(citation, documents)}:“{quote}”")
    return "\n".join(line for line in lines if line)


def source_of(citation: CitationFields, documents: Mapping[str, Document]) -> str:
    """《怀化市打好发展“六仗”总体方案》,怀发〔2023〕1号,2023-02-01,二、重点任务."""
    document = documents[citation["document_id"]]
    about = [document.doc_number, document.published or (f"{document.year}年" if document.year else None)]
    headings = " › ".join(citation["section"])
    return ",".join(part for part in (f"《{citation['title']}》", *about, headings) if part)

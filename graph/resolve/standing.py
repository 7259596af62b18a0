"""How a document stands → what is said beside its title: 征求意见稿,已被《…》取代."""

from __future__ import annotations

from graph.records import Document, DocumentStanding, Standing
from graph.resolve.titles import DRAFT_WORD, issued_title

DRAFT = "征求意见稿"  # said of a draft that does not say itself which it is


def mark_of(document: Document, standing: DocumentStanding | None, by: Document | None) -> str:
    """ "" for a document in force. by: the document that `standing.by` names, None where it is not there."""
    if standing is None or standing.standing is Standing.IN_FORCE:
        return ""
    title = f"《{issued_title(by.title)}》" if by is not None else ""
    if standing.standing is Standing.ADJUSTED:
        return f"部分已由{title}调整" if title else "部分已调整"
    ended = f"已被{title}取代" if title else ""
    if standing.standing is Standing.SUPERSEDED:
        return ended or "已失效"
    # annexes of a draft do not say so themselves
    word = DRAFT_WORD.search(f"{document.title} {document.source}")
    return ",".join(part for part in (word.group() if word else DRAFT, ended) if part)

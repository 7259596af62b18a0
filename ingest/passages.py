"""The passages of a source as the rankers see them: with the title of their document, and of the notice that it is
annexed to.
"""

from __future__ import annotations

from graph.records import Extraction
from search.indexed import IndexedPassage


def indexed_passages(extraction: Extraction) -> list[IndexedPassage]:
    """In reading order."""
    documents = {structure.document.id: structure.document for structure in extraction.structures}
    passages = []
    for structure in extraction.structures:
        document = structure.document
        parent = documents.get(document.parent_id or "")
        title = f"{parent.title} {document.title}" if parent else document.title
        passages += [
            IndexedPassage(
                p.id, title, p.section, structure.text[p.start : p.end], document.region, document.year, document.years
            )
            for p in structure.passages
        ]
    return passages

"""Questions on a document that it answers: after a figure it gives, after a project it names."""

from __future__ import annotations

from collections.abc import Iterator

from graph.records import EntityType, Extraction

LONGEST = 14  # characters of what is asked after


def questions_on(extraction: Extraction) -> Iterator[str]:
    """One question after a figure and one after a project, where the document has them."""
    for target in extraction.targets:
        if target.region and target.year and len(target.indicator) <= LONGEST:
            yield f"{target.region}{target.year}年{target.indicator}是多少?"
            break
    for mention in extraction.mentions:
        if mention.type is EntityType.PROJECT and not mention.implied and len(mention.name) <= LONGEST:
            yield f"{mention.name}在哪里?"
            break

"""Headings and boxes of one document → its sections, nested, each with the path of headings above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import Document, Section
from ingest.boxes import Box
from ingest.outline import Heading, fold_title


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a section opens: what a heading and a box have in common."""

    label: str
    title: str
    start: int
    heading_end: int
    depth: int
    end: int | None = None  # known for a box


def build_sections(
    document: Document, flat: str, headings: Sequence[Heading], boxes: Sequence[Box]
) -> tuple[Section, ...]:
    """The sections in reading order; a box is a leaf under the heading it stands below."""
    openings = order_openings(headings, boxes)
    sections: list[Section] = []
    above: list[Section] = []
    for at, opening in enumerate(openings):
        while above and above[-1].depth >= opening.depth:
            above.pop()
        parent = above[-1] if above else None
        end = opening.end if opening.end is not None else end_of_section(document, flat, openings, at)
        heading = f"{opening.label} {opening.title}".strip()
        section = Section(
            id=f"{document.id}§{at + 1}",
            document_id=document.id,
            parent_id=parent.id if parent else None,
            depth=parent.depth + 1 if parent else 1,
            label=opening.label,
            title=opening.title,
            start=opening.start,
            heading_end=opening.heading_end,
            end=end,
            path=(*(parent.path if parent else ()), heading),
        )
        sections.append(section)
        if opening.end is None:
            above.append(section)
    return tuple(sections)


def order_openings(headings: Sequence[Heading], boxes: Sequence[Box]) -> list[Opening]:
    """Headings and boxes in reading order; a box is one deeper than the heading above it."""
    openings = [Opening(h.label, h.title, h.start, h.end, h.depth) for h in headings]
    openings += [Opening(b.label, fold_title(b.title), b.start, b.title_end, 0, b.end) for b in boxes]
    ordered: list[Opening] = []
    depth = 0
    for opening in sorted(openings, key=lambda opening: opening.start):
        if opening.end is None:
            depth = opening.depth
        else:
            opening = Opening(opening.label, opening.title, opening.start, opening.heading_end, depth + 1, opening.end)
        ordered.append(opening)
    return ordered


def end_of_section(document: Document, flat: str, openings: Sequence[Opening], at: int) -> int:
    """The end of the last visible character before the next heading that is not deeper."""
    depth = openings[at].depth
    end = next(
        (later.start for later in openings[at + 1 :] if later.end is None and later.depth <= depth), document.end
    )
    while end > openings[at].heading_end and flat[end - 1] in " \n":
        end -= 1
    return end

"""Headings and boxes of one document → its sections, nested, each with the path of headings above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.records import Document, Section
from ingest.form.boxes import Box
from ingest.form.lines import last_visible
from ingest.form.outline import Heading, fold_title


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a section opens: what a heading and a box have in common."""

    label: str
    title: str
    start: int
    heading_end: int
    depth: int
    closes: int | None  # where it ends, when that is known: a box, a “—” item
    is_box: bool = False


def build_sections(
    document: Document, flat: str, headings: Sequence[Heading], boxes: Sequence[Box]
) -> tuple[Section, ...]:
    """The sections in reading order; a box is a leaf under the heading it stands below."""
    openings = order_openings(headings, boxes)
    ends = ends_of_sections(document, flat, openings)
    sections: list[Section] = []
    above: list[Section] = []
    for at, opening in enumerate(openings):
        while above and above[-1].depth >= opening.depth:
            above.pop()
        parent = above[-1] if above else None
        end = opening.closes if opening.closes is not None else ends[at]
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
        if opening.closes is None:
            above.append(section)
    return tuple(sections)


def order_openings(headings: Sequence[Heading], boxes: Sequence[Box]) -> list[Opening]:
    """Headings and boxes in reading order; a box is one deeper than the heading above it."""
    openings = [Opening(h.label, h.title, h.start, h.end, h.depth, h.closes) for h in headings]
    openings += [Opening(b.label, fold_title(b.title), b.start, b.title_end, 0, b.end, True) for b in boxes]
    ordered: list[Opening] = []
    depth = 0
    for opening in sorted(openings, key=lambda opening: opening.start):
        if opening.closes is None:
            depth = opening.depth
        elif opening.is_box:
            opening = replace(opening, depth=depth + 1)
        ordered.append(opening)
    return ordered


def ends_of_sections(document: Document, flat: str, openings: Sequence[Opening]) -> list[int]:
    """For each opening the end of the last visible character before the next heading that is not deeper."""
    ends: list[int] = []
    trimmed: dict[int, int] = {}  # many may end at one place
    later: list[Opening] = []  # headings behind, each less deep than the one before it on the list
    for opening in reversed(openings):
        while later and later[-1].depth > opening.depth:
            later.pop()
        end = later[-1].start if later else document.end
        if end not in trimmed:
            trimmed[end] = last_visible(flat, end)
        ends.append(min(end, max(trimmed[end], opening.heading_end)))
        if not opening.is_box:
            later.append(opening)
    return ends[::-1]

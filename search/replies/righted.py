"""Figures that a person put right: what the text says gives way to what is right, and says so.

In: the figures of a passage as the text says them. Out: the figures as they are; those that are none are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.records import Passage, Span, Target
from graph.writing.foldings import fold_text
from search.replies.contract import Base
from search.replies.gathering import Figure
from search.texts.quantities import find_quantities


def as_put_right(base: Base, passage: Passage, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of a passage."""
    pairs = base.righted_in(passage.source, Span(passage.start, passage.end))
    return list(_righted(pairs, figures)) if pairs else list(figures)


def _righted(pairs: Sequence[tuple[Target, Target | None]], figures: Sequence[Figure]) -> Iterator[Figure]:
    for figure in figures:
        pair = next((pair for pair in pairs if _is_meant(pair[0], figure)), None)
        if pair is None:
            yield figure
        elif pair[1] is not None:
            yield _instead(figure, pair[1])


def _is_meant(read: Target, figure: Figure) -> bool:
    """Whether it is the figure that the target was read from."""
    written = fold_text(read.value)
    inside = read.start <= figure.span.start and figure.span.end <= read.end
    return inside and figure.said.startswith(written) and not figure.said[len(written) :][:1].isdigit()


def _instead(figure: Figure, to: Target) -> Figure:
    said = fold_text(f"{to.value}{to.unit or ''}")
    quantity = next(iter(find_quantities(said)), figure.quantity)
    remark = "" if said == figure.said else f"(人工更正,原文{figure.said})"
    return replace(
        figure,
        said=said,
        quantity=quantity,
        year=to.year,
        kind=to.kind,
        region=to.region,
        remark=remark,
        marked_as=None,
    )

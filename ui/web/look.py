"""How the kinds of thing look on every page: a colour, a figure to tell them apart without it, and their order.

Colours are those of Okabe and Ito, which people with any kind of colour vision tell apart; the figures are strokes in
a square of 24.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from graph.records import EntityType


@dataclass(frozen=True, slots=True)
class Look:
    """Of one entity type."""

    colour: str
    strokes: str  # the d of an SVG path


LOOKS = {
    EntityType.PROJECT: Look("#0072B2", "M5 20h7M8.5 20V4h11M8.5 4 4 8.5h15.5M16 8.5v4M13.5 12.5h5v4h-5z"),
    EntityType.PARK: Look("#009E73", "M4 19V7l5-2 6 2 5-2v12l-5 2-6-2zM9 5v12M15 7v12"),
    EntityType.INDUSTRY: Look("#E69F00", "M4 20V10l5 3.5V10l5 3.5V5h6v15zM8 17h.1M12 17h.1M16 17h.1"),
    EntityType.COUNTY: Look(
        "#4D5A66", "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11zM12 12.5v-5M9.5 10h5"
    ),
    EntityType.ENTERPRISE: Look("#AA4499", "M5 20V5h9v15M14 10h5v10M3 20h18M8 8.5h3M8 12h3M8 15.5h3"),
    EntityType.DEPARTMENT: Look("#56B4E9", "M4 9.5 12 5l8 4.5zM6 9.5V17M10 9.5V17M14 9.5V17M18 9.5V17M4 20h16"),
    EntityType.INDICATOR: Look("#D55E00", "M4 20h16M6.5 20v-7M12 20V5M17.5 20v-10"),
}

# for series that are no types: places, documents
SERIES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C8C00")


def look_of(kind: str) -> Look:
    """By the value of an entity type."""
    return LOOKS[EntityType(kind)]


def figure(kind: str, *, size: int = 18) -> str:
    """The type's figure in a disc of its colour, as HTML for pages that have the style sheet below."""
    return f"<span class='figure {EntityType(kind).value}' style='width:{size}px;height:{size}px'></span>"


def figure_styles() -> str:
    """The style sheet of the figures; pages may hold no SVG of their own."""
    return "\n".join(
        f".figure.{kind.value} {{ background-color: {look.colour}; }}\n"
        f'.figure.{kind.value}::after {{ background-image: url("data:image/svg+xml,{quote(_picture(look))}"); }}'
        for kind, look in LOOKS.items()
    )


def _picture(look: Look) -> str:
    return (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='#fff' stroke-width='2.2'"
        f" stroke-linecap='round' stroke-linejoin='round'><path d='{look.strokes}'/></svg>"
    )

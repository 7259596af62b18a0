"""How the kinds of thing look on every page, as the ontology says: a colour, and a figure that tells them apart."""

from __future__ import annotations

from urllib.parse import quote

from graph.lexicon.ontology import EntityKind, Ontology
from graph.records import EntityType

# for series that are no types: places, documents
SERIES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C8C00")


def look_of(kind: str) -> EntityKind:
    """By the value of an entity type."""
    return Ontology.load().entities[EntityType(kind)]


def figure(kind: str, *, size: int = 18) -> str:
    """The type's figure in a disc of its colour, as HTML for pages that have the style sheet below."""
    return f"<span class='figure {EntityType(kind).value}' style='width:{size}px;height:{size}px'></span>"


def kind_styles() -> str:
    """The style sheet of the types: their colours by name (--project), their figures, as pages may hold no SVG of their
    own, and how the reader frames their names. It stands before the others, which may say more."""
    kinds = Ontology.load().entities.items()
    colours = " ".join(f"--{kind.value.lower()}: {look.colour};" for kind, look in kinds)
    return f":root {{ {colours} }}\n" + "\n".join(
        f".figure.{kind.value} {{ background-color: {look.colour}; }}\n"
        f'.figure.{kind.value}::after {{ background-image: url("data:image/svg+xml,{quote(_picture(look))}"); }}\n'
        f".entity.{kind.value} {{ border-color: {look.colour}; background: {look.colour}14; }}"
        for kind, look in kinds
    )


def _picture(look: EntityKind) -> str:
    return (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='#fff' stroke-width='2.2'"
        f" stroke-linecap='round' stroke-linejoin='round'><path d='{look.strokes}'/></svg>"
    )

"""What the documents say of a project itself, as a table: the attribute, its value, its year, where it is said."""

from __future__ import annotations

from collections.abc import Sequence

from ui.app.fields import AttributeFields
from ui.web import put_right
from ui.web.language import Language
from ui.web.links import to_place
from ui.web.markup import plain
from ui.web.pieces import amount, doubt, heading, shortened, standing, table

COLUMNS = ("kind", "value", "year", "document")
LONGEST_QUOTE = 120  # characters


def of_project(words: Language, attributes: Sequence[AttributeFields]) -> str:
    """A row an attribute and document; nothing where none is known."""
    if not attributes:
        return ""
    headers = [words.say(f"attributes.{column}") for column in COLUMNS]
    rows = [_row(words, attribute) for attribute in attributes]
    return heading(words.say("graph.attributes"), str(len(rows))) + table(headers, rows, kind="attributes")


def _row(words: Language, attribute: AttributeFields) -> list[str]:
    value = amount(attribute["comparator"], attribute["value"], attribute["unit"])
    year = attribute["year"] or attribute["said_in"]
    link = to_place(
        attribute["document_id"], attribute["start"], attribute["end"], plain(attribute["title"]), kind="open"
    )
    said = plain(shortened(" ".join(attribute["quote"].split()), LONGEST_QUOTE))
    return [
        plain(words.say(f"attribute.{attribute['kind']}")),
        plain(value) + doubt(words, attribute["unsafe"]) + put_right.attribute(words, attribute),
        plain(str(year or "")),
        f"{link}{standing(attribute['mark'])}<div class='quiet'>{said}</div>",
    ]

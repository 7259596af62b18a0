"""Small plan texts for tests: a text goes in, its structure as one document with the given region comes out."""

from __future__ import annotations

from dataclasses import replace

from graph.records import Source, Structure
from ingest.form.structure import read_structure


def structure_of(text: str, *, region_code: str | None = None) -> Structure:
    """The text's structure; `region_code` overrides what its own words tell."""
    [structure] = read_structure(Source("plan.txt", text, "", "txt"))
    return replace(structure, document=replace(structure.document, region_code=region_code))

"""The parameters that several verbs share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query

from graph.records import EntityType
from ui.rest.limits import LONGEST_NAME, LONGEST_TEXT

MOST_ON_A_PAGE = 1000
LONGEST_CURSOR = 500

Question = Annotated[
    str, Query(min_length=1, max_length=LONGEST_TEXT, description="A question in everyday Chinese or English.")
]
After = Annotated[
    list[Annotated[str, Query(max_length=LONGEST_TEXT)]],
    Query(max_length=10, description="The questions before, that this one goes on from, the oldest first."),
]
Name = Annotated[str, Query(min_length=1, max_length=LONGEST_NAME, description="Any name of the thing.")]
Filter = Annotated[str | None, Query(max_length=LONGEST_NAME)]
Piece = Annotated[str, Query(max_length=LONGEST_NAME)]
Year = Annotated[int | None, Query(ge=1, le=9999)]
Type = Annotated[EntityType | None, Query(description="Only of this type.")]
DocumentId = Annotated[str, Path(min_length=1, max_length=LONGEST_NAME, description="As answers name it: plan.txt#1.")]
Limit = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE, description="How many at most.")]
Cursor = Annotated[str | None, Query(max_length=LONGEST_CURSOR, description="“next” of the page before.")]
Why = Annotated[str, Query(max_length=LONGEST_TEXT, description="The reason, in any words.")]

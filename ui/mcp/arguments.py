"""What the tools are asked with: one record a tool, with bounds and a description of every parameter.

Models write numbers as texts, lists as texts and leave things out as "" or null; that is taken as it is meant.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from graph.lexicon.ontology import Ontology
from graph.records import EntityType

LONGEST_READ = 4000

DocumentKind = Literal["five_year_plan", "action_plan", "work_report", "news", "notice", "annex", "policy", "other"]
Part = Literal["overview", "relations", "figures", "attributes", "stages", "links", "documents"]


def _type(said: object) -> object:
    """“projects” and “项目” mean Project."""
    return (Ontology.load().type_named(said) if isinstance(said, str) else None) or said


def _texts(said: object) -> object:
    """A list that came as its JSON, or as the one text it holds."""
    if not isinstance(said, str):
        return said
    try:
        return json.loads(said) if said.startswith("[") else [said]
    except (ValueError, RecursionError):
        return [said]


Skip = Annotated[int, Field(ge=0, le=100_000, description="How many to leave out, to go on where a call before ended.")]
Year = Annotated[int | None, Field(ge=1900, le=2100, description="Only documents about this year.")]
Region = Annotated[
    str | None,
    Field(max_length=50, description="Only documents of this area and those inside it, as 怀化市 or 鹤城区."),
]
Kind = Annotated[EntityType | None, BeforeValidator(_type), Field(description="Only a thing of this type.")]
Name = Annotated[
    str,
    Field(
        min_length=1, max_length=200, description="Any name of the thing, in Chinese, or its id or mailuo:// address."
    ),
]
DocumentName = Annotated[
    str, Field(min_length=1, max_length=300, description="A document: its id, mailuo:// address, source or title.")
]
OneDocument = Annotated[
    str | None, Field(max_length=300, description="Only this document: its id, mailuo:// address, source or title.")
]


class Asked(BaseModel):
    """What all of them have in common."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, said: Any) -> Any:
        return {name: one for name, one in said.items() if one not in (None, "")} if isinstance(said, dict) else said

    @property
    def said(self) -> dict[str, Any]:
        """The parameters that were given, for the log and for the call that goes on."""
        return self.model_dump(mode="json", exclude_defaults=True)


class SearchAsked(Asked):
    """Of `search`."""

    query: str = Field(min_length=1, max_length=500, description="Words or a sentence in Chinese.")
    limit: int = Field(default=5, ge=1, le=20, description="How many passages.")
    skip: Annotated[int, Field(ge=0, le=200, description="How many to leave out.")] = 0
    year: Year = None
    region: Region = None
    kind: Annotated[DocumentKind | None, Field(description="Only documents of this kind.")] = None
    document: OneDocument = None
    mode: Literal["hybrid", "dense", "lexical"] = Field(
        default="hybrid", description="lexical: the very words; dense: the meaning; hybrid: both."
    )


class AskAsked(Asked):
    """Of `ask`."""

    question: str = Field(
        min_length=1,
        max_length=500,
        description="One question in everyday Chinese, complete in itself or with `after`.",
    )
    after: Annotated[
        list[Annotated[str, Field(max_length=500)]],
        BeforeValidator(_texts),
        Field(max_length=5, description="The questions before that this one goes on from (那2026年呢?), oldest first."),
    ] = []
    year: Year = None
    region: Region = None
    document: OneDocument = None


class ShowAsked(Asked):
    """Of `show`."""

    name: Name
    type: Kind = None
    part: Part = Field(
        default="overview", description="overview: some of everything; else all of one part, page by page."
    )
    limit: int = Field(default=20, ge=1, le=50, description="How many of one part.")
    skip: Skip = 0


class MentionsAsked(Asked):
    """Of `mentions`."""

    name: Name
    type: Kind = None
    document: OneDocument = None
    limit: int = Field(default=10, ge=1, le=30, description="How many passages.")
    skip: Skip = 0


class TraceAsked(Asked):
    """Of `trace`."""

    name: Name
    type: Kind = None
    limit: int = Field(default=15, ge=1, le=40, description="How many sentences.")
    skip: Skip = 0


class TargetsAsked(Asked):
    """Of `targets`."""

    indicator: Annotated[
        str | None,
        Field(max_length=100, description="The indicator, as 地区生产总值 or 粮食产量; without it all of them."),
    ] = None
    year: Annotated[int | None, Field(ge=1900, le=2100, description="The year that the figure is of.")] = None
    region: Annotated[
        str | None, Field(max_length=50, description="The area that the figure is of, and those inside it.")
    ] = None
    limit: int = Field(default=15, ge=1, le=50, description="How many figures.")
    skip: Skip = 0


class PathAsked(Asked):
    """Of `path`."""

    a: Name
    b: Name
    limit: int = Field(default=2, ge=1, le=5, description="How many ways.")


class ListAsked(Asked):
    """Of `list`."""

    type: Annotated[EntityType, BeforeValidator(_type), Field(description="The type of things.")]
    words: Annotated[
        str | None, Field(max_length=60, description="Only those whose name holds or is like this; pinyin works too.")
    ] = None
    limit: int = Field(default=30, ge=1, le=100, description="How many.")
    skip: Skip = 0


class ReadAsked(Asked):
    """Of `read`."""

    document: DocumentName
    start: Annotated[
        int | None, Field(ge=0, description="Where to begin, as citations say it; without it the document's beginning.")
    ] = None
    end: Annotated[int | None, Field(ge=0, description="Where to end, as citations say it.")] = None
    context: int = Field(
        default=300, ge=0, le=1500, description="Characters before and after start and end, where both are given."
    )
    characters: int = Field(default=2000, ge=100, le=LONGEST_READ, description="At most so many in all.")


class DocumentsAsked(Asked):
    """Of `documents`."""

    words: Annotated[
        str | None, Field(max_length=100, description="Words that title, place, year or file name hold, all of them.")
    ] = None
    year: Year = None
    region: Region = None
    kind: Annotated[DocumentKind | None, Field(description="Only documents of this kind.")] = None
    limit: int = Field(default=15, ge=1, le=50, description="How many.")
    skip: Skip = 0

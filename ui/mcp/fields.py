"""The fields of what the tools give: small records, the schema of their output.

These types are the contract with clients. Every list is bounded; what is left out stands in `more`, with the call that
gives it. `start` and `end` count characters of the source's stored text, and `quote` is exactly `text[start:end]`.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """What all of them have in common."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class More(Record):
    """What is left out of a list."""

    count: int | None = Field(description="How many more there are; null where that is not counted.")
    call: str = Field(description="The call that gives them.")


class Citation(Record):
    """A place in a document, with the words that stand there."""

    document_id: str
    uri: str = Field(description="The document as a resource.")
    source: str
    title: str
    year: int | None = None
    note: str = Field(
        default="", description="Says where the document is a draft or was superseded; empty when in force."
    )
    section: list[str] = Field(description="The headings above the place, outermost first.")
    start: int
    end: int
    quote: str = Field(description="Exactly the source's text[start:end].")
    is_cut: bool = Field(default=False, description="Whether the quote ends early: “read” gives the rest.")


class Thing(Record):
    """Something the documents speak of: a project, park, industry, area, company, department or indicator."""

    id: str
    uri: str = Field(description="Its page as a resource.")
    type: str
    name: str
    place: str | None = Field(default=None, description="Where it lies, where another one is called so too.")


class CountedThing(Thing):
    """A thing with its other names and how often it is mentioned."""

    aliases: list[str]
    mentions: int
    documents: int


# --------------------------------------------------------------------------------------------------------- questions


class Found(Record):
    """Passages, best first."""

    query: str
    passages: list[Citation]
    more: More | None = None


class Item(Record):
    """One of several things that a question asks for."""

    text: str
    of: str | None = Field(default=None, description="The year, place or rank it belongs to.")
    thing: str | None = Field(default=None, description="Its page as a resource.")
    citations: list[int] = Field(description="Numbers into the answer's citations, from 1.")


class Answer(Record):
    """What the documents say to a question; `answer` is null where they do not say it."""

    question: str
    read_as: str = Field(description="How the question was understood.")
    short: str | None
    answer: str | None
    items: list[Item]
    citations: list[Citation]
    nearest: list[Citation] = Field(description="Where nothing answers: the passages that come closest. No answer.")
    things: list[Thing]
    more: More | None = None


# ------------------------------------------------------------------------------------------------------------ things


class Relation(Record):
    """A relation of a thing; `direction`: “out” from it, “in” from the other."""

    rel: str
    direction: str
    other: Thing
    role: str | None = None
    proof: Citation | None
    proofs: int = Field(description="How many places prove it.")


class Figure(Record):
    """A target or a result, digits and unit as written."""

    indicator: str
    value: str
    unit: str | None
    comparator: str
    kind: str = Field(description="target or result")
    year: int | None
    region: str | None
    caution: str | None = Field(default=None, description="Why the figure may be damaged in the source.")
    proof: Citation


class Attribute(Record):
    """What a document says of a project itself: investment, scale, period …"""

    kind: str
    value: str
    unit: str | None
    year: int | None
    proof: Citation


class Stage(Record):
    """How far a project has come (谋划 前期 开工 在建 建成 投用), or is planned to."""

    stage: str
    is_planned: bool
    year: int | None = Field(description="Of the fact, where it is told.")
    proof: Citation


class Link(Record):
    """Another thing of another document that hangs together with this one."""

    kind: str
    reason: str
    score: float
    other: Thing


class NamingDocument(Record):
    """A document that mentions the thing."""

    document_id: str
    uri: str
    title: str
    year: int | None
    note: str = ""
    mentions: int


class Page(Record):
    """What is known of a thing. `others`: further things of that name."""

    thing: CountedThing
    relations: list[Relation]
    figures: list[Figure]
    attributes: list[Attribute]
    stages: list[Stage]
    links: list[Link]
    documents: list[NamingDocument]
    others: list[CountedThing]
    more: dict[str, More]


class Mention(Record):
    """A passage that names the thing, and by which words."""

    surface: str
    place: Citation


class Mentions(Record):
    """Where a thing is mentioned, under all its names."""

    things: list[CountedThing]
    found: int = Field(description="How many passages name it.")
    documents: list[NamingDocument]
    mentions: list[Mention]
    more: More | None = None


class Moment(Record):
    """A sentence of a story."""

    year: int | None
    stage: str | None
    thing: Thing
    link: str | None = Field(default=None, description="Why another thing belongs to the story.")
    place: Citation


class Story(Record):
    """A thing through the documents in order of time, with what is linked to it."""

    name: str
    found: int
    moments: list[Moment]
    more: More | None = None


class Figures(Record):
    """Targets and results."""

    found: int
    figures: list[Figure]
    more: More | None = None


class Step(Record):
    """From one thing of a way to the next. `is_forward`: the relation leads the way that is gone."""

    one: Thing
    rel: str
    is_forward: bool
    other: Thing
    reason: str | None = None
    proof: Citation | None


class Way(Record):
    """A shortest way through the graph."""

    steps: list[Step]


class Ways(Record):
    """How two things hang together. `wide`: provinces and cities through which they do, where there is no other way."""

    a: Thing
    b: Thing
    ways: list[Way]
    wide: list[Thing]
    more: More | None = None


class Things(Record):
    """The things of a type, most mentioned first."""

    type: str
    found: int | None
    things: list[CountedThing]
    more: More | None = None


# --------------------------------------------------------------------------------------------------------- documents


class DocumentHead(Record):
    """A document."""

    document_id: str
    uri: str
    source: str
    title: str
    kind: str
    region: str | None
    year: int | None
    years: list[int] | None = Field(default=None, description="The first and last year a plan is for.")
    issuer: str | None = None
    published: str | None = None
    note: str = ""
    characters: int
    start: int
    end: int


class Documents(Record):
    """Documents that agree with what is asked for."""

    found: int
    total: int
    documents: list[DocumentHead]
    more: More | None = None


class Heading(Record):
    """A heading of a document."""

    depth: int
    heading: str
    start: int
    end: int = Field(description="Where what stands under it ends.")


class Text(Record):
    """A stretch of a document. `text` is exactly the source's text[start:end]."""

    document: DocumentHead
    section: list[str]
    start: int
    end: int
    text: str
    outline: list[Heading] = Field(description="Only where no place was asked for.")
    before: More | None = None
    after: More | None = None

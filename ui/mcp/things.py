"""The tools `show`, `mentions`, `trace`, `path` and `list`: what is known of a thing, and what it is tied to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.writing.sentence_ends import LINE, STORED, last_end
from ui.app.fields import (
    AttributeFields,
    LinkFields,
    MentionsFields,
    MomentFields,
    NamingDocumentFields,
    NamingPassageFields,
    NamingPassagesFields,
    PageFields,
    RelationFields,
    StageSaidFields,
    StepFields,
    WayFields,
)
from ui.app.workspace import Workspace
from ui.mcp.arguments import ListAsked, MentionsAsked, PathAsked, ShowAsked, TraceAsked
from ui.mcp.bounds import LONGEST_PROOF, LONGEST_QUOTE, call, fill, rest, shortened
from ui.mcp.citing import cite, counted, document_uri, meant, thing
from ui.mcp.documents import document_id, in_document, sentence_around
from ui.mcp.fields import (
    Attribute,
    CountedThing,
    Link,
    Mention,
    Mentions,
    Moment,
    More,
    NamingDocument,
    Page,
    Record,
    Relation,
    Stage,
    Step,
    Story,
    Things,
    Way,
    Ways,
)
from ui.mcp.figures import figure

MOST_OTHERS = 4  # things of the same name
SAME_RELATIONS = 3  # of one kind, of those that an overview shows
MOST_NAMING = 10  # documents beside the passages of mentions
LONGEST_REASON = 100


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a thing's page, and how much of it an overview shows."""

    make: Callable[[Any], Record]
    limit: int
    characters: int


# -------------------------------------------------------------------------------------------------------------- show


def show(workspace: Workspace, asked: ShowAsked) -> Page:
    """What is known of the thing of a name that is mentioned most; the others of that name are told."""
    pages = workspace.show(meant(asked.name), kind=asked.type)["entities"]
    page = pages[0]
    shown: dict[str, list[Any]] = {}
    more: dict[str, More] = {}
    for name, part in PARTS.items():
        if asked.part not in ("overview", name):
            continue
        known = _known(workspace, page, name)
        if asked.part == "overview":
            chosen = _of_each_kind(known) if name == "relations" else known
            shown[name] = fill(chosen, part.make, limit=part.limit, characters=part.characters)
            left = rest("show", {"name": page["id"], "part": name}, found=len(known), skip=0, taken=shown[name])
            # an overview picks some of each kind: the part begins at its beginning
            more |= (
                {name: More(count=left.count, call=call("show", {"name": page["id"], "part": name}))} if left else {}
            )
        else:
            shown[name] = fill(known[asked.skip :], part.make, limit=asked.limit)
            left = rest(
                "show", {**asked.said, "name": page["id"]}, found=len(known), skip=asked.skip, taken=shown[name]
            )
            more |= {name: left} if left else {}
    empty: dict[str, list[Any]] = {name: [] for name in PARTS}
    return Page(
        thing=_head(page),
        others=[_head(other) for other in pages[1 : MOST_OTHERS + 1]],
        more=more,
        **{**empty, **shown},
    )


def _known(workspace: Workspace, page: PageFields, part: str) -> Sequence[Any]:
    """All that there is of a part."""
    if part == "figures":
        return workspace.figures_beside(page["id"])
    if part == "stages":
        return [{**stage, **sentence_around(workspace, stage)} for stage in page["stages"]]
    if part == "documents":
        return sorted(page["documents"], key=lambda document: -(document["year"] or 0))
    known: Sequence[Any] = page[part]  # type: ignore[literal-required]
    return known


def _head(page: PageFields) -> CountedThing:
    return counted(page, page["mentions"], len(page["documents"]))


def _of_each_kind(relations: Iterable[RelationFields]) -> list[RelationFields]:
    """A few of each kind and direction, in their order."""
    kinds: Counter[tuple[str, str]] = Counter()
    chosen = []
    for one in relations:
        kind = one["rel"], one["direction"]
        kinds[kind] += 1
        if kinds[kind] <= SAME_RELATIONS:
            chosen.append(one)
    return chosen


def _relation(relation: RelationFields) -> Relation:
    evidence = relation["evidence"]
    return Relation(
        rel=relation["rel"],
        direction=relation["direction"],
        other=thing(relation["other"]),
        role=relation.get("role"),
        proof=cite(evidence[0], longest=LONGEST_PROOF) if evidence else None,
        proofs=len(evidence),
    )


def _attribute(attribute: AttributeFields) -> Attribute:
    return Attribute(
        kind=attribute["kind"],
        value=shortened(attribute["value"], LONGEST_PROOF),
        unit=attribute["unit"],
        year=attribute["year"],
        proof=cite(attribute, longest=LONGEST_PROOF),
    )


def _stage(stage: StageSaidFields) -> Stage:
    return Stage(
        stage=stage["stage"],
        is_planned=stage["planned"],
        year=stage["year"],
        proof=cite(stage, longest=LONGEST_PROOF),
    )


def _link(link: LinkFields) -> Link:
    return Link(
        kind=link["kind"],
        reason=shortened(link["reason"], LONGEST_REASON),
        score=link["score"],
        other=thing(link["other"]),
    )


def _naming(document: NamingDocumentFields | NamingPassagesFields) -> NamingDocument:
    return NamingDocument(
        document_id=document["document_id"],
        uri=document_uri(document["document_id"]),
        title=document["title"],
        year=document["year"],
        note=document["mark"],
        mentions=document["count"],
    )


PARTS = {
    "stages": _Part(_stage, 3, 1200),
    "relations": _Part(_relation, 10, 4500),
    "attributes": _Part(_attribute, 6, 1800),
    "figures": _Part(figure, 5, 1800),
    "links": _Part(_link, 5, 1200),
    "documents": _Part(_naming, 6, 1500),
}


# ---------------------------------------------------------------------------------------------------------- mentions


def mentions(workspace: Workspace, asked: MentionsAsked) -> Mentions:
    """Every passage that names the thing, under all its names."""
    said = workspace.mentions(meant(asked.name), kind=asked.type)
    only = document_id(workspace, asked.document)
    documents = [one for one in said["documents"] if only in (None, one["document_id"])]
    found = [(document, passage) for document in documents for passage in document["passages"]]
    shown = fill(found[asked.skip :], lambda pair: _mention(*pair), limit=asked.limit)
    return Mentions(
        things=_things(said),
        found=len(found),
        documents=fill(documents, _naming, limit=MOST_NAMING, characters=2000),
        mentions=shown,
        more=rest("mentions", asked.said, found=len(found), skip=asked.skip, taken=shown),
    )


def _things(said: MentionsFields) -> list[CountedThing]:
    """With what was counted here; of several of that name only together."""
    several = said["entities"][: MOST_OTHERS + 1]
    count = sum(document["count"] for document in said["documents"])
    return [counted(one, count, len(said["documents"])) for one in several]


def _mention(document: NamingPassagesFields, passage: NamingPassageFields) -> Mention:
    """The words around the first place where the passage names it."""
    first = passage["mentions"][0]
    start, text = passage["start"], passage["text"]
    if len(text) > LONGEST_QUOTE:
        before = max(0, min(first["start"] - start - LONGEST_QUOTE // 3, len(text) - LONGEST_QUOTE))
        # a quote that begins in a sentence is hard to read
        before = last_end(text, STORED + LINE, before, max(before, first["start"] - start))
        start, text = start + before, text[before:]
    place = {**document, "section": passage["section"], "start": start, "text": text}
    return Mention(surface=first["surface"], place=cite(place))


# ------------------------------------------------------------------------------------------------------------- trace


def trace(workspace: Workspace, asked: TraceAsked) -> Story:
    """The thing through the documents, in order of time."""
    story = workspace.trace(meant(asked.name), kind=asked.type)
    # a sentence that names the thing twice is told once
    steps = list({(one["source"], one["start"], one["entity"]["id"]): one for one in reversed(story["steps"])}.values())
    steps.reverse()
    moments = fill(steps[asked.skip :], _moment, limit=asked.limit)
    return Story(
        name="、".join(entity["name"] for entity in story["entities"][: MOST_OTHERS + 1]),
        found=len(steps),
        moments=moments,
        more=rest("trace", asked.said, found=len(steps), skip=asked.skip, taken=moments),
    )


def _moment(moment: MomentFields) -> Moment:
    told, link = moment["told"], moment["link"]
    return Moment(
        year=told["year"] if told and told["year"] else moment["year"],
        stage=moment["stage"],
        thing=thing(moment["entity"]),
        link=shortened(link["reason"], LONGEST_REASON) if link else None,
        place=cite(moment, longest=220),
    )


# -------------------------------------------------------------------------------------------------------------- path


def path(workspace: Workspace, asked: PathAsked) -> Ways:
    """The shortest ways from one thing to another."""
    said = workspace.path(meant(asked.a), meant(asked.b))
    ways = fill(said["paths"], lambda way: _way(workspace, way), limit=asked.limit)
    left = len(said["paths"]) - len(ways)
    return Ways(
        a=thing(said["a"]),
        b=thing(said["b"]),
        ways=ways,
        wide=[thing(one) for one in said["wide"][: MOST_OTHERS + 1]],
        more=More(count=left, call=call("path", {**asked.said, "limit": 5})) if left > 0 else None,
    )


def _way(workspace: Workspace, way: WayFields) -> Way:
    return Way(steps=[_step(workspace, step) for step in way["steps"]])


def _step(workspace: Workspace, step: StepFields) -> Step:
    proofs = [in_document(workspace, one) for one in step["evidence"][:1]]
    return Step(
        one=thing(step["from"]),
        rel=step["rel"],
        is_forward=step["forward"],
        other=thing(step["to"]),
        reason=shortened(step["reason"], LONGEST_REASON) if "reason" in step else None,
        proof=cite(proofs[0], longest=LONGEST_PROOF) if proofs else None,
    )


# -------------------------------------------------------------------------------------------------------------- list


def list_things(workspace: Workspace, asked: ListAsked) -> Things:
    """The things of a type, most mentioned first; with words those whose names are like them."""
    wanted = asked.skip + asked.limit + 1
    if asked.words:
        known: Sequence[Any] = workspace.find(asked.words, types=[asked.type], limit=wanted)["hits"]
        found = len(known) if len(known) < wanted else None
    else:
        known = workspace.list(asked.type)["entities"]
        found = len(known)
    listed = fill(known[asked.skip :], lambda one: counted(one, one["mentions"], one["documents"]), limit=asked.limit)
    return Things(
        type=asked.type.value,
        found=found,
        things=listed,
        more=rest("list", asked.said, found=found, skip=asked.skip, taken=listed),
    )

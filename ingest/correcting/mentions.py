"""What is named where, as a person put it right: mentions that are none, that were missed, or are of another type.

In: an extraction and the corrections of its mentions. Out: for each mention that is otherwise what it is now, mentions
that are new, the places where nothing is named, and the corrections that found their ground.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.records import Document, EntityType, Extraction, Mention, Span, Structure
from graph.resolve.corrections import DECISION, Correction, MentionCorrection, TypeCorrection
from graph.resolve.groups import key_of
from graph.resolve.things import nested
from graph.writing.foldings import normal_form
from ingest.facts.stages import with_stages


@dataclass(slots=True)
class Rightings:
    """becomes: by mention, of those that are otherwise; None for one that is none. applied: in the order given."""

    becomes: dict[Mention, Mention | None] = field(default_factory=dict)
    added: list[Mention] = field(default_factory=list)
    closed: list[Span] = field(default_factory=list)
    applied: list[Correction] = field(default_factory=list)

    def now(self, mention: Mention) -> Mention | None:
        """What a mention is now."""
        return self.becomes.get(mention, mention)


Retype = Callable[[Mention], tuple[Mention | None, Sequence[TypeCorrection]]]


def right_mentions(
    extraction: Extraction, at_places: Sequence[MentionCorrection], types: Sequence[TypeCorrection]
) -> Rightings:
    """Places first, then types, so that what a person added is of the type that was decided last."""
    found = Rightings()
    retype = retyper(extraction, types)
    by_place: defaultdict[Span, list[Mention]] = defaultdict(list)
    for mention in extraction.mentions if at_places else ():
        if not mention.implied:
            by_place[Span(mention.start, mention.end)].append(mention)
    for place, correction in standing_at(extraction.source.text, at_places):
        found.applied.append(correction)
        if correction.is_meant:
            _mean(found, extraction, place, correction, [m for m in by_place[place] if _is(m, correction, retype)])
        else:
            found.closed.append(place)
            found.becomes.update({m: None for m in by_place[place] if _is_called(m, correction)})
    if types:
        _retype_all(found, extraction, retype)
    return found


def standing_at(text: str, corrections: Sequence[MentionCorrection]) -> list[tuple[Span, MentionCorrection]]:
    """The corrections with the places where they hold now, of several on one place and type the last one."""
    standing: dict[tuple[Span, EntityType], MentionCorrection] = {}
    for correction in corrections:
        if (place := place_of(text, correction)) is not None:
            standing.pop((place, correction.type), None)
            standing[place, correction.type] = correction
    return [(place, correction) for (place, _), correction in standing.items()]


def place_of(text: str, correction: MentionCorrection) -> Span | None:
    """Where it holds: at its place, else at the nearest one where its sentence stands now."""
    at = correction.at
    if text[at.start : at.end] == at.quote:
        return Span(at.start, at.end)
    if not correction.sentence:
        return None
    starts = [start + correction.offset for start in occurrences(text, correction.sentence)]
    start = min(starts, key=lambda start: abs(start - at.start), default=None)
    return None if start is None else Span(start, start + len(at.quote))


def occurrences(text: str, words: str) -> Iterable[int]:
    """Where the words stand."""
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _is(mention: Mention, correction: MentionCorrection, retype: Retype) -> bool:
    """Whether it is of the type meant, as it was read or as it was put right."""
    now, _ = retype(mention)
    return correction.type in (mention.type, now.type if now else None)


def _is_called(mention: Mention, correction: MentionCorrection) -> bool:
    return mention.type is correction.type or normal_form(mention.name) == normal_form(correction.name)


def _mean(
    found: Rightings, extraction: Extraction, place: Span, correction: MentionCorrection, there: Sequence[Mention]
) -> None:
    """See that what is meant is among the mentions, as sure as can be."""
    if there:
        found.becomes.update({mention: replace(mention, confidence=1.0) for mention in there})
    elif (structure := structure_at(extraction, place)) is not None:
        beside = [mention for mention in extraction.mentions if mention.document_id == structure.document.id]
        found.added += with_stages(structure, [missed(structure, place, correction)], beside)


def structure_at(extraction: Extraction, place: Span) -> Structure | None:
    """The document in which a place lies."""
    inside = (s for s in extraction.structures if s.document.start <= place.start and place.end <= s.document.end)
    return next(inside, None)


def missed(structure: Structure, place: Span, correction: MentionCorrection) -> Mention:
    """The mention that a person added."""
    document = structure.document
    return Mention(
        source=document.source,
        document_id=document.id,
        start=place.start,
        end=place.end,
        surface=structure.text[place.start : place.end],
        type=correction.type,
        name=correction.name,
        rule=DECISION,
        place=document.region_code,
    )


# --------------------------------------------------------------------------------------------------------------- types


def retyper(extraction: Extraction, types: Sequence[TypeCorrection]) -> Retype:
    """What gives a mention the type that a person said, and the corrections that say so."""
    about = {structure.document.id: structure.document for structure in extraction.structures}
    by_name: defaultdict[str, list[TypeCorrection]] = defaultdict(list)
    for correction in types:
        for normal in dict.fromkeys(map(normal_form, correction.thing.names)):
            by_name[normal].append(correction)

    def retype(mention: Mention) -> tuple[Mention | None, Sequence[TypeCorrection]]:
        applied = []
        now: Mention = mention
        for correction in by_name.get(normal_form(mention.name), ()) if by_name else ():
            if now.type is correction.thing.type and _lies(now, correction, about):
                applied.append(correction)
                if correction.to is None:
                    return None, applied
                now = of_type(now, correction.to)
        return now, applied

    return retype


def of_type(mention: Mention, to: EntityType) -> Mention:
    """A mention of another type."""
    stage = mention.stage if to is EntityType.PROJECT else None
    return replace(mention, type=to, code=None, stage=stage, rule=DECISION, confidence=1.0)


def _lies(mention: Mention, correction: TypeCorrection, about: Mapping[str, Document]) -> bool:
    """Whether what is named may be the thing that a person spoke of, as far as its place goes."""
    document = about.get(mention.document_id)
    region, written = (document.region_code, document.written) if document else (None, None)
    return nested(key_of(mention, region, written)[1].place, correction.thing.place or "")


def _retype_all(found: Rightings, extraction: Extraction, retype: Retype) -> None:
    applied: set[int] = set()
    said: list[TypeCorrection] = []

    def now(mention: Mention) -> Mention | None:
        became, by = retype(mention)
        for one in by:
            if id(one) not in applied:
                applied.add(id(one))
                said.append(one)
        return became

    for mention in extraction.mentions:
        held = found.now(mention)
        if held is not None and (became := now(held)) is not held:
            found.becomes[mention] = became
    found.added = [became for mention in found.added if (became := now(mention)) is not None]
    found.applied += said

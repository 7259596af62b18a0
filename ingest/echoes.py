"""Names that one text taught, found again where they stand without anything that tells a rule what they are.

“全力推动怀化国际陆港能级提升” names no project by its form; that 怀化国际陆港 is one, another sentence or another
document has said. In: all extractions. Out: the same, each with mentions of the rule “known-name” added. Only names
that say which thing they are count, and only in documents of the same area, or of one that lies in it or around it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import ahocorasick

from graph.records import Block, BlockKind, Document, EntityType, Extraction, Mention, Span, Structure
from graph.resolve.joining import is_specific
from graph.resolve.likeness import OWN_NAME, base_of
from graph.resolve.names import OWN, take_apart
from graph.resolve.things import nested
from graph.writing.foldings import folded
from ingest.facts.stages import with_stages
from ingest.form.view import View
from ingest.rules import Example, rule

TAUGHT = (EntityType.PROJECT, EntityType.PARK)
# A longer name of one of these keeps what stands in it: 怀化国际陆港 in 怀化国际陆港经开区管委会.
COVERING = (*TAUGHT, EntityType.ENTERPRISE, EntityType.DEPARTMENT)
LEAST_NAME = 4  # characters
KNOWN_NAME = rule(
    "known-name",
    EntityType.PROJECT,
    EntityType.PARK,
    says="a sure name that another sentence or document taught, where nothing else tells what it is",
    example=Example("加快怀化国际陆港建设。发挥怀化国际陆港作用。", "怀化国际陆港"),
    counter=Example("加快市中医医院建设。发挥市中医医院作用。"),
)


@dataclass(frozen=True, slots=True)
class Teaching:
    """How often a source writes a name of one kind, in documents of which areas, and the mention that stands for it,
    without its place."""

    written: str
    type: EntityType
    name: str
    times: int
    regions: frozenset[str]
    model: Mention


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name as it is written, the mention that stands for it, and the areas whose documents write it."""

    model: Mention
    regions: frozenset[str]

    def is_heard_in(self, document: Document) -> bool:
        """Whether the document's place and one where the name was heard may be one: equal, or one in the other."""
        return any(nested(region, document.region_code or "") for region in self.regions)


def with_echoes(extractions: Sequence[Extraction]) -> list[Extraction]:
    """The extractions, in the order of their sources' names, with every further mention of names that any of them
    knows."""
    taught: defaultdict[str, list[Teaching]] = defaultdict(list)
    for extraction in extractions:
        for teaching in teachings(extraction):
            taught[teaching.written].append(teaching)
    known = {written: name for written, said in sorted(taught.items()) if (name := known_name(said))}
    return [
        replace(extraction, mentions=(*extraction.mentions, *echoes(extraction, known, automaton)))
        for automaton in [automaton_of(known)]
        for extraction in extractions
    ]


def automaton_of(names: Iterable[str]) -> ahocorasick.Automaton | None:
    """What finds the names in a folded text; None for no names."""
    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, name)
    if not len(automaton):
        return None
    automaton.make_automaton()
    return automaton


def teachings(extraction: Extraction) -> list[Teaching]:
    """The names of projects and parks that a source teaches, sure or not."""
    mentions: defaultdict[tuple[str, EntityType, str], list[Mention]] = defaultdict(list)
    region_of = {s.document.id: s.document.region_code or "" for s in extraction.structures}
    for mention in extraction.mentions:
        written = folded(mention.surface)
        if mention.type in TAUGHT and not mention.implied and len(written) >= LEAST_NAME:
            mentions[written, mention.type, mention.name].append(mention)
    return [
        Teaching(
            *kind,
            len(found),
            frozenset(region_of[mention.document_id] for mention in found),
            replace(found[0], source="", document_id="", start=0, end=0, surface="", stage=None),
        )
        for kind, found in sorted(mentions.items())
    ]


def known_name(said: Sequence[Teaching]) -> KnownName | None:
    """What all sources, in the order of their names, teach of how one name is written: of two kinds the commoner. None
    where it is not sure."""
    times: Counter[tuple[EntityType, str]] = Counter()
    for teaching in said:
        times[teaching.type, teaching.name] += teaching.times
    best = max(times, key=lambda kind: (times[kind], kind))
    model = next(teaching.model for teaching in said if (teaching.type, teaching.name) == best)
    if not is_sure(said[0].written, model):
        return None
    return KnownName(model, frozenset().union(*(teaching.regions for teaching in said)))


def is_sure(written: str, mention: Mention) -> bool:
    """Whether a name means one thing wherever it stands: 怀化国际陆港; not 沅陵 (…两县的电站), 市中医医院, 封山育林."""
    parts = take_apart(written, mention.type, None)
    kind = base_of(parts.core).head_kind
    # 怀化市水资源配置工程 is one; but 湖南大学 and the like are seldom projects, and often stand for a part of them
    says_which = is_specific(parts.core) or (parts.place is not None and kind not in OWN_NAME)
    return bool(kind) and says_which and not OWN.match(written)


def searched(structure: Structure) -> Iterator[tuple[Block, str]]:
    """The blocks of a document in which names are heard, each with its folded text."""
    for block in structure.blocks:
        if block.kind is not BlockKind.FURNITURE:
            yield block, folded(structure.text[block.start : block.end])


def echoes(
    extraction: Extraction, known: Mapping[str, KnownName], automaton: ahocorasick.Automaton | None
) -> Iterator[Mention]:
    """The mentions to be added. automaton: of names that are known; others are passed over."""
    if automaton is None:
        return
    named = {(m.start, m.end) for m in extraction.mentions if m.type in COVERING and not m.implied}
    covered = sorted(named | {(span.start, span.end) for span in extraction.closed})
    for structure in extraction.structures:
        kept: list[Mention] = []
        for block, heard in searched(structure):
            found = in_block(structure, block, known, longest(automaton.iter(heard), known))
            kept += [mention for mention in found if not touches(covered, mention)]
        own = [one for one in extraction.mentions if one.document_id == structure.document.id and not one.implied]
        yield from with_stages(structure, kept, own) if kept else ()


def longest(hits: Iterable[tuple[int, str]], known: Mapping[str, KnownName]) -> list[tuple[int, str]]:
    """Of names found in one another, or overlapping, the first and of these the longest: where each begins."""
    places = sorted(((last + 1 - len(name), name) for last, name in hits if name in known), key=_first_and_longest)
    kept: list[tuple[int, str]] = []
    for start, name in places:
        if not kept or start >= kept[-1][0] + len(kept[-1][1]):
            kept.append((start, name))
    return kept


def _first_and_longest(place: tuple[int, str]) -> tuple[int, int]:
    return place[0], -len(place[1])


def in_block(
    structure: Structure, block: Block, known: Mapping[str, KnownName], hits: Sequence[tuple[int, str]]
) -> Iterator[Mention]:
    """The names that stand in one block, as mentions. hits: place in the block's folded text, and name."""
    view = View.of(structure.text, [Span(block.start, block.end)]) if hits else None
    for start, name in hits:
        if view and known[name].is_heard_in(structure.document):
            span = view.span(start, start + len(name))
            yield replace(
                known[name].model,
                source=structure.document.source,
                document_id=structure.document.id,
                start=span.start,
                end=span.end,
                surface=structure.text[span.start : span.end],
                rule=KNOWN_NAME.name,
                stage=None,
            )


def touches(covered: Sequence[tuple[int, int]], mention: Mention) -> bool:
    """Whether a place overlaps a mention that is there already."""
    after = bisect_left(covered, (mention.end, 0))
    # mentions may lie in one another, so that the nearest start need not be the one that reaches farthest
    return any(end > mention.start for _, end in covered[max(0, after - 8) : after])

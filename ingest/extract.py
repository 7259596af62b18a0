"""One source → all that the rules and the tagger find in it.

In: a `Source`. Out: an `Extraction`, its mentions in reading order and without doubles. Also the stamp that tells with
which version of the rules, and which tagger, a source was read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from graph.lexicon.orders import find_orders, touches_order
from graph.records import Attribute, Extraction, Mention, Reference, Relation, Remark, Source, Structure, Target
from ingest.entities.mentions import find_mentions
from ingest.entities.programmes import without_programmes
from ingest.entities.sure_names import with_sure_names
from ingest.facts.areas_in_names import imply_borne
from ingest.facts.attributes import find_attributes
from ingest.facts.document_references import find_references
from ingest.facts.doubts import with_doubts
from ingest.facts.relations import find_relations
from ingest.facts.stages import with_stages
from ingest.facts.targets import find_targets
from ingest.facts.told_projects import with_told
from ingest.form.parts import CUT_REMARK, remarks_on
from ingest.form.structure import read_structure
from ingest.tagger.beside import tag_beside
from ingest.tagger.contract import TextTagger

_PACKAGES = Path(__file__).parent.parent
# What an extraction depends on. The engines and the model of embedding are not among it, but telling them apart
# file by file would be one more thing to keep right, and reading all sources anew takes seconds.
_RULES = ("graph/**/*.py", "graph/lexicon/**/*", "ingest/**/*.py")


def rules_stamp(tagger: TextTagger | None) -> str:
    """What extraction depends on, program, word lists and tagger: another stamp, and sources are read anew."""
    return f"{_program_stamp()} {'rules alone' if tagger is None else tagger.stamp}"


@cache
def _program_stamp() -> str:
    return stamp_of(_RULES)


def stamp_of(patterns: Iterable[str]) -> str:
    """A hash over the files of this program that match the patterns."""
    files = {path for pattern in patterns for path in _PACKAGES.glob(pattern) if path.is_file()}
    digest = hashlib.sha256()
    for path in sorted(path for path in files if path.suffix != ".pyc"):
        digest.update(path.relative_to(_PACKAGES).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def extract(source: Source, tagger: TextTagger | None = None) -> Extraction:
    """Read the structure of the source's documents and find what they mention, relate and aim at. Without a tagger the
    rules find it alone."""
    return found_in(source, read_structure(source), tagger)


def found_in(source: Source, structures: tuple[Structure, ...], tagger: TextTagger | None = None) -> Extraction:
    """What the documents of a source mention, relate, aim at and say of others; every target's indicator is among the
    mentions."""
    mentions: list[Mention] = []
    relations: list[Relation] = []
    targets: list[Target] = []
    attributes: list[Attribute] = []
    references: list[Reference] = []
    for structure in structures:
        by_rules = find_mentions(structure)
        named = by_rules if tagger is None else tag_beside(structure, by_rules, tagger)
        named = without_programmes(structure, with_sure_names(structure, by_rules, named))
        found = in_order(with_stages(structure, with_told(structure, named)))
        found, related = imply_borne(structure, found, find_relations(structure, found))
        figures, indicators = find_targets(structure)
        mentions += [*found, *indicators, *(end for relation in related for end in (relation.head, relation.tail))]
        relations += related
        targets += with_doubts(source.text, figures, source.layout.spots)
        attributes += find_attributes(structure, found)
        references += find_references(structure)
    ordered = tuple(in_order(mentions))
    said = with_remarks(source, remarks_on(structures))
    return without_orders(
        Extraction(said, structures, ordered, tuple(relations), tuple(targets), tuple(attributes), tuple(references))
    )


def with_remarks(source: Source, remarks: tuple[Remark, ...]) -> Source:
    """The source with what is to be known of how it was read, in the place of what was said of that before."""
    others = tuple(remark for remark in source.layout.remarks if remark.why != CUT_REMARK)
    if (*others, *remarks) == source.layout.remarks:
        return source
    return replace(source, layout=replace(source.layout, remarks=(*others, *remarks)))


def without_orders(found: Extraction) -> Extraction:
    """Without what is said only by a sentence that orders the reader about."""
    text = found.source.text
    if not find_orders(text):
        return found
    relations = (one for one in found.relations if not touches_order(text, one.start, one.end))
    targets = (one for one in found.targets if not touches_order(text, one.start, one.end))
    attributes = (one for one in found.attributes if not touches_order(text, one.start, one.end))
    return replace(found, relations=tuple(relations), targets=tuple(targets), attributes=tuple(attributes))


def in_order(mentions: Iterable[Mention]) -> list[Mention]:
    """Each mention once, in reading order."""
    return sorted(
        dict.fromkeys(mentions),
        key=lambda m: (m.start, m.end, m.type, m.name, m.rule, m.implied, m.stage.name if m.stage else ""),
    )

"""One source → all that the rules find in it.

In: a `Source`. Out: an `Extraction`, its mentions in reading order and without doubles. Also the stamp that tells
with which version of the rules a source was read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from graph.stages import with_stages

from graph.model import Extraction, Mention, Relation, Source, Structure, Target
from ingest.mentions import find_mentions
from ingest.relations import find_relations
from ingest.structure import read_structure
from ingest.targets import find_targets

_PACKAGES = Path(__file__).parent.parent
# What an extraction depends on. The engines and the model of embedding are not among it, but telling them apart
# file by file would be one more thing to keep right, and reading all sources anew takes seconds.
_RULES = ("graph/**/*.py", "graph/ontology/**/*", "ingest/*.py")


@cache
def rules_stamp() -> str:
    """A hash over the program and the word lists that extraction depends on: another one, and sources are read anew."""
    return stamp_of(_RULES)


def stamp_of(patterns: Iterable[str]) -> str:
    """A hash over the files of this program that match the patterns."""
    files = {path for pattern in patterns for path in _PACKAGES.glob(pattern) if path.is_file()}
    digest = hashlib.sha256()
    for path in sorted(path for path in files if path.suffix != ".pyc"):
        digest.update(path.relative_to(_PACKAGES).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def extract(source: Source) -> Extraction:
    """Read the structure of the source's documents and find what they mention, relate and aim at."""
    structures = read_structure(source)
    mentions: list[Mention] = []
    relations: list[Relation] = []
    targets: list[Target] = []
    for structure in structures:
        found, indicators, figures = _find(structure)
        links = find_relations(structure, found)
        mentions += [*found, *indicators, *(end for link in links for end in (link.head, link.tail))]
        relations += links
        targets += figures
    return Extraction(source, structures, tuple(in_order(mentions)), tuple(relations), tuple(targets))


def _find(structure: Structure) -> tuple[list[Mention], list[Mention], list[Target]]:
    mentions = in_order(with_stages(structure, find_mentions(structure)))
    targets, indicators = find_targets(structure)
    return mentions, list(indicators), list(targets)


def in_order(mentions: Iterable[Mention]) -> list[Mention]:
    """Each mention once, in reading order."""
    return sorted(
        dict.fromkeys(mentions), key=lambda m: (m.start, m.end, m.type, m.name, m.rule, m.implied, m.stage or "")
    )

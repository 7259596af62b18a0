"""The closed vocabulary of what is asked of a graph: each question and the parameters it takes.

An engine answers each in its own language (`graph.store.cypher`, `graph.store.sql`) with rows of the same columns, and
in no order of its own but where it says so here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, auto


class Query(StrEnum):
    """The questions; what they take stands in `TAKES`."""

    ENTITIES = auto()
    ENTITIES_BY_ID = auto()
    ENTITIES_BY_KEY = auto()
    ENTITIES_JOINED = auto()  # of which several names were found to be one thing, most mentioned first, `limit` of them
    ENTITIES_LISTED = auto()  # of one type, most mentioned first, `limit` of them behind the first `skip`
    MAIN_NAMES = auto()  # of one type, with how often each thing is mentioned
    NAMES = auto()
    NAMES_BY_KEYS = auto()  # keys: as `graph.writing.foldings.name_key` makes them, thousands of them
    NAMES_HOLDING = (
        auto()
    )  # text: a piece of a key; best first: the whole name, its beginning, the most mentioned, short
    NAMES_BEGINNING = auto()  # with this text, by an index; in the same order
    NAMES_LIKE = auto()  # that hold one of the pieces of a key; best first: most of them, short
    # sound: letters of pinyin; initials: several, as letters may be parted in several ways; by indexes; best first: the
    # whole sound, its beginning, all initials, their beginning; then the most mentioned, short
    NAMES_SOUNDING = auto()
    NAMES_SOUNDING_WITHIN = auto()  # that hold the sound or initials anywhere, in the same order
    NAMES_SOUNDING_LIKE = auto()  # that hold one of the pieces of a sound; as `NAMES_LIKE`
    DOCUMENTS = auto()
    DOCUMENTS_OF_YEAR = auto()
    DOCUMENT_LINKS = auto()
    STANDINGS = auto()
    SECTIONS = auto()
    PASSAGES = auto()
    PASSAGES_OF = auto()
    MENTIONS = auto()
    MENTIONS_OF = auto()  # with the passage each stands in, and the headings above it
    MENTIONS_IN = auto()
    MENTION_SPOTS = auto()  # of some entities: entity, document, start and end, and no more
    STAGED = auto()  # mentions that tell a stage
    MENTIONS_UNSURE = auto()  # less sure than `sure`, the least sure first, `limit` of them
    RELATIONS = auto()
    RELATIONS_FROM = auto()
    RELATIONS_TO = auto()
    RELATIONS_AMONG = auto()
    RELATIONS_IN = auto()
    RELATIONS_SAID = auto()  # of some kinds, in some sources
    TIES = auto()  # of some kinds: head, kind, tail and document, each once
    LOCATED_IN = auto()  # what lies in some places: thing and document that says so
    LINKS = auto()
    LINKS_FROM = auto()
    LINKS_TO = auto()
    LINKS_AMONG = auto()
    LINKS_BY = auto()  # of one kind
    TARGETS = auto()
    TARGETS_IN = auto()  # of one source
    TARGETS_UNSAFE = auto()  # whose figures may be damaged, `limit` of them
    TARGETS_ASKED = auto()  # what is empty or 0 is not asked for
    TARGET_REGIONS = auto()  # the places that figures are of, with how many
    ATTRIBUTES = auto()
    ATTRIBUTES_OF = auto()
    NEIGHBOURS_OUT = auto()  # whatever two entities a relation or link joins
    NEIGHBOURS_IN = auto()
    COUNT_ENTITIES = auto()
    COUNT_DOCUMENTS = auto()
    COUNT_SECTIONS = auto()
    COUNT_PASSAGES = auto()
    COUNT_EDGES = auto()
    COUNT_ENTITIES_BY_DOCUMENT = auto()
    COUNT_TARGETS_BY_DOCUMENT = auto()


_IDS = ("ids",)
_PLACE = ("source", "first", "last")
TAKES: Mapping[Query, tuple[str, ...]] = dict.fromkeys(Query, ()) | {
    Query.ENTITIES_BY_ID: _IDS,
    Query.TARGETS_IN: ("source",),
    Query.ENTITIES_BY_KEY: ("key",),
    Query.ENTITIES_JOINED: ("limit",),
    Query.ENTITIES_LISTED: ("type", "limit", "skip"),
    Query.MAIN_NAMES: ("type",),
    Query.NAMES_BY_KEYS: ("keys",),
    Query.NAMES_HOLDING: ("text", "types", "limit"),
    Query.NAMES_BEGINNING: ("text", "types", "limit"),
    Query.NAMES_LIKE: ("pieces", "types", "limit"),
    Query.NAMES_SOUNDING: ("sound", "initials", "types", "limit"),
    Query.NAMES_SOUNDING_WITHIN: ("sound", "initials", "types", "limit"),
    Query.NAMES_SOUNDING_LIKE: ("pieces", "types", "limit"),
    Query.DOCUMENTS_OF_YEAR: ("year",),
    Query.PASSAGES_OF: ("document_id",),
    Query.MENTIONS_OF: _IDS,
    Query.MENTIONS_IN: _PLACE,
    Query.MENTION_SPOTS: _IDS,
    Query.MENTIONS_UNSURE: ("sure", "limit"),
    Query.TARGETS_UNSAFE: ("limit",),
    Query.RELATIONS_FROM: _IDS,
    Query.RELATIONS_TO: _IDS,
    Query.RELATIONS_AMONG: _IDS,
    Query.RELATIONS_IN: _PLACE,
    Query.RELATIONS_SAID: ("kinds", "sources"),
    Query.TIES: ("kinds",),
    Query.LOCATED_IN: _IDS,
    Query.LINKS_FROM: _IDS,
    Query.LINKS_TO: _IDS,
    Query.LINKS_AMONG: _IDS,
    Query.LINKS_BY: ("kind",),
    Query.TARGETS_ASKED: ("ids", "name", "region", "year"),
    Query.ATTRIBUTES_OF: _IDS,
    Query.NEIGHBOURS_OUT: _IDS,
    Query.NEIGHBOURS_IN: _IDS,
}

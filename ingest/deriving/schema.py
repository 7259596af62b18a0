"""The book of names: its tables, by what is replaced together.

`righted`, `taught`, `said`, `echoed`, `cited`, `meant` and `tally` belong to a source; a `seat` to the key of a group,
a `joint` to a block, an entity's rows to the entity, a thing's (project or park) to its entity, a tie and a link to a
pair.
"""

from __future__ import annotations

from graph.layers import Schema, Table

_TAUGHT = Table(
    {
        "source": "TEXT", "written": "TEXT", "head": "TEXT", "type": "TEXT", "name": "TEXT", "times": "INT",
        "regions": "TEXT", "model": "TEXT",
    },
    owner="source",
    indexes=(("written",), ("head",)),
)  # fmt: skip
_GRAMS = Table({"source": "TEXT", "regions": "TEXT", "bits": "BLOB"}, owner="source", key=("source",))
_WORDING = Table({"source": "TEXT", "wording": "TEXT"}, "source", ("source", "wording"), (("wording",),))
_HEARD = Table({"source": "TEXT", "written": "TEXT"}, "source", ("source", "written"), (("written",),))
_ECHO = Table({"source": "TEXT", "mention": "TEXT"}, owner="source")
_SAYING = Table(
    {
        "source": "TEXT", "key": "TEXT", "name": "TEXT", "surface": "TEXT", "place": "TEXT", "implied": "INT",
        "says_place": "INT", "free": "INT", "everywhere": "INT", "times": "INT",
    },
    owner="source",
    indexes=(("key",),),
)  # fmt: skip
_BORNE = Table(
    {"source": "TEXT", "normal": "TEXT", "key": "TEXT"}, "source", ("source", "normal", "key"), (("normal",),)
)
_SPOT = Table({"source": "TEXT", "key": "TEXT", "spot": "TEXT"}, owner="source", indexes=(("key",),))
_BOND = Table(
    {
        "source": "TEXT", "rel": "TEXT", "head": "TEXT", "head_names": "TEXT", "tail": "TEXT", "tail_names": "TEXT",
        "code": "TEXT",
    },
    owner="source",
    indexes=(("head",), ("tail",)),
)  # fmt: skip
_RENAMING = Table({"source": "TEXT", "number": "INT", "renaming": "TEXT"}, owner="source")

SCHEMA = Schema(
    "the book of names",
    {
        "righted": {
            "righted": Table({"source": "TEXT", "stamp": "TEXT", "applied": "TEXT"}, "source", key=("source",))
        },
        "taught": {"taught": _TAUGHT, "grams": _GRAMS, "wording": _WORDING},
        "echoed": {"heard": _HEARD, "echo": _ECHO},
        "said": {"saying": _SAYING, "borne": _BORNE, "spot": _SPOT, "bond": _BOND, "renaming": _RENAMING},
        "seat": {
            "seat": Table(
                {"key": "TEXT", "block": "TEXT", "leads": "INT"}, "key", ("key", "block"), (("block", "leads"),)
            )
        },
        "joint": {
            "joint": Table(
                {
                    "block": "TEXT", "number": "INT", "a": "TEXT", "b": "TEXT", "rule": "TEXT", "score": "REAL",
                    "reason": "TEXT",
                },
                owner="block",
                indexes=(("a",), ("b",)),
            )
        },
        "judged": {"judged": Table({"owner": "TEXT", "judged": "TEXT"}, owner="owner", key=("owner",))},
        "entity": {
            "entity": Table({"id": "TEXT", "type": "TEXT", "entity": "TEXT", "merges": "TEXT"}, "id", key=("id",)),
            "member": Table({"id": "TEXT", "key": "TEXT"}, "id", ("id", "key"), (("key",),)),
            "short": Table({"id": "TEXT", "short": "TEXT"}, "id", ("id", "short"), (("short",),)),
        },
        "thing": {
            "thing": Table({"id": "TEXT", "thing": "TEXT"}, "id", key=("id",)),
            "meeting": Table({"id": "TEXT", "block": "TEXT"}, "id", ("id", "block"), (("block",),)),
            "called": Table({"id": "TEXT", "normal": "TEXT"}, "id", ("id", "normal")),
        },
        "tie": {
            "tie": Table(
                {"pair": "TEXT", "a": "TEXT", "b": "TEXT", "tie": "TEXT"}, "pair", indexes=(("a",), ("b",))
            )
        },
        "told": {"told": Table({"owner": "TEXT", "pair": "TEXT", "link": "TEXT"}, "owner")},
        "link": {"link": Table({"pair": "TEXT", "link": "TEXT"}, "pair", key=("pair",))},
        "cited": {
            "paper": Table(
                {"source": "TEXT", "id": "TEXT", "is_draft": "INT", "document": "TEXT"},
                "source",
                indexes=(("id",), ("is_draft",)),
            ),
            "found_by": Table({"source": "TEXT", "by": "TEXT"}, "source", ("source", "by"), (("by",),)),
            "refers": Table({"source": "TEXT", "place": "INT", "reference": "TEXT"}, "source"),
            "sought": Table({"source": "TEXT", "by": "TEXT"}, "source", ("source", "by"), (("by",),)),
        },
        "meant": {
            "meant": Table(
                {"source": "TEXT", "a": "TEXT", "tells": "INT", "told": "TEXT"}, "source", indexes=(("tells",),)
            )
        },
        "stand": {"stand": Table({"document": "TEXT", "stand": "TEXT"}, "document", key=("document",))},
        "tally": {
            "tally": Table(
                {"source": "TEXT", "id": "TEXT", "mentions": "INT", "documents": "INT"},
                "source",
                ("source", "id"),
                (("id",),),
            ),
            "held": Table({"source": "TEXT", "held": "TEXT"}, "source", key=("source",)),
        },
    },
)  # fmt: skip

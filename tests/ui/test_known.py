"""Names found in a text by looking up its pieces: the same as by holding all names against it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from graph.records import EntityType
from graph.store.found import EntityName
from graph.store.store import Store
from graph.writing.characters import usual_text
from graph.writing.foldings import fold_question, name_key
from search.question import Known
from ui.app.known import SHORTEST, KnownNames

SIGNS = "港陸陆⻓“”A1 "


class Names:
    """A store of nothing but names."""

    def __init__(self, names: Iterable[str]) -> None:
        self.every = [EntityName(name, f"project-{at}", EntityType.PROJECT, True) for at, name in enumerate(names)]
        self.asked = 0

    def find_names(self, keys: Iterable[str]) -> tuple[EntityName, ...]:
        self.asked += 1
        wanted = set(keys)
        return tuple(one for one in self.every if name_key(one.name) in wanted)


def in_all(names: Names, text: str) -> list[Known]:
    """The longest first, from left to right, all names held against the text."""
    held: dict[str, set[str]] = {}
    for one in names.every:
        if len(folded := usual_text(fold_question(one.name))) >= SHORTEST:
            held.setdefault(folded, set()).add(one.entity_id)
    usual = usual_text(text)
    hits = [(-len(name), at, name) for name in held for at in range(len(text)) if usual.startswith(name, at)]
    found: list[Known] = []
    for length, at, name in sorted(hits):
        if all(at - length <= known.start or known.end <= at for known in found):
            found.append(Known(at, at - length, text[at : at - length], tuple(sorted(held[name]))))
    return sorted(found, key=lambda known: known.start)


@given(st.lists(st.text(SIGNS, min_size=1, max_size=4), max_size=6), st.text(SIGNS, max_size=14))
def test_pieces_find_what_all_names_find(written: list[str], typed: str) -> None:
    names, text = Names(written), fold_question(typed)
    known = KnownNames(cast(Store, names))
    assert known.find(text) == in_all(names, text)
    assert known.find(text) == in_all(names, text)
    assert names.asked == 1

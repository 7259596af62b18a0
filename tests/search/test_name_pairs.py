"""Things found by the pairs of characters in their names: the same as by comparing every name."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from graph.writing.foldings import fold_text
from search.name_pairs import NamePairs
from search.wanted import Wanted

RARITIES = {"国际": 1.0, "陆港": 6.0, "项目": 0.5, "G209": 7.0}
NAMES = ["怀化国际陆港", "国际物流项目", "陆港项目", "G209改造项目", "G320改造项目", "港", ""]
WORDS = st.text("国际陆港项目g209 ", min_size=1, max_size=4)


def rarity(pair: str) -> float:
    return RARITIES.get(pair, 2.0)


def by_comparing_all(names: list[str], wanted: Wanted, least: float) -> list[tuple[float, int]]:
    folded = [fold_text(name).replace("\n", " ") for name in names]  # a line end in a name is a space
    shares: Iterable[float] = wanted.share_said(wanted.presence(folded)) if names else ()
    return [(float(share), number) for number, share in enumerate(shares) if share >= least]


@given(
    st.lists(st.text("国际陆港项目G209\n ", max_size=8), max_size=8),
    st.lists(st.lists(WORDS, min_size=1, max_size=2), min_size=1, max_size=4),
    st.sampled_from((0.3, 0.75, 0.87)),
)
def test_pairs_find_what_comparing_all_finds(names: list[str], things: list[list[str]], least: float) -> None:
    wanted = Wanted(things, rarity)
    found = NamePairs(names).saying(wanted, least)
    compared = by_comparing_all(names, wanted, least)
    # what lies at the very edge may fall to either side
    assert [n for share, n in found if share > least + 1e-5] == [n for share, n in compared if share > least + 1e-5]
    assert {number for _, number in found} <= {n for share, n in by_comparing_all(names, wanted, least - 1e-5)}


def test_only_names_that_hold_what_is_needed_are_compared() -> None:
    wanted = Wanted([["国际"], ["陆港"]], rarity)
    assert wanted.needed(0.87) == ["陆港"]  # without it no name says so much
    assert set(wanted.needed(0.1)) == {"国际", "陆港"}
    assert [number for _, number in NamePairs(NAMES).saying(wanted, 0.87)] == [0]
    assert NamePairs([]).saying(wanted, 0.87) == []

"""What is kept, within a bound."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.app.kept import Kept


@given(st.lists(st.integers(0, 9), max_size=60), st.integers(1, 30))
def test_it_gives_what_would_be_made_and_keeps_no_more_than_it_may(keys: list[int], most: int) -> None:
    kept: Kept[int, str] = Kept(lambda key: "x" * key, most=most, weigh=len)
    for key in keys:
        assert kept(key) == "x" * key
    held = [kept._held[key][1] for key in kept._held]
    assert sum(held) == kept._weight
    assert sum(held) <= most or len(held) == 1


def test_the_longest_unused_goes_first() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key

    kept = Kept(make, most=2)
    for key in "abacab":
        kept(key)
    assert "".join(made) == "abcb"
    kept.put("d", "known")
    assert kept("d") == "known"

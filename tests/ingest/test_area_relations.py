"""Which areas lie in which, as names side by side and the national divisions say."""

from __future__ import annotations

import pytest

from tests.ingest.plan import relations_of

SAID = [
    ("C<湖南省>C<怀化市>C<辰溪县>", {"怀化市 PART_OF 湖南省", "辰溪县 PART_OF 怀化市"}),
    ("C<怀化市>、C<辰溪县>", {"辰溪县 PART_OF 怀化市"}),
    ("C<湖南省>、C<辰溪县>", {"辰溪县 PART_OF 湖南省"}),  # the nearest that is named
    ("C<辰溪县>、C<怀化市>、C<湖南省>", {"怀化市 PART_OF 湖南省", "辰溪县 PART_OF 怀化市"}),
    # side by side, and neither lies in the other
    ("C<怀化市>C<邵阳市>", set()),
    ("C<湖南省>C<贵阳市>", set()),
    ("C<怀化市>C<怀化>", set()),  # nothing lies in itself
    ("C<辰溪县>C<怀化市>", {"辰溪县 PART_OF 怀化市"}),  # whichever stands first
]


@pytest.mark.parametrize(("text", "stated"), SAID)
def test_areas_lie_in_areas(text: str, stated: set[str]) -> None:
    assert relations_of(text) == stated

from __future__ import annotations

import pytest

from ingest.sources.joined_fields import join_fields

# Borders behind the fields of each row and under those of each row but the last (| and - drawn, . none) → cells.
CASES = [
    (["||", "||"], ["---"], [[(0, 0)], [(0, 1)], [(0, 2)], [(1, 0)], [(1, 1)], [(1, 2)]]),
    ([".|", "||"], ["---"], [[(0, 0), (0, 1)], [(0, 2)], [(1, 0)], [(1, 1)], [(1, 2)]]),
    (["|", "|"], [".-"], [[(0, 0), (1, 0)], [(0, 1)], [(1, 1)]]),
    ([".", "|"], [".-"], [[(0, 0), (0, 1), (1, 0)], [(1, 1)]]),
    (["|."], [], [[(0, 0)], [(0, 1), (0, 2)]]),
    (["", ""], ["-"], [[(0, 0)], [(1, 0)]]),
]


@pytest.mark.parametrize(("beside", "below", "cells"), CASES)
def test_fields_without_a_border_between_them_are_one_cell(beside, below, cells):
    drawn = [[[sign != "." for sign in row] for row in borders] for borders in (beside, below)]
    assert [sorted(fields) for fields in join_fields(*drawn)] == cells

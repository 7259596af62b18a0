"""Which line stands in which cell; from made-up boxes."""

from __future__ import annotations

from ingest.sources.recognition_cells import cut_at_borders, filled, text_of
from ingest.sources.recognition_lines import Line, PageTable, TableCell


def made(
    texts: dict[tuple[int, int], str] | None = None, rows: int = 3, columns: int = 3
) -> tuple[list[Line], PageTable]:
    """A table of 100 × 40 cells at (100, 100) and lines that stand in them."""
    cells = tuple(
        TableCell(r, c, 1, 1, (100 + 100 * c, 100 + 40 * r, 200 + 100 * c, 140 + 40 * r))
        for r in range(rows)
        for c in range(columns)
    )
    lines = [
        Line(text, (110 + 100 * c, 110 + 40 * r, 110 + 100 * c + 12 * len(text), 130 + 40 * r), (1.0,) * len(text))
        for (r, c), text in (texts or {}).items()
    ]
    return lines, PageTable((100, 100, 100 + 100 * columns, 100 + 40 * rows), cells)


def test_lines_go_into_the_cells_they_stand_in_and_others_stay_outside() -> None:
    lines, table = made({(0, 0): "指标", (0, 2): "2025年", (2, 1): "62"})
    beside = Line("注", (110, 400, 140, 420), (1.0,))
    outside, (found,) = filled([*lines, beside], [table])
    assert outside == [beside]
    assert [(c.row, c.column, text_of(c)) for c in found.cells if c.lines] == [
        (0, 0, "指标"),
        (0, 2, "2025年"),
        (2, 1, "62"),
    ]


def test_lines_of_a_cell_are_read_from_the_top() -> None:
    _, table = made(rows=1)
    lines = [Line("年均", (110, 102, 150, 118), (1.0,) * 2), Line("增长", (110, 121, 150, 138), (1.0,) * 2)]
    _, (found,) = filled(lines[::-1], [table])
    assert text_of(found.cells[0]) == "年均增长"


def test_a_line_over_borders_is_cut_at_them() -> None:
    _, table = made()
    assert cut_at_borders((110, 110, 380, 130), [table]) == [
        (110, 110, 196, 130), (204, 110, 296, 130), (304, 110, 380, 130),
    ]  # fmt: skip


def test_a_line_inside_its_cell_or_outside_any_table_is_left_whole() -> None:
    _, table = made()
    assert cut_at_borders((110, 110, 190, 130), [table]) is None
    assert cut_at_borders((96, 108, 205, 131), [table]) is None  # the network's box is wider than the letters
    assert cut_at_borders((110, 400, 600, 420), [table]) is None


def test_a_dash_among_figures_is_no_one_and_a_numbered_column_keeps_its_own() -> None:
    lines, table = made({(0, 0): "一", (0, 1): "3.5", (1, 1): "一", (0, 2): "一", (1, 2): "二"})
    _, (found,) = filled(lines, [table])
    assert [text_of(cell) for cell in found.cells] == ["一", "3.5", "一", "", "—", "二", "", "", ""]


def test_a_span_of_years_that_lost_its_dash_gets_it_back_among_others() -> None:
    lines, table = made({(0, 1): "2020-2024", (1, 1): "20212025", (2, 1): "2022-2026", (0, 2): "20212025"})
    _, (found,) = filled(lines, [table])
    assert [text_of(cell) for cell in found.cells if cell.lines] == ["2020-2024", "20212025", "2021-2025", "2022-2026"]

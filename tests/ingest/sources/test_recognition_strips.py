"""Tall pictures cut into strips between lines."""

from __future__ import annotations

from PIL import Image, ImageDraw

from ingest.sources.recognition_strips import cut_strips


def test_a_page_is_its_only_strip() -> None:
    page = Image.new("RGB", (100, 141), "white")
    assert list(cut_strips(page)) == [(0, page)]


def test_a_tall_picture_is_cut_where_nothing_stands() -> None:
    tall = Image.new("RGB", (200, 1500), "white")
    draw = ImageDraw.Draw(tall)
    lines = [(top, top + 22) for top in range(10, 1490, 37)]
    for top, bottom in lines:
        draw.rectangle((20, top, 180, bottom), fill="black")
    strips = list(cut_strips(tall))
    starts = [start for start, _ in strips]
    assert len(starts) > 3
    assert [start + strip.height for start, strip in strips] == [*starts[1:], 1500]
    assert not any(top <= start <= bottom for start in starts[1:] for top, bottom in lines)


def test_a_tall_picture_without_white_is_cut_all_the_same() -> None:
    tall = Image.new("L", (40, 400))
    tall.putdata([(x * 7) % 256 for _ in range(400) for x in range(40)])
    assert sum(strip.height for _, strip in cut_strips(tall)) == 400

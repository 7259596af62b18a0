"""What is done with a page's pixels before it is read, on drawn pages: seals, light, photographs, stacked letters, what
stands in cells beside the lines found, and where it all is on the picture as it was given."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from ingest.sources.recognition import is_there

if not is_there():
    pytest.skip("mailuo[ocr] is not installed", allow_module_level=True)

import numpy as np

from ingest.sources import recognition_upright
from ingest.sources.boxes import Box
from ingest.sources.recognition_engine import Picture, Quad
from ingest.sources.recognition_light import even_light, without_seals
from ingest.sources.recognition_lines import PageTable, TableCell
from ingest.sources.recognition_remains import find_remains, is_flat
from ingest.sources.recognition_sheet import find_sheet
from ingest.sources.recognition_stacked import set_beside
from ingest.sources.recognition_upright import set_upright

RED, BLACK = (214, 32, 40), (20, 20, 20)


def page(width: int = 600, height: int = 850, paper: int = 255) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGB", (width, height), (paper,) * 3)
    return sheet, ImageDraw.Draw(sheet)


def test_a_seal_goes_and_what_is_black_under_it_stays() -> None:
    sheet, draw = page()
    draw.ellipse((380, 500, 510, 630), outline=RED, width=6)
    draw.rectangle((360, 560, 460, 570), fill=BLACK)
    seen = without_seals(np.asarray(sheet))
    assert seen[503, 445].min() > 250  # the ring
    assert seen[565, 420].max() < 60


def test_red_letters_in_a_row_stay_red() -> None:
    sheet, draw = page()
    for at in range(8):
        draw.rectangle((60 + 60 * at, 100, 100 + 60 * at, 145), fill=RED)
    assert (without_seals(np.asarray(sheet)) == np.asarray(sheet)).all()


@pytest.mark.parametrize("paper", [255, 200, 140])
def test_paper_becomes_white_and_ink_black_whatever_the_light(paper: int) -> None:
    sheet, draw = page(paper=paper)
    for at in range(20):
        draw.rectangle((60, 60 + 36 * at, 540, 72 + 36 * at), fill=(paper // 5,) * 3)
    draw.rectangle((300, 54, 420, 800), outline=(paper * 9 // 10,) * 3)  # a pale mark
    seen = even_light(np.asarray(sheet))
    assert seen[66, 200].max() < 40
    assert seen[54, 350].min() > 245
    assert seen[10, 10].min() > 245


def test_a_photographed_sheet_is_found_and_a_scan_has_none() -> None:
    photo = Image.new("RGB", (600, 850), (60, 50, 40))
    corners = [(60, 50), (540, 70), (560, 800), (40, 790)]
    ImageDraw.Draw(photo).polygon(corners, fill="white")
    found = find_sheet(np.asarray(photo))
    assert found is not None
    assert np.abs(found - np.array(corners)).max() < 12
    assert find_sheet(np.asarray(page()[0])) is None


def test_letters_one_under_the_other_are_set_beside_each_other() -> None:
    column, draw = page(30, 150)
    for at in range(4):
        draw.rectangle((4, 5 + 37 * at, 26, 30 + 37 * at), fill=BLACK)
    beside = set_beside(np.asarray(column))
    assert beside.shape[1] > 3 * beside.shape[0]


def test_what_stands_in_a_cell_beside_its_line_is_found() -> None:
    sheet, draw = page()
    cells: list[Box] = [(100, 100, 300, 180), (300, 100, 500, 180)]
    table = PageTable((100, 100, 500, 180), tuple(TableCell(0, at, 1, 1, box) for at, box in enumerate(cells)))
    draw.rectangle((120, 110, 200, 130), fill=BLACK)  # a line that was found
    draw.rectangle((120, 148, 170, 168), fill=BLACK)  # one that was not
    draw.rectangle((380, 139, 410, 142), fill=BLACK)  # a dash
    lost, dash = find_remains(np.asarray(sheet), [table], [(118, 108, 202, 132)])
    assert (lost[1] < 148 and lost[3] > 168, is_flat(np.asarray(sheet), lost)) == (True, False)
    assert is_flat(np.asarray(sheet), dash)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_places_are_those_on_the_picture_as_it_was_given(turn: int, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet, draw = page(900, 1200)
    draw.rectangle((100, 150, 700, 180), fill=BLACK)  # the one line, a quarter from the top

    def quads(picture: Picture) -> list[Quad]:
        dark = np.argwhere(picture.max(axis=2) < 128)
        (top, left), (bottom, right) = dark.min(axis=0), dark.max(axis=0)
        return [np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)]

    monkeypatch.setattr(recognition_upright, "find_quads", quads)
    monkeypatch.setattr(recognition_upright, "_is_upside_down", lambda *_: turn in (180, 270))
    upright = set_upright(sheet.rotate(turn, expand=True))
    (quad,) = quads(upright.picture)
    left, top, right, bottom = upright.share((*quad[0], *quad[2]))
    given = np.argwhere(np.asarray(sheet.rotate(turn, expand=True)).max(axis=2) < 128)
    height, width = np.asarray(sheet.rotate(turn, expand=True)).shape[:2]
    (y0, x0), (y1, x1) = given.min(axis=0), given.max(axis=0)
    assert np.allclose((left, top, right, bottom), (x0 / width, y0 / height, x1 / width, y1 / height), atol=0.01)
    assert quad[0][1] < 0.25 * upright.picture.shape[0]  # and the line is at the head again

"""Files that were read are kept by the hash of their bytes, shown by page, and go with their sources."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from ingest.originals import Originals
from ingest.sources.page_pictures import draw_page


def test_a_file_is_kept_once_and_goes_with_its_source(tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"one")
    originals = Originals(tmp_path / "originals")
    assert originals.find("aa") is None
    originals.keep(file, "aa")
    file.write_bytes(b"two")
    originals.keep(file, "aa")  # what has the hash is there already
    originals.keep(file, "bb")
    found = originals.find("aa")
    assert found is not None
    assert found.read_bytes() == b"one"
    originals.forget_others({"bb"})
    assert [place.name for place in originals.folder.iterdir()] == ["bb"]


def test_a_page_of_a_picture_is_drawn(tmp_path: Path) -> None:
    pages = [Image.new("RGB", (2200, 300), colour) for colour in ("white", "black")]
    path = tmp_path / "scan"
    pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:])
    drawn = draw_page(path, "tiff", 2)
    assert drawn is not None
    picture = Image.open(io.BytesIO(drawn))
    assert (picture.width, picture.getpixel((5, 5))) == (1100, (0, 0, 0))


NOT_DRAWN = [("pdf", 1), ("png", 1), ("docx", 1)]


@pytest.mark.parametrize(("format", "page"), NOT_DRAWN)
def test_what_is_damaged_or_has_no_pages_is_not_drawn(tmp_path: Path, format: str, page: int) -> None:
    path = tmp_path / "broken"
    path.write_bytes(b"no picture at all")
    assert draw_page(path, format, page) is None

"""Pictures of pages → text, by the extra `mailuo[ocr]`: whether it is there, and writing a page.

What reads a page (onnxruntime, opencv) is large, so that it is imported when the first page is read, not before.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from graph.checksums import sha256_of
from ingest.sources.reading import Writing
from ingest.sources.unreadable import Unreadable

if TYPE_CHECKING:
    from PIL.Image import Image

NEEDED = ("rapidocr", "onnxruntime", "cv2")
# In the wheel of rapidocr, with the SHA-256 of each: what finds lines and what reads them.
WEIGHTS = {
    "PP-OCRv6_det_small.onnx": "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    "PP-OCRv6_rec_small.onnx": "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
}


def is_there() -> bool:
    """Whether the extra is installed, its networks too."""
    return None not in [find_spec(module) for module in NEEDED] and all(path.is_file() for path in weights_paths())


def weights_paths() -> list[Path]:
    """Where the networks lie; none where rapidocr is not installed."""
    found = find_spec("rapidocr")
    return [Path(found.origin).parent / "models" / name for name in WEIGHTS] if found and found.origin else []


def check_networks(name: str) -> None:
    """Unreadable, for the file of this name, where a network is not the one that Mailuo was made with."""
    if altered := _altered():
        raise Unreadable(name, "recognition_altered", file=altered)


@cache
def _altered() -> str | None:
    return next((str(path) for path in weights_paths() if sha256_of(path) != WEIGHTS[path.name]), None)


def write_page(image: Image, page: int, writing: Writing) -> None:
    """Recognise the page, whichever way up it lies, and write it in reading order: paragraphs, tables, furniture.

    `page`: its number, counted from 1. Every line and cell is written with its place on the picture as it was given
    and with how sure its recognition is.
    """
    from ingest.sources.recognition_page import read_pages
    from ingest.sources.recognition_writing import write_blocks

    for read in read_pages(image):
        write_blocks(read, page, writing)

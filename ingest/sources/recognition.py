"""Pictures of pages → text, by the extra `mailuo[ocr]`: whether it is there, and writing a page.

What reads a page (onnxruntime, opencv) is large, so that it is imported when the first page is read, not before.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.sources.reading import Writing

if TYPE_CHECKING:
    from PIL.Image import Image

NEEDED = ("rapidocr", "onnxruntime", "cv2")
WEIGHTS = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx")  # in the wheel of rapidocr: what finds lines and reads


def is_there() -> bool:
    """Whether the extra is installed, its networks too."""
    found = [find_spec(module) for module in NEEDED]
    origin = found[0].origin if found[0] is not None else None
    if origin is None or None in found:
        return False
    return all((Path(origin).parent / "models" / name).is_file() for name in WEIGHTS)


def write_page(image: Image, page: int, writing: Writing) -> None:
    """Recognise the page, whichever way up it lies, and write it in reading order: paragraphs, tables, furniture.

    `page`: its number, counted from 1. Every line and cell is written with its place on the picture as it was given
    and with how sure its recognition is.
    """
    from ingest.sources.recognition_page import read_pages
    from ingest.sources.recognition_writing import write_blocks

    for read in read_pages(image):
        write_blocks(read, page, writing)

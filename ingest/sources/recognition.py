"""Pictures of pages → text, by the extra `mailuo[ocr]`: whether it is there, and writing a page.

What reads a page (onnxruntime, opencv) is large, so that it is imported when the first page is read, not before.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from ingest.sources.reading import Writing

if TYPE_CHECKING:
    from PIL.Image import Image

REMEDY = 'pip install "mailuo[ocr]"'
NEEDED = ("rapidocr", "onnxruntime", "cv2")


def is_there() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(module) is not None for module in NEEDED)


def write_page(image: Image, page: int, writing: Writing) -> None:
    """Recognise the page, whichever way up it lies, and write it in reading order: paragraphs, tables, furniture.

    `page`: its number, counted from 1. Every line and cell is written with its place on the picture as it was given
    and with how sure its recognition is.
    """
    from ingest.sources.recognition_page import read_page
    from ingest.sources.recognition_writing import write_blocks

    write_blocks(read_page(image), page, writing)

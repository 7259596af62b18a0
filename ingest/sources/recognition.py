"""Pictures of pages → text, by the extra `mailuo[ocr]`: whether it is there, and writing a page."""

from __future__ import annotations

from PIL.Image import Image

from ingest.sources.reading import Writing


def is_there() -> bool:
    """Whether the extra is installed."""
    return False


def write_page(image: Image, page: int, writing: Writing) -> None:
    """Recognise the page's picture and write it in reading order."""
    raise NotImplementedError

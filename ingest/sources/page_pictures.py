"""A kept file and a page's number → a picture of that page, to show beside the text that was read from it."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from PIL import Image, UnidentifiedImageError

from ingest.sources.pdf_pages import PDFIUM

WIDTH = 1100  # pixels: small print stays legible, a page is about 200 KB
PICTURES = frozenset({"png", "jpg", "jpeg", "tif", "tiff", "bmp", "webp", "gif"})
DRAWN = PICTURES | {"pdf"}


def draw_page(path: Path, format: str, page: int) -> bytes | None:
    """The page as PNG, counted from 1; None where the file has no such page or cannot be drawn."""
    picture = _pdf_page(path, page) if format == "pdf" else _frame(path, page) if format in PICTURES else None
    if picture is None:
        return None
    picture.thumbnail((WIDTH, 4 * WIDTH))
    written = io.BytesIO()
    picture.convert("RGB").save(written, "PNG", optimize=True)
    return written.getvalue()


def _pdf_page(path: Path, page: int) -> Image.Image | None:
    with PDFIUM:
        return _drawn(path, page)


def _drawn(path: Path, page: int) -> Image.Image | None:
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return None
    try:
        if not 1 <= page <= len(pdf):
            return None
        drawn = pdf[page - 1]
        picture: Image.Image = drawn.render(scale=WIDTH / max(1.0, drawn.get_width())).to_pil()
        return picture
    except pypdfium2.PdfiumError:
        return None
    finally:
        pdf.close()


def _frame(path: Path, page: int) -> Image.Image | None:
    try:
        with Image.open(path) as picture:
            picture.seek(page - 1)
            return picture.copy()
    except (UnidentifiedImageError, EOFError, OSError):
        return None

"""Pictures of pages (.png, .jpg, .tif with several pages, .bmp, .webp) → their text, by character recognition."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from itertools import islice

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.sources.reading import Heard, Reading, Writing, unheard
from ingest.sources.recognition import check_networks, is_there, write_page
from ingest.sources.unreadable import Unreadable

ENDINGS = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
MOST_PIXELS = 89_000_000  # of a page; A3 at 600 dpi has 70 million. Pillow warns above, and refuses twice as many
MOST_PAGES = 2_000

# What the codecs raise on files that are cut off or damaged.
_FAULTS = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, OverflowError, struct.error)


def read_picture(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """The text of every page of a picture; one without text is not taken in."""
    if not is_there():
        raise Unreadable(name, "recognition_missing")
    check_networks(name)
    writing = Writing()
    picture = _opened(raw, name)
    total = _page_count(picture, name)
    if total > MOST_PAGES:
        raise Unreadable(name, "picture_pages", pages=total, most=MOST_PAGES)
    heard("recognise", 0, total)
    for done, page in enumerate(islice(_pages(picture, name), total), start=1):
        write_page(page, done, writing)
        heard("recognise", done, total)
    if not writing.spots:
        raise Unreadable(name, "no_text")
    return writing.reading((picture.format or "").lower())


def _opened(raw: bytes, name: str) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(raw), formats=FORMATS)
    except Image.DecompressionBombError as fault:
        raise Unreadable(name, "picture_large", most=MOST_PIXELS / 1e6) from fault
    except UnidentifiedImageError as fault:
        raise Unreadable(name, "picture", fault="unknown format") from fault
    except _FAULTS as fault:
        raise Unreadable(name, "picture", fault=fault) from fault
    return picture


def _page_count(picture: Image.Image, name: str) -> int:
    """Frames of a TIFF are pages; those of the others move."""
    try:
        return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
    except _FAULTS as fault:
        raise Unreadable(name, "picture", fault=fault) from fault


def _pages(picture: Image.Image, name: str) -> Iterator[Image.Image]:
    """Each page as it is meant to be looked at, on white paper."""
    try:
        for frame in ImageSequence.Iterator(picture):
            if frame.width * frame.height > MOST_PIXELS:
                raise Unreadable(name, "picture_large", most=MOST_PIXELS / 1e6)
            yield on_white(ImageOps.exif_transpose(frame))
    except _FAULTS as fault:
        raise Unreadable(name, "picture", fault=fault) from fault


def on_white(picture: Image.Image) -> Image.Image:
    """In three colours; what is transparent is paper."""
    if picture.mode in ("I;16", "I", "F"):
        return ImageOps.autocontrast(picture.point(lambda value: value / 256).convert("L")).convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(paper, seen).convert("RGB")
    return picture.convert("RGB")

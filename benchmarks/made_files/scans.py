"""PDF files → what a scanner makes of them: pictures, blurred, skewed, noisy, under a red seal."""

from __future__ import annotations

import io
import random
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

DPI = 180


def count_pages(pdf: Path) -> int:
    with pypdfium2.PdfDocument(str(pdf)) as document:
        return len(document)


def drawn(pdf: Path) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(str(pdf))
    pages = [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]
    document.close()
    return pages


def scanned(page: Image.Image, chance: random.Random, traits: frozenset[str]) -> Image.Image:
    """`traits`: skew, blur, noise, seal, jpeg."""
    if "seal" in traits:
        page = _sealed(page, chance)
    if "skew" in traits:
        page = page.rotate(chance.uniform(-2, 2), resample=Image.Resampling.BICUBIC, fillcolor="white")
    if "blur" in traits:
        page = page.filter(ImageFilter.GaussianBlur(chance.uniform(0.6, 1.0)))
    if "noise" in traits:
        noise = np.random.default_rng(chance.randrange(1000)).normal(0, 9, (page.height, page.width, 1))
        page = Image.fromarray(np.clip(np.asarray(page) * 0.96 + noise, 0, 255).astype(np.uint8))
    if "jpeg" in traits:
        out = io.BytesIO()
        page.save(out, "JPEG", quality=chance.randint(45, 70))
        page = Image.open(out).convert("RGB")
    return page


def _sealed(page: Image.Image, chance: random.Random) -> Image.Image:
    side = page.width // 5
    seal = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse((4, 4, side - 4, side - 4), outline=(210, 40, 40), width=max(3, side // 40))
    draw.regular_polygon((side / 2, side / 2, side / 7), 5, fill=(210, 40, 40))
    values = np.asarray(page).copy()
    top, left = int(page.height * chance.uniform(0.3, 0.6)), int(page.width * chance.uniform(0.2, 0.6))
    window = values[top : top + side, left : left + side]
    window[:] = np.minimum(window, np.asarray(seal))
    return Image.fromarray(values)


def write_scan(pdf: Path, chance: random.Random, path: Path, traits: frozenset[str], most: int) -> Path:
    """The first pages of a PDF as one file of pictures, by the ending wanted."""
    pages = [scanned(page, chance, traits) for page in drawn(pdf)[:most]]
    first, *others = pages
    if path.suffix in (".png", ".jpg"):
        first.save(path, quality=75)
    elif path.suffix == ".tif":
        first.save(path, save_all=True, append_images=others, compression="tiff_lzw")
    else:
        first.save(path, "PDF", save_all=True, append_images=others, resolution=DPI)
    return path

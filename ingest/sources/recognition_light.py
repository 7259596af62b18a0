"""A coloured picture of a page → black on white: red seals taken off, the light made even, watermarks gone."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.sources.recognition_engine import Picture

RED = 45  # by how much red must be above green and blue
FAINT_RED = 14  # … at a seal's edges, blurred by JPEG
INK = 180  # how bright a seal's ink is in red at least; black under it is far darker
SEAL = (0.1, 0.45)  # least and most of a page's width that a seal takes: 38 to 58 mm of 210, and pictures cut closer
SQUARE = (0.72, 1.4)  # width to height of a seal's bounds
PAPER = 205  # brighter than this, after the light is made even, is paper or a watermark


def without_seals(picture: Picture) -> Picture:
    """Round and square stamps in red made as bright as the paper, so that what is black under them stays. Red letters
    in a row (the head of a document) stay as they are."""
    factor = 500 / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(np.int16)
    red = ((small[:, :, 0] - np.maximum(small[:, :, 1], small[:, :, 2])) > RED // 2).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(red, np.ones((3, 3), np.uint8)))
    cleaned = picture
    for left, top, width, height, _ in stats[1:count]:
        share = max(width, height) / small.shape[1]
        if not (SEAL[0] <= share <= SEAL[1] and SQUARE[0] <= width / height <= SQUARE[1]):
            continue
        if cleaned is picture:
            cleaned = picture.copy()
        rows = slice(max(0, int((top - 1) / factor)), int((top + height + 1) / factor))
        columns = slice(max(0, int((left - 1) / factor)), int((left + width + 1) / factor))
        window = cleaned[rows, columns].astype(np.int32)
        is_red = window[:, :, 0] - window[:, :, 1:].max(axis=2) > FAINT_RED
        brightest = window.max(axis=2)
        cleaned[rows, columns] = np.where(is_red, np.minimum(255, brightest * 255 // INK), brightest)[:, :, None]
    return cleaned


def even_light(picture: Picture) -> Picture:
    """Grey on white: the paper's own brightness divided out, watermarks paler than any letter gone."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(grey, np.maximum(paper, 40), scale=255)
    dark = float(np.percentile(even, 1))
    stretched = (even.astype(np.float32) - dark) * (255 / max(60.0, PAPER - dark)) if dark < PAPER - 60 else even
    return np.stack([np.clip(stretched, 0, 255).astype(np.uint8)] * 3, axis=2)

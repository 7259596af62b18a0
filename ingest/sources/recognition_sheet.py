"""A photograph of a sheet of paper on something darker → the sheet's corners."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.sources.recognition_engine import Picture, Quad

SHEET = (0.35, 0.97)  # share of a photograph that the sheet of paper in it takes
DARKER = 40  # by how much what the sheet lies on is


def find_sheet(picture: Picture) -> Quad | None:
    """The corners of the sheet; None where the paper goes to the picture's edges, or its edges are not straight."""
    factor = 500 / max(picture.shape[:2])
    grey = cv2.cvtColor(cv2.resize(picture, None, fx=factor, fy=factor), cv2.COLOR_RGB2GRAY)
    grey = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))  # letters gone
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if float(np.median(edge)) > float(np.median(grey)) - DARKER:
        return None
    _, sheet = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    contours, _ = cv2.findContours(sheet, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(contours, key=cv2.contourArea, default=None)
    if largest is None or not SHEET[0] <= cv2.contourArea(largest) / grey.size <= SHEET[1]:
        return None
    corners = cv2.approxPolyDP(largest, 0.02 * cv2.arcLength(largest, True), True).reshape(-1, 2) / factor
    return _ordered(corners.astype(np.float32)) if len(corners) == 4 else None


def _ordered(corners: Quad) -> Quad:
    """From the upper left one clockwise."""
    sums, differences = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    return corners[[sums.argmin(), differences.argmin(), sums.argmax(), differences.argmax()]]

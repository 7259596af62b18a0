"""Characters as a PDF maps its glyphs → the characters that are meant.

Fonts map glyphs back to characters, and where two characters look the same they often name the wrong one: a radical
(⽣ U+2F63, ⻓ U+2ED3) in the place of the character (生, 长).
"""

from __future__ import annotations

import unicodedata

from graph.writing.characters import radicals

REPLACEMENT = "\ufffd"
HYPHENS = ("\x02", "\ufffe")  # what PDFium gives for a hyphen at a line's end
BULLETS = {"\uf06c": "●", "\uf06e": "■", "\uf075": "◆", "\uf0b7": "•", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a7": "▪"}
LONGEST_LIGATURE = ("\ufb00", "\ufb06")  # ﬀ … ﬆ


def usual(text: str) -> str:
    """The character that a glyph's character means; "" for what is none (controls), U+FFFD for what nobody knows."""
    if text in HYPHENS:
        return "-"
    if "\u2e80" <= text <= "\u2fdf":
        return radicals().get(text) or unicodedata.normalize("NFKC", text)
    if LONGEST_LIGATURE[0] <= text <= LONGEST_LIGATURE[1]:
        return unicodedata.normalize("NFKC", text)
    if text in BULLETS:
        return BULLETS[text]
    kind = unicodedata.category(text)
    if kind in ("Co", "Cs", "Cn"):
        return REPLACEMENT
    return "" if kind in ("Cc", "Cf") else text


def is_wide(text: str) -> bool:
    """Whether a character is one of those written without blanks: Chinese, full-width signs."""
    return unicodedata.east_asian_width(text) in "WF" or text in "“”‘’—…·"


def joined(before: str, behind: str) -> str:
    """Two lines of one paragraph as one, without a blank where Chinese is on either side."""
    if not before or not behind:
        return before + behind
    return before + glue(before[-1], behind[0]) + behind


def glue(before: str, behind: str) -> str:
    """What stands between the last character of a line and the first of the next: nothing, or a blank."""
    if (
        is_wide(before)
        or is_wide(behind)
        or before in "-—"
        or (behind.isdigit() and (before.isdigit() or before in ".,"))
    ):
        return ""
    return "" if behind in "%,.;:)" or before == "(" else " "

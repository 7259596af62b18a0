"""A character as it is written today: radicals, compatibility forms and traditional characters → the usual one.

A PDF printed by a browser holds radicals (⽣⻓⻝) that look like 生长食; texts from Hong Kong or before the reform hold
traditional characters. Rules and search read the usual form; what is stored and quoted stays as it is. All is one to
one, so that every place is kept.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

# Signs that are nothing: they part no words and have no width.
NOTHING = frozenset("\u00ad\u034f\u061c\u180e\ufeff")
NOTHING |= frozenset(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))))
NOTHING |= frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
# Usual in names of today though a dictionary makes another character of them.
STANDARD = frozenset("於昇邨甦逕谿祕讎扞剋迺甯陞鉅濛")
NOT_STANDARD = frozenset("後徵菸麽")  # GB 2312 has them, texts of today do not


@cache
def radicals() -> dict[str, str]:
    """Radical → the character that it looks like."""
    lines = (Path(__file__).parent / "radicals.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


class UsualCharacters(dict[int, str]):
    """Code point → the usual character, filled as characters are met; fit for `str.translate`. Only Chinese ones
    change: signs and figures are left to those who read them."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        usual = _usual(character) if code >= 0x2E80 else character
        self[code] = usual
        return usual


class PlainCharacters(UsualCharacters):
    """The same, and nothing for signs that are nothing."""

    def __missing__(self, code: int) -> str:
        self[code] = "" if chr(code) in NOTHING else USUAL[code]
        return self[code]


USUAL = UsualCharacters()
_PLAIN = PlainCharacters()


def usual_text(text: str) -> str:
    """The text with the usual form of each Chinese character, as long as it was."""
    return text.translate(USUAL) if _may_change().search(text) else text


def plain_text(text: str) -> str:
    """Half-width (NFKC) and in usual characters, without signs that are nothing; its length may change."""
    return unicodedata.normalize("NFKC", text.translate(_PLAIN) if _may_change().search(text) else text)


@cache
def _may_change() -> re.Pattern[str]:
    """A character that is not sure to stay as it is. Nearly every text holds none, which is found out many times sooner
    than the text is translated."""
    rows = bytes(byte for row in range(0xB0, 0xF8) for column in range(0xA1, 0xFF) for byte in (row, column))
    today = set(rows.decode("gb2312", errors="ignore")) - NOT_STANDARD - set(radicals())
    latin = "\0-\xac\xae-\xff\u3000-\u3006\uff01-\uff5e"  # with the signs of Chinese, and without the soft hyphen
    return re.compile(f"[^{latin}{''.join(sorted(today))}]")


def _usual(character: str) -> str:
    character = radicals().get(character, character)
    if not _is_han(character):
        return character
    plain = unicodedata.normalize("NFKC", character)
    character = plain if len(plain) == 1 else character
    if character in STANDARD or (_is_simplified(character) and character not in NOT_STANDARD):
        return character
    simple = _simplified(character)
    return simple if len(simple) == 1 else character


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith(("CJK UNIFIED", "CJK COMPAT", "KANGXI", "CJK RADICAL"))


def _is_simplified(character: str) -> bool:
    """Whether GB 2312 has it: 乾, 著 and 徵 are characters of today too (乾安县), so they stay."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _simplified(character: str) -> str:
    return str(_converter().convert(character))


@cache
def _converter() -> Any:
    # imported late: most texts need none of it
    from opencc import OpenCC

    return OpenCC("t2s")

"""A text in one form, so that what was typed otherwise is the same; each form keeps what its readers tell apart.

| folding | keeps | as |
| --- | --- | --- |
| `usual_text`, `plain_text` (characters) | all but how a character is written | all others begin with them |
| `FOLDED_LINES` | each character in its place, breaks of lines | the rules of structure read lines |
| `fold`, `folded` | what is no blank; one character for one | the rules of extraction read running text |
| `fold_flat` | circled numbers and breaks of lines, which mark items; … becomes three points | lists are read |
| `fold_text` | blanks between Latin words; no case | terms are counted and compared |
| `fold_question` | case, blanks and characters as typed | what was asked is shown, and read for slips later |
| `BARE` | neither case nor blanks; one character for any number | something is found as typed, and shown in its place |
| `name_key` | what tells two names apart for one who types them | a name is looked up |
| `normal_form` | case, and characters as they are written | a name is taken apart, and kept so in the graph |
| `fold_document_title` | brackets and 《》 of titles, in one form | titles are taken apart |

Names of files and of people and passwords are no texts: they are folded where they are kept.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from graph.writing.characters import NOTHING, USUAL, UsualCharacters, plain_text
from graph.writing.years import with_years_in_digits

# ---------------------------------------------------------------------------------------------------- by the character

_BLANKS = "\t\u00a0\u00ad\u1680\u200b\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
_BREAKS = "\r\u000b\u000c\u0085\u2028\u2029"
_SIGNS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


class _Lines(UsualCharacters):
    """The usual characters, with signs, blanks and breaks folded too."""


FOLDED_LINES = _Lines(_SIGNS | dict.fromkeys(map(ord, _BLANKS), " ") | dict.fromkeys(map(ord, _BREAKS), "\n"))


class _Signs(dict[str, str]):
    """The half-width form of each character; white space gives "", what would become longer stays as it is."""

    def __missing__(self, character: str) -> str:
        folded = half_width(character)
        if character.isspace() or character in NOTHING:
            folded = ""
        elif len(folded) != 1 or folded.isspace():
            folded = character
        folded = folded.translate(USUAL)
        self[character] = folded
        return folded


class _SignsByCode(dict[int, str]):
    """The same, as `str.translate` needs it."""

    def __missing__(self, code: int) -> str:
        self[code] = fold(chr(code))
        return self[code]


class _Bare(dict[int, str]):
    """Half-width, lower case, the usual character; nothing for white space."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(plain_text(chr(code)).lower().split())
        return self[code]


FOLDED = _Signs()  # filled as characters are met: looking up is all that most of them cost
_FOLDING = _SignsByCode()
BARE = _Bare()


def half_width(text: str) -> str:
    """NFKC alone, for figures and signs: all that it changes besides, the others see to."""
    return unicodedata.normalize("NFKC", text)


def fold(character: str) -> str:
    """The half-width form of one character, or "" for white space."""
    return FOLDED[character]


def folded(text: str) -> str:
    """Each character so."""
    return text.translate(_FOLDING)


@cache
def fold_flat(character: str) -> str:
    """One character of a flat text, which may become several."""
    if character == "\n" or "①" <= character <= "⑳":  # a circled number marks an item
        return character
    return half_width(character.translate(USUAL))


# ------------------------------------------------------------------------------------------------------ by the text

# Flattened documents break words over lines: white space counts only between Latin letters and digits.
_BREAK = re.compile(r"(?<![a-z0-9])\s+|\s+(?![a-z0-9])")
_LOOSE = re.compile(r"""[\s"'“”‘’「」『』《》〈〉【】·•・．]""")
_DASHES = re.compile("[—–−]+|--+")
_MARKS = re.compile(r"[\s“”\"‘’'《》〈〉·•「」【】]")
_DASHES_OF_NAMES = re.compile(r"[-–—―一]{1,3}(?<![一])|--+")
_BRACKETS = str.maketrans("〔〕【】[]〈〉", "()()()《》")


def fold_text(text: str) -> str:
    """Half-width, lower case, usual characters, without the white space that means nothing in Chinese."""
    return _BREAK.sub("", plain_text(text).lower())


def fold_question(text: str) -> str:
    """Half-width, lower-case letters kept as typed, runs of white space to one blank; “?” for each half of a character
    that a terminal could not decode, which no segmenter or tokenizer takes.
    """
    return re.sub(r"\s+", " ", half_width(text.encode("utf-8", "replace").decode("utf-8"))).strip()


def name_key(name: str) -> str:
    """“怀化“国际陆港” ” → 怀化国际陆港; never empty for a name that is not."""
    plain = plain_text(name).casefold()
    return _DASHES.sub("-", _LOOSE.sub("", plain)) or plain.strip()


@lru_cache(maxsize=1 << 16)
def normal_form(name: str) -> str:
    """Half-width, without blanks and quotation marks, one kind of dash."""
    return _DASHES_OF_NAMES.sub("-", _MARKS.sub("", half_width(name)))


def fold_document_title(title: str) -> str:
    """Half-width and in usual characters, without white space and quotation marks; Chinese years as digits."""
    plain = re.sub(r"[\s“”\"'‘’「」『』·•]", "", plain_text(title).translate(_BRACKETS))
    return with_years_in_digits(plain)

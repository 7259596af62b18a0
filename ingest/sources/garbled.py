"""Characters that were decoded in a wrong encoding and saved so (锟斤拷, 鐨勫彂灞曡, ä¸­å›½) → what happened to them.

A line is garbled when its characters are none that Chinese prose has, and undoing one wrong decoding gives those that
it has. Nothing is mended: what would come out is not the file, and whether it can be undone, and how, is said.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from ingest.sources.frequency import COMMON, common_share

# (the encoding it was read in, the encoding it was in)
WRONG_READINGS = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("cp1252", "gb18030"),
    ("gb18030", "big5"),
    ("big5", "gb18030"),
    ("big5", "utf-8"),
)
CODES = {  # as iconv names them
    "gb18030": "GB18030",
    "utf-8": "UTF-8",
    "cp1252": "CP1252",
    "latin-1": "ISO-8859-1",
    "big5": "BIG5",
}
BEYOND = re.compile(r"[^\x00-\x7f\u2010-\u2027\u3000-\u303f\uff00-\uff5e]")
COMMON_SIGN = re.compile(f"[{''.join(sorted(COMMON))}]")
LOST = re.compile("锟斤拷|\ufffd+|锟斤|拷锟")
QUESTIONS = re.compile(r"\?{3,}")
LEAST_SIGNS = 4
MOST_COMMON_SHARE = 0.15  # of a line that may be garbled
LEAST_MENDED_SHARE = 0.25  # of the same line with one decoding undone
WHOLE_SHARE = 0.2  # of the characters beyond ASCII: with so many garbled ones the file is not worth reading
LOST_SHARE = 0.05
QUESTION_SHARE = 0.2
MOST_LINES_SAID = 5
ENOUGH_LINES = 100  # garbled ones: those like them behind need not be tried
MOST_TRIED_LINES = 2_000


@dataclass(frozen=True, slots=True)
class Garbling:
    """What happened (a key of unreadable.yaml with its values), to the whole text or to some of its lines."""

    why: str
    values: dict[str, object] = field(default_factory=dict)
    is_whole: bool = True
    lines_said: str = ""


def find_garbling(text: str) -> Garbling | None:
    """What was lost or garbled before the text was saved; None for a sound one."""
    return _find_wrong_reading(text) or _find_lost(text)


def _find_lost(text: str) -> Garbling | None:
    """Characters that cannot come back: 锟斤拷, or question marks in the place of all Chinese ones."""
    if not ("锟" in text or "\ufffd" in text or "???" in text):
        return None
    lost = sum(len(match.group()) for match in LOST.finditer(text))
    if lost > LOST_SHARE * len(BEYOND.findall(text)):
        return Garbling("lost", {"count": lost})
    questions = sum(len(match.group()) for match in QUESTIONS.finditer(text))
    if questions > QUESTION_SHARE * len("".join(text.split())) and questions > len(BEYOND.findall(text)):
        return Garbling("questions", {"count": questions})
    return None


def _find_wrong_reading(text: str) -> Garbling | None:
    """Lines that make sense only when one decoding is undone; of a long garbled text the first ones stand for all."""
    total, garbled, tried = 0, 0, 0
    found: Counter[tuple[str, str]] = Counter()
    numbers: list[int] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.isascii():
            continue
        signs = len(BEYOND.findall(line))
        total += signs
        if signs < LEAST_SIGNS or len(COMMON_SIGN.findall(line)) > MOST_COMMON_SHARE * signs:
            continue
        tried += 1
        if len(numbers) >= max(ENOUGH_LINES, tried // 2):
            garbled += signs
            numbers.append(number)
        elif tried <= MOST_TRIED_LINES and (reading := _wrong_reading(line)):
            garbled += signs
            found[reading] += signs
            numbers.append(number)
    if not found:
        return None
    reading = found.most_common(1)[0][0]
    whole = garbled >= WHOLE_SHARE * total
    said = ", ".join(map(str, numbers[:MOST_LINES_SAID])) + (" …" if len(numbers) > MOST_LINES_SAID else "")
    return _verdict(text, *reading, whole, said)


def _verdict(text: str, read_as: str, really: str, whole: bool, lines: str) -> Garbling:
    """Whether it can be undone without loss, and by which command."""
    for tried in ("cp1252", "latin-1") if read_as == "cp1252" else (read_as,):
        if _can_be_undone(text, tried, really):
            undo = f"iconv -f UTF-8 -t {CODES[tried]} FILE"
            undo += "" if really == "utf-8" else f" | iconv -f {CODES[really]} -t UTF-8"
            return Garbling(
                "garbled", {"really": CODES[really], "read_as": CODES[tried], "undo": f"{undo} > NEW"}, whole, lines
            )
    return Garbling("garbled_lost", {"really": CODES[really], "read_as": CODES[read_as]}, whole, lines)


def _wrong_reading(line: str) -> tuple[str, str] | None:
    line = line[:2000]
    best, reading = LEAST_MENDED_SHARE, None
    for read_as, really in WRONG_READINGS:
        mended = _bytes_of(line, read_as).decode(really, "replace").replace("\ufffd", "")
        if len(BEYOND.findall(mended)) >= 2 and (share := common_share(mended)) > best:
            best, reading = share, (read_as, really)
    return reading


def _can_be_undone(text: str, read_as: str, really: str) -> bool:
    if "\ufffd" in text:
        return False
    try:
        text.encode(read_as).decode(really)
    except UnicodeError:
        return False
    return True


def _bytes_of(line: str, encoding: str) -> bytes:
    """The bytes that were read so; five bytes that CP1252 leaves open are read as control characters."""
    if encoding == "cp1252":
        line = line.translate({code: "?" for code in map(ord, line) if code > 0xFF and not _is_western(chr(code))})
        return b"".join(_western_byte(sign) for sign in line)
    return line.replace("\ufffd", "?").encode(encoding, "replace")


def _is_western(sign: str) -> bool:
    return sign.encode("cp1252", "replace") != b"?"


def _western_byte(sign: str) -> bytes:
    return sign.encode("latin-1") if ord(sign) <= 0xFF else sign.encode("cp1252", "replace")

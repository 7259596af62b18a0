"""Bytes of a text file → its characters: UTF-8, UTF-16, UTF-32, GB18030, Big5 or HZ, told apart by plausibility.

Big5 bytes are nearly always valid GB18030 too, only the characters that come out are rare ones. So every encoding
that decodes without a fault is tried, and the one whose characters are the most common in Chinese prose wins. Where
none does, the message names the fault: its place in the encoding that fits best, or where one encoding gives way to
another. What was decoded wrongly before it was saved is named too (ingest.sources.garbled).

Two readings beside it ask less, and only how many bytes are lost: of a page a few bad bytes are no matter to who reads
it, as browsers show it all the same (`decode_with_faults`); of the first bytes of a file of any kind it is asked only
whether they are text at all (`ingest.sources.kinds`), as they may end within a character and hold little Chinese.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.records import Remark
from ingest.sources.frequency import common_share, everyday_share
from ingest.sources.garbled import find_garbling
from ingest.sources.unreadable import Unreadable

LEAST_COMMON_SHARE = 0.12  # Chinese prose in the right encoding has .35 to .60, in the wrong one under .05
LEAST_EVERYDAY_SHARE = 0.5  # of characters anybody can read: for lists of names, whose characters are not common
LEAST_READABLE_SHARE = 0.3
CHINESE = ("utf-8", "gb18030", "big5")
TOLERATED = 0.002  # bad bytes of a page: more, and it is none in this encoding
LEGACY = ("gb18030", "big5", "big5hkscs")
WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")  # what is UTF-32 may pass for UTF-16
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAID = {"utf-8": "UTF-8", "gb18030": "GB18030 (GBK)", "big5": "Big5", "big5hkscs": "Big5", "hz": "HZ"}
SAID |= {encoding: encoding[:6].upper() for encoding in WIDE}
UTF8_CHINESE = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2}")  # two characters of Chinese or its punctuation
CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))  # that no text in an encoding of single bytes holds
LINE = re.compile(rb"[^\r\n]+")
LINE_BREAK = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters, the encoding they were in, and what a person should know of it."""

    text: str
    encoding: str
    remarks: tuple[Remark, ...] = ()


def decode_text(raw: bytes, name: str) -> str:
    """The characters of a text file, byte-order mark and zero bytes at the end removed, nothing else changed."""
    return decode(raw, name).text


def decode(raw: bytes, name: str) -> Decoded:
    """The characters of a file and how they were found; `Unreadable` says where and why they are none."""
    decoded = _decode(raw, name)
    text = decoded.text.rstrip("\0")
    remarks = list(decoded.remarks)
    if dropped := len(decoded.text) - len(text):
        remarks.append(Remark("zero_bytes_dropped", (("count", str(dropped)),)))
    if "\0" in text:
        raise Unreadable(name, "zero_byte", line=text.count("\n", 0, text.index("\0")) + 1)
    garbling = find_garbling(text)
    if garbling is not None:
        if garbling.is_whole:
            raise Unreadable(name, garbling.why, **garbling.values)
        remarks.append(Remark("garbled_lines", (("lines", garbling.lines_said),)))
    if lost := text.count("\ufffd"):
        remarks.append(Remark("lost_characters", (("count", str(lost)),)))
    return Decoded(text, decoded.encoding, tuple(remarks))


def is_binary(raw: bytes) -> bool:
    """Whether bytes are no text in an encoding of single bytes: zero bytes, or many control characters."""
    sample = raw[:65536]
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    return raw.count(b"\0") > len(raw) // 1000 + 1 or controls > len(sample) // 50


def decode_with_faults(raw: bytes, declared: str) -> str | None:
    """A page in the encoding that loses the fewest bytes, where they are few; the declared one breaks a tie."""
    encodings = sorted(CHINESE, key=lambda encoding: not declared.startswith(encoding[:2]))
    texts = [raw.replace(b"\0", b"").decode(encoding, "replace") for encoding in encodings]
    best = min(texts, key=lambda text: text.count("\ufffd"))
    return best if best.count("\ufffd") <= max(3, TOLERATED * len(best)) else None


def _decode(raw: bytes, name: str) -> Decoded:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _decode_marked(raw[len(mark) :], encoding, len(mark), name)
    if (b"\0" in raw or is_binary(raw)) and (wide := _decode_wide(raw)):
        return wide
    if is_binary(raw.rstrip(b"\0")):
        raise Unreadable(name, "binary")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        zeros = raw[len(raw.rstrip(b"\0")) :]
        found = _decode_legacy(raw.rstrip(b"\0"))
        if found is None:
            raise _undecodable(raw, name) from fault
        return Decoded(found.text + zeros.decode("ascii"), found.encoding)
    if b"~{" in raw and text.isascii() and (escaped := _decode_strictly(raw, "hz")) and _is_chinese(escaped):
        return Decoded(escaped, "hz")
    return Decoded(text, "utf-8")


def _decode_marked(raw: bytes, encoding: str, offset: int, name: str) -> Decoded:
    unit = 4 if "32" in encoding else 2 if "16" in encoding else 1
    whole = raw if len(raw) % unit == 0 or raw[-1:] != b"\0" else raw[: len(raw) // unit * unit]
    try:
        return Decoded(whole.decode(encoding), encoding)
    except UnicodeDecodeError as fault:
        place = _place(raw, fault.start, encoding)
        raise Unreadable(name, "encoding", encoding=SAID[encoding], byte=fault.start + offset + 1, **place) from fault


def _decode_wide(raw: bytes) -> Decoded | None:
    """UTF-16 or UTF-32 without a mark: where every other byte of a figure is zero."""
    for encoding in WIDE:
        unit = 4 if "32" in encoding else 2
        whole = raw[: len(raw) // unit * unit] if not raw[len(raw) // unit * unit :].strip(b"\0") else b""
        text = _decode_strictly(whole, encoding)
        if text and (_readable_share(text) >= LEAST_READABLE_SHARE or everyday_share(text) >= LEAST_EVERYDAY_SHARE):
            return Decoded(text, encoding)
    return None


def _decode_legacy(raw: bytes) -> Decoded | None:
    """The reading with the most common characters; None where no encoding takes all bytes, or two are mixed."""
    if UTF8_CHINESE.search(raw) and len({encoding for _, encoding in _stretches(raw)}) > 1:
        return None
    readings = [(text, encoding) for encoding in (*LEGACY, *WIDE[2:]) if (text := _decode_strictly(raw, encoding))]
    likely = [(common_share(text), text, encoding) for text, encoding in readings if _is_chinese(text)]
    likely = likely or [(0.0, text, encoding) for text, encoding in readings[:1] if _is_garbled(text)]
    if not likely:
        return None
    _, text, encoding = max(likely, key=lambda reading: reading[0])
    return Decoded(text, encoding)


def _decode_strictly(raw: bytes, encoding: str) -> str:
    """The characters, or none where there is a fault."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _is_chinese(text: str) -> bool:
    return common_share(text) >= LEAST_COMMON_SHARE or everyday_share(text) >= LEAST_EVERYDAY_SHARE


def _is_garbled(text: str) -> bool:
    garbling = find_garbling(text)
    return garbling is not None and garbling.is_whole


def _readable_share(text: str) -> float:
    """Which share of all characters are ASCII letters, figures and blanks, or common Chinese ones."""
    sample = text[:20_000].rstrip("\0")
    plain = sum(" " <= sign <= "~" or sign in "\t\r\n" for sign in sample)
    beyond = sum(sign > "\x7f" for sign in sample)
    return (plain + beyond * common_share(sample)) / max(1, len(sample))


# ------------------------------------------------------------------------------------------- what is wrong with it


def _undecodable(raw: bytes, name: str) -> Unreadable:
    """Why no encoding takes all bytes: two encodings in one file, or a fault, with its place."""
    first, *others = [*_stretches(raw), (0, "")]
    for start, encoding in others:
        if encoding and encoding != first[1]:
            line = len(LINE_BREAK.findall(raw, 0, start)) + 1
            return Unreadable(name, "mixed", first=SAID[first[1]], second=SAID[encoding], line=line)
    encoding, fault = _best_fitting(raw)
    if not encoding:
        return Unreadable(name, "no_encoding")
    return Unreadable(name, "encoding", encoding=SAID[encoding], byte=fault + 1, **_place(raw, fault, encoding))


def _stretches(raw: bytes) -> Iterator[tuple[int, str]]:
    """Where an encoding begins that holds for lines of its own, and which: (0, "utf-8"), (812, "gb18030").

    A line of UTF-8 Chinese is none by chance in another encoding; a line of the others counts where it is no UTF-8
    and makes sense. A line that changes within itself is cut where UTF-8 ends.
    """
    current = ""
    for match in LINE.finditer(raw):
        line = match.group()
        if line.isascii():
            continue
        for offset, encoding in _encodings_of(line):
            if encoding != current:
                current = encoding
                yield match.start() + offset, encoding


def _encodings_of(line: bytes) -> list[tuple[int, str]]:
    try:
        line.decode("utf-8")
        return [(0, "utf-8")] if UTF8_CHINESE.search(line) else []
    except UnicodeDecodeError as fault:
        head = [(0, "utf-8")] if len(UTF8_CHINESE.findall(line, 0, fault.start)) > 2 else []
        rest, start = (line[fault.start :], fault.start) if head else (line, 0)
        encoding = _legacy_of(rest)
        return [*head, (start, encoding)] if encoding else head


def _legacy_of(line: bytes) -> str:
    found = [(common_share(text), encoding) for encoding in LEGACY[:2] if (text := _decode_strictly(line, encoding))]
    share, encoding = max(found, default=(0.0, ""))
    return encoding if share >= 2 * LEAST_COMMON_SHARE and len(line) >= 8 else ""


def _best_fitting(raw: bytes) -> tuple[str, int]:
    """The encoding with the fewest faults among those that make sense, and where its first fault is."""
    fits: list[tuple[int, float, str, int]] = []
    for encoding in CHINESE:
        text = raw.decode(encoding, "replace")
        share = common_share(text.replace("\ufffd", ""))
        if share < LEAST_COMMON_SHARE:
            continue
        try:
            raw.decode(encoding)
        except UnicodeDecodeError as fault:
            fits.append((text.count("\ufffd"), -share, encoding, fault.start))
    _, _, encoding, start = min(fits, default=(0, 0.0, "", 0))
    return encoding, start


def _place(raw: bytes, start: int, encoding: str) -> dict[str, Any]:
    """Line and column of a byte, counted from 1 as an editor shows them."""
    before = raw[:start].decode(encoding, "replace")
    lines = re.split(r"\r\n|\r|\n", before)
    return {"line": len(lines), "column": len(lines[-1]) + 1}

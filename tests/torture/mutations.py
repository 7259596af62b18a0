"""Whole files → broken ones: bits flipped, blocks lost, doubled and taken from others, tokens of the formats put in.

Archives are unpacked and their parts broken, PDFs within their packed streams, saved pages within what they carry: else
nothing but the container would be tried.
"""

from __future__ import annotations

import base64
import binascii
import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from graph.data_files import read_yaml
from tests.torture.trees import broken_tree

ZIPPED = frozenset({"docx", "xlsx", "ods", "odt", "ofd"})
MOST_BYTES = 400_000  # of a broken file: a longer one is cut
LONGEST_BLOCK = 2_000
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
CARRIED = re.compile(rb"(?:[A-Za-z0-9+/=]{40,}\r?\n)+")
NUMBER = re.compile(rb"\d+")
NUMBERS = (b"0", b"-1", b"2147483647", b"4294967296", b"99999999999999999999", b"1e308", b"0.0000001", b"65535")

DICTIONARIES = {
    **dict.fromkeys(ZIPPED, ("xml",)),
    **dict.fromkeys(("html", "mht"), ("html", "mail")),
    "pdf": ("pdf",),
    "rtf": ("rtf",),
}
SIGNATURES = (
    b"PK\3\4",
    b"PK\5\6",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"%PDF-1.7",
    b"{\\rtf1",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
)
ODD = "\u202e\u2066\u200d\u200b\ufeff\u0301\u3099\ue000\U0001f600\U00020000\U000e0041\u2028\u0085"
ODD += "\x0b\x0c\x1b\x7f\x00\ufffd⽣㈠"

Break = Callable[[bytearray, random.Random, bytes, Sequence[bytes]], None]  # what, chance, another file, tokens


def mutate(ending: str, raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """A broken file; `other`: any other, of which pieces may be taken."""
    inner = _INNER.get("zip" if ending in ZIPPED else ending)
    broken = inner(ending, raw, other, chance) if inner is not None and chance.random() < 0.8 else None
    if broken is None:
        broken = break_bytes(ending, raw, other, chance)
    return broken[:MOST_BYTES]


@cache
def tokens(ending: str) -> list[bytes]:
    """Those of a format, and those of texts."""
    read: dict[str, list[str]] = read_yaml(Path(__file__).with_name("tokens.yaml"))
    return [token.encode() for kind in (*DICTIONARIES.get(ending, ()), "text") for token in read[kind]]


def break_bytes(ending: str, raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """Broken as it lies, in one to six places."""
    held = bytearray(raw)
    words = tokens(ending)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        chance.choice(_BREAKS)(held, chance, other, words)
    return bytes(held)


def _place(held: bytearray, chance: random.Random) -> int:
    return chance.randrange(len(held) + 1)


def _block(of: bytes | bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(of) + 1)
    return bytes(of[start : start + chance.randrange(1, LONGEST_BLOCK)])


def _flip(held: bytearray, chance: random.Random, other: bytes, words: Sequence[bytes]) -> None:
    for _ in range(chance.choice((1, 4, 30))):
        if held:
            held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)


def _cut(held: bytearray, chance: random.Random, other: bytes, words: Sequence[bytes]) -> None:
    del held[_place(held, chance) :]


def _lose(held: bytearray, chance: random.Random, other: bytes, words: Sequence[bytes]) -> None:
    at = _place(held, chance)
    del held[at : at + chance.randrange(1, LONGEST_BLOCK)]


def _double(held: bytearray, chance: random.Random, other: bytes, words: Sequence[bytes]) -> None:
    at = _place(held, chance)
    held[at:at] = _block(held, chance) * chance.choice((1, 2, 20))


def _splice(held: bytearray, chance: random.Random, other: bytes, words: Sequence[bytes]) -> None:
    at = _place(held, chance)
    held[at:at] = _block(other, chance)


def _token(held: bytearray, chance: random.Random, other: bytes, words: Sequence[bytes]) -> None:
    at = _place(held, chance)
    held[at:at] = chance.choice((*words, *words, *SIGNATURES)) * chance.choice((1, 1, 1, 3, 300))


def _number(held: bytearray, chance: random.Random, other: bytes, words: Sequence[bytes]) -> None:
    start = _place(held, chance)
    match = NUMBER.search(held, start)
    if match is not None:
        held[match.start() : match.end()] = chance.choice(NUMBERS)


def _integer(held: bytearray, chance: random.Random, other: bytes, words: Sequence[bytes]) -> None:
    """A number of a binary format, most of which lie at its beginning."""
    at = chance.randrange(min(len(held), chance.choice((512, 4096, 10**9))) + 1)
    held[at : at + 4] = struct.pack("<I", chance.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE, len(held))))


def _unicode(held: bytearray, chance: random.Random, other: bytes, words: Sequence[bytes]) -> None:
    signs = [
        chance.choice((chance.choice(ODD), chr(chance.randrange(0x110000)))) for _ in range(chance.choice((1, 5, 50)))
    ]
    at = _place(held, chance)
    held[at:at] = "".join(signs).encode("utf-8", "surrogatepass")


def _noise(held: bytearray, chance: random.Random, other: bytes, words: Sequence[bytes]) -> None:
    at = _place(held, chance)
    held[at : at + 64] = chance.randbytes(chance.choice((1, 16, 64)))


_BREAKS: Sequence[Break] = (
    *(_flip, _cut, _lose, _double, _splice, _token, _token, _token),
    *(_number, _number, _integer, _unicode, _unicode, _noise),
)


# ------------------------------------------------------------------------------------------------- within containers


def _break_zip(ending: str, raw: bytes, other: bytes, chance: random.Random) -> bytes | None:
    parts = unzipped(raw)
    if not parts:
        return None
    inside = unzipped(other) or {"": other}
    for _ in range(chance.choice((1, 1, 2, 3))):
        if not parts:
            break
        name = chance.choice(sorted(parts, key=len) if chance.random() < 0.5 else _telling(parts))
        match chance.randrange(12):
            case 0:
                del parts[name]
            case 1:
                parts[name] = chance.choice(list(inside.values()))
            case 2:
                parts[chance.choice(list(parts))] = parts[name]
            case 3 | 4 | 5 | 6 | 7 | 8:
                parts[name] = broken_tree(parts[name], chance) or parts[name]
            case _:
                parts[name] = break_bytes(ending, parts[name], chance.choice(list(inside.values())), chance)
    return repacked(parts)


def _telling(parts: dict[str, bytes]) -> list[str]:
    """The parts that hold the text; all where none is known."""
    known = [
        name for name in parts if re.search(r"document\.xml|sheet\d|sharedStrings|content\.xml|Pages/|styles", name)
    ]
    return known or list(parts)


def unzipped(raw: bytes) -> dict[str, bytes]:
    """The parts of an archive; none of what is no archive."""
    if not raw.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(parts: Mapping[str, bytes]) -> bytes:
    """The parts as an archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name)  # with a day of its own: the same parts are the same file
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part)
    return written.getvalue()


def _break_pdf(ending: str, raw: bytes, other: bytes, chance: random.Random) -> bytes | None:
    """One of the streams broken within, or the objects around them, whose streams stay whole."""
    streams = list(STREAM.finditer(raw))
    if not streams:
        return None
    if chance.random() < 0.3:
        start, end = chance.choice(
            list(zip([0, *(m.end() for m in streams)], [*(m.start() for m in streams), len(raw)], strict=True))
        )
        return raw[:start] + break_bytes(ending, raw[start:end], other, chance) + raw[end:]
    chosen = chance.choice(streams)
    try:
        plain, is_packed = zlib.decompress(chosen[1]), True
    except zlib.error:
        plain, is_packed = chosen[1], False
    broken = break_bytes(ending, plain, other, chance)
    return raw[: chosen.start(1)] + (zlib.compress(broken) if is_packed else broken) + raw[chosen.end(1) :]


def _break_mail(ending: str, raw: bytes, other: bytes, chance: random.Random) -> bytes | None:
    carried = max(CARRIED.finditer(raw), key=lambda match: len(match[0]), default=None)
    if carried is None:
        return None
    try:
        plain = base64.b64decode(carried[0])
    except binascii.Error:
        return None
    return raw[: carried.start()] + base64.encodebytes(break_bytes("html", plain, other, chance)) + raw[carried.end() :]


def _break_text(ending: str, raw: bytes, other: bytes, chance: random.Random) -> bytes | None:
    """The characters broken, not their bytes: what cannot be decoded is refused before any rule sees it."""
    encoding = "utf-8" if _is_utf8(raw) else "gb18030"
    plain = raw.decode(encoding, "ignore").encode()
    others = other.decode("utf-8", "ignore").encode() if _is_utf8(other) else plain
    broken = break_bytes(ending, plain, others, chance).decode("utf-8", "ignore").replace("\0", "")
    return broken.encode(encoding, "ignore")


def _is_utf8(raw: bytes) -> bool:
    try:
        return bool(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return False


_INNER: dict[str, Callable[[str, bytes, bytes, random.Random], bytes | None]] = {
    "zip": _break_zip,
    "pdf": _break_pdf,
    "mht": _break_mail,
    **dict.fromkeys(("txt", "md", "csv", "html"), _break_text),
}

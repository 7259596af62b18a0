"""Bytes of a text file → its characters: UTF-8, UTF-16 with a mark, GB18030 or Big5, told apart by plausibility.

Big5 bytes are nearly always valid GB18030 too, only the characters that come out are rare ones. So every encoding
that decodes without a fault is tried, and the one whose characters are the most common in Chinese prose wins.
"""

from __future__ import annotations

import codecs

from ingest.sources.unreadable import Unreadable

SAMPLE_CHARACTERS = 20_000
LEAST_COMMON_SHARE = 0.12  # Chinese prose in the right encoding has .35 to .60, in the wrong one under .05
CANDIDATES = ("gb18030", "big5", "big5hkscs")
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# The most frequent characters of Chinese prose and of official documents, simplified and traditional.
COMMON = frozenset(
    "的一是了在不和有大这主中人上为们地个用工时要动国产以我到他会作来分生对于学下级就年阶义发成部民可出能方进同行面说种过命度革而多子"
    "后自社加小机也经力线本电高量长党得实家定深法表着水理化争现所二起政三好十战无农使性前等反体合斗路图把结第里正新开论之物从当两些还"
    "天资事队批应形想制心样干都向变关问比展那它最及外没看治提五解系林者米群头意只明四道马认次文通但条较克又公建设业市县区规划推目标全"
    "省州项增重点基企务施保创安服农村城乡镇交环境技科教育强促改投达完善支持导升优"
    "這個為們來對於學會時國動產義發經線電長黨實現無農體鬥圖結開論從當兩還資隊應樣幹變關問沒頭馬認條較設業縣區規劃標項點務環護強導優"
)


def decode_text(raw: bytes, name: str) -> str:
    """The characters of a text file, byte-order mark removed and nothing else changed."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _decode_strictly(raw[len(mark) :], encoding, name)
    refuse_binary(raw, name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        text = _decode_legacy(raw)
        if text is None:
            raise _undecodable(raw, fault.start, name) from fault
        return text


def refuse_binary(raw: bytes, name: str) -> None:
    """Raise for bytes that are no text at all: zero bytes, or many control characters."""
    sample = raw[:65536]
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in sample)
    if b"\0" in sample or controls > len(sample) // 50:
        raise Unreadable(name, "binary")


def _decode_strictly(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as fault:
        raise _undecodable(raw, fault.start, name) from fault


def _decode_legacy(raw: bytes) -> str | None:
    readings: list[tuple[float, str]] = []
    for encoding in CANDIDATES:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        readings.append((common_share(text), text))
    if not readings:
        return None
    share, text = max(readings, key=lambda reading: reading[0])
    return text if share >= LEAST_COMMON_SHARE else None


def common_share(text: str) -> float:
    """Which share of the characters beyond ASCII are common Chinese ones or Chinese punctuation."""
    beyond_ascii = [character for character in text[:SAMPLE_CHARACTERS] if character > "\x7f"]
    common = sum(character in COMMON for character in beyond_ascii)
    signs = sum("\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uff5e" for character in beyond_ascii)
    return common / max(1, len(beyond_ascii) - signs)


def _undecodable(raw: bytes, offset: int, name: str) -> Unreadable:
    return Unreadable(name, "encoding", offset=offset, line=raw.count(b"\n", 0, offset) + 1)

"""Which texts may hold a name: every four characters of a text set a bit, and a text that lacks one of a name's bits
does not hold it. In: folded texts, names. Out: bits as bytes, some kilobytes a source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

LENGTH = 4  # characters; no name that is sought has fewer
LEAST, MOST = 10, 18  # powers of two: how many bits a text gets
ROOM = 8  # bits a character

Bits = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.uint64]

_MULTIPLIERS = np.asarray([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F], np.uint64)


def numbers_of(text: str) -> Numbers:
    """A number for every four characters that follow one another: uint64 [len(text) - 3]."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    count = len(codes) - LENGTH + 1
    if count < 1:
        return np.zeros(0, np.uint64)
    mixed = np.zeros(count, np.uint64)
    for place, multiplier in enumerate(_MULTIPLIERS):
        mixed = (mixed ^ codes[place : place + count]) * multiplier
        mixed ^= mixed >> np.uint64(29)
    return mixed


def bits_of(texts: Sequence[str]) -> bytes:
    """The bits that the texts of a source set."""
    length = sum(map(len, texts))
    power = min(MOST, max(LEAST, (ROOM * length).bit_length()))
    held = np.zeros(1 << power, np.bool_)
    for text in texts:
        held[numbers_of(text) & np.uint64((1 << power) - 1)] = True
    return np.packbits(held, bitorder="little").tobytes()


class Sought:
    """Names that are looked for in many texts."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        numbers = [numbers_of(name) for name in self.names]
        self._numbers = np.concatenate([*numbers, np.zeros(0, np.uint64)])
        self._starts = np.cumsum([0, *(len(found) for found in numbers[:-1])]) if numbers else np.zeros(0, np.int64)

    def perhaps_in(self, bits: bytes) -> list[str]:
        """Those that the text may hold."""
        if not self.names:
            return []
        held: Bits = np.frombuffer(bits, np.uint8)
        places = self._numbers & np.uint64(8 * len(held) - 1)
        is_set = (held[places >> np.uint64(3)] >> (places & np.uint64(7)).astype(np.uint8)) & 1
        return [self.names[n] for n in np.flatnonzero(np.minimum.reduceat(is_set, self._starts))]

"""A file that goes wrong → a smaller one that goes wrong in the same way, by leaving out halves, quarters, eighths …"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence

from tests.torture.mutations import repacked, unzipped

Tried = Callable[[Sequence[bytes]], int | None]  # candidates → the place of the first that goes wrong in the same way
AT_ONCE = 8
MOST_TRIES = 120


def shrunk(raw: bytes, tried: Tried) -> bytes:
    """As small as so many tries make it; the parts of an archive are left out, then made smaller one by one."""
    budget = [MOST_TRIES]
    try:
        parts = unzipped(raw)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        parts = {}
    if not parts or tried([repacked(parts)]) is None:
        return _less(raw, tried, budget)
    for name in list(parts):
        fewer = {other: part for other, part in parts.items() if other != name}
        if fewer and tried([repacked(fewer)]) is not None:
            parts = fewer
    for name in list(parts):

        def with_it(candidates: Sequence[bytes], name: str = name) -> int | None:
            return tried([repacked({**parts, name: candidate}) for candidate in candidates])

        parts[name] = _less(parts[name], with_it, budget)
    return repacked(parts)


def _less(raw: bytes, tried: Tried, budget: list[int]) -> bytes:
    step = max(1, len(raw) // 2)
    while budget[0] > 0 and raw:
        for candidates in _groups(raw, step):
            budget[0] -= 1
            at = tried(candidates)
            if at is not None:
                raw = candidates[at]
                break
            if budget[0] <= 0:
                return raw
        else:
            if step == 1:
                break
            step //= 2
        step = min(step, max(1, len(raw) // 2))
    return raw


def _groups(raw: bytes, step: int) -> Iterator[list[bytes]]:
    """The file without one of its blocks, some candidates at a time."""
    held: list[bytes] = []
    for start in range(0, len(raw), step):
        held.append(raw[:start] + raw[start + step :])
        if len(held) == AT_ONCE:
            yield held
            held = []
    if held:
        yield held

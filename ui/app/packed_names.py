"""Hundreds of names in an address, so that a list can be kept and sent to others like any other page.

In: names. Out: a text of letters and digits, some 20 characters a name, and back.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence

MOST_BYTES = 200_000  # of what an address may unpack to


def pack(names: Sequence[str]) -> str:
    """The names as one text that an address holds as it is."""
    said = json.dumps(list(names), ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(said, 9)).decode().rstrip("=")


def unpack(text: str) -> list[str]:
    """The names again; none of a text that nothing was packed into."""
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        said = json.loads(zlib.decompressobj().decompress(packed, MOST_BYTES))
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return []
    return [one for one in said if isinstance(one, str)] if isinstance(said, list) else []

"""Chance that is always the same: what is drawn depends on the words it is drawn for, never on the order of drawing."""

from __future__ import annotations

import random
from hashlib import blake2b


def chance_of(*words: object) -> random.Random:
    """The same words, the same chance; on every machine."""
    said = "\n".join(map(str, words))
    return random.Random(int.from_bytes(blake2b(said.encode(), digest_size=8).digest()))

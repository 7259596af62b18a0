"""Files of the same text: which text a file has, whatever its line ends and the blanks at their ends.

In: a source's stored text. Out: a hash that two files share when one is a copy of the other.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_LINE_END = re.compile(r"[^\S\n]*(?:\r\n?|\n|[\u2028\u2029])")


@dataclass(frozen=True, slots=True)
class Copy:
    """A file whose text the library holds under another name. `stamp`: the rules it was read with; `origin`: where the
    file lay."""

    name: str
    of: str
    format: str
    sha256: str
    stamp: str
    origin: str = ""


def fingerprint(text: str) -> str:
    """The hash of what a text says."""
    return hashlib.sha256(_LINE_END.sub("\n", text).strip().encode("utf-8", "surrogatepass")).hexdigest()

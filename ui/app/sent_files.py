"""Files that a person sends to a server: how many and how large, and under which names they are kept."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

from graph.errors import MailuoError

MOST_FILES = 200  # at once
FILE_BYTES = 200 << 20  # of one
MOST_BYTES = 500 << 20  # of all at once: they are held in memory until they are taken in
NAME_BYTES = 200  # of a name in UTF-8; file systems take 255

# what only steers how text is shown or is none: controls, marks of direction, halves of pairs, ends of lines
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_FOR_WINDOWS = str.maketrans('<>:"|?*', "_______")
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE | re.DOTALL)


class UploadFailed(MailuoError):
    """What was sent could not be put where it is read."""


def safe_name(name: str) -> str | None:
    """The name under which a file is kept, on every system one name in one folder; None where nothing is left of it."""
    seen = "".join(character for character in name if unicodedata.category(character) not in _UNSEEN)
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", seen))[-1].translate(_FOR_WINDOWS).strip().rstrip(". ")
    if not last.strip("._ "):
        return None
    return _shortened(f"_{last}" if _DEVICE.fullmatch(last) else last)


def shown_name(name: str) -> str:
    """A name as it was sent, for a page: what cannot be seen, or would turn the text around, as �."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in _UNSEEN else c for c in name)


def _shortened(name: str) -> str:
    """A name that file systems take; two long ones that begin alike stay two."""
    if len(name.encode()) <= NAME_BYTES:
        return name
    ending = name[name.rfind(".") :] if 0 < len(name) - name.rfind(".") <= 8 else ""
    mark = f"~{sha256(name.encode()).hexdigest()[:8]}{ending}"
    kept = name.encode()[: NAME_BYTES - len(mark.encode())].decode(errors="ignore")
    return f"{kept.rstrip()}{mark}"

"""Which tagger is there: its file of what was learned, and the stamp that tells it from others.

Apart from the tagger itself, so that what only names it (`mailuo status`) imports no arrays and no network.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

LEARNED = Path(__file__).parent / "learned.safetensors"


def weights_of(learned: Path) -> Path:
    """The file of what was counted with the tagger of this file."""
    return learned.with_name("weights.json")


def stamp_of(learned: Path) -> str:
    """Identifies what was learned: documents tagged by another stamp are read anew."""
    return hashlib.sha256(learned.read_bytes() + weights_of(learned).read_bytes()).hexdigest()[:12]

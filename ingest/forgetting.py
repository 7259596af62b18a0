"""What is still to be forgotten beside the generations: HOME/forgetting, there from before a generation is switched to
until the kept files and vectors that it has no more use for are gone.

In: the place of the note. Out: whether a run before was cut short between the two, and what it had to forget.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_VECTORS = "vectors"  # as well as kept files


@dataclass(frozen=True, slots=True)
class Forgetting:
    """The note of a home; the home must be locked."""

    path: Path

    @property
    def is_begun(self) -> bool:
        """Whether a run, this one or one before, has not ended it."""
        return self.path.exists()

    @property
    def takes_vectors(self) -> bool:
        """Whether vectors are to go too: a source was removed or changed."""
        return self.is_begun and self.path.read_text(encoding="ascii", errors="replace").strip() == _VECTORS

    def begin(self, *, vectors: bool) -> None:
        """Note it, with what a run before has left to do."""
        vectors = vectors or self.takes_vectors
        self.path.write_text(f"{_VECTORS if vectors else 'files'}\n", encoding="ascii")

    def end(self) -> None:
        """All is forgotten."""
        self.path.unlink(missing_ok=True)

"""Files of weights: whether each is, byte by byte, the one that Mailuo was made with.

In: a file and the SHA-256 it has to have. Weights decide what is found and said, and come in packages of others.
"""

from __future__ import annotations

from pathlib import Path

from graph.checksums import sha256_of
from graph.errors import MailuoError


class WeightsAltered(MailuoError):
    """The file is damaged, or of another version."""


def check_weights(path: Path, sha256: str, remedy: str) -> None:
    """WeightsAltered, with the remedy, where the file is another one."""
    found = sha256_of(path)
    if found != sha256:
        raise WeightsAltered(
            f"{path} is not the file Mailuo was made with (SHA-256 {found[:12]}…, not {sha256[:12]}…): {remedy}"
        )

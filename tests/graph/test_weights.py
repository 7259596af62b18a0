"""Weights are the ones that Mailuo was made with, or are refused with their remedy."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from graph.weights import WeightsAltered, check_weights


def test_the_very_file_is_taken_and_any_other_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.bin"
    path.write_bytes(b"weights")
    right = hashlib.sha256(b"weights").hexdigest()
    check_weights(path, right, "install it again")
    for wrong in (b"weighty", b"weights\0", b""):
        path.write_bytes(wrong)
        with pytest.raises(WeightsAltered, match=rf"w\.bin is not the file .* not {right[:12]}…\): install it again$"):
            check_weights(path, right, "install it again")

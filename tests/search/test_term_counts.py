"""Counts of terms in a file: what was written is read, what was not is refused, and no Python is parsed for it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from search.term_counts import TermCounts, hash_terms


def counts_of(*passages: str) -> TermCounts:
    return TermCounts.of([hash_terms(passage.split()) for passage in passages])


@pytest.mark.parametrize("counts", [counts_of("云 山 云", "山"), counts_of("云"), TermCounts.none()], ids=[2, 1, 0])
def test_what_is_written_is_read_without_parsing_python(
    counts: TermCounts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "words.npy"
    counts.write(path)
    assert np.array_equal(np.load(path), [counts.hashes, counts.counts])
    # several threads that parse at once break each other off in Python 3.11
    monkeypatch.setattr(ast, "literal_eval", None)
    monkeypatch.setattr(ast, "parse", None)
    read = TermCounts.read(path)
    assert np.array_equal(read.hashes, counts.hashes)
    assert np.array_equal(read.counts, counts.counts)
    assert read.find(hash_terms(["山", "海"])).tolist() == counts.find(hash_terms(["山", "海"])).tolist()


DAMAGED: list[Callable[[Path], object]] = [
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(path.read_bytes()[:-8]),
    lambda path: path.write_bytes(path.read_bytes() + bytes(8)),
    lambda path: path.write_bytes(b"x" + path.read_bytes()[1:]),
    lambda path: np.save(path, np.zeros((2, 3), np.int64)),
    lambda path: np.save(path, np.zeros((3, 2), np.uint32)),
    lambda path: np.save(path, np.zeros(6, np.uint32)),
]


@pytest.mark.parametrize("damage", DAMAGED)
def test_what_was_not_written_so_is_refused(damage: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "words.npy"
    counts_of("云 山", "山").write(path)
    damage(path)
    with pytest.raises(ValueError):  # noqa: PT011  # mmap, numpy and we say it each in their words
        TermCounts.read(path)

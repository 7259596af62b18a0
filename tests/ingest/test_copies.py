"""Files of the same text: taken in once, known under both names."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.library import Library
from tests.ingest.test_pipeline import OTHER, PLAN, Base


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path)


def held(base: Base) -> tuple[list[str], list[tuple[str, str]]]:
    """The names of sources, and of copies with what they are copies of."""
    current = base.generations.current()
    assert current is not None
    with Library.open(current.library) as library:
        sources = [entry.name for entry in library.sources()]
        return sources, [(copy.name, copy.of) for copy in library.copies()]


COPIES = [PLAN, PLAN.replace("\n", "\r\n"), PLAN.replace("\n", " \n"), PLAN + "\n\n", "\n" + PLAN.rstrip("\n")]


@pytest.mark.parametrize("text", COPIES)
def test_a_file_with_the_same_text_is_taken_in_once(base: Base, text: str) -> None:
    base.write("a.txt", PLAN)
    alone = base.ingest().counts
    (base.corpus / "b.txt").write_bytes(text.encode())
    done = base.ingest()
    assert [(copy.name, copy.of) for copy in done.report.copies] == [("b.txt", "a.txt")]
    assert (done.report.added, done.report.unchanged) == ([], ["a.txt"])
    assert done.counts == alone
    assert held(base) == (["a.txt"], [("b.txt", "a.txt")])


def test_copies_are_recognised_again_and_stay_when_all_is_made_anew(base: Base) -> None:
    for name in ("a.txt", "b.txt", "2024/a.txt"):
        base.write(name, PLAN)
    first = base.ingest()
    before = held(base)
    again = base.ingest()
    assert again.report.unchanged == ["2024/a.txt", "a.txt", "b.txt"]
    assert again.generation == first.generation
    base.ingest(rebuild=True)
    assert held(base) == before == (["2024/a.txt"], [("a.txt", "2024/a.txt"), ("b.txt", "2024/a.txt")])


def test_a_copy_stands_when_the_first_goes_or_changes(base: Base) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        base.write(name, PLAN)
    base.ingest()
    base.write("a.txt", OTHER)
    changed = base.ingest()
    assert sorted(changed.report.changed) == ["a.txt", "b.txt"]
    assert held(base) == (["a.txt", "b.txt"], [("c.txt", "b.txt")])
    base.remove("b.txt")
    assert held(base) == (["a.txt", "c.txt"], [])
    base.write("c.txt", OTHER)
    base.ingest(base.corpus / "c.txt", base.corpus / "a.txt")
    assert held(base) == (["a.txt"], [("c.txt", "a.txt")])


def test_removing_a_copy_leaves_the_other_and_removing_both_leaves_none(base: Base) -> None:
    for name in ("a.txt", "b.txt", "d.txt"):
        base.write(name, PLAN if name < "d" else OTHER)
    base.ingest()
    assert base.remove("b.txt").report.removed == ["b.txt"]
    assert held(base) == (["a.txt", "d.txt"], [])
    base.ingest()
    base.remove("a.txt", "b.txt")
    assert held(base) == (["d.txt"], [])


def test_a_copy_that_gets_a_text_of_its_own_is_a_source(base: Base) -> None:
    for name in ("a.txt", "b.txt"):
        base.write(name, PLAN)
    base.ingest()
    base.write("b.txt", OTHER)
    assert base.ingest().report.changed == ["b.txt"]
    assert held(base) == (["a.txt", "b.txt"], [])

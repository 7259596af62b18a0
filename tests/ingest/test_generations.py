"""Readers see whole generations only; a writer that fails leaves what was there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.generations import Generations, HomeBusy, HomeDamaged


def write(generations: Generations, text: str) -> None:
    with generations.writing() as writer:
        draft = writer.draft()
        draft.library.write_text(text)
        writer.publish(draft)


def write_half(generations: Generations) -> None:
    with generations.writing() as writer:
        draft = writer.draft()
        draft.library.write_text("half")
        (draft.folder / "no such folder" / "part").write_text("fails")


def read(generations: Generations) -> str:
    current = generations.current()
    assert current is not None
    return current.library.read_text()


def test_before_the_first_generation_there_is_none(tmp_path: Path) -> None:
    assert Generations(tmp_path / "home").current() is None


def test_the_published_draft_is_what_readers_open(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    write(generations, "one")
    assert read(generations) == "one"
    write(generations, "two")
    assert read(generations) == "two"
    assert (tmp_path / "CURRENT").read_text() == "2\n"


def test_the_generation_before_is_kept_and_older_ones_are_removed(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    for text in ("one", "two", "three", "four"):
        write(generations, text)
    assert sorted(folder.name for folder in (tmp_path / "generations").iterdir()) == ["3", "4"]


def test_a_writer_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    write(generations, "one")
    with pytest.raises(FileNotFoundError):
        write_half(generations)
    assert read(generations) == "one"
    assert [folder.name for folder in (tmp_path / "generations").iterdir()] == ["1"]


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    with (
        generations.writing(),
        pytest.raises(HomeBusy, match=f"process {os.getpid()}"),
        Generations(tmp_path).writing(),
    ):
        pass


def test_unchanged_parts_are_linked(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    with generations.writing() as writer:
        draft = writer.draft()
        (draft.index / "deep").mkdir(parents=True)
        (draft.index / "deep" / "part").write_text("vectors")
        writer.publish(draft)
    first = generations.current()
    assert first is not None
    with generations.writing() as writer:
        draft = writer.draft()
        draft.keep(first, first.index)
        second = writer.publish(draft)
    assert (second.index / "deep" / "part").samefile(first.index / "deep" / "part")


KILLED = """
import os, signal, sys
from pathlib import Path
from ingest.generations import Generations
with Generations(Path(sys.argv[1])).writing() as writer:
    draft = writer.draft()
    draft.library.write_text("half")
    if sys.argv[2] == "renamed":
        draft.folder.rename(draft.folder.with_name("2"))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("moment", ["built", "renamed"])
def test_a_killed_writer_costs_nothing_and_the_next_one_clears_up(tmp_path: Path, moment: str) -> None:
    generations = Generations(tmp_path)
    write(generations, "one")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), moment], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert read(generations) == "one"
    write(generations, "two")
    assert read(generations) == "two"
    assert sorted(folder.name for folder in (tmp_path / "generations").iterdir()) == ["1", "2"]


def test_a_current_that_names_nothing_is_reported(tmp_path: Path) -> None:
    write(Generations(tmp_path), "one")
    (tmp_path / "CURRENT").write_text("7\n")
    with pytest.raises(HomeDamaged, match="generation 7"):
        Generations(tmp_path).current()
    (tmp_path / "CURRENT").write_text("seven\n")
    with pytest.raises(HomeDamaged, match="no number"):
        Generations(tmp_path).current()


def test_a_home_keeps_its_identity_when_it_is_moved_and_no_two_have_the_same(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for home in (one, other):
        home.mkdir()
    assert Generations(one).identity() is None
    identity = Generations(one).identity(make=True)
    assert identity
    assert identity == Generations(one).identity() == Generations(one).identity(make=True)
    assert identity != Generations(other).identity(make=True)
    assert Generations(one.rename(tmp_path / "moved")).identity() == identity


def test_an_identity_cut_short_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "identity").write_text("", encoding="ascii")
    assert Generations(tmp_path).identity() is None
    assert Generations(tmp_path).identity(make=True)

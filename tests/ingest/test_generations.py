"""Readers see whole generations only; a writer that fails leaves what was there."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.checksums import sha256_of
from ingest import generation
from ingest.counts import NOTHING
from ingest.generation import HomeDamaged, Stamps
from ingest.generations import Generations, HomeBusy
from ingest.holding import Hold

STAMPS: Stamps = {"program": "p", "model": "m", "engine": "e", "decisions": "d"}


def write(generations: Generations, text: str) -> None:
    with generations.writing() as writer:
        draft = writer.draft()
        draft.library.write_text(text)
        writer.publish(draft, STAMPS, NOTHING)


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
        writer.publish(draft, STAMPS, NOTHING)
    first = generations.current()
    assert first is not None
    with generations.writing() as writer:
        draft = writer.draft()
        draft.keep(first, first.index)
        second = writer.publish(draft, STAMPS, NOTHING)
    assert (second.index / "deep" / "part").samefile(first.index / "deep" / "part")


def test_what_is_shared_is_neither_read_nor_flushed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generations = Generations(tmp_path)
    write(generations, "one")
    first = generations.current()
    assert first is not None
    read: list[str] = []
    flushed: list[int] = []
    monkeypatch.setattr(generation, "sha256_of", lambda path: read.append(path.name) or sha256_of(path))
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.append(os.fstat(handle).st_ino))
    with generations.writing() as writer:
        draft = writer.draft()
        draft.keep(first, first.library)
        draft.folder.joinpath("library.sqlite.1").write_text("one")  # of the same content, but another file
        second = writer.publish(draft, STAMPS, NOTHING, first)
    assert read == ["library.sqlite.1"]
    assert first.library.stat().st_ino not in flushed
    assert {path.stat().st_ino for path in (second.noted, second.folder / "library.sqlite.1")} <= set(flushed)
    assert not list(second.faults(second.about, thorough=True))
    first.library.write_text("two")  # both are damaged, and it is seen in both
    assert [fault.path for fault in second.faults(second.about, thorough=True)] == [second.library]


def test_a_shared_file_that_is_not_as_noted_is_noted_anew(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    write(generations, "one")
    first = generations.current()
    assert first is not None
    first.library.write_text("longer")
    with generations.writing() as writer:
        draft = writer.draft()
        draft.keep(first, first.library)
        second = writer.publish(draft, STAMPS, NOTHING, first)
    assert not list(second.faults(second.about, thorough=True))


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


LOST = {
    "missing": None,
    "empty": b"",
    "no number": b"seven\n",
    "of a generation that is not there": b"7\n",
    "endless": b"9" * 5000,
    "zeros": b"\0" * 512,
    "no text": b"\xff\xfe",
    "of other digits": "٢".encode(),
}


def lose_current(home: Path, held: bytes | None) -> None:
    if held is None:
        (home / "CURRENT").unlink()
    else:
        (home / "CURRENT").write_bytes(held)


@pytest.mark.parametrize("held", LOST.values(), ids=LOST)
def test_where_current_is_lost_the_newest_whole_generation_is_in_use(tmp_path: Path, held: bytes | None) -> None:
    generations = Generations(tmp_path)
    for text in ("one", "two"):
        write(generations, text)
    lose_current(tmp_path, held)
    assert read(generations) == "two"
    with generations.writing() as writer:  # that clears away, and nothing that is needed
        assert writer.current is not None
        assert writer.current.library.read_text() == "two"
    assert sorted(folder.name for folder in (tmp_path / "generations").iterdir()) == ["1", "2"]
    write(generations, "three")
    assert read(generations) == "three"
    assert generations.named() == generations.current_number()


@pytest.mark.parametrize("damage", ["library", "noted"])
def test_a_generation_that_is_not_whole_is_not_taken_for_the_one_in_use(tmp_path: Path, damage: str) -> None:
    generations = Generations(tmp_path)
    for text in ("one", "two"):
        write(generations, text)
    getattr(generations.at(2), damage).write_text("{}")
    lose_current(tmp_path, None)
    assert read(generations) == "one"
    generations.at(1).library.write_text("damaged too")
    with pytest.raises(HomeDamaged, match="no generation is whole any more; run “mailuo ingest --rebuild”"):
        generations.current()
    with generations.writing() as writer, pytest.raises(HomeDamaged):
        writer.current  # noqa: B018 - to read it is what fails
    assert [one.number for one in generations.all()] == [2, 1]  # nothing was cleared away


def test_the_last_two_whole_generations_are_kept(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    for text in ("one", "two", "three"):
        write(generations, text)
    generations.at(3).library.write_text("damaged since")
    write(generations, "four")
    assert [one.number for one in generations.all()] == [4, 2]


def test_nothing_is_cleared_away_while_the_generation_in_use_is_damaged(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    for text in ("one", "two"):
        write(generations, text)
    for number in (1, 2):
        generations.at(number).library.write_text("damaged since")
    with generations.writing():
        pass
    assert [one.number for one in generations.all()] == [2, 1]


DAMAGES = {
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "emptied": lambda path: path.write_bytes(b""),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "gone": Path.unlink,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_part_of_another_size_is_named(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    generations = Generations(tmp_path)
    write(generations, "one")
    damage(generations.at(1).library)
    with pytest.raises(HomeDamaged, match=f"{generations.at(1).library}: .*; run “mailuo ingest --rebuild”"):
        generations.at(1).check()
    assert not generations.at(1).is_whole


def test_another_content_of_the_same_size_is_found_by_looking_thoroughly(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    write(generations, "one")
    one = generations.at(1)
    one.library.write_text("two")
    assert not list(one.faults(one.about))
    assert [fault.path for fault in one.faults(one.about, thorough=True)] == [one.library]


NO_NOTES = ["", "{}", "[]", "null", "[" * 100_000, '{"stamps": {}, "counts": {}}', "﻿{"]


@pytest.mark.parametrize("note", NO_NOTES)
def test_a_note_that_is_none_is_named(tmp_path: Path, note: str) -> None:
    generations = Generations(tmp_path)
    write(generations, "one")
    generations.at(1).noted.write_text(note)
    with pytest.raises(HomeDamaged, match=r"generation\.json: .*; run “mailuo ingest --rebuild”"):
        generations.at(1).about  # noqa: B018 - to read it is what fails


@pytest.mark.parametrize("without", ["stamps", "counts"])
def test_a_note_without_a_part_of_it_is_none(tmp_path: Path, without: str) -> None:
    generations = Generations(tmp_path)
    write(generations, "one")
    note = json.loads(generations.at(1).noted.read_text())
    del note[without]
    generations.at(1).noted.write_text(json.dumps(note))
    with pytest.raises(HomeDamaged):
        generations.at(1).about  # noqa: B018 - to read it is what fails


def test_what_is_being_read_is_not_cleared_away(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    write(generations, "one")
    held = generations.hold()
    assert held is not None
    generation, hold = held
    for text in ("two", "three", "four"):
        write(generations, text)
    assert generation.library.read_text() == "one"
    hold.close()
    write(generations, "five")
    assert [one.number for one in generations.all()] == [5, 4]
    assert Hold.on(generation.folder) is None  # it is gone


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


@pytest.mark.parametrize(("number", "is_named"), [(28, True), (5, True), (32, False)])
def test_a_full_disk_is_told_with_the_home(tmp_path: Path, number: int, is_named: bool) -> None:
    generations = Generations(tmp_path)
    with pytest.raises(OSError, match=re.escape(os.strerror(number))) as raised, generations.writing():
        raise OSError(number, os.strerror(number))
    assert (raised.value.filename == str(tmp_path)) is is_named
    with generations.writing():
        pass  # the lock was let go


@pytest.mark.parametrize("held", [None, b"", b"9\n"])
def test_a_lost_current_names_the_generation_in_use_again(tmp_path: Path, held: bytes | None) -> None:
    generations = Generations(tmp_path)
    write(generations, "one")
    write(generations, "two")
    lose_current(tmp_path, held)
    (tmp_path / "CURRENT.new").write_bytes(b"")
    with generations.writing():
        pass
    assert (tmp_path / "CURRENT").read_bytes() == b"2\n"
    assert not (tmp_path / "CURRENT.new").exists()

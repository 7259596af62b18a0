"""What of a damaged knowledge base can still be had: every text that is what was read, and no other."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph import layers
from graph.layers import files_of
from graph.records import Extraction, Source
from ingest.copies import Copy
from ingest.counts import NOTHING
from ingest.generation import Generation, Stamps
from ingest.generations import Generations
from ingest.library import Library
from ingest.originals import Originals
from ingest.remains import Remains, file_of, note_files

STAMPS: Stamps = {"program": "p", "model": "m", "engine": "e", "decisions": "d"}
LONG = "粮食播种面积稳定在460万亩。\n" * 400


def write(generations: Generations, texts: dict[str, str], *, copies: dict[str, str] | None = None) -> Generation:
    """A generation whose library holds these texts; a source's hash is its text's."""
    with generations.writing() as writer:
        draft = writer.draft()
        with Library.create(draft.library) as library:
            for name, text in texts.items():
                source = Source(name, text, str(hash(text)), "txt")
                library.put(Extraction(source, (), (), (), ()), "stamp", f"/plans/{name}")
            for name, of in (copies or {}).items():
                library.put_copy(Copy(name, of, "txt", "copy", "stamp", f"/plans/{name}"))
            note_files(library, draft.files)
        return writer.publish(draft, STAMPS, NOTHING)


def write_above(generations: Generations, texts: dict[str, str | None], copies: dict[str, str]) -> Generation:
    """The next generation, in which these sources are put (None: dropped) and these copies."""
    base = generations.current()
    assert base is not None
    with generations.writing() as writer:
        draft = writer.draft()
        with Library.begin(draft.library, base.library) as library:
            for name, text in texts.items():
                if text is None:
                    library.drop(name)
                else:
                    library.put(Extraction(Source(name, text, str(hash(text)), "txt"), (), (), (), ()), "stamp")
            for name, of in copies.items():
                library.put_copy(Copy(name, of, "txt", "copy", "stamp"))
            note_files(library, draft.files)
        return writer.publish(draft, STAMPS, NOTHING, base)


@pytest.fixture
def stack(generations: Generations, monkeypatch: pytest.MonkeyPatch) -> Generation:
    """The last of three generations, its library in three files; they are all that is left."""
    for limit in ("RATIO", "PURGED_BYTES"):  # nothing is put together
        monkeypatch.setattr(layers, limit, 0)
    write(generations, {"a.txt": "甲", "b.txt": "乙", "c.txt": "丙"}, copies={"copy.txt": "c.txt"})
    write_above(generations, {"b.txt": "新乙", "c.txt": None, "d.txt": "丁"}, {"copy.txt": "a.txt"})
    newest = write_above(generations, {"d.txt": "新丁", "e.txt": "戊"}, {"b.txt": "e.txt"})
    assert len(files_of(newest.library)) == 3
    for number in (1, 2):
        shutil.rmtree(generations.at(number).folder, ignore_errors=True)
    return newest


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


def open_remains(generations: Generations) -> closing[Remains]:
    return closing(Remains(generations.all()))


def texts_in(remains: Remains) -> dict[str, str | None]:
    found = {name: remains.source(name) for name in remains.entries}
    return {name: source.text if source else None for name, source in found.items()}


def test_sources_and_copies_come_back_under_their_names(generations: Generations) -> None:
    write(generations, {"a.txt": "甲", "b.txt": "乙"}, copies={"c.txt": "a.txt"})
    with open_remains(generations) as remains:
        assert texts_in(remains) == {"a.txt": "甲", "b.txt": "乙", "c.txt": "甲"}
        assert {name: entry.origin for name, entry in remains.entries.items()} == {
            name: f"/plans/{name}" for name in ("a.txt", "b.txt", "c.txt")
        }


def overwritten(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


LOSSES: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
    "zeroed": overwritten,
    "another file": lambda path: path.write_text("what?"),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:3000]),
    "without its tables": lambda path: path.write_bytes(b"") or sqlite3.connect(path).execute("CREATE TABLE t (x)"),
}


@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES)
def test_a_lost_library_is_made_up_for_by_the_one_before(
    generations: Generations, lose: Callable[[Path], object]
) -> None:
    write(generations, {"a.txt": "甲", "gone.txt": "旧", "changed.txt": "旧文"})
    newest = write(generations, {"a.txt": "甲", "changed.txt": "新文", "new.txt": "新"})
    lose(newest.library)
    with open_remains(generations) as remains:
        # what was removed stays so; what is new or has another text is lost, and that is known
        assert texts_in(remains) == {"a.txt": "甲", "changed.txt": "旧文", "new.txt": None}
        assert [name for name in remains.entries if remains.is_lost(name)] == ["changed.txt", "new.txt"]
        older = remains.source("changed.txt")
        assert older is not None
        assert [remark.why for remark in older.layout.remarks] == ["older_text"]


WHOLE: dict[str, str | None] = {"a.txt": "甲", "b.txt": "戊", "copy.txt": "甲", "d.txt": "新丁", "e.txt": "戊"}
# the file that is lost → what its loss leaves of each text, with the list of the files and without; and what is lost
STACK_LOSSES: dict[str, tuple[dict[str, str | None], dict[str, str | None], list[str]]] = {
    "": (WHOLE, WHOLE, []),
    # the lowest: what is in it alone is lost, and a copy with its text
    "library.sqlite": (
        {**WHOLE, "a.txt": None, "copy.txt": None},
        {"b.txt": "戊", "d.txt": "新丁", "e.txt": "戊"},
        ["a.txt", "copy.txt"],
    ),
    # one between: what it dropped comes back where nothing says that it went
    "library.sqlite.1": ({**WHOLE, "copy.txt": "丙"}, {**WHOLE, "c.txt": "丙", "copy.txt": "丙"}, []),
    # the uppermost: older texts in place of its own
    "library.sqlite.2": (
        {**WHOLE, "b.txt": "新乙", "d.txt": "丁", "e.txt": None},
        {"a.txt": "甲", "b.txt": "新乙", "copy.txt": "甲", "d.txt": "丁"},
        ["b.txt", "d.txt", "e.txt"],
    ),
}


@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("lost", STACK_LOSSES)
def test_the_other_files_of_a_stack_are_not_lost(
    generations: Generations, stack: Generation, lost: str, lose: Callable[[Path], object]
) -> None:
    listed, unlisted, is_lost = STACK_LOSSES[lost]
    if lost:
        lose(stack.folder / lost)
    with open_remains(generations) as remains:
        assert texts_in(remains) == listed
        assert [name for name in sorted(remains.entries) if remains.is_lost(name)] == is_lost
        assert remains.is_whole
    stack.files.unlink()
    with open_remains(generations) as remains:
        assert texts_in(remains) == unlisted
        assert remains.is_known
        assert remains.is_whole == (not lost)


def test_what_nothing_says_is_not_known(generations: Generations) -> None:
    newest = write(generations, {"a.txt": "甲"})
    overwritten(newest.library)
    newest.files.unlink()
    with open_remains(generations) as remains:
        assert not remains.is_known


def test_a_knowledge_base_that_was_emptied_stays_empty(generations: Generations) -> None:
    write(generations, {"a.txt": "甲"})
    write(generations, {})
    with open_remains(generations) as remains:
        assert (remains.is_known, dict(remains.entries)) == (True, {})


def pages_of(path: Path) -> Iterator[int]:
    return iter(range(4096, path.stat().st_size, 4096))


def test_no_damaged_page_changes_a_text_and_most_texts_survive_it(generations: Generations) -> None:
    texts = {f"{number}.txt": f"第{number}号\n{LONG}" for number in range(6)}
    newest = write(generations, texts)
    whole = newest.library.read_bytes()
    survived = 0
    pages = list(pages_of(newest.library))
    for page in pages:
        newest.library.write_bytes(whole[:page] + b"\xa5" * 4096 + whole[page + 4096 :])
        with open_remains(generations) as remains:
            for name, text in texts_in(remains).items():
                assert text in (texts[name], None)
                survived += text is not None
    assert survived > 0.7 * len(pages) * len(texts)


def test_a_changed_character_is_noticed(generations: Generations) -> None:
    newest = write(generations, {"a.txt": "地区生产总值增长7%"})
    newest.library.write_bytes(newest.library.read_bytes().replace(b"7%", b"9%"))
    with open_remains(generations) as remains:
        assert remains.is_lost("a.txt")


def test_a_library_of_another_version_gives_its_texts(generations: Generations) -> None:
    newest = write(generations, {"a.txt": "甲"})
    newest.library.unlink()
    newest.files.unlink()
    with sqlite3.connect(newest.library) as connection:
        connection.execute(
            "CREATE TABLE source (name TEXT PRIMARY KEY, format TEXT, sha256 TEXT, stamp TEXT, text TEXT)"
        )
        connection.execute("INSERT INTO source VALUES ('a.txt', 'txt', 'hash', 'stamp', '甲')")
    connection.close()
    with open_remains(generations) as remains:
        assert texts_in(remains) == {"a.txt": "甲"}
        assert remains.entries["a.txt"].origin == ""


def test_a_file_is_looked_for_where_it_lay_and_where_it_was_kept(generations: Generations, tmp_path: Path) -> None:
    write(generations, {"a.txt": "甲"})
    originals = Originals(tmp_path / "originals")
    with open_remains(generations) as remains:
        entry = remains.entries["a.txt"]
    assert file_of(entry, originals) is None
    kept = tmp_path / "kept"
    kept.write_text("甲")
    originals.keep(kept, entry.sha256)
    assert file_of(entry, originals) == tmp_path / "originals" / entry.sha256

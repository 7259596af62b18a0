"""A home that is written puts what it holds in a store; homes that keep nothing read it from there."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest

from graph.errors import MailuoError
from ingest.generations import Generations
from ingest.parquet import following
from ingest.parquet.following import HomeOfItsOwn
from ingest.parquet.note import file_path, in_use, note_path, read_catalogue, read_note
from ingest.parquet.publishing import StoreOfOther
from ingest.parquet.restoring import RestoreRefused
from ingest.parquet.shelf import path_of
from ingest.parquet.store import SharedStore, StoreUnreadable, StoreUnwritable
from tests.ui.homes import PLANS, tell
from tests.ui.mailuo_without_model import CountingEncoder, do_without_model
from ui.app.backup import BackupRefused, back_up
from ui.app.doctor import examine
from ui.app.house import House
from ui.app.people import Person, Role
from ui.app.settings import Settings, SettingWrong
from ui.app.shared_store import restore_home
from ui.app.workspace import NothingYet, ReadOnly, Workspace

pytestmark = pytest.mark.slow

LATER = """沅陵县2025年工作要点

一、主要目标
粮食总产量达到38万吨。沅陵县辰州产业园重点发展新材料产业。
"""


@pytest.fixture(autouse=True)
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    do_without_model(monkeypatch.setattr)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with plans, a home over them and the store that it is put in, made once."""
    folder = tmp_path_factory.mktemp("shared")
    (folder / "plans").mkdir()
    for name, text in PLANS.items():
        (folder / "plans" / name).write_text(text, encoding="utf-8")
    (folder / "plans" / "copy.txt").write_text(PLANS["2023.txt"] + "\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        do_without_model(patch.setattr)
        with closing(writer_in(folder)) as workspace:
            workspace.ingest([folder / "plans"], tell)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def writer_in(folder: Path) -> Workspace:
    return Workspace(Settings.read({"MAILUO_HOME": str(folder / "home"), "MAILUO_STORE": str(folder / "store")}))


def reader_in(folder: Path, name: str = "reader") -> Workspace:
    settings = {"MAILUO_HOME": str(folder / name), "MAILUO_STORE": str(folder / "store"), "MAILUO_READ_ONLY": "1"}
    return Workspace(Settings.read(settings))


@pytest.fixture
def writer(folder: Path) -> Iterator[Workspace]:
    with closing(writer_in(folder)) as workspace:
        yield workspace


@pytest.fixture
def reader(folder: Path) -> Iterator[Workspace]:
    with closing(reader_in(folder)) as workspace:
        yield workspace


def said_by(workspace: Workspace) -> dict[str, Any]:
    """What programs read."""
    status: dict[str, Any] = dict(workspace.status())
    for place in ("home", "bytes", "store"):
        del status[place]
    files = {name for name in ("2023.txt", "2024.txt", "later.txt") if name in workspace.opened.source_names()}
    said = {
        "status": status,
        "ask": [workspace.ask(question) for question in ("怀化高新区重点发展什么产业?", "粮食播种面积目标是多少?")],
        "search": workspace.search("惠科显示模组", explain=True),
        "show": workspace.show("怀化高新区"),
        "trace": workspace.trace("惠科显示模组生产线"),
        "targets": workspace.targets("地区生产总值增长"),
        "documents": workspace.documents(),
        "reading": [workspace.reading(f"{name}#1") for name in sorted(files)],
        "news": workspace.news("2000-01-01"),
        "decisions": workspace.decisions(),
    }
    read: dict[str, Any] = json.loads(json.dumps(said, ensure_ascii=False))
    return read


def trouble_of(workspace: Workspace) -> str:
    held = workspace.status()["store"]
    assert held is not None
    return held["trouble"] or ""


def wait_for(generation: int | None, workspace: Workspace) -> float:
    """Seconds until a generation is read."""
    begun = time.monotonic()
    while workspace.opened.generation.number != generation:
        assert time.monotonic() - begun < 3, f"generation {workspace.generation} is still read"
        time.sleep(0.05)
    return time.monotonic() - begun


def test_readers_say_what_the_writer_says_and_see_what_comes(folder: Path, writer: Workspace) -> None:
    with closing(reader_in(folder)) as one, closing(reader_in(folder, "other")) as other:
        expected = said_by(writer)
        assert expected["status"]["documents"] == 2
        assert expected["status"]["copies"] == [{"name": "copy.txt", "of": "2023.txt"}]
        assert "电子信息" in expected["ask"][0]["answer"]
        assert said_by(one) == said_by(other) == expected
        assert not list((folder / "reader").rglob("library.sqlite*"))

        (folder / "later.txt").write_text(LATER, encoding="utf-8")
        done = writer.ingest([folder / "later.txt"], tell)
        assert done["added"] == ["later.txt"]
        wait_for(done["generation"], one)
        wait_for(done["generation"], other)
        expected = said_by(writer)
        assert expected["status"]["documents"] == 3
        assert said_by(one) == said_by(other) == expected

        writer.remove(["later.txt"], tell)
        wait_for(writer.generation, one)
        assert one.documents() == writer.documents()


def test_what_is_shared_is_neither_put_nor_fetched_again(
    folder: Path, writer: Workspace, reader: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reader.opened.documents
    before = {path: path.stat().st_mtime_ns for path in (folder / "store").rglob("*") if path.is_file()}
    fetched: list[str] = []
    fetch = SharedStore.fetch
    monkeypatch.setattr(SharedStore, "fetch", lambda self, name, path: (fetched.append(name), fetch(self, name, path)))
    (folder / "later.txt").write_text(LATER, encoding="utf-8")
    wait_for(writer.ingest([folder / "later.txt"], tell)["generation"], reader)
    after = {path: path.stat().st_mtime_ns for path in (folder / "store").rglob("*") if path.is_file()}
    again = {path.name for path, at in before.items() if after.get(path) != at}
    assert {"CURRENT", "beside.json"} <= again
    assert not [name for name in again if name.endswith(".parquet")]
    note, _ = read_note(SharedStore.at(str(folder / "store")), 2)
    first, _ = read_note(SharedStore.at(str(folder / "store")), 1)
    shared = {part["sha256"] for part in first.parts.values()} & {part["sha256"] for part in note.parts.values()}
    assert shared
    assert not {file_path(sha256) for sha256 in shared} & set(fetched)


def test_a_generation_that_is_half_there_is_not_seen_and_completed_by_the_next_run(
    folder: Path, writer: Workspace, reader: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = said_by(reader)
    (folder / "later.txt").write_text(LATER, encoding="utf-8")
    write = SharedStore.write

    def fail(self: SharedStore, name: str, content: bytes) -> None:
        if name == "CURRENT":
            raise StoreUnwritable("the store is full")
        write(self, name, content)

    monkeypatch.setattr(SharedStore, "write", fail)
    with pytest.raises(StoreUnwritable):
        writer.ingest([folder / "later.txt"], tell)
    monkeypatch.undo()
    do_without_model(monkeypatch.setattr)
    store = SharedStore.at(str(folder / "store"))
    assert store.holds(note_path(2))
    monkeypatch.setattr(following, "ASKED_SECONDS", 0.0)
    seen = said_by(reader)
    assert seen["documents"] == expected["documents"]
    assert seen["news"] == expected["news"]
    (found,) = [one for one in examine(writer.settings) if one["about"] == "store"]
    assert (found["state"], found["mend"]) == ("note", "run “mailuo ingest”")
    assert writer.ingest([folder / "later.txt"], tell)["unchanged"] == ["later.txt"]
    assert said_by(reader) == said_by(writer)
    assert len(reader.opened.documents) == 3


def test_what_no_kept_generation_names_is_deleted(folder: Path, writer: Workspace, reader: Workspace) -> None:
    store = SharedStore.at(str(folder / "store"))
    assert reader.opened.documents
    key = read_catalogue(store, 1).keys["2024.txt"]
    writer.remove(["2024.txt"], tell)
    assert store.holds(path_of(key))  # the generation before is kept
    (folder / "later.txt").write_text(LATER, encoding="utf-8")
    writer.ingest([folder / "later.txt"], tell)
    assert not store.holds(path_of(key))
    assert not store.holds(note_path(1))
    named: set[str] = {"CURRENT", "beside.json"}
    for number in (2, 3):
        note, _ = read_note(store, number)
        catalogue = read_catalogue(store, number)
        named |= {f"generations/{number}/generation.json", f"generations/{number}/catalogue.parquet"}
        named |= {file_path(part["sha256"]) for part in (*note.parts.values(), *note.reading.values())}
        named |= {path_of(key) for key in catalogue.keys.values()}
        assert all(store.holds(name) for name in named)
    beside = json.loads(store.read("beside.json"))["files"]
    assert set(store.names("")) == named | {file_path(part["sha256"]) for part in beside.values()}
    wait_for(3, reader)
    assert said_by(reader) == said_by(writer)
    assert sorted(path.name for path in (folder / "reader" / "generations").iterdir()) in (["1", "3"], ["2", "3"])


def test_who_may_read_what_and_how_documents_are_called_holds_at_once(
    folder: Path, writer: Workspace, reader: Workspace
) -> None:
    assert reader.opened.documents["2023.txt#1"].title == "怀化市2023年工作方案"
    writer.put_in_collection(["2024.txt"], "内部")
    writer.retitle("2023.txt#1", "怀化二三年方案")
    with closing(reader_in(folder, "new")) as new:  # what is asked first
        assert new.collections.by_source() == {"2024.txt": "内部"}
    with closing(reader_in(folder, "newer")) as newer:
        assert [one["kind"] for one in newer.decisions()] == ["title"]
    begun = time.monotonic()
    while reader.opened.documents["2023.txt#1"].title != "怀化二三年方案":
        assert time.monotonic() - begun < 3
        time.sleep(0.05)
    assert reader.collections.by_source() == {"2024.txt": "内部"}
    assert reader.generation == writer.generation == 1


def test_a_damaged_file_is_one_line(folder: Path, reader: Workspace) -> None:
    store = SharedStore.at(str(folder / "store"))
    path = path_of(read_catalogue(store, 1).keys["2024.txt"])
    store.write(path, store.read(path)[:-100])
    assert reader.text_of("2023.txt") == PLANS["2023.txt"]
    with pytest.raises(StoreUnreadable, match=r"2/[0-9a-f]{64}\.parquet: damaged|sources/.*: damaged") as raised:
        reader.text_of("2024.txt")
    assert "\n" not in str(raised.value)
    store.delete(path)
    with pytest.raises(StoreUnreadable, match="is missing"):
        reader.text_of("2024.txt")
    (wrong,) = [one for one in examine(reader.settings) if one["state"] == "wrong" and one["about"] == "store"]
    assert "2024.txt" in wrong["says"]


def test_a_store_that_does_not_answer_keeps_nobody_from_reading(
    folder: Path, reader: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = said_by(reader)
    monkeypatch.setattr(following, "ASKED_SECONDS", 0.0)
    (folder / "store").rename(folder / "gone")
    seen = said_by(reader)
    assert seen == expected
    (folder / "store").write_text("no folder")
    assert said_by(reader) == expected


def test_what_cannot_be_read_here_is_not_switched_to(
    folder: Path, writer: Workspace, reader: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the writer has another version than this reader."""
    expected = said_by(reader)
    monkeypatch.setattr(following, "ASKED_SECONDS", 0.0)
    (folder / "later.txt").write_text(LATER, encoding="utf-8")
    with monkeypatch.context() as newer:
        newer.setattr("ingest.parquet.catalogue.version", lambda: b"newer")
        writer.ingest([folder / "later.txt"], tell)
    seen = said_by(reader)
    assert (seen["documents"], seen["search"], seen["show"]) == tuple(
        expected[part] for part in ("documents", "search", "show")
    )
    assert "another version" in trouble_of(reader)
    monkeypatch.setattr("ingest.parquet.catalogue.version", lambda: b"newer")  # it is upgraded, too
    monkeypatch.setattr(following, "AGAIN_SECONDS", 0.0)
    assert len(reader.opened.documents) == 3
    assert trouble_of(reader) == ""


def test_readers_write_nothing(folder: Path, reader: Workspace) -> None:
    assert reader.opened.documents
    before = {path: path.read_bytes() for path in (folder / "store").rglob("*") if path.is_file()}
    for act in (
        lambda: reader.ingest([folder / "plans"], tell),
        lambda: reader.remove(["2023.txt"], tell),
        lambda: reader.put_in_collection(["2023.txt"], "内部"),
        lambda: reader.retitle("2023.txt#1", "另一个"),
    ):
        with pytest.raises(ReadOnly, match="only read here"):
            act()
    with pytest.raises(BackupRefused, match="follows a shared store"):
        back_up(folder / "reader", folder / "backup")
    with pytest.raises(MailuoError, match="only read"), reader.generations.writing():
        pass
    assert before == {path: path.read_bytes() for path in (folder / "store").rglob("*") if path.is_file()}


def test_homes_and_stores_are_not_mistaken(folder: Path) -> None:
    with closing(reader_in(folder, "home")) as own, pytest.raises(HomeOfItsOwn, match="unset one of them"):
        own.status()
    other = Workspace(Settings.read({"MAILUO_HOME": str(folder / "mine"), "MAILUO_STORE": str(folder / "store")}))
    with closing(other), pytest.raises(StoreOfOther, match="--take-over"):
        other.ingest([folder / "plans" / "2024.txt"], tell)
    assert Generations(folder / "mine").current_number() == 1
    with closing(other), closing(reader_in(folder)) as reader:
        assert len(reader.opened.documents) == 2
        other.ingest([], tell, take_over=True)
        wait_for(2, reader)
        assert list(reader.opened.documents) == ["2024.txt#1"]


def test_a_home_that_was_lost_is_restored_and_written_on(folder: Path) -> None:
    with closing(writer_in(folder)) as writer:
        writer.retitle("2023.txt#1", "怀化二三年方案")
        expected = said_by(writer)
    shutil.rmtree(folder / "home")
    with closing(writer_in(folder)) as restored:
        restore_home(restored.settings, tell)
        assert said_by(restored) == expected
        encoder = cast(CountingEncoder, restored._encoder)
        before = encoder.encoded
        assert restored.ingest([folder / "plans"], tell)["unchanged"] == ["2023.txt", "2024.txt", "copy.txt"]
        assert encoder.encoded == before  # nothing was embedded anew
        (folder / "later.txt").write_text(LATER, encoding="utf-8")
        assert restored.ingest([folder / "later.txt"], tell)["added"] == ["later.txt"]
        with closing(reader_in(folder)) as reader:
            assert said_by(reader) == said_by(restored)
        with pytest.raises(RestoreRefused, match="empty folder"):
            restore_home(restored.settings, tell)


def test_who_may_not_read_all_does_not_on_a_reader_either(writer: Workspace, folder: Path) -> None:
    writer.put_in_collection(["2024.txt"], "内部")
    guest = Person("guest", Role.READER, frozenset())
    with House(reader_in(folder).settings, read_only=True) as house:
        encoder = cast(CountingEncoder, house.main._encoder)
        before = encoder.encoded
        seen = house.of(guest)
        assert encoder.encoded == before  # the store has the vectors
        assert list(seen.opened.documents) == ["2023.txt#1"]
        assert seen.ask("怀化高新区重点发展什么产业?")["answer"]
        assert "二期" not in json.dumps(seen.find("惠科显示模组生产线"), ensure_ascii=False)
        assert "二期" in json.dumps(house.main.find("惠科显示模组生产线"), ensure_ascii=False)


def test_a_store_with_nothing_in_it(tmp_path: Path) -> None:
    with closing(reader_in(tmp_path)) as reader:
        assert reader.status()["documents"] == 0
        with pytest.raises(NothingYet, match="store"):
            reader.ask("粮食播种面积目标是多少?")


def test_the_store_is_said_where_things_lie(folder: Path, writer: Workspace, reader: Workspace) -> None:
    address = str(folder / "store")
    held = {"address": address, "generation": 1, "trouble": None}
    assert writer.status()["store"] == {**held, "follows": False}
    assert reader.status()["store"] == {**held, "follows": True}
    used = in_use(SharedStore.at(address))
    assert used is not None
    assert used.number == 1
    for workspace, does in ((writer, "written here"), (reader, "read here")):
        (found,) = [one for one in examine(workspace.settings) if one["about"] == "store"]
        assert (found["state"], found["says"]) == ("ok", f"{address}, generation 1, {does}")
    with pytest.raises(SettingWrong, match="MAILUO_STORE"):
        Settings.read({"MAILUO_STORE": "s3://key:secret@bucket/folder"})

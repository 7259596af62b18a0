"""Files read by processes: in order, each with what it gave, whatever becomes of the process that reads it."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import docx
import pytest

from graph.records import Source
from ingest.sources import crew
from ingest.sources.files import NamedFile
from ingest.sources.read import read_source
from ingest.sources.unreadable import Unreadable

pytestmark = pytest.mark.slow

# What a reading process runs in place of our readers: it does what the file says.
READER = """
import os, sys, time
from ingest.sources import read, worker
from ingest.sources.reading import Reading
def obey(raw, name, heard):
    order = raw.rsplit(b"!", 1)[-1].decode()
    if order == "die": os.kill(os.getpid(), 9)
    if order == "hang": time.sleep(60)
    if order == "stumble": raise IndexError("out of range")
    if order == "grow": bytearray(8_000_000_000)
    if order == "say":
        print("not a message")
        for page in range(4): time.sleep(.2); heard("recognise", page, 3)
    return Reading(order)
read.READERS["pdf"] = obey
worker.main()
"""


@pytest.fixture
def obedient(monkeypatch: pytest.MonkeyPatch) -> None:
    start = subprocess.Popen

    def popen(command: Sequence[str], **options: object) -> subprocess.Popen[bytes]:
        return start([command[0], "-P", "-c", READER], **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr("ingest.sources.process.subprocess.Popen", popen)


def orders(folder: Path, *given: str) -> list[NamedFile]:
    files = []
    for number, order in enumerate(given):
        path = folder / f"{number}.pdf"
        path.write_bytes(b"%PDF-1.4 !" + order.encode())
        files.append(NamedFile(path, path.name))
    return files


def results(files: Sequence[NamedFile], seconds: float = 20) -> tuple[list[str], list[tuple[str, str, int, int]]]:
    told: list[tuple[str, str, int, int]] = []
    found = crew.read_files(files, lambda *heard: told.append(heard), processes=2, seconds=seconds)
    with closing(found):
        return [said(result) for _, result in found], told


def said(result: Source | Unreadable) -> str:
    return result.text if isinstance(result, Source) else f"{result.why} {result.values.get('fault', '')}".strip()


@pytest.mark.usefixtures("obedient")
def test_a_process_that_breaks_costs_one_file(tmp_path: Path) -> None:
    files = orders(tmp_path, "one", "die", "two", "stumble", "grow", "three")
    assert results(files)[0] == [
        "one",
        "reader_died signal 9",
        "two",
        "stumbled IndexError: out of range",
        "reader_memory",
        "three",
    ]


@pytest.mark.usefixtures("obedient")
def test_silence_has_a_limit_and_progress_is_no_silence(tmp_path: Path) -> None:
    found, told = results(orders(tmp_path, "hang", "say"), seconds=0.7)
    assert found == ["reader_slow", "say"]
    assert told == [("1.pdf", "recognise", page, 3) for page in range(4)]


@pytest.mark.usefixtures("obedient")
def test_leaving_early_ends_the_processes(tmp_path: Path) -> None:
    found = crew.read_files(orders(tmp_path, "one", "hang", "hang"), lambda *_: None, processes=2)
    with closing(found):
        next(found)  # the others are being read, and would take a minute


def test_processes_give_what_one_gives_in_the_order_of_the_files(tmp_path: Path) -> None:
    files = []
    for number in range(6):
        path = tmp_path / f"{number}.{'txt' if number % 3 == 0 else 'docx'}"
        if path.suffix == ".txt":
            path.write_text(f"计划{number}", encoding="utf-8")
        else:
            word = docx.Document()
            word.add_paragraph(f"计划{number}")
            raw = io.BytesIO()
            word.save(raw)
            path.write_bytes(raw.getvalue())
        files.append(NamedFile(path, path.name))
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04")
    files.append(NamedFile(tmp_path / "bad.docx", "bad.docx"))
    with closing(crew.read_files(files, lambda *_: None, processes=2)) as found:
        read = [(file, result) for file, result in found]
    assert [file for file, _ in read] == files
    assert [result for _, result in read[:-1]] == [read_source(file.path, file.name) for file in files[:-1]]
    assert said(read[-1][1]).startswith("docx")


def test_plain_texts_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.sources.process.subprocess.Popen", None)
    (tmp_path / "a.txt").write_text("计划", encoding="utf-8")
    assert results([NamedFile(tmp_path / "a.txt", "a.txt"), NamedFile(tmp_path / "none.pdf", "none.pdf")])[0] == [
        "计划",
        "missing",
    ]

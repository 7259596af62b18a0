"""The log: lines that are only added to, the newest first, and nothing secret in them."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.app import journal as module
from ui.app.journal import MASKED, Journal, Sought
from ui.app.settings import Settings

NOVEMBER = 1_795_842_000.5  # 2026-11-28T05:00:00.500Z
DAY = 86_400.0


class Clock:
    now = NOVEMBER

    def __call__(self) -> float:
        return self.now


def write(folder: str, who: str) -> None:
    journal = Journal(Path(folder))
    for number in range(200):
        journal.note(who, "ask", {"question": f"{number}问" * 100}, ["a.txt#1"])


def test_a_line_says_who_what_and_when(tmp_path: Path) -> None:
    settings = Settings.read({"MAILUO_HOME": str(tmp_path)})
    journal = Journal(Journal.of(settings).folder, clock=Clock())
    journal.note("李四", "ask", {"question": "目标是多少?", "top": 3}, ["a.txt#1", "b.txt#1", "a.txt#1"], "web")
    (path,) = (tmp_path / "journal").iterdir()
    assert path.name == "2026-11.jsonl"
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "at": "2026-11-28T05:00:00.500Z",
        "who": "李四",
        "verb": "ask",
        "asked": {"question": "目标是多少?", "top": 3},
        "documents": ["a.txt#1", "b.txt#1"],
        "more": 0,
        "through": "web",
    }
    assert path.stat().st_mode & 0o077 == 0
    assert [note["who"] for note in journal.read()] == ["李四"]


def test_lines_of_several_processes_do_not_mix(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write, args=(str(tmp_path / "journal"), f"w{number}")) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    notes = list(Journal(tmp_path / "journal").read())
    assert len(notes) == 800
    for number in range(4):
        asked = [note["asked"]["question"] for note in notes if note["who"] == f"w{number}"]
        assert asked == [f"{of}问" * 100 for of in reversed(range(200))]


def test_the_newest_is_first_and_what_is_not_sought_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    journal = Journal(tmp_path, clock=clock)
    for number in range(60):
        clock.now = NOVEMBER + number * DAY
        journal.note(
            "li" if number % 2 else "wang", "ask" if number % 3 else "show", {"n": number}, [f"{number % 5}.txt#1"]
        )
    assert [path.name for path in journal.files()] == ["2026-11.jsonl", "2026-12.jsonl", "2027-01.jsonl"]

    def numbers(**sought: str) -> list[object]:
        return [note["asked"]["n"] for note in journal.read(Sought(**sought))]

    assert numbers() == list(reversed(range(60)))
    assert numbers(who="li", verb="show") == [n for n in reversed(range(60)) if n % 2 and not n % 3]
    assert numbers(document="2.txt#1") == [n for n in reversed(range(60)) if n % 5 == 2]
    assert numbers(since="2027-01-20") == list(range(59, 52, -1))
    assert numbers(since="2026-12-01", until="2026-12-02") == [3]
    assert numbers(who="nobody") == []
    # however the blocks fall that are read from the end
    held = journal.files()[0].read_bytes()
    for block in (1, 7, 64, len(held) - 1, len(held), len(held) + 1):
        assert list(module._lines_backwards(journal.files()[0], block)) == held.splitlines()[::-1]


def test_a_full_file_is_followed_by_another_and_the_oldest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FILE_BYTES", 1000)
    journal = Journal(tmp_path, kept=3, clock=Clock())
    for number in range(100):
        journal.note("li", "ask", {"n": number})
    names = [path.name for path in journal.files()]
    assert len(names) == 3
    # the parts go on in number, also where the first ones went
    parts = [int(name.removesuffix(".jsonl").rpartition("-")[2]) for name in names]
    assert parts == list(range(parts[0], parts[0] + 3))
    assert parts[0] > 2
    noted = [note["asked"]["n"] for note in journal.read()]
    assert noted == list(range(99, 99 - len(noted), -1))
    assert len(noted) >= 15
    assert all(path.stat().st_size < 1300 for path in journal.files())


def test_what_a_full_disk_or_a_hand_spoiled_is_passed_over(tmp_path: Path) -> None:
    journal = Journal(tmp_path, clock=Clock())
    journal.note("li", "ask", {"n": 1})
    (path,) = journal.files()
    with path.open("ab") as file:
        file.write(b'{"at": "2026\n[]\n\n\xff\xff\n{"who": 1}\n' + b"[" * 100_000 + b"\n")
    journal.note("li", "ask", {"n": 2})
    assert [note["asked"]["n"] for note in journal.read()] == [2, 1]


def test_a_cut_line_spoils_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path, clock=Clock())
    write, cut = os.write, [True]

    def write_a_part(file: int, line: bytes) -> int:
        return write(file, line[:20] if cut and cut.pop() else line)

    monkeypatch.setattr(os, "write", write_a_part)
    journal.note("li", "ask", {"n": 1})
    journal.note("li", "ask", {"n": 2})
    assert [note["asked"]["n"] for note in journal.read()] == [2]


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "journal").write_text("a file", encoding="utf-8")
    Journal(tmp_path / "journal").note("li", "ask", {})
    assert "could not be written" in caplog.text


def test_long_values_and_many_documents_are_cut(tmp_path: Path) -> None:
    journal = Journal(tmp_path, clock=Clock())
    deep: Mapping[str, object] = {"a": {"b": {"c": {"d": {"e": "f" * 10_000}}}}}
    documents = [f"{number}.txt#1" for number in range(1000)]
    journal.note(
        "li" * 1000, "ask", {"q": "问" * 100_000, "l": list(range(10_000)), "d": deep, "x" * 900: 1}, documents
    )
    (note,) = journal.read()
    assert len(json.dumps(note)) < 20_000
    assert (len(note["documents"]), note["more"]) == (200, 800)
    assert str(note["asked"]["q"]).endswith("…")


SECRET = st.text("abcdefghijkmnpqrstuvwxyzABCDEF0123456789", min_size=16, max_size=40).map(lambda one: "Zq9" + one)
SECRET_NAME = st.sampled_from(
    ["password", "Password", "new_password", "passwd", "token", "access_token", "Authorization", "api_key", "X-API-Key",
     "key", "secret", "client_secret", "Cookie", "credentials"]
)  # fmt: skip
HARMLESS = st.sampled_from(["question", "q", "filters", "source", "name"])
WRAPPED = st.sampled_from(
    ["Bearer {}", "Authorization: Bearer {} x", "Basic {}", "mlk_0123456789ab_{}", "say mlk_{} here",
     "http://li:{}@db.example/x", "eyJhbGciOiJub25lIn0.{}.sig"]
)  # fmt: skip


@given(secret=SECRET, name=SECRET_NAME, harmless=HARMLESS, text=WRAPPED, nested=st.booleans(), many=st.booleans())
def test_nothing_secret_is_written(secret: str, name: str, harmless: str, text: str, nested: bool, many: bool) -> None:
    asked: dict[str, object] = {
        name: [secret] if many else secret,
        harmless: text.format(secret),
        "in": {name: {"x": secret}},
    }
    held: object = module._masked("asked", {"deeper": asked} if nested else asked, 1)
    assert secret not in json.dumps(held)
    assert MASKED in json.dumps(held, ensure_ascii=False)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
    )
)
def test_whatever_was_asked_is_one_line(value: object) -> None:
    held = module._masked("asked", value, 1)
    line = json.dumps(held, ensure_ascii=False).encode("utf-8", "backslashreplace")
    assert b"\n" not in line
    json.loads(line)

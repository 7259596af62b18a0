"""The notebook's lines, whoever writes them and however they end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ui.app.clippings import clip_search
from ui.app.notebook import FILE, Notebook
from ui.app.settings import Settings
from ui.app.workspace import ReadOnly, Workspace


def test_several_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    def write(number: int) -> None:
        book = Notebook(tmp_path)
        for ordinal in range(10):
            book.add(f"本{number}", clip_search(f"{ordinal}", f"search?q={ordinal}"))

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(write, range(8)))
    assert Notebook(tmp_path).collections() == dict.fromkeys((f"本{number}" for number in range(8)), 10)


def test_lines_that_say_nothing_are_passed_over(tmp_path: Path) -> None:
    book = Notebook(tmp_path)
    first = book.add("本", clip_search("甲", "search?q=甲"))
    second = book.add("本", clip_search("乙", "search?q=乙"))
    assert first is not None
    assert second is not None
    assert book.add(" 本 ", clip_search("甲", "search?q=甲")) is None
    assert book.add("另", clip_search("甲", "search?q=甲"))
    with (tmp_path / FILE).open("a", encoding="utf-8") as file:
        file.write('[]\n{"do": "drop", "id": "unknown"}\n{"do": "add", "id": "x", "clipping": 3}\n{"do": "dr')
    book.place(second, first)
    book.note(first, " 说明 ")
    book.note("gone", "…")
    assert [(one.clipping["title"], one.note) for one in book.entries("本")] == [("乙", ""), ("甲", "说明")]
    book.move(second, "另")
    book.drop(first)
    assert book.collections() == {"另": 2}


def test_a_notebook_for_reading_only_writes_nothing(tmp_path: Path) -> None:
    Notebook(tmp_path).add("本", clip_search("甲", "search?q=甲"))
    settings = Settings.read({"MAILUO_HOME": str(tmp_path)})
    book = Workspace.open(settings, read_only=True).notebook
    (held,) = book.entries()
    with pytest.raises(ReadOnly):
        book.add("本", clip_search("乙", "search?q=乙"))
    with pytest.raises(ReadOnly):
        book.drop(held.id)
    assert Workspace.open(settings).notebook.entries() == [held]

"""A source that is sent is the source that is there."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from graph.records import Source
from ingest.extract import extract
from ingest.library import Library, LibraryDamaged
from ingest.sent_rows import sent_rows

TEXT = (
    "怀化市2023年重点工作方案\n\n一、主要目标\n粮食播种面积稳定在462万亩。\n二、重点工作\n"
    "加快怀化国际陆港建设。(市商务局牵头)依据《怀化市国民经济和社会发展第十四个五年规划纲要》。\n"
)


def test_what_is_sent_is_read_as_what_is_there(tmp_path: Path) -> None:
    extraction = extract(Source("a.txt", TEXT, "", "txt"))
    assert extraction.relations
    assert extraction.references
    with Library.create(tmp_path / "library.sqlite") as library:
        library.put(extraction, "stamp")
        library.put(extract(Source("b.txt", TEXT.replace("怀化", "沅陵"), "", "txt")), "stamp")
    with Library.open(tmp_path / "library.sqlite") as library:
        sent = pickle.loads(pickle.dumps(sent_rows(library, "a.txt")))
    assert sent() == extraction
    broken = replace(sent, tables={**sent.tables, "mention": [("a.txt", "a.txt#1", 0, 1)]})
    with pytest.raises(LibraryDamaged, match="library"):
        broken()

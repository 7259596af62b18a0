"""Sources understood by a process: one that a rule breaks, hangs or fills costs that source alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import MailuoError
from graph.records import Extraction, Source
from ingest.extract import extract
from ingest.extracting import Extractor, _Spare, stumbled_line
from ingest.sources.unreadable import Unreadable
from ingest.tagger.contract import Tagged

pytestmark = pytest.mark.slow

PLAN = "某市2024年计划\n地区生产总值增长6%左右。\n"
# What the process runs: rules that do what the text says.
RULES = """
import time
from ingest import extracting
extract = extracting.extract
def obey(source, tagger=None):
    if "stumble" in source.text: raise IndexError("out of\\nrange")
    if "hang" in source.text:
        while True: pass
    if "deep" in source.text: obey(source)
    if "ask" in source.text: tagger.tag(["甲", "乙"])
    return extract(source)
extracting.extract = obey
extracting.main()
"""


class Tagger:
    stamp, weights = "1", Path("weights.json")

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.asked: list[list[str]] = []

    def tag(self, texts: Sequence[str]) -> Sequence[Tagged]:
        self.asked.append(list(texts))
        if self.fault is not None:
            raise self.fault
        return []


@pytest.fixture
def obedient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    start = subprocess.Popen

    def popen(command: Sequence[str], **options: object) -> subprocess.Popen[bytes]:
        return start([command[0], "-P", "-c", RULES], **options)  # type: ignore[call-overload, no-any-return]

    spare = _Spare()
    monkeypatch.setattr("ingest.sources.process.subprocess.Popen", popen)
    monkeypatch.setattr("ingest.extracting._spare", spare)
    yield
    if (process := spare.take()) is not None:
        process.bury()


def source(text: str) -> Source:
    return Source(text, PLAN + text, "0", "txt")


def said(found: Extraction | Unreadable) -> str:
    return "found" if isinstance(found, Extraction) else f"{found.why} {found.values.get('fault', '')}".strip()


@pytest.mark.usefixtures("obedient")
def test_what_a_rule_does_costs_its_source_alone() -> None:
    orders = ["one", "stumble", "two", "deep", "hang", "ask", "three"]
    tagger = Tagger()
    with closing(Extractor(tagger, seconds=0.5)) as extractor:
        found = {order: extractor.extract(source(order)) for order in orders}
    assert {order: said(one) for order, one in found.items()} == {
        "one": "found",
        "stumble": "rules IndexError: out of range",
        "two": "found",
        "deep": "rules",
        "hang": "rules_slow",
        "ask": "found",
        "three": "found",
    }
    assert tagger.asked == [["甲", "乙"]]
    assert found["three"] == extract(source("three"))
    assert "near line 3" in str(found["stumble"])


@pytest.mark.usefixtures("obedient")
def test_a_fault_of_the_tagger_is_none_of_the_source() -> None:
    with (
        closing(Extractor(Tagger(MailuoError("the model is missing")))) as extractor,
        pytest.raises(MailuoError, match="the model is missing"),
    ):
        extractor.extract(source("ask"))


@pytest.mark.parametrize("line", [1, 2, 3, 7, 8])
def test_the_line_is_found_over_which_the_rules_stumble(line: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(source: Source) -> None:
        assert "x" not in source.text

    monkeypatch.setattr("ingest.extracting.extract", stumble)
    text = "\n".join("x" if at in (line, line + 2) else "甲" for at in range(1, 11))
    assert stumbled_line(Source("a", text, "0", "txt")) == line

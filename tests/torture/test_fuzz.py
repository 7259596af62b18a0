"""The campaign's own parts: broken files follow from their number, and are made smaller; the campaign itself is a
command (`python -m tests.torture.fuzz`)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.sources.unreadable import Unreadable
from tests.torture.fuzz import Campaign, kind_of, report
from tests.torture.fuzz_seeds import small_pdf, zipped
from tests.torture.mutations import DICTIONARIES, mutate, repacked, tokens, unzipped
from tests.torture.shrinking import shrunk

SEEDS = {
    "docx": [zipped({"word/document.xml": "<d><p>某市</p><t a='1'>计划</t></d>", "word/styles.xml": "<s/>"})],
    "pdf": [small_pdf()],
    "mht": [b"MIME-Version: 1.0\r\n\r\n" + b"PGh0bWw+5p+Q5biC6K6h5YiSPC9odG1sPg==" * 3 + b"\r\n"],
    "txt": ["某市2024年计划".encode("gb18030")],
}


def test_a_file_follows_from_its_number() -> None:
    runs = [Campaign(1, SEEDS, Path("none"), with_rules=False) for _ in range(2)]
    made = [[run.make(number) for number in range(200)] for run in runs]
    assert made[0] == made[1]
    assert {ending for ending, _ in made[0]} == set(SEEDS)
    assert len({raw for _, raw in made[0]}) > 180


def test_most_archives_stay_whole_and_their_parts_are_broken() -> None:
    (seed,) = SEEDS["docx"]
    broken = [mutate("docx", seed, small_pdf(), random.Random(number)) for number in range(100)]
    opened = []
    for raw in broken:
        try:
            opened.append(unzipped(raw))
        except Exception:  # noqa: BLE001  the others are broken as they lie
            continue
    assert len(opened) > 60
    assert sum(parts != unzipped(seed) for parts in opened) > 0.8 * len(opened)


@pytest.mark.parametrize("ending", sorted(DICTIONARIES))
def test_every_format_has_its_tokens(ending: str) -> None:
    assert len(tokens(ending)) > len(tokens("txt"))


def goes_wrong(candidates: Sequence[bytes]) -> int | None:
    return next((at for at, raw in enumerate(candidates) if b"<x" in raw and b"/>" in raw), None)


def test_what_goes_wrong_is_made_small() -> None:
    assert len(shrunk(b"a" * 3000 + b"<x" + b"b" * 500 + b"/>" + b"c" * 2000, goes_wrong)) <= 6

    def within(candidates: Sequence[bytes]) -> int | None:
        return goes_wrong([b"".join(unzipped(raw).values()) for raw in candidates])

    parts = unzipped(shrunk(repacked({"a": b"a" * 100, "b": b"<x" + b"b" * 300 + b"/>", "c": b""}), within))
    assert parts == {"b": b"<x/>"}


def test_kinds_of_faults_are_counted_without_their_numbers() -> None:
    fault = Unreadable("1.docx", "stumbled", fault="IndexError: place 17")
    assert kind_of(fault) == "stumbled IndexError: place 0"
    run = Campaign(1, SEEDS, Path("none"), with_rules=False)
    run.tallies["docx"].files = 2
    run.tallies["docx"].faults[kind_of(fault)] += 1
    assert "| docx | 2 | 0 | 0 | 1 | 0 | stumbled IndexError: place 0 ×1 |" in report(run.tallies)

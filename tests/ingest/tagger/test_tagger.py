"""The tagger that is shipped: it belongs to the code, is small, quick to open, and says the same on every run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from graph.records import EntityType
from ingest.extract import extract
from ingest.sources.read import read_source
from ingest.tagger.contract import TYPES
from ingest.tagger.stamp import LEARNED
from ingest.tagger.tagger import Tagger, TaggerMissing
from search.model_files import prepare_model

MOST_BYTES = 6_000_000
TEXT = "全力推进蓝湖锂电二期、云岭水库扩容加快建设,支持远山重工做大做强。" * 4
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare_model(tmp_path_factory.mktemp("models"))


def test_the_files_are_small_and_there() -> None:
    assert LEARNED.stat().st_size < MOST_BYTES
    assert LEARNED.with_name("learned.json").is_file()


def test_without_its_file_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(TaggerMissing, match="rules alone"):
        Tagger(lambda: tmp_path, tmp_path / "learned.safetensors")


@pytest.mark.model
def test_it_finds_what_no_rule_knows(model: Path) -> None:
    (said,) = Tagger(lambda: model).tag([TEXT])
    names = {TEXT[tag.start : tag.end] for tag in said.tags if tag.type is EntityType.PROJECT}
    assert {"蓝湖锂电二期", "云岭水库扩容"} & names
    assert said.chances.shape == (len(TEXT), len(TYPES), 3)
    assert np.allclose(said.chances.sum(-1), 1, atol=0.02)


@pytest.mark.model
def test_a_text_is_tagged_the_same_alone_and_among_others(model: Path) -> None:
    tagger = Tagger(lambda: model)
    others = [TEXT[:40], "落实各项工作要求。" * 9, TEXT[10:]]
    (alone,) = tagger.tag([TEXT])
    among = tagger.tag([*others, TEXT])[-1]
    assert [(tag.start, tag.end, tag.type) for tag in alone.tags] == [(t.start, t.end, t.type) for t in among.tags]


@pytest.mark.model
def test_one_thread_or_two_make_no_difference(model: Path) -> None:
    script = (
        "import sys, torch; torch.set_num_threads(int(sys.argv[2])); from pathlib import Path; "
        "from ingest.tagger.tagger import Tagger; "
        "text = Path(sys.argv[3]).read_text(encoding='utf-8')[:6000]; "
        "print([(t.start, t.end, t.type, t.chance) for t in Tagger(lambda: Path(sys.argv[1])).tag([text])[0].tags])"
    )
    document = str(ROOT / "corpus" / "huaihua-2026-good-start-plan.txt")
    said = [
        subprocess.run(
            [sys.executable, "-c", script, str(model), threads, document],
            cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
        ).stdout
        for threads in ("1", "2", "2")
    ]  # fmt: skip
    assert said[0] == said[1] == said[2] != "[]\n"


@pytest.mark.model
def test_what_is_extracted_carries_how_sure_it_is(model: Path) -> None:
    path = ROOT / "corpus" / "huaihua-2026-good-start-plan.txt"
    found = extract(read_source(path, path.name), Tagger(lambda: model))
    assert {0 <= mention.confidence <= 1 for mention in found.mentions} == {True}
    assert len({mention.confidence for mention in found.mentions}) > 3
    assert "tagger" in {mention.rule for mention in found.mentions}

"""What was learned is what its data sheet says, in the files that come with Mailuo and in any other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from graph.checksums import sha256_of
from graph.errors import MailuoError
from graph.weights import WeightsAltered
from ingest.tagger.stamp import LEARNED as OF_TAGGER
from search.learned import read_learned, sheet_of
from search.reader.reader import LEARNED as OF_READER


@pytest.mark.parametrize("learned", [OF_TAGGER, OF_READER])
def test_the_data_sheet_names_the_file_beside_it(learned: Path) -> None:
    assert json.loads(sheet_of(learned).read_text(encoding="utf-8"))["sha256"] == sha256_of(learned)


@dataclass(frozen=True)
class Shape:
    width: int = 2


def test_a_file_that_its_sheet_does_not_know_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "learned.safetensors"
    save_file({"a": torch.ones(2)}, path, metadata={"shape": '{"width": 2}'})
    assert list(read_learned(path, Shape(), MailuoError)) == ["a"]
    sheet_of(path).write_text(json.dumps({"sha256": sha256_of(path)}))
    assert list(read_learned(path, Shape(), MailuoError)) == ["a"]
    save_file({"a": torch.zeros(2)}, path, metadata={"shape": '{"width": 2}'})
    with pytest.raises(WeightsAltered, match="install Mailuo again"):
        read_learned(path, Shape(), MailuoError)

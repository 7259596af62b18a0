"""The recognition engine: RapidOCR with the networks in its wheel, loaded once a process. It asks for nothing online.

In: pictures as arrays, [height, width, 3], 0 to 255. Out: where lines stand, and what they say.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
import rapidocr

from ingest.sources.recognition import weights_paths

Picture = npt.NDArray[np.uint8]
Quad = npt.NDArray[np.float32]  # [4, 2]: the corners of a line, from its upper left one clockwise

# Given by their paths, so that the engine does not look whether there are newer ones.
FINDS, READS = weights_paths()


def as_picture(pixels: npt.ArrayLike) -> Picture:
    """What opencv gives, whose types say less than is known."""
    return np.asarray(pixels, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says, and how sure each of its characters is, 0 to 1."""

    text: str
    sure: tuple[float, ...]

    @property
    def mean(self) -> float:
        """How sure the line is, 0 for an empty one."""
        return sum(self.sure) / len(self.sure) if self.sure else 0.0


@cache
def _engine() -> Any:
    engine: Any = rapidocr.RapidOCR(
        params={
            "Global.use_cls": False,  # which way up a page is, is found from the whole page
            "Global.log_level": "error",
            "Global.max_side_len": 4000,  # pages come in the size that is wanted
            "Det.model_path": str(FINDS),
            "Rec.model_path": str(READS),
        }
    )
    engine.return_word_box = True  # brings how sure each character is
    # RapidOCR opens its networks so that threads without work keep a core busy; half as much again is spent that way
    engine._load_det_model().session.session = _network(FINDS)
    engine._load_rec_model().session.session = _network(READS)
    return engine


def _network(weights: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False  # what the largest page took would never be given back
    options.intra_op_num_threads = _cores()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])


def _cores() -> int:
    """The cores this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def find_quads(picture: Picture) -> list[Quad]:
    """Where lines of text stand, in pixels of the picture."""
    found = _engine()(picture, use_det=True, use_cls=False, use_rec=False)
    return [] if found.boxes is None else [np.asarray(box, dtype=np.float32) for box in found.boxes]


def read_crops(crops: Sequence[Picture]) -> list[Said]:
    """What each cut-out line says."""
    if not crops:
        return []
    found = _engine().recognize_txt(list(crops))
    said = zip(found.txts, found.word_results, strict=True)
    return [Said(text, tuple(word.confs) if text else ()) for text, word in said]

"""Text → the terms that the sparse rankers count: words, and pairs of characters.

Words carry meaning, pairs find what the segmenter cut otherwise in question and document (陆港经|开区); both together
find more than either (benchmarks/retrieval.py). Numbers and Latin words are terms of their own, whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import rjieba

from graph.writing.foldings import fold_text

RUN = re.compile(r"\d+(?:\.\d+)?%?|[a-z]+[\d.]*|[\u3400-\u9fff\U00020000-\U0003ffff]+")


def find_words(text: str) -> list[str]:
    """Words and, within long ones, the shorter words they hold: 零售总额 also gives 零售 and 总额."""
    words: list[str] = []
    for run in _runs(text):
        words += rjieba.cut_for_search(run) if _is_han(run) else [run]
    return words


def find_pairs(text: str) -> list[str]:
    """Neighbouring characters; numbers and Latin words whole."""
    return [pair for run in find_pair_runs(text) for pair in run]


FIND_TERMS: Mapping[str, Callable[[str], list[str]]] = {"words": find_words, "pairs": find_pairs}


def find_pair_runs(text: str) -> list[list[str]]:
    """The same, run by run: pairs that stand side by side; a character alone is none."""
    runs = ([run[place : place + 2] for place in range(len(run) - 1)] if _is_han(run) else [run] for run in _runs(text))
    return [run for run in runs if run]


def _runs(text: str) -> list[str]:
    return [str(run) for run in RUN.findall(fold_text(text))]


def _is_han(run: str) -> bool:
    return run[0] >= "\u3400"

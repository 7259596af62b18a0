"""Where sentences end is written down once: which signs, and that no module has a set of its own."""

from __future__ import annotations

import ast
import re

import pytest

from graph.writing import sentence_ends
from graph.writing.sentence_ends import ENDS, LINE, STORED, TASK, last_end, next_end
from tests.test_layout import MODULES, ROOT

SIGNS = set(STORED + LINE)
A_CLASS = re.compile(r"\[\^?((?:\\.|[^\]\\])+)\]")


def own_ends(text: str) -> list[str]:
    """The sets of such signs in a pattern or a text: three or more with the full stop, and nothing else."""
    sets = [one.replace("\\n", "\n") for one in (*A_CLASS.findall(text), text)]
    return [one for one in sets if "。" in one and len(set(one)) > 2 and set(one) <= SIGNS]


def test_nobody_writes_another_set_of_ends() -> None:
    own = [
        f"{path.relative_to(ROOT)}:{node.lineno} has {found}; graph/writing/sentence_ends.py has the sets"
        for path in MODULES
        if ROOT / "graph" / "writing" not in path.parents
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := own_ends(node.value))
    ]
    assert not own


PATTERNS = [  # a pattern, and the pieces into which it cuts
    ("SENTENCE_END", "甲;乙!丙?丁。戊\n己", "甲|乙|丙|丁|戊\n己"),
    ("SENTENCE_OR_LINE_END", "甲;乙\n丙。丁", "甲|乙|丙|丁"),
    ("FULL_STOP", "甲;乙!丙?丁。戊", "甲;乙|丙|丁|戊"),
    ("TASK_END", "甲;乙!丙?丁。戊\n己", "甲|乙!丙?丁|戊|己"),
    ("STORED_END", "甲；乙！丙？丁。戊;己\n庚\n \n辛", "甲|乙|丙|丁|戊|己\n庚|辛"),
]


@pytest.mark.parametrize(("name", "text", "pieces"), PATTERNS)
def test_patterns(name: str, text: str, pieces: str) -> None:
    assert "|".join(getattr(sentence_ends, name).split(text)) == pieces


AROUND = [
    (ENDS + LINE, "第一。第二|件事;第三", "第二件事"),
    (ENDS, "第一\n第|二", "第一\n第二"),
    (STORED + LINE, "第一；第|二？第三", "第二"),
    (TASK, "第一!第|二?第三;第四", "第一!第二?第三"),
]


@pytest.mark.parametrize(("signs", "text", "sentence"), AROUND)
def test_the_sentence_around_a_place(signs: str, text: str, sentence: str) -> None:
    place = text.index("|")
    text = text.replace("|", "")
    assert text[last_end(text, signs, 0, place) : next_end(text, signs, place)] == sentence

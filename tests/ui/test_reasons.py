"""Reasons of merges and links in English: every one that the code can write is known."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from ui.web.language import Language
from ui.web.reasons import why

RESOLVE = Path(__file__).parent.parent.parent / "graph" / "resolve"
HAN = re.compile("[\u3400-\u9fff]")

SAID = [
    ("由人工确认为同一对象", "a person said that they are one thing"),
    ("名称主体相同(“陆港”),先后见于2021年与2023年的文件", "the same name (“陆港”); in documents of 2021 and of 2023"),
    ("名称主体相同(“陆港”),期次:未写期次与二期", "the same name (“陆港”); phases: none named and 二期"),
    (
        "“甲”与“甲乙”名称主体相同(“甲”),后者多写“乙”,只是其中一段",
        "“甲” and “甲乙” have the same core (“甲”); the second adds “乙”; one is a stretch of the other",
    ),
    ("名称主体相同(“甲”),只是其一多写了所在地:鹤城区", "the same name (“甲”); one adds where it lies: 鹤城区"),
    ("没有见过的理由", "没有见过的理由"),
    ("", ""),
]


@pytest.mark.parametrize(("reason", "said"), SAID)
def test_a_reason_is_said_in_english(reason: str, said: str) -> None:
    assert why(Language("en"), reason) == said
    assert why(Language("zh"), reason) == reason


def _written(node: ast.expr) -> str:
    """What the expression may give: its values as X, the reason that it goes on from as one that is known."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_written(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        inner = ast.unparse(node.value)
        return "名称主体相同(“X”)" if inner.endswith(".reason") else "" if inner.startswith("years_of") else "X"
    if isinstance(node, ast.BinOp):
        return _written(node.left)
    return ""


def _reasons() -> list[str]:
    """All texts in Chinese that are given to a joint, merge, link, tie or match, or named so before."""
    found: set[str] = set()
    for path in sorted(RESOLVE.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            given: list[ast.expr] = []
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("reason", "words"):
                given = [node.value]
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "Joint",
                "Merge",
                "Link",
                "Tie",
                "NameMatch",
            ):
                given = list(node.args)
            found |= {text for one in given if HAN.search(text := _written(one)) and "(按文号)" not in text}
    return sorted(found)


@pytest.mark.parametrize("reason", _reasons())
def test_every_reason_that_is_written_is_known(reason: str) -> None:
    assert not HAN.search(why(Language("en"), reason)), reason


def test_the_reasons_were_found() -> None:
    assert len(_reasons()) > 20

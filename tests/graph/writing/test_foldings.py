"""One text in every form that the house knows, and no form outside the room."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from graph.writing import foldings
from graph.writing.foldings import FOLDED_LINES, fold_flat, folded
from tests.test_layout import MODULES, ROOT

# what is no text has its own forms, beside where it is kept
OF_NO_TEXT = {
    "ingest/sources/files.py": "names of files",
    "ui/app/sent_files.py": "names of files",
    "ui/app/accounts.py": "names that people sign in with",
    "ui/app/passwords.py": "passwords",
    "ui/app/tables.py": "a sign that a spreadsheet would obey",
    "ingest/sources/pdf_characters.py": "glyphs, before there is a text",
}
TEXT = "《懷化市“十四五” 規劃〔2021〕》 ＧＤＰ①…⻓"
FORMS = [
    ("fold_text", "《怀化市“十四五”规划〔2021〕》gdp1...长"),
    ("fold_question", "《懷化市“十四五” 規劃〔2021〕》 GDP1...⻓"),
    ("name_key", "怀化市十四五规划〔2021〕gdp1...长"),
    ("normal_form", "懷化市十四五規劃〔2021〕GDP1...⻓"),
    ("fold_document_title", "《怀化市十四五规划(2021)》GDP1...长"),
    ("folded", "《怀化市“十四五”规划〔2021〕》GDP1…长"),
]


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_forms(name: str, form: str) -> None:
    assert getattr(foldings, name)(TEXT) == form


def test_forms_by_the_character() -> None:
    assert TEXT.translate(FOLDED_LINES) == "《怀化市“十四五” 规划〔2021〕》 GDP①…长"
    assert "".join(map(fold_flat, TEXT)) == "《怀化市“十四五” 规划〔2021〕》 GDP①...长"
    assert TEXT.translate(foldings.BARE) == "《怀化市“十四五”规划〔2021〕》gdp1...长"
    assert "".join(map(foldings.fold, TEXT)) == folded(TEXT)


def test_titles_of_one_document_are_the_same_however_they_are_written() -> None:
    written = ("怀化市规划和二〇三五年目标", "懷化市規劃和二○三五年目標", "怀化市规划和2035年目标")
    assert len(set(map(foldings.fold_document_title, written))) == 1


def folds(path: Path) -> bool:
    return any(
        isinstance(node, ast.Attribute) and ast.unparse(node) == "unicodedata.normalize"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )


def test_texts_are_folded_in_one_room() -> None:
    folding = {path.relative_to(ROOT).as_posix() for path in MODULES if folds(path)}
    assert {path for path in folding if not path.startswith("graph/writing/")} == set(OF_NO_TEXT)

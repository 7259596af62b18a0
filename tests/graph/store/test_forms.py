"""Each field of each record: in the tables, on both engines, and back."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any

import pytest

from graph.records import Document, EntityAttribute, Evidence, IndicatorTarget, Stage, Target
from graph.store import forms
from graph.store.forms import Form
from graph.store.tables import RECORDS
from tests.graph.made import SMALL

FORMS = {name: form for name, form in vars(forms).items() if isinstance(form, Form) and name[0] != "_"}


def _records(value: Any) -> list[Any]:
    """A record or several, with those inside them."""
    if isinstance(value, tuple):
        return [one for part in value for one in _records(part)]
    if not is_dataclass(value):
        return []
    return [value, *(one for field in fields(value) for one in _records(getattr(value, field.name)))]


HELD: list[tuple[type[Any], str, object]] = [
    (kind, field.name, MISSING if field.default is MISSING else field.default)
    for kind in sorted({type(one) for one in _records(SMALL)}, key=lambda kind: kind.__name__)
    for field in fields(kind)
]


@pytest.mark.parametrize(("kind", "name", "default"), HELD)
def test_the_knowledge_that_both_engines_give_back_says_each_field(kind: type, name: str, default: object) -> None:
    """`test_store.test_gives_back_all_that_was_loaded` shows then that none is lost."""
    said = [getattr(record, name) for record in _records(SMALL) if type(record) is kind]
    assert any(value not in (None, default) for value in said)


def test_every_kind_of_record_is_tried() -> None:
    assert {kind for kind, *_ in HELD} > {Document, IndicatorTarget, Target, EntityAttribute, Stage, Evidence}


def test_each_column_is_in_the_tables() -> None:
    assert {one.gives for one in RECORDS.values()} == {tuple(form.columns) for form in FORMS.values()}
    for held in RECORDS.values():
        kept = {held.expressions.get(name, name).rpartition(".")[2] for name in held.gives}
        assert kept <= set(held.table.columns)


@dataclass(frozen=True)
class Added:
    """A record with fields of each kind, the last of them new."""

    id: str
    first: float
    scope: str | None = None
    marks: tuple[str, ...] = ()
    is_new: bool = False


def test_a_field_that_is_added_stands_behind_the_others() -> None:
    form = Form(Added, first="first")
    record = Added("a", 1.5, "全市", ("一", "二"), is_new=True)
    row = form.to_row(record)
    assert row == {"first": 1.5, "id": "a", "scope": "全市", "marks": ["一", "二"], "is_new": True}
    assert list(row) == list(form.columns) == ["first", "id", "scope", "marks", "is_new"]
    assert form.columns["is_new"] is bool
    assert form.of_row(row | {"is_new": 1, "other": 0}) == record

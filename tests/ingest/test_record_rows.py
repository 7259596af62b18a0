"""Records come back from the rows of the library's tables, and from JSON, as they were, whatever they hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.records import (
    Attribute,
    Block,
    Document,
    Layout,
    Mention,
    Passage,
    Reference,
    Relation,
    Remark,
    Section,
    Table,
    Target,
)
from ingest.packing import packed, unpacked
from ingest.rows import Form, layout_of, layout_row, remarks_of, remarks_row

RECORDS = [Attribute, Block, Document, Mention, Passage, Reference, Relation, Section, Table, Target]
PACKED = [Block, Document, Layout, Mention, Relation, Remark, Section, Table, Target]

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(str, st.text(max_size=4))


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
@settings(max_examples=15)
@given(data=st.data())
def test_a_row_gives_its_record_back(kind: Any, data: st.DataObject) -> None:
    form: Form[Any] = Form(kind)
    record = data.draw(st.from_type(kind))
    mentions = [value for name in form.columns if isinstance(value := getattr(record, name), Mention)]
    row = form.to_row(record, {mention: place for place, mention in enumerate(mentions)})
    assert all(isinstance(value, (str, int, float, type(None))) for value in row)
    assert form.of_row(row, mentions) == record


@pytest.mark.parametrize("kind", PACKED, ids=lambda kind: kind.__name__)
@settings(max_examples=15)
@given(data=st.data())
def test_json_gives_its_record_back(kind: Any, data: st.DataObject) -> None:
    record = data.draw(st.from_type(kind))
    assert unpacked(kind, packed(record)) == record


@settings(max_examples=15)
@given(st.from_type(Layout), st.lists(st.from_type(Remark), max_size=3).map(tuple))
def test_layout_and_remarks_come_back_also_where_there_are_none(layout: Layout, remarks: tuple[Remark, ...]) -> None:
    assert layout_of(layout_row(layout)) == layout
    assert remarks_of(remarks_row(remarks)) == remarks

"""What programs get of a record: each field, unless it is said that it is not given."""

from __future__ import annotations

from typing import get_type_hints

import pytest

from graph.store.forms import Form
from tests.graph.made import SMALL
from tests.graph.store.test_forms import Added
from ui.app import shapes
from ui.app.export import GIVEN, tables_of
from ui.app.fields import AttributeFields, DocumentFields, TargetFields
from ui.app.given import Given, shown
from ui.cli.output import target_rows
from ui.web.views.targets import FILE_COLUMNS

SHAPES = [(shapes.DOCUMENT, DocumentFields), (shapes.TARGET, TargetFields), (shapes.ATTRIBUTE, AttributeFields)]


@pytest.mark.parametrize(("given", "kind"), SHAPES)
def test_a_shape_holds_what_its_type_says(given: Given, kind: type) -> None:
    assert sorted(given.columns) == sorted(get_type_hints(kind))


def test_a_field_that_is_added_is_given_behind_the_others() -> None:
    given = Given(Form(Added), "first id? more -marks")
    assert given.columns == ("first", "id", "more", "scope", "is_new")
    row = given.row(Added("", 1.5, "全市"), {"more": None})
    assert row == {"first": 1.5, "more": None, "scope": "全市", "is_new": False}
    assert given.row(Added("a", 0.0), {"more": 2}) == {"first": 0, "id": "a", "more": 2, "scope": None, "is_new": False}


def test_a_figure_s_new_field_is_in_the_files_of_command_line_and_page(capsys: pytest.CaptureFixture[str]) -> None:
    target_rows({"indicator": None, "targets": []})
    header = capsys.readouterr().out.strip().split(",")
    own = set(shown(shapes.TARGET.columns, "-id -indicator_id -city -mark"))
    assert set(header) == own
    assert set(FILE_COLUMNS) == own - {"document_id", "standing", "superseded_by"}


@pytest.mark.parametrize("name", GIVEN)
def test_each_table_of_the_export_has_all_its_columns(name: str) -> None:
    said = {column for row in tables_of(SMALL)[name] for column in row}
    assert said == set(GIVEN[name].columns)

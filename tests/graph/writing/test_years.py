"""Years written out, the calendar of five-year plans, and the year that a document speaks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.records import Document
from graph.writing.years import (
    chinese_year,
    last_year_of_plan,
    plan_name,
    plan_period,
    with_years_in_digits,
    year_of,
    years_of_plan,
)

PLANS = [
    ("六五", (1981, 1985)),
    ("十五", (2001, 2005)),
    ("十四五", (2021, 2025)),
    ("十五五", (2026, 2030)),
    ("十六五", (2031, 2035)),
]


@pytest.mark.parametrize(("name", "years"), PLANS)
def test_plans_follow_each_other(name: str, years: tuple[int, int]) -> None:
    assert plan_period(name) == years_of_plan(name[:-1]) == years
    assert last_year_of_plan(name) == years[1]
    assert plan_name(years) == name


@pytest.mark.parametrize("name", ["五", "五五", "一五", ""])
def test_what_names_no_plan_of_today(name: str) -> None:
    assert plan_period(name) is None


def test_years_that_are_those_of_no_plan() -> None:
    assert plan_name((2021, 2035)) is plan_name((2022, 2026)) is None


@pytest.mark.parametrize("year", ["二〇三五", "二○三五", "二零三五"])
def test_years_written_out(year: str) -> None:
    assert chinese_year(year) == 2035
    assert with_years_in_digits(f"和{year}年远景目标") == "和2035年远景目标"


DOCUMENT = Document("a.txt#1", "a.txt", "工作方案", "other", None, None, None, None, None, None, 0, 10)
SPOKEN = [({"year": 2021}, 2021), ({"title": "2022年工作方案"}, 2022), ({"source": "2023/a.txt"}, 2023), ({}, None)]


@pytest.mark.parametrize(("fields", "year"), SPOKEN)
def test_the_year_a_document_speaks_for(fields: dict[str, object], year: int | None) -> None:
    assert year_of(replace(DOCUMENT, **fields)) == year  # type: ignore[arg-type]

"""A plan → how the question was understood, in one sentence: 怀化高新区 · 项目 · 全部年份."""

from __future__ import annotations

from search.plan.plan import Plan


def say_plan(plan: Plan) -> str:
    """Subject, what is asked, and the conditions, between dots."""
    return " · ".join(part for part in (plan.subject, plan.asked, *filters_of(plan).values()) if part)


def filters_of(plan: Plan) -> dict[str, str]:
    """The conditions by name, in words."""
    years = "、".join(f"{year}年" for year in plan.scope.years)
    return {"years": years or "全部年份"}

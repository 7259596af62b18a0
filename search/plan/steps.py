"""A question of two steps: the thing is first found by what is said of it, then asked about.

“金华后来GDP迈进千亿俱乐部的那个县级市,2007年拿下了哪两个称号” → the county first, then its titles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph.lexicon.wordings import wordings
from graph.records import EntityType
from search.plan.nouns import type_of
from search.plan.plan import Kind, Plan, Scope
from search.plan.scoping import paper_kinds
from search.question import Question, periods_in, years_in

any_of = wordings("asking").any_of

CLASS = r"(?P<noun>[\u4e00-\u9fff]{1,10}?)"
DESCRIBED = re.compile(
    rf"^(?P<first>[^,]{{5,50}}(?:的)?(?:那|这)(?:一)?(?:个|家|座|条|位|所|项|种|处)?{CLASS})[, ](?P<last>.{{4,}})$"
)
THAT_IS = re.compile(rf"^(?P<first>[^,哪谁]{{5,40}}的{CLASS}),(?P<last>.{{4,}})$")
WHERE_IT_IS = re.compile(
    f"^(?P<first>.{{3,30}}?)(?:所在|所属|所处)的?(?P<noun>{any_of('first_step_nouns')})(?P<last>.{{3,}})$"
)


@dataclass(frozen=True, slots=True)
class Steps:
    """Where the two steps stand, and what type of thing the first one finds."""

    first: tuple[int, int]
    last: tuple[int, int]
    members: EntityType | None


SCOPED = re.compile(r"^(?P<first>[^,哪谁]{6,40}),(?P<last>[^,]{4,})$")
HALVES = re.compile(r"[??。;, ]+")
ASKS = re.compile(r"[哪谁啥]|什么|多少|(?<!好)几|怎么|如何|吗[ ,?]|何时")
EMPTY = re.compile(f"(?:{any_of('between_steps')}|[??,。 ])*")


def split_halves(question: Question) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Two questions in one breath: both sides ask, and the second says what it is after."""
    text = question.text
    for match in HALVES.finditer(text):
        before, behind = text[: match.start()], text[match.end() :]
        if ASKS.search(before) and ASKS.search(behind + " ") and not EMPTY.fullmatch(behind) and len(behind) >= 6:
            return (0, match.start()), (match.end(), len(text))
    return None


def split_steps(question: Question) -> Steps | None:
    """The steps of a question that finds a thing by what is said of it; None where there is one step."""
    text = question.text
    scoped = SCOPED.match(text)
    if scoped and (one := paper_kinds(scoped["first"])) and (other := paper_kinds(scoped["last"])) and one != other:
        return Steps(scoped.span("first"), scoped.span("last"), None)
    for pattern in (DESCRIBED, THAT_IS, WHERE_IT_IS):
        match = pattern.match(text)
        if (
            match
            and type_of(match["noun"])
            and ASKS.search(match["last"] + " ")
            and not re.search(r"叫什么|改名|是哪|有哪", match["first"])
        ):
            return Steps(match.span("first"), match.span("last"), type_of(match["noun"]))
    return None


OF_MEMBERS = re.compile(r"[”\"》]?\s*(?:的)?(?:里面|里|中(?!心)|当中|之中|,|每|各|\s)")
NOT_OF_MEMBERS = (Kind.DEFINITION, Kind.LED, Kind.DOCUMENTS, Kind.ANYTHING)


def of_group(plan: Plan) -> Plan:
    """What is asked about the members of a group (十大项目里哪些…, 六仗每一仗…) comes after the group itself."""
    if not plan.group or plan.kind in NOT_OF_MEMBERS:
        return plan
    text = plan.question.text
    place = text.find(plan.group) + len(plan.group)
    if not OF_MEMBERS.match(text, place):
        return plan
    first = _scope_of(plan.scope, text[:place])
    last = _scope_of(plan.scope, text[place:])
    group = Plan(Kind.DEFINITION, plan.question, asked=plan.group, group=plan.group, count=plan.count, scope=first)
    if last.years or last.periods or last.kinds:
        plan = replace(plan, scope=last)
    return replace(plan, before=group)


def _scope_of(scope: Scope, text: str) -> Scope:
    """What of a scope is said in a stretch."""
    years, periods = years_in(text), periods_in(text)
    return Scope(
        tuple(year for year in scope.years if year in years),
        tuple(period for period in scope.periods if period in periods),
        paper_kinds(text),
        scope.titles,
    )

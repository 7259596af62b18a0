"""Several groups asked for in one breath: “两个屏障”“两个基地”“一个桥头堡” → the members of each.

In: a plan. Out: one plan for each group.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from graph.writing.numerals import number_of
from search.plan.plan import Plan
from search.replies.members import GROUP_NUMBER_FIRST, QUOTED

BETWEEN = re.compile(r"^[”\"」]?[、,和与及以及 ]*[“\"「]?$")


def plans_of_groups(plan: Plan) -> Sequence[Plan]:
    """The plan for each of the groups that stand side by side in quotation marks; none where there are no two."""
    text = plan.question.text
    named = [match for match in QUOTED.finditer(text) if GROUP_NUMBER_FIRST.match(match[1])]
    if len(named) < 2:
        return ()
    if not all(BETWEEN.match(text[a.end(1) : b.start(1)]) for a, b in pairwise(named)):
        return ()
    plans = []
    for one in named:
        numeral = GROUP_NUMBER_FIRST.match(one[1])
        others = "".join(other[0] for other in named if other is not one)
        words = text
        for other in named:
            if other is not one:
                words = words.replace(other[0], "")
        question = replace(plan.question, text=words) if others else plan.question
        count = number_of(numeral[1]) if numeral else None
        plans.append(replace(plan, question=question, group=one[1], asked=one[1], count=count))
    return plans

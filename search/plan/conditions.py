"""What must be said of each member of a list: 把绿色食品定成特色产业, 主导产业是电子信息, 名字不带“怀化高新区”."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.lexicon.wordings import wordings
from search.plan.blanks import EDGES
from search.plan.cues import load_cues
from search.plan.plan import Condition

any_of = wordings("asking").any_of

JOINTS = re.compile(f"[,;。?!]|{any_of('joints')}")
NAME_HOLDS = re.compile(
    r"(?P<attr>名字|名称|名)(?:里|中|上|里面)?(?:不|没|没有|未)?(?:带|含|有|包含|出现|写)(?:有|着)?[“\"]?(?P<value>[^”\"的,。?]{1,20})[”\"]?"
)
NEGATED = re.compile(any_of("negated"))
SIGNS = "".join(sign for sign in EDGES if sign not in "在把是被将") + "、"
LEADING = re.compile(f"^(?:{any_of('before_condition')}| )+")
EMPTY = re.compile(f"^{any_of('around_condition')}*$")


@lru_cache(maxsize=1)
def _attributed() -> tuple[re.Pattern[str], ...]:
    """An attribute and its value, in the orders they are said in."""
    attribute = "(?P<attr>(?:" + "|".join(map(re.escape, load_cues().attributes)) + "))"
    value = r"(?P<value>[^,。;?!的把以是为]{2,16}?)"
    return tuple(
        map(
            re.compile,
            (
                rf"把{value}(?:定|列|作|当|选|做|确定|培育|打造)(?:成|为|作|成了|为了)+{attribute}",
                rf"以{value}(?:为|作为|作){attribute}",
                rf"{attribute}(?:是|为|定为|定成|选的是|叫|:)(?P<value>[^,。;?!的]{{2,16}}?)(?=[,。;?!]|的|$|、同时|同时|又|并|且)",
                rf"{value}(?:是|为|作为|算){attribute}",
                rf"(?:又是|既是|是|属于)(?P<value>[^,。;?!的]{{2,12}}?){attribute}",
            ),
        )
    )


def find_conditions(text: str) -> tuple[Condition, ...]:
    """The conditions in what is left of a question when all that asks, places and time are blanked."""
    found = []
    for part in JOINTS.split(text):
        said = LEADING.sub("", re.sub(r"[\s“”\"]+", " ", part).strip(SIGNS)).rstrip("要在把对向从由 ")
        if not EMPTY.match(said.replace(" ", "")) and len(said) >= 2:
            found.append(_condition(said))
    return tuple(found)


def _condition(said: str) -> Condition:
    for pattern in (NAME_HOLDS, *_attributed()):
        match = pattern.search(said)
        if match:
            return Condition(said, match["attr"], match["value"].strip(EDGES + "、"))
    return Condition(said)


def is_negated(text: str) -> bool:
    """Whether the members without it are wanted."""
    return NEGATED.search(text) is not None

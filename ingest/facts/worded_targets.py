"""A clause → what it aims at in words instead of figures: 节能减排完成国家下达任务, 居民收入增长与经济增长同步.

In: the words of a clause behind its last figure, folded. Out: each indicator with its value as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.lexicon.repetition import repeated
from graph.lexicon.wordings import wordings
from ingest.facts.indicator_lists import Subject, split_list
from ingest.facts.indicator_names import is_indicator, is_nameable, read_name

INDICATORS = wordings("indicators")
any_of = INDICATORS.any_of

_LEVEL = any_of("levels")
_GOAL = any_of("goals")
_ECONOMY = f"(?:{any_of('economy')}|GDP)"
# What a higher level set: 完成省下达目标任务, 控制在自治区下达目标内, 完成省定目标, 控制在国家调控范围内.
SET_ABOVE = re.compile(
    f"{any_of('way_to_reach')}*{any_of('reaches')}了?"
    f"{_LEVEL}(?:[和、]{_LEVEL})*(?:政府)?{any_of('set_by')}?的?(?:年度|全年|约束性)?(?:的)?"
    rf"{_GOAL}(?:数|值)?(?:以内|之内|内|以上|要求)?$"
)
# A comparison that gives no level (高于经济增速, 实现正增长) is left.
IN_STEP = re.compile(rf"(?:保持)?(?:与|和|同){_ECONOMY}(?:发展|增长|增速)?(?:保持|基本|大体)*同步(?:增长|提高)?$")
DOUBLED = re.compile(r"(?:[比较][^,、]{2,8})?(?:实现)?翻(?:一番|两番|番)(?:以上)?$")
VALUES = (SET_ABOVE, IN_STEP, DOUBLED)
_SAID_OF_IT = repeated([*INDICATORS.words("levels"), "年度", "全年", "政府", "下达", "既定", "规定", "各项", "的"])
# The deed names what is measured: 完成年度节能减排降碳任务.
DONE = re.compile(
    f"{any_of('way_to_reach')}*完成了?(?:{_SAID_OF_IT})*"
    f"(?P<name>(?:主要)?{any_of('saved')}[^,、的]{{0,14}}?)(?:约束性)?{_GOAL}$"
)
# What is measured without ending like an indicator's name.
MEASURED = re.compile(any_of("worded_of"))
SUMMED_UP = re.compile(
    f"等?{any_of('of_goals')}?(?:约束性|预期性|主要)?(?:指标|目标任务|目标|任务)?{any_of('all_of_them')}*$"
)


def hints_at_words(sentence: str) -> bool:
    """Whether a sentence without a figure is worth reading."""
    return any(word in sentence for word in ("任务", "目标", "同步", "同口径", "范围内", "要求", "番"))


def find_worded(words: str) -> Iterator[tuple[list[Subject], int, str]]:
    """The subjects with the value's place and words; nothing where no measure is named."""
    for pattern in VALUES:
        match = pattern.search(words)
        if match is None:
            continue
        subjects = _named(words[: match.start()])
        if subjects:
            yield subjects, match.start(), match.group()
        return
    if (match := DONE.search(words)) is not None and is_nameable(match["name"]):
        yield [Subject(match["name"], match.start("name"), match.end("name"))], match.start(), match.group()


def _named(words: str) -> list[Subject]:
    words = words[: SUMMED_UP.search(words).start()]  # type: ignore[union-attr]  # every part of it may be empty
    name = read_name(words)
    if not name.noun or name.is_from:
        return []
    subjects = split_list(name.noun + name.growth, name.start)
    if all(is_nameable(s.name) and (is_indicator(s.name) or MEASURED.search(s.name)) for s in subjects):
        return subjects
    return []

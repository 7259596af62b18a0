"""A clause → what it aims at in words instead of figures: 节能减排完成国家下达任务, 居民收入增长与经济增长同步.

In: the words of a clause behind its last figure, folded. Out: each indicator with its value as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.lexicon.repetition import repeated
from ingest.facts.indicator_lists import Subject, split_list
from ingest.facts.indicator_names import is_indicator, is_nameable, read_name

_LEVEL = "国家|省委省政府|省政府|省级|省|自治区党委政府|自治区|自治州|市政府|市级|市|州|上级|中央|区|县"
_GOAL = "目标任务|控制目标|调控目标|约束性目标|任务目标|目标|任务|计划|指标|要求|范围|标准"
_ECONOMY = "(?:国民经济|经济|地区生产总值|国内生产总值|生产总值|GDP)"
# What a higher level set: 完成省下达目标任务, 控制在自治区下达目标内, 完成省定目标, 控制在国家调控范围内.
SET_ABOVE = re.compile(
    r"(?:全面|超额|圆满|确保|按期|如期|提前|顺利)*(?:完成|达到|实现|控制在|保持在|优于|好于|不高于|不低于|不超过|落实)了?"
    rf"(?:{_LEVEL})(?:[和、](?:{_LEVEL}))*(?:政府)?(?:下达|核定|规定|确定|调控|控制|要求|考核|定)?的?(?:年度|全年|约束性)?(?:的)?"
    rf"(?:{_GOAL})(?:数|值)?(?:以内|之内|内|以上|要求)?$"
)
# A comparison that gives no level (高于经济增速, 实现正增长) is left.
IN_STEP = re.compile(rf"(?:保持)?(?:与|和|同){_ECONOMY}(?:发展|增长|增速)?(?:保持|基本|大体)*同步(?:增长|提高)?$")
DOUBLED = re.compile(r"(?:[比较][^,、]{2,8})?(?:实现)?翻(?:一番|两番|番)(?:以上)?$")
VALUES = (SET_ABOVE, IN_STEP, DOUBLED)
_SAID_OF_IT = repeated([*_LEVEL.split("|"), "年度", "全年", "政府", "下达", "既定", "规定", "各项", "的"])
# The deed names what is measured: 完成年度节能减排降碳任务.
DONE = re.compile(
    rf"(?:全面|超额|圆满|确保|按期|如期|顺利)*完成了?(?:{_SAID_OF_IT})*"
    rf"(?P<name>(?:主要)?(?:节能|减排|降碳|降耗|能耗|碳排放|污染物)[^,、的]{{0,14}}?)(?:约束性)?(?:{_GOAL})$"
)
# What is measured without ending like an indicator's name.
MEASURED = re.compile("减排|降碳|节能|降耗|排放|污染|价格|下降|降低|增长|耕地|增速|收入|就业")
SUMMED_UP = re.compile(
    "等?(?:各项|主要|[一二三四五六七八九十]+项)?(?:约束性|预期性|主要)?(?:指标|目标任务|目标|任务)?"
    "(?:均|都|全部|全面|基本|顺利|圆满|超额)*$"
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

"""The numbered group or catchword a question names: 十大产业项目, 七个保障, 六仗, “5+N”, 一主两次."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.writing.numerals import number_of
from search.plan.cues import Pattern, load_cues

NUMERAL = "一二两三四五六七八九十"
# Where the name of a group ends: a verb, a particle, a question word.
END = (
    r"(?=[,。;:?!、 ”\"“》)）]|$|是|有|指|包|都|的|在|里|中(?!心|型|小|医|药|国)|当中|分别|具体|到底|各自?|占|哪|什么|"
    r"啥|怎|由|谁|"
    r"还|又|总共|一共|合计|说|讲|名单|清单|内容|含义|意思|每|跟|和(?!谐|美)|与|到|完成|共|牵头|之|上(?!市)|吗|呢|进展|开发是|"
    r"\d{4}年|20\d\d|明年|今年|去年|叫|被|负责|落|分)"
)
CLASSED = re.compile(
    rf"((?<![{NUMERAL}第最])[{NUMERAL}百]+|(?<![\d.])\d{{1,3}})大"
    rf"(?!型|学|力|量|数据|约|概|桥)([\u4e00-\u9fff]{{1,14}}?){END}"
)
COUNTED = re.compile(
    rf"(?<![{NUMERAL}第哪几这前后近年\d.])([二两三四五六七八九十][{NUMERAL}]*|\d{{1,2}})(?:个|件|项|条|方面|类|种|张|道|座|家|批|位)(?!市|县|区|省|月|点|百分|年|亿|万|单位|部门|季度|地方|城市)"
    rf"([\u4e00-\u9fff]{{2,10}}?){END}"
)
SHORT_HEADS = "仗好片链网化新城区板翼极廊谷港园线带核心轮库制同保稳提强优转减补放通进级类廊轴圈点组团清改建共"
SHORT = re.compile(
    rf"(?<![{NUMERAL}第哪几这前后十\d上下])([二两三四五六七八九十])([{SHORT_HEADS}])"
    r"(?=[是指包都里中有每分各,;:。?!的)）”]|牵头|$)"
)
CHAINED = re.compile(rf"(?<![{NUMERAL}])(?:[一二两三四五六七八九十][\u4e00-\u9fff]{{1,2}}?){{2,4}}{END}")
LISTED = 12  # characters before a count in which the names stand that it sums up
SUM = re.compile(r"[“\"]?(\d+(?:\+(?:\d+|[NnXx]))+)[”\"]?")
QUOTED = re.compile(r"[“\"‘'「『]([^”\"’'」』]{1,16})[”\"’'」』]")
COUNT_ASKED = re.compile(
    rf"(?:哪|那|是|有)([{NUMERAL}俩]+|\d{{1,2}})(?:个|家|条|座|处|项|类|份|种|样|片|位|所|支|件|方面|大|块|点|步|仗|好|区|城|网|链|翼|届|批|名|本|篇|县|市|城)?"
)
NOT_GROUPS = re.compile(r"^十[一二三四五六]?五|^(?:一带一路|一体化|一共|一般|统一|一定)$|^[一二三四五六七八九十]+月")


@dataclass(frozen=True, slots=True)
class Group:
    """A group as the question names it. `count`: how many it says there are."""

    start: int
    end: int
    name: str
    count: int | None


def find_group(text: str) -> Group | None:
    """The first group named; a classed one (十大…) before a quoted one, that before any other."""
    for find in (_classed, _quoted, _sum, _counted, _short, _chained):
        group = find(text)
        if group is not None and not NOT_GROUPS.match(group.name):
            return group
    return None


def _named(match: re.Match[str] | None, text: str) -> Group | None:
    if match is None:
        return None
    name = text[match.start() : match.end()].strip(' “”"')
    return Group(match.start(), match.end(), name, number_of(match[1]) if match.re.groups else None)


def _classed(text: str) -> Group | None:
    return _named(CLASSED.search(text), text)


def _counted(text: str) -> Group | None:
    """七个保障; not what sums up names in front (武罐、成武两条高速), nor a class (二类器械)."""
    for match in COUNTED.finditer(text):
        before = re.split(r"[,。;:? ]", text[: match.start()])[-1]
        if "、" not in before[-LISTED:] and not re.match(r"[一二三]类", match[0]):
            return _named(match, text)
    return None


def _short(text: str) -> Group | None:
    return _named(SHORT.search(text), text)


def _sum(text: str) -> Group | None:
    match = SUM.search(text)
    return None if match is None else Group(match.start(), match.end(), match[1], None)


def _quoted(text: str) -> Group | None:
    """A quoted catchword: with a numeral in it, or with its meaning asked."""
    for match in QUOTED.finditer(text):
        inner = match[1].strip()
        counted = re.match(rf"([{NUMERAL}]+|\d{{1,2}})(?:个|大|项|条|[\u4e00-\u9fff])", inner)
        counts = re.findall(rf"[{NUMERAL}\d]", inner)
        if (len(counts) >= 2 and len(inner) >= 4) or counted or re.search(rf"[{NUMERAL}][\u4e00-\u9fff]$|\d\+", inner):
            alone = len(counts) == 1 and counted is not None
            return Group(match.start(), match.end(), inner, number_of(counted[1]) if counted and alone else None)
    return None


def _chained(text: str) -> Group | None:
    """五新四城, 一主两次: only where what it stands for is asked."""
    match = CHAINED.search(text)
    if match is None or not _stands_behind(text, match.end(), load_cues().patterns["stands_for"]):
        return None
    return Group(match.start(), match.end(), match[0], None)


def _stands_behind(text: str, place: int, pattern: Pattern) -> bool:
    return pattern.match(text, place) is not None


def count_asked(text: str) -> int | None:
    """How many things the question says it wants: 哪七个, 哪两家, 是哪六仗."""
    match = COUNT_ASKED.search(text)
    count = number_of(match[1].replace("俩", "两")) if match and "哪" in match[0] else None
    return count if count != 1 else None

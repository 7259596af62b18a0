"""A plan → the figure it asks for: the things it must be said of, its unit or what it measures, years, kind.

What the plan says is taken; what it leaves open is read from the question's words (``graph/lexicon/quantities.yaml``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.lexicon.divisions import Division
from graph.records import Entity, EntityType, TargetKind
from search.agreement import innermost
from search.plan.measures import load_measures
from search.plan.plan import Plan
from search.question import moments_in, topic_of, word_starts
from search.replies.contract import Base
from search.synonyms import written_forms
from search.terms import fold_text
from search.texts.quantities import QuantityWords, load_quantity_words
from search.texts.times import MONTHS, months_in

TARGET = re.compile(
    r"目标|计划|打算|力争|预期|预计|指标|定的|定了|定在|定多少|任务|希望|想(?:要)?|准备|争取|确保|拟|要(?:达|做|建|完成|到|新|改|压|降|突破|超|搞|再)|安排"
)
RESULT = re.compile(r"实际|实绩|完成了|完成情况|达到了|做到了|到底|已经|已(?:建|达|完)|实现了|了多少|涨到多少了")
OLDER = re.compile(r"原来|原先|之前|以前|提标前|调整前|起初|从多少")
DURING = re.compile(r"年均|平均每年|每年平均|平均增速|每年递增")
# Words that ask, not words of what is asked.
ASKING = re.compile(
    r"分别|各自|各是|各要|各有|各定|各多少|多少|是多少|有多大|有多少|多大|几多|目标值|预期目标|目标|指标|实际数|实际|计划数?|打算|力争|预期|预计|要达到|达到|达成|完成了?|实现了?|突破|超过"
    r"|做到|总共|一共|合计|百分之几|百分点|几个点|个点|是什么水平|什么水平|每年|历年|这几年|这些年|逐年|近几年|近年来|历年来|年底|年末|[末底]有|到底|后来|现在|目前|当年|全年|数据|数字|情况|规定"
    r"|最少|最低|最多|最高|至少|起码|希望|想要|打算|准备|[定提列]了?[的在成]?(?=多|几|$)|麻烦|查下|查一下|谢谢|请问|谁家?|哪[个家些]?|哪|多少钱|花多少|变化|走势|趋势|怎么变|各省?市?|四个市|三个市|四市|三市|两市"
    r"|比?(?:上|前|头)一年|比?上年|还[高低多少快慢]?|[高低多少快慢]?吗|年初|给|转年|次年|又"
    r"|比较|对比|相比|最[大小快慢多少高低长]|更[大小快慢多少高低长]|政府工作报告|工作报告|报告|(?<=五)规划|规划(?=里|中|提|定|要求|安排|的|纲要|,|$)|文件|方案(?=里|中|提|定|要求|安排|的|,|$)|年度?|vs|VS|跟|三年|两年|四年|五年|那会儿|分别是"
)
# Words that every figure of the kind has, and so tell none from another.
GENERIC = frozenset("项目 工程 企业 面积 规模 建设 投资 资金 标准 金额 里程 长度".split())
WEAK = GENERIC | frozenset(
    "数量 个数 家数 户数 人数 总量 总数 总额 数 量 比例 比重 占比 投资额 钱 时候 以后 多长时间 内要 全市 全省 全县 全国 目标 提到 提高 增加 达到 争取"
    " 门槛 冲到 迈过 一年 全年 单年 当月 整个 一片 地方 得到 要求 提出 城市 再搞 再建 新增 新建 新改".split()
)
WEAK_TAIL = re.compile(r"(?<=..)(?:数量|总数|总量|个数|情况|水平|目标)$")
SPAN_OF_YEARS = re.compile(r"[这近那前后过去]几年")
SINGLE = frozenset("猪 牛 羊 鸡 鸭 鱼 油 煤 气 水 电 茶 药 树 粮 棉 糖 盐 钢 铁 铜 铝 锂 桥 船 车 路".split())


@dataclass(frozen=True, slots=True)
class Sought:
    """What a figure must be to answer. `things`: each in its wordings, the question's first; `names`: those of them that
    are names of entities; `years`: any of them, empty: any; `periods`: plan periods.
    """

    things: tuple[tuple[str, ...], ...]
    text: str  # the question, folded
    dimensions: frozenset[str] = frozenset()  # of which it may be; empty: any
    unit: str | None = None
    growth: bool | None = None
    kind: TargetKind | None = None
    years: tuple[int, ...] = ()
    periods: tuple[tuple[int, int], ...] = ()
    places: tuple[str, ...] = ()  # codes
    place_names: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()  # its names, where a word list knows what is asked for
    named: frozenset[int] = frozenset()  # which of the things are names of entities
    months: tuple[int, int] | None = None
    older: bool = False
    yearly: bool = False  # 年均
    stock: bool = False  # how many there are, not how many came: 总数, 一共
    flow: bool = False  # how many came: 新增


def read_sought(plan: Plan, base: Base) -> Sought:
    """What the plan's question asks for, for all its years and places."""
    question, words = plan.question, load_quantity_words()
    text = question.text
    places = innermost(question.places)
    unit = None if question.unit == "年" and SPAN_OF_YEARS.search(text) else question.unit
    things = list(_things(plan, base))
    return Sought(
        things=tuple(wordings for wordings, _ in things),
        named=frozenset(place for place, (_, is_name) in enumerate(things) if is_name),
        indicator=_names_of_indicator(plan, fold_text(text)),
        months=months_in(text),
        text=fold_text(text),
        dimensions=_dimensions(text, unit, words),
        unit=unit,
        growth=_growth(plan, text, unit, words),
        kind=plan.figure or _kind(text),
        years=plan.scope.years or question.years,
        periods=plan.scope.periods or question.periods,
        places=tuple(place.code for place in places),
        place_names=tuple(place.short for place in places),
        older=bool(OLDER.search(text)),
        stock=bool(words.stock.search(text)) and not words.flow.search(text),
        flow=bool(words.flow.search(text)),
        yearly=plan.basis == "年均" or bool(DURING.search(text)),
    )


def _things(plan: Plan, base: Base) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The names asked about, the indicator, and every other word of the question that says what is meant."""
    text = _without_places(fold_text(plan.question.text), plan.question.places)
    named = False
    indicator = _names_of_indicator(plan, text)
    if names := indicator:
        named = True
        text = text.replace(names[0], " ", 1)
        yield names, False
    for known in plan.question.known:
        name = fold_text(known.name)
        if len(name) >= 3 and name in text and not known.entity_ids[0].startswith(("county", "indicator")):
            yield (name, *_other_names(name, base.entities(known.entity_ids).values())), True
            text, named = text.replace(name, " ", 1), True
    text = ASKING.sub(" ", MONTHS.sub(" ", _without(text, moments_in(text))))
    sayings = [saying for saying in written_forms(text) if saying[0] not in WEAK]
    for saying, _ in sayings:
        text = text.replace(saying, " ", 1)
    words = topic_of(text, ())
    telling = [word for word in words if _says_something(word, plan.growth)]
    if not telling and not sayings and not named:
        telling = [word for word in words if word in GENERIC]
    yield from (((word,), False) for word in telling)
    yield from (((saying, *forms), False) for saying, forms in sayings)


def _without_places(text: str, places: Sequence[Division]) -> str:
    """The text with the places blanked; “青岛市场” names 青岛, not 青岛市."""
    starts = {*word_starts(text), len(text)}
    left = text
    for whole in (True, False):
        for place in places:
            for name in sorted(map(fold_text, place.names), key=len, reverse=True):
                for match in re.finditer(re.escape(name), left):
                    if match.end() in starts or not whole:
                        left = left[: match.start()] + " " * len(name) + left[match.end() :]
    return left


def _names_of_indicator(plan: Plan, text: str) -> tuple[str, ...]:
    """The indicator as the question names it, first, and its other names; none where no word list knows it."""
    asked = fold_text(plan.asked)
    if not plan.indicator or not asked or asked not in text:
        return ()
    names = [WEAK_TAIL.sub("", fold_text(name)) for name in (plan.indicator, *plan.wordings)]
    known = [name for name in names if len(name) > 1 and name not in WEAK and name in load_measures()]
    own = max((name for name in known if name in asked), key=len, default="")
    if not own and len(known) > 1:  # said otherwise: 人平均能活
        return tuple(dict.fromkeys((asked, *known)))
    # what the question says more exactly is not met by less (人均GDP by GDP), but by what the word lists hold the same
    return tuple(dict.fromkeys((own, *map(fold_text, load_measures()[own])))) if own else ()


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    left = list(text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    return "".join(left)


def _says_something(word: str, growth: bool | None) -> bool:
    """Not a number, a unit, a word of measuring; a growth is compared in its own right."""
    words = load_quantity_words()
    if re.fullmatch(r"[\d.%]+|十[一二三四五]?五", word) or word in WEAK or words.is_unit(word):
        return False
    if words.growth.fullmatch(word):
        return growth is False
    return len(word) > 1 or word in SINGLE


def _other_names(name: str, entities: Collection[Entity]) -> list[str]:
    named = [entity for entity in entities if entity.type is not EntityType.COUNTY]
    found = [fold_text(one) for entity in named for one in (entity.name, *entity.aliases)]
    return [one for one in dict.fromkeys(found) if one != name and len(one) >= 3][:12]


def _dimensions(text: str, unit: str | None, words: QuantityWords) -> frozenset[str]:
    if unit is not None:
        for base in (unit, re.sub("^(?:万亿|亿|万|千|百)", "", unit)):
            if base in words.dimension_of:
                return frozenset({words.dimension_of[base]})
    for dimension, cue in words.asks:
        if cue.search(text):
            return frozenset({dimension})
    for cue, dimensions in words.attributes:
        if cue.search(text):
            return dimensions
    return frozenset()


def _growth(plan: Plan, text: str, unit: str | None, words: QuantityWords) -> bool | None:
    """Whether a growth is asked; “百分之几” alone may be any share."""
    if words.asks_growth.search(text):
        return True
    if plan.growth is False or words.asks_level.search(text) or (unit is not None and unit not in ("%", "个百分点")):
        return False
    return None


def _kind(text: str) -> TargetKind | None:
    target, result = TARGET.search(text), RESULT.search(text)
    if bool(target) == bool(result):
        return None
    return TargetKind.TARGET if target else TargetKind.RESULT


def for_year(sought: Sought, year: int, kind: TargetKind | None) -> Sought:
    """The same figure of one year."""
    return replace(sought, years=(year,), periods=(), kind=kind or sought.kind)

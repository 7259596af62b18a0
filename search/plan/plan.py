"""The plan of a question: what is wanted, of what, and under which conditions. Records only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from graph.records import EntityType, TargetKind
from search.question import Known, Question


class Kind(StrEnum):
    """What a question wants; each is answered by a function of its own in `search.replies`."""

    LIST = "list"  # things of a type, or members of a group: 怀化高新区有哪些项目
    DEFINITION = "definition"  # what a catchword or numbered group stands for: 六仗是哪六仗, 十大产业项目有哪些
    COUNT = "count"  # how many there are of them: 一共多少条
    NUMBER = "number"  # a figure: 2023年社零目标多少
    TREND = "trend"  # a figure (or a saying) over years: GDP目标 历年
    COMPARE = "compare"  # a figure of several places, or of target and result, side by side: 谁最高
    LEADER = "leader"  # who leads a thing: 哪个部门牵头
    LED = "led"  # what somebody leads: 市商务局牵头哪些项目
    STATUS = "status"  # how far a thing is: 到哪一步了
    WHERE = "where"  # 落在哪个园区
    NAME = "name"  # its other or later name: 后来改叫什么
    DOCUMENTS = "documents"  # which documents mention it
    SHARED = "shared"  # what two things share
    YES_NO = "yes_no"  # 是不是, 有没有, …了吗
    WHEN = "when"
    PERSON = "person"
    ANYTHING = "anything"  # a sentence that says it


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents are asked: all that agree with everything given; empty: all."""

    years: tuple[int, ...] = ()  # that the document speaks for, or says so in the sentence
    periods: tuple[tuple[int, int], ...] = ()  # plan periods: (2021, 2025)
    kinds: tuple[str, ...] = ()  # of `Document.kind`: 报告里, 规划里, 方案里
    titles: tuple[str, ...] = ()  # documents named in the question, by id


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be said of a member, in the question's words; an attribute with its value where it is one."""

    text: str  # 把绿色食品定成特色产业, 名字不带“怀化高新区”
    attribute: str = ""  # 特色产业, 主导产业, 名字
    value: str = ""  # 绿色食品


@dataclass(frozen=True, slots=True)
class Plan:
    """A question understood. `question` holds the folded text, its places, years and the known names in it."""

    kind: Kind
    question: Question
    subjects: tuple[Known, ...] = ()  # the entities asked about; areas only where nothing else is named
    subject: str = ""  # what is asked about in words: the subjects, or the stretch that names it
    members: EntityType | None = None  # of what type the things are that are wanted
    asked: str = ""  # the attribute or class that is wanted, in the question's words: 总投资, 特色产业, 高速公路
    group: str = ""  # a numbered group or catchword, as asked: 十大产业项目, 六仗, 七片, 5+N
    conditions: tuple[Condition, ...] = ()  # what must be said of each member
    indicator: str | None = None  # a measured quantity, in the documents' wording, without 增长: 地区生产总值
    wordings: tuple[str, ...] = ()  # all names of the indicator, the best first
    growth: bool | None = None  # its growth is asked (增速, 几个点), its level (总量, 亿元), None: not said
    basis: str | None = None  # 年均, 累计, 比重: as `Target.basis`
    figure: TargetKind | None = None  # a target (目标, 计划) or a result (实际, 完成); None: either
    figures: tuple[tuple[int, TargetKind], ...] = ()  # … where the question says it for each year
    count: int | None = None  # so many members are said to be: 哪七个, 六大行动
    stages: tuple[str, ...] = ()  # 在建, 开工 …
    most: int = 0  # 1: the most is wanted, -1: the least
    negated: bool = False  # 不带…的
    polar: bool = False  # 是 or 否 is wanted: 还高吗
    scope: Scope = field(default_factory=Scope)
    before: Plan | None = None  # a first step, whose answer (or each of whose members) this one is about
    also: tuple[Plan, ...] = ()  # what else is asked in the same breath

    @property
    def is_of_a_name(self) -> bool:
        """Whether what is asked about is one name that the knowledge base knows, and no group."""
        return not self.group and any(one.name == self.subject for one in self.subjects)

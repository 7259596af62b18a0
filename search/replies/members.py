"""What members a question wants: so many, of this class, of that group; and the words that must be said of them.

In: a plan. Out: `Members`, by which enumerations of texts and things of the graph are judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

import rjieba

from graph.lexicon.wordings import wordings
from graph.records import EntityType
from graph.writing.foldings import fold_text
from graph.writing.numerals import number_of
from search.plan.cues import load_cues
from search.plan.nouns import asked_noun, head_of, type_of
from search.plan.plan import Plan, Scope
from search.question import PERIOD, Question
from search.texts.words import NUMERAL

any_of = wordings("answers").any_of


@dataclass(frozen=True, slots=True)
class Members:
    """`nouns`: class nouns, the fullest first: 中型水库, 水库; `type`: what the graph calls them; `group`: their number
    and name as asked: 六大产业集群; `sign`: the character they all share: 化; `named`: what the question names in
    quotation marks, and so must be said; `question`: without the words that only ask, for comparing with texts.
    """

    question: Question
    count: int | None
    nouns: tuple[str, ...]
    type: EntityType | None
    group: str = ""
    sign: str = ""
    scope: Scope = field(default_factory=Scope)
    named: tuple[str, ...] = ()

    @property
    def group_name(self) -> str:
        """产业集群 of 六大产业集群."""
        return GROUP_NUMBER.sub("", self.group)


MEASURE = any_of("units")
GROUP_NUMBER = re.compile(rf"^{NUMERAL}{MEASURE}?")
GROUP_NUMBER_FIRST = re.compile(rf"({NUMERAL}){MEASURE}")
WHICH = re.compile(rf"(?:哪|那(?=些|几)|什么|啥)(?:些|几|{NUMERAL})?{MEASURE}?")
COUNT_WHICH = re.compile(rf"哪({NUMERAL}){MEASURE}?")
COUNTED = re.compile(rf"(?<![\d第.年十\-]){NUMERAL}{MEASURE}(?!月|年|五)")
GROUP = re.compile(
    rf"(?<![\d第.年十几哪\-]){NUMERAL}(?:大|个|项|条|件|方面|类|种|座|家)[\u4e00-\u9fff]{{1,10}}?"
    f'(?=[,。;?!、 ”"]|$|{any_of("behind_group")})'
)
QUOTED = re.compile('[“"「]([^“”"「」]{2,12})[”"」]')
ENTERED = re.compile(f"{any_of('chosen')}[^,。;的]{{0,8}}$")
ASKED_VERB = re.compile(any_of("asked_verb"))
WHICH_OF = re.compile("哪(?:些|几个|几家|几座|个|家)([\u4e00-\u9fff]{1,5}?)的")
LONGEST_NOUN = 8
# how identifiers of these begin
ASKED_ABOUT = tuple(f"{one.value.lower()}-" for one in (EntityType.PARK, EntityType.COUNTY, EntityType.ENTERPRISE))
ANY_PLACE = re.compile("(?:地方|地儿|地点|片区|主体)$")  # of no level, and may be parks or sites
NOT_NOUNS = re.compile(f"^{any_of('not_nouns')}$")


@lru_cache(maxsize=1)
def _saying() -> re.Pattern[str]:
    """Words of a question that say how it is asked or that the text says it: no part of what must be said."""
    return re.compile(wordings("enumerations").any_of("asking"))


def members_wanted(plan: Plan) -> Members:
    """Read from the plan; what it leaves open from the question."""
    text = plan.question.text
    group = _group(plan)
    said = COUNT_WHICH.search(text)
    asked = number_of(said[1]) if said else None
    if len(COUNT_WHICH.findall(text)) > 1 or (said and re.search("哪[^,。]{0,6}[、,和]?哪", text)):
        asked = None  # 五新四城是哪五新哪四城
    if group and (not _is_asked(text, group) or (asked and asked != (_count_of_group(group) or asked))):
        group = ""  # 十强产业的创新矩阵是哪四句话
    count = asked or (plan.count if group or not plan.group else None) or _count_of_group(group)
    nouns = _nouns(plan, group)
    bare = WHICH.sub(",", COUNTED.sub(",", ASKED_VERB.sub(",", text)))
    if plan.asked and (plan.members is EntityType.COUNTY or ANY_PLACE.search(plan.asked)):
        bare = bare.replace(plan.asked, ",")  # a text says 册亨、罗甸, not 县
    bare = re.sub(r"\s+", " ", _saying().sub(",", bare))
    kind = None if ANY_PLACE.search(plan.asked) else _type_wanted(plan, nouns)
    question = replace(plan.question, text=bare)
    return Members(question, count, nouns, kind, group, _sign(text, group), plan.scope, _named(text, group))


def _type_wanted(plan: Plan, nouns: tuple[str, ...]) -> EntityType | None:
    """What stands right behind 哪些 is wanted, whatever is said of it: 哪些园区的主导产业是….."""
    match = WHICH_OF.search(plan.question.text)
    whose = type_of(match[1]) if match else None
    return whose or plan.members or next(filter(None, map(type_of, nouns[:1])), None)


def _sign(text: str, group: str) -> str:
    name = GROUP_NUMBER.sub("", group)
    return name if len(name) == 1 else sign_asked(text)


def _named(text: str, group: str) -> tuple[str, ...]:
    """What stands in quotation marks and is not the group that is asked for."""
    quoted = [match for match in QUOTED.findall(text) if match not in group and not (group and group in match)]
    return tuple(fold_text(one) for one in quoted if not PERIOD.search(one))


def _count_of_group(group: str) -> int | None:
    """三个清零 → 3; 三高一核心 → 4, for each numeral counts."""
    if match := GROUP_NUMBER_FIRST.match(group):
        return number_of(match[1])
    numbers = [number_of(one) for one in re.findall(r"[一二两三四五六七八九十]+|\d+", group)]
    return sum(number for number in numbers if number) or None


def _group(plan: Plan) -> str:
    """The group as the plan has it, else the first that the question names."""
    if plan.group:
        return plan.group
    match = GROUP.search(plan.question.text)
    return match[0] if match else ""


def _is_asked(text: str, group: str) -> bool:
    """Not where the members entered a group: 入选全国十大考古新发现的有哪些."""
    return not ENTERED.search(text[: text.find(group)])


def _nouns(plan: Plan, group: str) -> tuple[str, ...]:
    """The class nouns as asked, and what they shrink to: 浙江省首批服务业集聚区 → 服务业集聚区, 集聚区."""
    text = plan.question.text
    noun = asked_noun(text)
    phrases = [
        plan.asked,
        GROUP_NUMBER.sub("", group),
        noun.text if noun else "",
        *_behind_which(text),
        *QUOTED.findall(text),
    ]
    found = []
    for phrase in phrases:
        phrase = _behind_names(phrase, plan)
        phrase = fold_text(re.sub(r"^.*[),;:]|[“”\"]", "", WHICH.sub("", COUNTED.sub("", phrase))))
        if 2 <= len(phrase) <= 12 and not NOT_NOUNS.match(phrase):
            found.append(phrase)
    every = dict.fromkeys(shorter for phrase in found for shorter in _shorter(phrase))
    return tuple(sorted(every, key=lambda one: -len(one)))


def _behind_names(phrase: str, plan: Plan) -> str:
    """怀化经开区主导产业 → 主导产业: the place, park or company that a phrase begins with is no part of the class."""
    for known in plan.question.known:
        rest = phrase.removeprefix(known.name).removeprefix("的")
        if rest != phrase and len(rest) >= 2 and any(one.startswith(ASKED_ABOUT) for one in known.entity_ids):
            return _behind_names(rest, plan)
    return phrase


def _behind_which(text: str) -> list[str]:
    """哪些产业基地、集聚区 → both; 哪些工业园区升成… → 工业园区: what stands right behind the question word."""
    classes = sorted({*load_cues().classes, *load_cues().things}, key=len, reverse=True)
    found = []
    for match in WHICH.finditer(text):
        for phrase in re.split("[、和与及]", re.split("[,。;?!? ]", text[match.end() :])[0])[:3]:
            if len(phrase) <= LONGEST_NOUN and not any(word in _verbs() for word in rjieba.cut(phrase)):
                found.append(phrase)
            elif begins := next((one for one in classes if phrase.startswith(one)), None):
                found.append(begins)
    return found


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    """Words that no noun phrase of a question holds."""
    return frozenset(wordings("enumerations").words("no_noun"))


def _shorter(phrase: str) -> list[str]:
    """首批产业集聚区 → 首批产业集聚区, 产业集聚区, 集聚区: cut where words begin."""
    words = list(rjieba.cut(phrase))
    tails = [tail for at in range(len(words)) if len(tail := "".join(words[at:])) >= 2]
    head = head_of(phrase)
    return [*tails, head] if head and len(head) >= 2 else tails


def sign_asked(text: str) -> str:
    """The single character that all members share: 哪四个“化”, 五化."""
    match = re.search(r"哪[一二三四五六七八九十]个?[“\"]([\u4e00-\u9fff])[”\"]", text)
    return match[1] if match else ""


def measure_word(text: str) -> str:
    """What the question counts them by: 家, 条, 项; 个 where it says nothing."""
    match = re.search(rf"(?:哪|几|多少|共)(?:几|{NUMERAL})?({MEASURE})", text)
    return match[1] if match and match[1] not in ("大", "样", "点", "批") else "个"

"""What names end in: a name or the end of a list goes in, the head comes out that its items may share.

“7条高速公路” → 高速公路, “等5座小型水库项目前期工作” → 水库, “等重大项目” → nothing. Which words are heads lies in the
gazetteers, a file or more for each type; industries have none, their names are whole as they stand.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.lexicon.divisions import Division, Divisions
from graph.lexicon.lexicon import alternation, word_list
from graph.lexicon.repetition import repeated
from graph.lexicon.wordings import wordings
from graph.records import EntityType
from ingest.entities.stretches import Stretch

any_of = wordings("names").any_of

DIVISIONS = Divisions.load()
HEADS = {
    EntityType.PROJECT: ("project_heads", "line_heads", "works_heads", "shared_heads", "park_heads", "zone_heads"),
    EntityType.PARK: ("park_heads", "zone_heads"),
    EntityType.ENTERPRISE: ("company_forms",),
    EntityType.DEPARTMENT: ("body_heads",),
}
ANNEX = r"(?:\([^()]*\))?[”\"]?"
NUMBER = r"(?:\d[\d.]*[万千百]?|[一二两三四五六七八九十百]+)"
# how many there are, between the items and what they are: 等|7条|高速公路, 两|市政府
COUNT = re.compile(
    rf"(?:{NUMBER}[余多]?(?:[个条座处家项所对批类片种宗台套艘]|大(?!道|桥|街|厦|路|型|坝)|(?=[县市省区]))|一批|一系列|一些|多[个条座项])+"
)
# says nothing of which it is: 14座|大中型|水电站, 5座|小(1)型|水库
SIZE = re.compile(rf"{any_of('sizes')}+")
WORK = re.compile(rf"(?:的?{any_of('works_behind')})+$")
# 路网 of “道路整治改造” is the road again
AGAIN = {"路": "道路", "街": "道路", "道": "道路", "桥": "桥梁|桥系", "河": "河道", "江": "河道"}
# “沅陵、芷江等重点旅游县市区|游客中心”: what the areas are
AREAS = re.compile(rf"^(?:重点)?[\u4e00-\u9fff]{{0,4}}?{any_of('area_kinds')}(?![级域内区列重])")


@lru_cache(maxsize=32)
def words(name: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """A word list as a pattern between two anchors."""
    return re.compile(rf"{before}(?:{alternation(name)}){after}")


@lru_cache(maxsize=32)
def longest_of(name: str) -> int:
    """No word of the list takes more characters."""
    return max(map(len, word_list(name)))


def before_head(name: str, heads: str) -> int:
    """From where on to look for a head of the word list that ends the name, brackets and a quote behind it: where the
    name is the beginning of a long text, looking at all of it would take long."""
    return max(0, before_annex(name) - longest_of(heads))


def before_annex(name: str) -> int:
    """Where what stands behind a head begins, or before: brackets and a quote at the end of the name."""
    end = len(name) - name.endswith(('"', "”"))
    return max(0, name.rfind("(", 0, end)) if name.endswith(")", 0, end) else end


@lru_cache(maxsize=8)
def ending(kind: EntityType) -> re.Pattern[str]:
    """The heads at the end of a name of the type: 工业园区, 高速公路."""
    words = sorted({word for name in HEADS[kind] for word in word_list(name)}, key=lambda word: (-len(word), word))
    long, short = [w for w in words if len(w) > 1], "|".join(w for w in words if len(w) == 1)
    return re.compile(rf"(?:(?:{repeated(long)})+|(?:{short or '|'.join(long)})){ANNEX}$")


@lru_cache(maxsize=8)
def long_heads(kind: EntityType) -> re.Pattern[str]:
    """The heads of the type that have more than one sign."""
    words = sorted({word for name in HEADS[kind] for word in word_list(name)}, key=lambda word: (-len(word), word))
    return re.compile("|".join(word for word in words if len(word) > 1))


def head_of(name: str, kind: EntityType) -> str:
    """工业园区 of 董家河工业园区, 高速公路韶关段 of 昆汕高速公路韶关段; “” where the name has no head."""
    if kind not in HEADS:
        return ""
    if kind is EntityType.PROJECT and (section := SECTION.search(name)):
        return section[0]
    found = ending_of(name, kind)
    return found[0] if found else ""


def ending_of(name: str, kind: EntityType) -> re.Match[str] | None:
    """The heads that the name ends with. Looked for in its end first: where they begin well inside of what is looked
    at, or not at all, none can begin before it.
    """
    longest = max(map(longest_of, HEADS[kind]))
    end, reach = before_annex(name), 4 * longest
    while True:
        begin = max(0, end - reach)
        found = ending(kind).search(name, begin)
        if begin == 0 or found is None or found.start() > begin + longest:
            return found
        reach *= 2


@lru_cache(maxsize=1)
def zone() -> re.Pattern[str]:
    """The kinds of zone that lists share."""
    words = {*word_list("park_heads"), *(word for word in word_list("zone_heads") if len(word) > 2)}
    return re.compile("|".join(sorted(words, key=lambda word: (-len(word), word))))


def is_zone(name: str) -> bool:
    """Whether the name ends as a zone does."""
    return any(match.end() == len(name) for match in zone().finditer(name))


SECTION = re.compile(rf"(?:{alternation('line_heads')})[\u4e00-\u9fff]{{2,6}}段$")


@lru_cache(maxsize=1)
def line() -> re.Pattern[str]:
    """How a road, a railway or a pipe ends, its sections too."""
    return re.compile(rf"(?:{alternation('line_heads')})(?:[\u4e00-\u9fff]{{2,6}}段|项目|工程)*{ANNEX}$")


@lru_cache(maxsize=1)
def works() -> re.Pattern[str]:
    """How a piece of work on something that is there ends: 改造, 扩建工程."""
    return re.compile(rf"(?:{alternation('works_heads')})(?:工程)?$")


@lru_cache(maxsize=1)
def thing_ends() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How names of things end: those that end no names of places, and all."""
    words = word_list("thing_ends")
    sure = "|".join(sorted(word for word in words if not word.startswith("(?<=")))
    return re.compile(rf"(?<=..)(?:{sure}){ANNEX}$"), re.compile(rf"(?<=..)(?:{'|'.join(sorted(words))}){ANNEX}$")


ONE_OF_ITS = ("港", "站", "桥", "路")  # 江山港, 怀化站


def is_thing(text: str) -> bool:
    """兴港大道, 江山港; not 栗子园 of “印江栗子园、松桃盐井等水库”."""
    sure, every = thing_ends()
    rest = text[area_end(text) :]
    return bool(sure.search(text if rest == text else rest) or every.search(rest) or rest in ONE_OF_ITS)


@lru_cache(maxsize=1)
def vague() -> re.Pattern[str]:
    """What closes a list and names no kind: 等一批重大项目."""
    return re.compile(
        rf"^[“”]*(?:{repeated(word_list('list_kinds'))}|[“”])*(?:项目|工程|建设|设施)?[“”]*$|(?:试点|标志性|代表性).*项目[”]?$"
    )


@lru_cache(maxsize=1)
def said() -> re.Pattern[str]:
    """Words that say something of a list, behind its last item."""
    return re.compile(rf"{alternation('project_predicates')}|{any_of('said_of_lists')}")


STOP = re.compile(r"[,。;:!?、…]|以及|[和与及的]|\((?!水闸|[12一二]\))")


@lru_cache(maxsize=1)
def verb() -> re.Pattern[str]:
    """What is done behind 等, so that nothing there is the list's head: “长沙、株洲等|布局产业园区”."""
    words = sorted(word_list("project_cues") - word_list("works_heads"), key=lambda word: (-len(word), word))
    return re.compile(rf"(?:{'|'.join(words)}|{any_of('done_behind_lists')})(?!项目|工程|用地|区|型)")


ETC = re.compile("等(?![级于额待量价距候])")


def closing_head(stretch: Stretch, at: int, kind: EntityType, items: list[str]) -> str:
    """The head behind the last item: 高速公路 of “等7条高速公路建成通车”; “” where there is none."""
    text = stretch.text
    at = after_aside(text, at)
    etc = bool(ETC.match(text, at))
    count = COUNT.match(text, at + etc)
    if not etc and not count:
        return ""
    head = shared_head(phrase_at(stretch, count.end() if count else at + 1), kind, items)
    return "" if head.endswith("工程") and count and ("批" in count[0] or head == "工程") else head


def closes(text: str, at: int) -> bool:
    """Whether 等 or a count ends the list there."""
    at = after_aside(text, at)
    return bool(ETC.match(text, at) or COUNT.match(text, at))


def after_aside(text: str, at: int) -> int:
    """Behind the bracket that stands there: 山西大同(60万千瓦)|等火电厂."""
    aside = re.compile(r"[(〈][^()]{1,20}\)").match(text, at)
    return aside.end() if aside else at


def phrase_at(stretch: Stretch, start: int) -> str:
    """The words from there to where a name must end."""
    return stretch.text[start : phrase_end(stretch, start)]


def phrase_end(stretch: Stretch, start: int) -> int:
    """Where a name that begins there must end: at a sign, a joint or a verb."""
    text = stretch.text
    stop = STOP.search(text, start)
    end = stop.start() if stop else len(text)
    if verb().match(text, start):
        return start
    for match in said().finditer(text, start + 1, end):
        if stretch.begins_word(match.start()):
            return match.start()
    return end


def shared_head(phrase: str, kind: EntityType, items: list[str]) -> str:
    """水库 of “小型水库项目前期工作”; “” of “重大产业项目”."""
    if kind is EntityType.ENTERPRISE:
        return phrase if FORM.fullmatch(phrase) and any(map(is_trade, items)) else ""
    if kind not in (EntityType.PROJECT, EntityType.PARK):
        return ""
    phrase = without_lead(phrase, kind, items)
    if not head_of(phrase, kind):
        heads = [match for match in long_heads(kind).finditer(phrase) if 0 < len(phrase) - match.end() <= 3]
        phrase = phrase[: heads[-1].end()] if heads else ""  # 水电站|适当
    if phrase == "工程":
        return phrase
    if vague().search(phrase):
        return ""
    if phrase.endswith("项目") and head_of(phrase[:-2], kind) and not works().search(phrase[:-2]):
        return phrase[:-2]
    return phrase


def without_lead(phrase: str, kind: EntityType, items: list[str]) -> str:
    """水库 of “3座中型水库”: without counts and sizes, and without what the items are said to be again."""
    phrase = WORK.sub("", phrase)
    if kind is EntityType.PARK and (zones := list(zone().finditer(phrase))):
        phrase = phrase[: zones[0].end()]
    if any(map(is_area, items)) and (again := AREAS.match(phrase)):
        phrase = phrase[again.end() :]
        if phrase.startswith("一批") or verb().match(phrase):
            return ""  # “长沙、常德等市一批通用机场”, “株洲、长沙等地布局产业园” name none of them
    while (start := SIZE.match(phrase)) or (start := COUNT.match(phrase)):
        phrase = phrase[start.end() :]
    same = AGAIN.get(items[-1][-1])
    return re.sub(rf"^(?:{same})(?=..)", "", phrase) if same else phrase


FORM = re.compile(r"(?!企业|大型|国有|重点|骨干)[\u4e00-\u9fff]{2,}(?:公司|集团)")


@lru_cache(maxsize=1)
def trades() -> re.Pattern[str]:
    """Trades that only a form makes companies of: 物流, 市水务."""
    return re.compile(rf"^[市县省]?(?:{alternation('company_trades')})$")


def is_trade(text: str) -> bool:
    """物流, 市水务: a trade that only a form makes a company of."""
    return bool(trades().match(text))


def is_area(text: str) -> bool:
    """沅陵, 怀化市; a chain of areas too."""
    return 0 < area_end(text) == len(text)


@lru_cache(maxsize=1 << 14)
def area_end(text: str) -> int:
    """Where the areas end that a name begins with, each inside the one before: 湖南怀化|辰溪…; 中方|宝山."""
    at = 0
    outer: tuple[Division, ...] = ()
    for hit in DIVISIONS.find(text):
        if hit.start != at or (
            outer and not any(DIVISIONS.is_within(d.code, o.code) for d in hit.candidates for o in outer)
        ):
            break
        at, outer = hit.end, hit.candidates
    return at

"""Finds Enterprise mentions: a stretch goes in, the companies it names come out.

Companies stand in columns (重点扶持企业), in lists before 企业 (支持东旭光电、亚信电子等重点企业), in full names
(…有限公司, …集团), in gazetteers/companies.txt, and at the head of a project's name (恒光科技年产13.3万吨…项目).
A company found once is found again by `find_known` wherever the same source names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import ahocorasick
import rjieba

from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import alternation, word_list
from graph.lexicon.ontology import Ontology
from graph.lexicon.repetition import repeated
from graph.lexicon.wordings import wordings
from graph.records import EntityType, Level
from ingest.entities.cutting import cut, items_before
from ingest.entities.names import has_unknown, is_leading, is_proper_word, name_start
from ingest.entities.stretches import Finding, Stretch
from ingest.rules import Example, Rule, rule

NAMES = wordings("names")
any_of = NAMES.any_of

DIVISIONS = Divisions.load()
COLUMN = re.compile(any_of("company_headers"))
FULL = re.compile(any_of("company_full_forms"))
KINDS = repeated(word_list("company_list_kinds"))
LISTED = re.compile(
    rf"(?:等(?:一批|多家|\d+[家户]|[一二三四五六七八九十]+[家户])?|(?<!\d)\d+[家户])?(?:{KINDS})*(?:企业|集团公司)(?!家|主体|信用)"
)
LED_BY = re.compile(
    rf"(?:^|[,;。:以])(?:重点|主要|择优)?{any_of('company_leads')}([^,。;:]{{2,60}}?)(?:等(?:企业)?)?为(?:龙头|引领|骨干|代表)"
)
NOISE = re.compile(rf"(?:{alternation('company_not_tails')})$")
# “鑫德正科技|通信电子制造产业基地” in a column of companies: the company and what it builds
BESIDE_WORKS = re.compile(rf"([^、()]{{2,6}}?{any_of('company_signs')})[^、]{{4,}}(?:项目|生产线|产业基地|生产基地)$")
ETC = re.compile(r"等(?:企业|公司)?[。;]?$")
MAX_NAME = 22


@lru_cache(maxsize=1)
def tails() -> re.Pattern[str]:
    """Finds the words that a company's name ends with."""
    return re.compile(rf"(?:{alternation('company_tails')})$")


@lru_cache(maxsize=1)
def generic() -> frozenset[str]:
    """Words that are said of companies and name none."""
    return Ontology.load().entities[EntityType.ENTERPRISE].generic


def finding(stretch: Stretch, start: int, end: int, by: Rule) -> Finding:
    """A company at a place of the stretch, named as it is written."""
    return Finding(start, end, EntityType.ENTERPRISE, stretch.text[start:end], by)


def is_company(stretch: Stretch, start: int, end: int) -> bool:
    """恒光科技, 上海胜华, 奥谱隆; not 化工, 规模以上, 中小微."""
    key = ("is company", start, end)
    if key not in stretch.memory:
        stretch.memory[key] = looks_like_company(stretch, start, end)
    return bool(stretch.memory[key])


def looks_like_company(stretch: Stretch, start: int, end: int) -> bool:
    """The same, looked at anew."""
    name = stretch.text[start:end]
    if name in word_list("companies"):
        return True
    if not 2 <= len(name) <= MAX_NAME or NOISE.search(name) or name in generic() or name in word_list("industries"):
        return False
    tail = tails().search(name)
    if tail and tail.start() == 0:
        return False
    if DIVISIONS.called(name):
        return False
    stem = name[: tail.start()] if tail else name
    if tail and len(stem) == 2 and rjieba.has_word(stem) and stem not in word_list("plain_words"):
        return (
            len(tail[0]) == 2 and not is_leading(stem) and rjieba.tag(stem)[0][1] in ("nr", "nz", "ns", "nrt", "nrfg")
        )
    area = next((hit for hit in DIVISIONS.find(stem) if hit.start == 0), None)
    rest = start + (area.end if area else 0)
    return has_unknown(stretch, rest, start + len(stem)) or (bool(area) and bool(tail) and rest < start + len(stem))


ENTERPRISE_COLUMN = rule(
    "enterprise-column",
    EntityType.ENTERPRISE,
    says="each item of a column of companies",
    example=Example("正清集团、博世康等", "正清集团|博世康", header="重点扶持企业"),
    counter=Example("光引发剂、涂料等", header="重点突破领域"),
)


def in_column(stretch: Stretch) -> Iterator[Finding]:
    """“奇力新电子、向华电子等” under 重点扶持企业; not under 重点突破领域."""
    if not stretch.header or not COLUMN.search(stretch.header) or "项目" in stretch.header or "园区" in stretch.header:
        return
    text = stretch.text
    end = len(text) - len(ETC.search(text)[0]) if ETC.search(text) else len(text)  # type: ignore[index]
    for start, stop in cut(stretch, 0, end, EntityType.ENTERPRISE):
        if text[start:stop].endswith("等") and stop - start > 3:
            stop -= 1
        if works := BESIDE_WORKS.match(text[start:stop]):
            stop = start + works.end(1)
        name = text[start:stop]
        if 2 <= len(name) <= 40 and name not in generic() and re.search(r"[\u4e00-\u9fffA-Z]{2}|\d[A-Z]", name):
            yield finding(stretch, start, stop, ENTERPRISE_COLUMN)


ENTERPRISE_IN_LIST = rule(
    "enterprise-in-list",
    EntityType.ENTERPRISE,
    says="the items of a list before 企业",
    example=Example("择优支持恒光科技、久日新材料等重点企业,", "恒光科技|久日新材料"),
    counter=Example("支持国有、民营等各类企业发展,"),
)


def in_list(stretch: Stretch) -> Iterator[Finding]:
    """“支持东旭光电、亚信电子等重点企业”; not “支持中小微、个体工商户等企业”."""
    text = stretch.text
    for match in LISTED.finditer(text):
        yield from listed_before(stretch, match.start(), closed=bool(re.match(r"等|\d", match[0])))
    for match in LED_BY.finditer(text):
        yield from listed_before(stretch, match.end(1), closed=False)


def listed_before(stretch: Stretch, end: int, *, closed: bool) -> list[Finding]:
    """The companies of the list that ends there; one that is surely a company speaks for the others.

    A list that no 等 closes (“正清制药、补天药业重点企业”) must hold two, and each must look like a company.
    """
    items = items_before(stretch, end, EntityType.ENTERPRISE, longest=MAX_NAME)
    names = [stretch.text[slice(*item)] for item in items]
    if are_kinds(names) or are_trades(names):
        return []
    good = of_closed_list(stretch, items) if closed else of_open_list(stretch, items)
    return [finding(stretch, a, b, ENTERPRISE_IN_LIST) for a, b in good]


def are_kinds(names: Sequence[str]) -> bool:
    """国有、民营等各类企业."""
    return any(name in word_list("company_kinds") for name in names)


def are_trades(names: Sequence[str]) -> bool:
    """化纤、连续纺纱、服装、家纺等企业."""
    trades = [name for name in names if name in word_list("industries")]
    return len(names) > 2 and bool(trades) and len(trades) * 4 >= len(names)


def of_closed_list(stretch: Stretch, items: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What could be a company, where one is, half of them end like one, or a verb takes them; else what surely is."""
    text = stretch.text
    sure = [item for item in items if is_company(stretch, *item)]
    tailed = [item for item in items if tails().search(text[slice(*item)])]
    named = bool(sure) or len(tailed) * 2 >= len(items) or follows_verb(text, items)
    if len(items) < 2 or not named:
        return sure
    return [item for item in items if item in sure or could_be_company(text[slice(*item)])]


def of_open_list(stretch: Stretch, items: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What ends like a company, where one surely is, and there are two or the list is one."""
    names = ((item, stretch.text[slice(*item)]) for item in items)
    good = [item for item, name in names if tails().search(name) and could_be_company(name)]
    enough = len(good) >= min(2, len(items))
    return good if enough and any(is_company(stretch, *item) for item in good) else []


COMPANY_VERB = re.compile(rf"({any_of('company_verbs')})$")


def follows_verb(text: str, items: list[tuple[int, int]]) -> bool:
    """“联合高桥、红星、一力等企业”: short names behind a verb that takes companies."""
    first = items[-1][0]
    return bool(COMPANY_VERB.search(text[max(0, first - 4) : first])) and all(b - a <= 5 for a, b in items)


def could_be_company(name: str) -> bool:
    """恒光科技 beside names that surely are companies; not 规模以上工业, not 化工."""
    if NOISE.search(name) or name in generic() or name in word_list("industries"):
        return False
    if any(DIVISIONS.exists(division) for division in DIVISIONS.called(name)):
        return False
    return (
        2 <= len(name) <= 12 and "所称" not in name and not re.search(r"^(市|省|国|各|个体)|的|类|型$|业态|[,。]", name)
    )


ENTERPRISE_FULL_NAME = rule(
    "enterprise-full-name",
    EntityType.ENTERPRISE,
    says="a name with its legal form, or a group's",
    example=Example("支持湖南奇力新电子科技有限公司扩产,", "湖南奇力新电子科技有限公司"),
    counter=Example("平台公司市场化转型,上市公司达到10家"),
)


def in_full(stretch: Stretch) -> Iterator[Finding]:
    """“湖南奇力新电子科技有限公司”, “正清集团”; not “平台公司”, “上市公司”."""
    text = stretch.text
    floor = 0
    for match in FULL.finditer(text):
        start = name_start(stretch, match.start(), floor, limit=24)
        if text[start] == "以" and is_proper_word(text[start + 1 : match.start()]):
            start += 1
        start += len(before_name(stretch, start, match.start()))
        name = text[start : match.end()]
        if start < match.start() and is_named_company(stretch, start, match.start()) and name not in generic():
            floor = match.end()
            yield finding(stretch, start, match.end(), ENTERPRISE_FULL_NAME)


def before_name(stretch: Stretch, start: int, end: int) -> str:
    """What stands before a company's name and is none of it: 冶金企业|金川集团, 辰溪工业集中区|蓝伯集团."""
    text = stretch.text[start:end]
    kind = KIND_BEFORE.match(text)
    if kind:
        return kind[0]
    zone = ZONE_FIRST.match(text)
    return zone[0] if zone and has_unknown(stretch, start + zone.end(), end) else ""


NOT_STEM = re.compile(rf"({any_of('company_not_stems')})$|A股|做大|做强|政策性")
KIND_BEFORE = re.compile(r"^.*(?:企业|公司|百强|龙头|巨头)(?=[\u4e00-\u9fffA-Z]{2})")  # 冶金企业|金川集团


def is_named_company(stretch: Stretch, start: int, end: int) -> bool:
    """The words before 公司 or 集团 are a name: a known company, an area's name and more, or an unknown word."""
    stem = stretch.text[start:end]
    if stem in word_list("companies"):
        return True
    if NOT_STEM.search(stem):
        return False
    hits = DIVISIONS.find(stem)
    named = bool(hits) and hits[0].start == 0 and hits[-1].end < len(stem) and len(stem) <= MAX_NAME
    return named or has_unknown(stretch, start, end)


ENTERPRISE_WELL_KNOWN = rule(
    "enterprise-well-known",
    EntityType.ENTERPRISE,
    says="a company of the word list, wherever it stands",
    example=Example("加快惠科显示模组生产线建设,", "惠科"),
    counter=Example("统一规划,坚定理想信念"),
)


def well_known(stretch: Stretch) -> Iterator[Finding]:
    """华为, 惠科显示模组生产线's 惠科; “统一” and “理想” only in lists."""
    for end, name in known_automaton().iter(stretch.text):
        start = end + 1 - len(name)
        is_person = TITLE_BEFORE.search(stretch.text[max(0, start - 3) : start])
        is_whole = all(stretch.begins_word(at) or not rjieba.has_word(stretch.word_at(at)) for at in (start, end + 1))
        if is_whole and not is_person:
            form = FORM_BEHIND.match(stretch.text, end + 1)
            yield finding(stretch, start, form.end() if form else end + 1, ENTERPRISE_WELL_KNOWN)


FORM_BEHIND = re.compile(r"(?:股份|集团)(?!有限|公司|制|化|合作|总部)")  # 木林森|股份
TITLE_BEFORE = re.compile(r"(?:主席|[省市州盟县旗区]长|书记|主任|同志)$")  # 自治区主席|包钢 is a person


@lru_cache(maxsize=1)
def known_automaton() -> ahocorasick.Automaton:
    """Finds the companies of the word list that are more than a word any of them bears."""
    names = sorted(name for name in word_list("companies") if name not in word_list("company_words"))
    return automaton_of(names)


def automaton_of(names: Iterable[str]) -> ahocorasick.Automaton:
    """Finds all of the names in one pass over a text."""
    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


INDUSTRIAL = re.compile(alternation("industrial_words"))
NATURAL = re.compile(rf"[{NAMES.words('place_signs')[0]}]$")


MATERIAL = re.compile(r"(?:精深|精|深|初)?加工|种植|养殖|制品")  # behind what it is made of: 葛根精深加工
# 沪明临港产业园, 兰白千万吨炼化基地: two places, not a firm
BETWEEN_PLACES = re.compile(any_of("between_places"))
# 湖南青青|园, 同仁|堂: the last sign of many firms' names
SHOP_SIGN = ("园", "堂", "坊", "斋", "阁", "轩", "源")
REGION = re.compile(rf"[{NAMES.words('province_signs')[0]}吉黑云秦陇青胶][东南西北中]")  # 蒙东, 胶东
# behind a name, these are firms and not what is built: 怀化蓝色快运
CARRIER = re.compile(any_of("carriers"))
ZONE_FIRST = re.compile(rf"^.{{2,14}}?({any_of('zones_first')})")
NOT_COMPANY = re.compile(r"^零碳|^(省|市|县|国|中[荷意德法日韩新俄英非巴泰]$)")


ENTERPRISE_OF_PROJECT = rule(
    "enterprise-of-project",
    EntityType.ENTERPRISE,
    says="the company at the head of a project's name",
    example=Example("加快怀化高新区洪康5.0中性硼硅药用玻璃管及制瓶项目建设,", "洪康"),
    counter=Example("加快怀化市蟒塘溪水资源配置工程建设,"),
)


def at_head_of_project(stretch: Stretch, start: int, end: int) -> Finding | None:
    """洪康 in “怀化高新区洪康5.0中性硼硅药用玻璃管及制瓶”; not 蟒塘溪 in “怀化市蟒塘溪水资源配置工程”."""
    text = stretch.text
    if not INDUSTRIAL.search(text[start:end]):
        return None
    begin = after_place(text, start, end)
    if begin >= end:
        return None
    stop = end_of_firm(stretch, begin, end)
    word, behind = text[begin:stop], text[stop : max(end, stop + 1)]  # behind a whole name, the sign after it
    if begin > start and (carrier := CARRIER.match(behind)) and word not in word_list("plain_words"):
        return finding(stretch, start, stop + carrier.end(), ENTERPRISE_OF_PROJECT)
    if any(says_no(word, behind) for says_no in NO_FIRM) or not has_unknown(stretch, begin, stop):
        return None
    if (tail := TAIL_BEHIND.match(behind)) and stop + tail.end() < end:
        stop += tail.end()
    # companies bear their province's name (湖南奇力新电子), a county before one says where it builds (芷江|精卓光电)
    province = PROVINCE_BEFORE.search(text[start:begin])
    return finding(stretch, begin - len(province[0]) if province else begin, stop, ENTERPRISE_OF_PROJECT)


def end_of_firm(stretch: Stretch, begin: int, end: int) -> int:
    """Where the word that may be a firm's own name ends: a word, or single characters (奇|力|新), and a shop's sign."""
    words = stretch.words(begin, end)
    stop = words[0][1]
    for a, b in words[1:3]:
        if stop - begin >= 2 or b - a > 1:
            break
        stop = b
    is_sign = stretch.text[stop : stop + 1] in SHOP_SIGN and stretch.begins_word(stop + 1)
    return stop + 1 if is_sign else stop


def is_no_name(word: str, _: str) -> bool:
    """零碳, 省, 中意, 国家级: no firm is called so alone."""
    return len(word) < 2 or bool(NOT_COMPANY.match(word)) or is_leading(word)


def is_region(word: str, _: str) -> bool:
    """长三角, 蒙东."""
    return word in word_list("macro_regions") or bool(REGION.fullmatch(word))


def stands_for_two_places(_: str, behind: str) -> bool:
    """沪明|临港产业园, 兰白|千万吨炼化基地."""
    return bool(BETWEEN_PLACES.match(behind))


def is_nature(word: str, behind: str) -> bool:
    """蟒塘溪|水资源, 阳塘|镇."""
    return bool(NATURAL.search(word) or NATURAL.match(behind[:1]))


def is_material(_: str, behind: str) -> bool:
    """葛根|精深加工."""
    return bool(MATERIAL.match(behind))


# The word at the head of a project's name, and what stands behind it: why it is no firm.
NO_FIRM = (is_no_name, is_region, stands_for_two_places, is_nature, is_material)


PROVINCE_BEFORE = re.compile(
    rf"(?:{'|'.join(d.short for d in DIVISIONS.by_code.values() if d.level is Level.PROVINCE)})$"
)


def after_place(text: str, start: int, end: int) -> int:
    """Behind the park and the areas that begin a project's name."""
    zone = ZONE_FIRST.match(text[start:end])
    begin = start + (zone.end() if zone else 0)
    at = 0
    for hit in DIVISIONS.find(text[begin:end]):
        if hit.start != at:
            break
        at = hit.end
    return begin + at


TAIL_BEHIND = re.compile(rf"[\u4e00-\u9fff]?(?:{alternation('company_tails')})")


FINDERS = (in_column, in_full, in_list, well_known)


def find_enterprises(stretch: Stretch) -> list[Finding]:
    """Enterprise mentions, from left to right; at one place the longest."""
    return longest(found for finder in FINDERS for found in finder(stretch))


def longest(findings: Iterable[Finding]) -> list[Finding]:
    """Without those that lie inside a longer one."""
    kept: list[Finding] = []
    for found in sorted(findings, key=lambda f: (f.start, -f.end)):
        if not kept or found.end > kept[-1].end:
            if kept and found.start < kept[-1].end:
                continue
            kept.append(found)
    return kept


ENTERPRISE_KNOWN = rule(
    "enterprise-known",
    EntityType.ENTERPRISE,
    says="a company that the same source names in a sure place",
    example=Example("择优支持湖南超威、哈电风能等重点企业。湖南超威投产。", "湖南超威"),
    counter=Example("支持黄山旅游、徽商股份等重点企业。黄山旅游火热。", "黄山旅游"),
)


def find_known(stretch: Stretch, automaton: ahocorasick.Automaton) -> list[Finding]:
    """Companies that the source names elsewhere."""
    if not len(automaton):
        return []
    found = []
    for end, name in automaton.iter(stretch.text):
        start = end + 1 - len(name)
        if len(name) > 3 or stretch.begins_word(start) or not rjieba.has_word(stretch.word_at(start)):
            found.append(finding(stretch, start, end + 1, ENTERPRISE_KNOWN))
    return longest(found)


AREA_TRADE = re.compile(  # 黄山旅游 is a company in a list and a trade of the place elsewhere
    rf"(?:{'|'.join(sorted(d.short for d in DIVISIONS.by_code.values()))}){any_of('area_trades')}$"
)


def worth_knowing(found: Finding) -> list[str]:
    """The names under which a company is found again: itself, and 三一 for 三一集团; ordinary words are left out."""
    name = found.name
    names = [name]
    for ending in ("集团", "公司", "股份"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            names.append(name.removesuffix(ending))
    names = [n for n in names if not (DIVISIONS.called(n) or AREA_TRADE.match(n) or n in word_list("industries"))]
    return [
        n for n in names if len(n) > 3 or (not rjieba.has_word(n) and n not in word_list("plain_words") and len(n) > 1)
    ]

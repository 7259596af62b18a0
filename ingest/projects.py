"""Finds Project mentions: a stretch goes in, the undertakings it names come out.

Projects stand in columns (重点建设项目), in lists closed by 等…项目 (“抓好A、B等十大产业项目”), as the object of a verb
(推进, 开工建设 …) and as the subject of one (“A项目竣工投产”). A name must be a proper one: “推进重点项目建设” and
“实施六大强农行动” name none. Where the verb or the list is cut off, the name keeps its place, company and scale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from graph.divisions import Divisions
from graph.model import EntityType
from graph.ontology import Ontology, alternation, word_list
from ingest.lists import closings, split_list, split_outside
from ingest.names import has_proper_word, has_unknown, is_proper
from ingest.stretches import Finding, Stretch

DIVISIONS = Divisions.load()
COLUMN = re.compile(r"(建设|重点|重大|工程|投资|支撑|主要)?(项目|工程)(名称)?$")
LIST_TAIL = re.compile(
    r"等(?P<kind>[^、,。;]{0,14}?)(?P<head>项目|工程|建设|改造|公路|铁路|高速|机场|水库|电站|园区|物流园区?|产业园|基地|中心|枢纽|公园|道路|大桥|桥梁|市场|平台|设施|医院|学校|小镇|景区|专用线|线路)"
    r"(?:项目|工程|建设|改造|实施|前期工作|前期|进度|落地|开工|投产|与升级|升级|整治|开发|建成|竣工|投用|通车)*$"
)
OPEN_TAIL = re.compile(r"(?P<head>项目|工程)(?:建设|前期工作|前期|落地|开工|投产|竣工|实施|进度)*$")
ASIDE = re.compile(
    r"(?:的)?(?:项目)?(?:开工)?(?:建设)?(?:前期工作|前期|规划编制|可行性研究|可研|进度|步伐|落地|落户|实施|投产|达产|开工|竣工|投用|通车|提质增效|扩量增效|提质扩能|提质升级|建成|开通|完工|运营|早日.*|尽快.*|顺利.*|取得.*|年内.*|全面.*|工作|力度|进程|报批|审批|立项)$"
)
NOT_PROJECT = re.compile(
    r"(行动|计划|战役|攻坚战|活动|试点|机制|政策|方案|制度|改革|战略|水平|能力|质量|效率|规模|速度|比重|任务|目标|问题|经验|做法|作用|优势|合作|对接|招商|服务|经济|产业|产业链|集群|企业|行业|领域|市场主体|标准|品牌|人才|资源|要素|保障|监管|执法|安全|环境|意识|责任|融合|联动|一体化|现代化|城镇化|农业|工业|教育|医疗|养老|文化|旅游|生态|培训|申报|创建|示范区|先行区|试验区|示范县|示范市|都市圈|经济圈|城市群|走廊|片区|地区|开发区|高新区|经开区|集中区|集聚区|自贸区|综保区|保税区|县|市|区|省|乡|镇|村|国家|项目库|项目清单|体制|格局|产业体系|监管体系|保障体系|制度体系|标准体系|指标体系|政策体系|服务体系|治理体系|安全体系|防控体系|评价体系|支撑体系|功能|动能|增长极|特色|形象|面貌|大赛|论坛|博览会|班列|航线|体验|指数|指标)$"
)
COUNTED = re.compile(
    r"^(?:约|近|共|新增|完成|建成)?(?:\d[\d.,]*|[一二三四五六七八九十百千几两多]+)(?:余|多)?(?:个|家|座|处|批|条|所|项|类|套|台|万|亿|公里|千米|平方|亩|户|名|%|年|月|期|大|级|系列)"
)
VAGUE = re.compile(
    r"^(?:各|一批|若干|相关|有关|全市|全省|全县|其他|其它|这些|该|此|上述|以上|重点|重大|一系列|多个|更多|国家级|省级|市级|县级|所有)"
)
LEAD = re.compile(
    r"^(?:—|在|将|要|对|把|以|由|为|并|也|还|又|再|和|及|与|的|了|着力|大力|全力|积极|全面|深入|扎实|稳步|有序|持续|继续|进一步|重点|高标准|高水平|高质量|高品质|高起点|尽快|力争|确保|统筹|协同|同步|主动|抓紧|抢抓|今年|明年|年内|全年|\d{4}年|上半年|下半年|近期|中期|远期|严格|科学|优先|适时|分步|逐步|超前|率先|切实|精心|如期|加大|组织|集中|落实|督促|争取|启动|包括|如|即|含|主要|其中|一是|二是|三是|已建|在建|四是|五是|切实|聚焦|围绕|依托|谋深|做实|做好|快速|有力)+"
)
CAMPAIGN = re.compile(
    r"(提升|培育|倍增|融合发展|振兴|惠民|便民|利民|示范|强基|补链|攻坚|增效|增收|翻番|培养|素质|人才|引领|保护|保障|安居|安康|幸福|阳光|春风|雨露|校长|教师|名师|兴滇)工程$"
)
# what a place is called or wants to become, not what is built: “建设湖南重要电子信息产业基地”
NOT_BUILT = re.compile(
    r"品牌|人才|制度|机制|行动|活动|政策|标准|赛事|精品|旅游线路|领域|行业|产业链|技术|战略|改革|国家级?(?=平台|基地)|组织|队伍|服务|理念|文化"
)
DESIGNATION = re.compile(
    r"(重要|先进|领先|一流|特色|优质|全国|世界|国际性|区域性|辐射|最大)[^、]*(基地|中心|枢纽|高地)$|现代化建设$|(体系|机制|队伍|能力|制度|文明|法治|平安|作风|品牌|人才|城市群)建设$"
)
FACILITY = re.compile(r"(平台|中心|基地|馆|园|城|厂|站|系统|数据库|生产线|”|二期|一期|三期)$")


@lru_cache(maxsize=1)
def head_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation('project_heads')})(?:\([^()]*\))?[\"”]?$")


@lru_cache(maxsize=1)
def cue() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation('project_cues')})+")


@lru_cache(maxsize=1)
def generic() -> frozenset[str]:
    return Ontology.load().entities[EntityType.PROJECT].generic


def finding(stretch: Stretch, start: int, end: int, rule: str, name: str | None = None) -> Finding:
    return Finding(start, end, EntityType.PROJECT, name or stretch.text[start:end], rule)


SURE_TAIL = re.compile(r"项目|工程|建设|改造")
LINE = re.compile(
    r"(高速公路|高速|铁路|高铁|公路|航道|水库|灌区|机场|电站|抽水蓄能|输变电|管道|管网|大道|大桥|桥梁|道路|专用线|线路|焚烧发电|风电场?|光伏)(项目|工程|建设|改造|扩建|扩容|整治)*$"
)
VERBAL = re.compile(
    r"创建|争创|申报|申创|为代表|为主|为重点|的一批|个项目|等\d|组建|来[\u4e00-\u9fff]{1,2}投资|落户|转化为|力争|做大|做强|做优|发展壮大|构筑|连接|确保|实现|达到|超过|纳入|位列|荣获|获评|(?<=.)打造"
)


def in_column(stretch: Stretch) -> Iterator[Finding]:
    """“怀化经开区车载显示屏项目、合利来LED显示屏及其配件项目等” under 重点建设项目."""
    if not COLUMN.search(stretch.header):
        return
    text = stretch.text
    for start, end in split_list_safely(text, 0, len(text)):
        start, end = cut_etc(text, start, end)
        if end - start >= 4 and not VAGUE.match(text[start:end]) and text[start:end] not in generic():
            yield finding(stretch, start, end, "project-column")


def split_list_safely(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The items, joined again where “和” or “及” stands inside a name (研发及生产线项目)."""
    items: list[tuple[int, int]] = []
    for a, b in split_list(text, start, end):
        if (
            items
            and items[-1][1] < a
            and text[items[-1][1] : a] != "、"
            and not is_whole(text[items[-1][0] : items[-1][1]])
        ):
            items[-1] = (items[-1][0], b)
        else:
            items.append((a, b))
    return items


def starts_proper(name: str) -> bool:
    """Whether what follows “和” or “及” is a name of its own: it starts with an area or a code."""
    hits = DIVISIONS.find(name)
    return bool(hits and hits[0].start == 0) or bool(re.match(r"[GSXY]\d|“", name)) or has_proper_word(name)


def is_whole(name: str) -> bool:
    """Whether the name could stand alone: it ends like a project's name."""
    return bool(STRONG.search(name))


STRONG = re.compile(
    r"(项目|工程|生产线|基地|高速公路|高速|公路|铁路|高铁|大桥|隧道|枢纽|机场|码头|水库|电站|物流园|产业园|科技园|中心|医院|学校|公园|博物馆|体育馆|广场|二期|一期|三期|改造|扩建|整治|厂|城|馆|园|建设|站|线|桥|场|\))$"
)


def cut_etc(text: str, start: int, end: int) -> tuple[int, int]:
    """Drops a trailing 等 and full stop."""
    while end > start and text[end - 1] in "等。;,":
        end -= 1
    return start, end


def clauses(text: str) -> list[tuple[int, int]]:
    return split_outside(text, ",。;:!?…")


def in_text(stretch: Stretch) -> Iterator[Finding]:
    """Objects and subjects of the clauses."""
    if stretch.header:
        return
    for start, end in clauses(stretch.text):
        if end - start >= 6:
            yield from in_clause(stretch, start, end)


def in_clause(stretch: Stretch, start: int, end: int) -> list[Finding]:
    """The list after the clause's first verb, or before its predicate."""
    text = stretch.text
    object_start = after_cue(stretch, start, end)
    if object_start is not None and end - object_start >= 4:
        found = of_list(stretch, object_start, end, "project-object")
        if found or object_start - start < 8:
            return found
    subject_end = before_predicate(stretch, start, end)
    if subject_end is not None:
        begin = start + len(m[0]) if (m := LEAD.match(text[start:subject_end])) else start
        return of_list(stretch, begin, subject_end, "project-subject")
    if object_start is None and (tail := LIST_TAIL.search(text[start:end])) and SURE_TAIL.search(tail[0]):
        return of_list(stretch, start, end, "project-list")
    return []


def after_cue(stretch: Stretch, start: int, end: int) -> int | None:
    """Where the object of the first verb begins: “加快|X建设”; 建设 in “X产业园建设项目” is no verb here."""
    text = stretch.text
    for match in cue().finditer(text, start, end):
        if not (stretch.begins_word(match.start()) and stretch.begins_word(match.end())):
            continue
        rest = text[match.end() : end]
        if not rest or re.match(
            r"(项目|工程|、|的|和|及|与|了|等|一批|[()]|期|单位|者|方案|规划|内容|任务|办|领导|规模|工作|用地|标准)",
            rest,
        ):
            continue
        at = match.end()
        while (lead := LEAD.match(text[at:end])) or (lead := cue().match(text[at:end])):
            if not stretch.begins_word(at + lead.end()):
                break
            at += lead.end()
        return at
    return None


@lru_cache(maxsize=1)
def predicate() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation('project_predicates')})")


def before_predicate(stretch: Stretch, start: int, end: int) -> int | None:
    """Where the subject ends: “邵阳火车站综合交通枢纽工程|完成基础建设”."""
    text = stretch.text
    for match in predicate().finditer(text, start, end):
        if match.start() - start < 4 or not stretch.begins_word(match.start()):
            continue
        subject = text[start : match.start()]
        if LIST_TAIL.search(subject) or STRONG.search(subject) or head_end().search(subject):
            rest = text[match.start() : end]
            if re.match(
                r"建设(?:项目|工程|、|的|用地|和|及)|开发(?:区|项目)|启动(?:区|资金)|运营(?:中心|商)|前期", rest
            ):
                continue
            return match.start()
    return None


def of_list(stretch: Stretch, start: int, end: int, rule: str) -> list[Finding]:
    """The projects of a list; `end` is where its clause, or the subject, ends."""
    text = stretch.text
    tail = LIST_TAIL.search(text[start:end])
    if tail and NOT_BUILT.search(tail[0]):
        return []
    closed = bool(tail)
    head = ""
    if tail:
        stop = start + tail.start()
        head = tail[0].rstrip("。")
    else:
        stop = start + len(ASIDE.sub("", text[start:end]))
        if (open_tail := OPEN_TAIL.search(text[start:stop])) and "、" in text[start:stop]:
            head = open_tail["head"]
            closed = True
    items = split_list_safely(text, start, stop)
    if not items:
        return []
    items = without_etc(stretch, items)
    items = [trim(stretch, a, b, last=index == len(items) - 1 and not tail) for index, (a, b) in enumerate(items)]
    line = bool(LINE.search(text[start:stop])) or bool(LINE.search(head))
    named = [(a, b) for a, b in items if (b - a >= 3 or (line and b - a == 2)) and could_be(text[a:b])]
    proper = [(a, b) for a, b in named if is_named(stretch, a, b)]
    if not proper:
        return []
    sure = closed and bool(SURE_TAIL.search(head)) and len(proper) * 3 >= len(items)
    found = []
    for a, b in named:
        name = text[a:b]
        ends_well = bool(head_end().search(name)) or (line and len(name) <= 12)
        if ((a, b) in proper and (ends_well or (closed and len(items) > 1 and head))) or (
            sure and ends_well and len(name) >= 6
        ):
            if not is_other(stretch, a, b):
                found.append(finding(stretch, a, b, rule, restored(name, head, items, text)))
    return found


def without_etc(stretch: Stretch, items: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """“托口等大中型水电站” → 托口; the 等 of “山银花等道地药材深加工中心” belongs to the name."""
    a, b = items[-1]
    at = stretch.text.find("等", a, b)
    if at - a >= 2 and stretch.begins_word(at) and is_proper(stretch, a, at) and is_whole(stretch.text[a:at]):
        return [*items[:-1], (a, at)]
    if len(items) > 1 and 2 <= at - a <= 5 and LINE_HEAD.search(stretch.text[at + 1 : b]) and is_proper(stretch, a, at):
        return [*items[:-1], (a, at)]
    return items


PLAIN_HEADS = ("项目", "工程", "建设", "改造", "扩建", "扩容", "整治")
LINE_HEAD = re.compile(
    r"(高速公路|高速|铁路|高铁|城际铁路|公路|大桥|航道|水库|灌区|通用机场|机场|电站|抽水蓄能电站|抽水蓄能|\d+千伏输变电|输变电|天然气管道|管道|管网|大道"
    r"|生活垃圾焚烧发电|垃圾焚烧发电|焚烧发电|光伏发电|风力发电|风电|光伏|风电场|污水处理厂|水厂|工业园|物流园)?(项目|工程|建设|改造|扩建|扩容|整治|航道整治)*$"
)


def restored(name: str, head: str, items: list[tuple[int, int]], text: str) -> str:
    """“沅陵车坪” in “沅陵车坪、辰溪孝坪抽水蓄能项目” is 沅陵车坪抽水蓄能项目."""
    last = text[items[-1][0] : items[-1][1]]
    if head_end().search(name) or name == last or not (len(name) <= 5 or re.search("[—-]", name)):
        return name
    match = LINE_HEAD.search(last) or LINE_HEAD.search(re.sub("^等|大型|中型|小型", "", head))
    return name + match[0] if match and match[0] and not match[0].startswith(PLAIN_HEADS) else name


def trim(stretch: Stretch, start: int, end: int, *, last: bool) -> tuple[int, int]:
    """Cuts what is not the name: verbs before it, 等 and “前期工作” behind it."""
    text = stretch.text
    start, end = cut_etc(text, start, end)
    while start < end and (
        (lead := LEAD.match(text[start:end]))
        or (lead := re.match(rf"(?:{alternation('project_cues')})", text[start:end]))
    ):
        if lead.end() >= end - start - 2 or not stretch.begins_word(start + lead.end()):
            break
        if re.match(r"(项目|工程|路|区|站)", text[start + lead.end() : end]):
            break
        start += lead.end()
    core = ASIDE.sub("", text[start:end])
    if last and core.endswith("建设") and len(core) > 4:
        core = core.removesuffix("建设")
    if len(core) >= 3:
        end = start + len(core)
    if text[start:end].startswith("“") and text[start:end].count("“") > text[start:end].count("”"):
        start += 1
    return start, end


ZONE_BUILT = re.compile(
    r"(智慧园区|物流园区|产业园区|服务区|景区|度假区|旅游区|灌区|港区|校区|院区|街区|安置区|小区|作业区|农村|配送体系|数字[^、]{2,4}|库区)$"
)


def could_be(name: str) -> bool:
    """Not a campaign, a count, a bare kind or a clause."""
    if name in generic() or COUNTED.match(name) or VAGUE.match(name) or len(name) > 60:
        return False
    if VERBAL.search(name):
        return False
    if NOT_PROJECT.search(name) and not ZONE_BUILT.search(name):
        return False
    pairs = closings(name)
    return not any(sign in name for sign in "《》") and name.count("(") == sum(1 for p in pairs if name[p] == "(")


def is_named(stretch: Stretch, start: int, end: int) -> bool:
    """怀化国际陆港, G209提质改造项目, 沅水航道整治; not 农村公路, “小巨人”企业倍增工程."""
    text = stretch.text[start:end]
    if CAMPAIGN.search(text):
        return any(hit.start == 0 for hit in DIVISIONS.find(text)) and "“" not in text
    if DESIGNATION.search(text):
        return False
    if "“" in text and not FACILITY.search(text):
        return has_unknown(stretch, start, start + text.index("“")) or bool(DIVISIONS.find(text))
    return is_proper(stretch, start, end)


def is_other(stretch: Stretch, start: int, end: int) -> bool:
    """An area's name alone is no project."""
    hits = DIVISIONS.find(stretch.text[start:end])
    return (
        bool(hits)
        and hits[0].start == 0
        and hits[-1].end == end - start
        and word_list("project_heads").isdisjoint({stretch.text[start:end]})
    )


def find_projects(stretch: Stretch) -> list[Finding]:
    """Project mentions, from left to right."""
    found = [*in_column(stretch), *in_text(stretch)]
    return sorted(found, key=lambda f: (f.start, f.end))

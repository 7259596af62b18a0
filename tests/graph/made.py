"""Knowledge made for the tests of the graph: two small plans, and a large one of any size."""

from __future__ import annotations

from graph.records import (
    AttributeKind,
    Comparator,
    Document,
    DocumentLink,
    DocumentLinkKind,
    DocumentStanding,
    Entity,
    EntityAttribute,
    EntityMention,
    EntityRelation,
    EntityType,
    Evidence,
    IndicatorTarget,
    Knowledge,
    Level,
    Link,
    LinkKind,
    Merge,
    Passage,
    RelationType,
    Section,
    Stage,
    Standing,
    Target,
    TargetKind,
)

PLAN, REPORT = "plan.txt", "report.txt"
TEXTS = {
    PLAN: "第一章 园区\n怀化高新区主导产业为电子信息,惠科显示模组生产线落户怀化高新区。\n"
    "到2025年,地区生产总值增长6.5%。\n附件\n鹤城区",
    REPORT: "惠科显示模组生产线二期开工(市发改委牵头)。怀化国际陆港加快建设。地区生产总值增长7%。",
}

COUNTY = Entity("c1", EntityType.COUNTY, "鹤城区", ("鹤城",), Level.COUNTY, "431202", "431200")
CITY = Entity("c2", EntityType.COUNTY, "怀化市", ("怀化",), Level.CITY, "431200", "430000")
PARK = Entity("k1", EntityType.PARK, "怀化高新区", ("国家高新区", "怀化国家高新技术产业开发区"), place="431200")
INDUSTRY = Entity("i1", EntityType.INDUSTRY, "电子信息", ())
PROJECT = Entity("p1", EntityType.PROJECT, "惠科显示模组生产线", ("惠科“显示模组”项目",))
PHASE = Entity("p2", EntityType.PROJECT, "惠科显示模组生产线二期", ())
PORT = Entity("p3", EntityType.PROJECT, "怀化国际陆港", ())
DEPARTMENT = Entity("d1", EntityType.DEPARTMENT, "怀化市发展和改革委员会", ("市发改委",))
INDICATOR = Entity("x1", EntityType.INDICATOR, "地区生产总值增长", ())


def _place(source: str, quote: str) -> tuple[int, int]:
    start = TEXTS[source].index(quote)
    return start, start + len(quote)


def _document(source: str, ordinal: int = 1, **fields: str | int | tuple[int, int] | None) -> Document:
    start, end = int(str(fields.pop("start"))), int(str(fields.pop("end")))
    about = {"title": source, "kind": "other", "issuer": None, "doc_number": None, "published": None, "year": None,
             "region": None, "region_code": None} | fields  # fmt: skip
    return Document(id=f"{source}#{ordinal}", source=source, start=start, end=end, **about)  # type: ignore[arg-type]


STARTED = Stage("开工", False, 2022, *_place(REPORT, "开工"), 0.95)
PLANNED = Stage("在建", True, None, *_place(REPORT, "加快建设"), 0.9)


def _mention(entity: Entity, source: str, surface: str, stage: Stage | None = None, ordinal: int = 1) -> EntityMention:
    return EntityMention(entity.id, source, f"{source}#{ordinal}", *_place(source, surface), surface, "made", stage)


def _relation(
    head: Entity, rel: RelationType, tail: Entity, source: str, quote: str, role: str | None = None
) -> EntityRelation:
    return EntityRelation(
        head.id, rel, tail.id, role, source, f"{source}#1", *_place(source, quote), quote, "made"
    )  # fmt: skip


def _target(source: str, quote: str, value: str, year: int, kind: TargetKind) -> IndicatorTarget:
    start, end = _place(source, quote)
    target = Target(
        source, f"{source}#1", start, end, INDICATOR.name, value, "%", year, Comparator.EQUAL, kind, "怀化市", "made",
        basis="年均" if kind is TargetKind.TARGET else None,
        unsafe="lost range dash" if kind is TargetKind.RESULT else None,
        nature="预期性" if kind is TargetKind.TARGET else None,
    )  # fmt: skip
    return IndicatorTarget(f"{source}#1:{start}-{end}/1", INDICATOR.id, quote, target)


def _attribute(entity: Entity, source: str, quote: str, kind: AttributeKind, value: str) -> EntityAttribute:
    start, end = _place(source, quote)
    place = f"{source}#1:{start}-{end}/1"
    unit, year = ("亿元", 2023) if value[0].isdigit() else (None, None)
    return EntityAttribute(place, entity.id, kind, value, unit, year, Comparator.ABOUT, source, f"{source}#1", start,
                           end, quote, "made")  # fmt: skip


_CUT = TEXTS[PLAN].index("附件")
_PATH = ("第一章 园区",)


def _passage(source: str, start: int, end: int, section: tuple[str, ...] = (), ordinal: int = 1) -> Passage:
    document_id = f"{source}#{ordinal}"
    return Passage(f"{document_id}:{start}-{end}", document_id, source, section, start, end, "text")


SMALL = Knowledge(
    documents=(
        _document(PLAN, start=0, end=_CUT, title="怀化市“十四五”规划", kind="five_year_plan", issuer="怀化市人民政府",
                  doc_number="怀政发〔2021〕1号", published="2021-03", year=2021, region="怀化市", region_code="431200",
                  years=(2021, 2025)),
        _document(PLAN, 2, start=_CUT, end=len(TEXTS[PLAN]), title="附件", kind="annex", parent_id=f"{PLAN}#1"),
        _document(REPORT, start=0, end=len(TEXTS[REPORT]), kind="work_report", year=2023, region="怀化市",
                  title_guess="first_line"),
    ),
    sections=(
        Section(f"{PLAN}#1§1", f"{PLAN}#1", None, 1, "第一章", "园区", 0, 6, _CUT, _PATH),
        Section(f"{PLAN}#1§2", f"{PLAN}#1", f"{PLAN}#1§1", 2, "", "到2025年", *_place(PLAN, "到2025年"), _CUT,
                (*_PATH, "到2025年")),
    ),
    passages=(
        _passage(PLAN, 7, _CUT, _PATH),
        _passage(PLAN, _CUT, len(TEXTS[PLAN]), ordinal=2),
        _passage(REPORT, 0, len(TEXTS[REPORT])),
    ),
    entities=(COUNTY, CITY, DEPARTMENT, INDUSTRY, PARK, PROJECT, PHASE, PORT, INDICATOR),
    mentions=(
        EntityMention(PARK.id, PLAN, f"{PLAN}#1", 4, 6, "园区", "heading", confidence=0.55),
        _mention(PARK, PLAN, "怀化高新区"),
        _mention(INDUSTRY, PLAN, "电子信息"),
        _mention(PROJECT, PLAN, "惠科显示模组生产线"),
        _mention(INDICATOR, PLAN, "地区生产总值增长"),
        _mention(COUNTY, PLAN, "鹤城区", ordinal=2),
        _mention(PHASE, REPORT, "惠科显示模组生产线二期", STARTED),
        _mention(DEPARTMENT, REPORT, "市发改委"),
        _mention(PORT, REPORT, "怀化国际陆港", PLANNED),
        _mention(INDICATOR, REPORT, "地区生产总值增长"),
    ),
    relations=(
        _relation(PARK, RelationType.LEADING_INDUSTRY, INDUSTRY, PLAN, "怀化高新区主导产业为电子信息"),
        _relation(PROJECT, RelationType.IN_INDUSTRY, INDUSTRY, PLAN, "电子信息,惠科显示模组生产线", "attract"),
        _relation(PROJECT, RelationType.LOCATED_IN, PARK, PLAN, "惠科显示模组生产线落户怀化高新区"),
        _relation(COUNTY, RelationType.PART_OF, CITY, REPORT, "惠科"),
        _relation(PHASE, RelationType.LED_BY, DEPARTMENT, REPORT, "惠科显示模组生产线二期开工(市发改委牵头)"),
        # the same triple once more, with another proof
        _relation(PHASE, RelationType.LED_BY, DEPARTMENT, REPORT, "市发改委牵头"),
    ),
    targets=(
        _target(PLAN, "地区生产总值增长6.5%", "6.5", 2025, TargetKind.TARGET),
        _target(REPORT, "地区生产总值增长7%", "7", 2022, TargetKind.RESULT),
    ),
    links=(
        Link(PROJECT.id, PHASE.id, LinkKind.PHASE, 0.9, "同名, 后者为二期",
             (Evidence(PLAN, 0, 3), Evidence(REPORT, 0, 9))),
    ),
    merges=(Merge(PARK.id, PARK.name, "国家高新区", "short_form", 0.8, "文件所在地的国家高新区"),),
    attributes=(
        _attribute(PROJECT, PLAN, "惠科显示模组生产线", AttributeKind.NATURE, "新建"),
        _attribute(PHASE, REPORT, "惠科显示模组生产线二期开工", AttributeKind.YEAR_INVESTMENT, "1.2"),
    ),
    document_links=(
        DocumentLink(f"{PLAN}#1", f"{PLAN}#2", DocumentLinkKind.ISSUES, PLAN, 0, 6, "第一章 园区", "通知印发"),
        DocumentLink(f"{REPORT}#1", f"{PLAN}#1", DocumentLinkKind.REPLACES, REPORT, 0, 2, "惠科", "文中写明取代或废止"),
    ),
    standings=(
        DocumentStanding(f"{PLAN}#1", Standing.SUPERSEDED, f"{REPORT}#1"),
        DocumentStanding(f"{PLAN}#2", Standing.DRAFT),
    ),
)  # fmt: skip
EMPTY = Knowledge((), (), (), (), (), (), (), (), ())


def large_knowledge(*, documents: int, mentions: int) -> Knowledge:
    """Documents with `mentions` mentions each, on passages of twenty, and relations, targets and links among them."""
    papers, passages, said, relations, targets = [], [], [], [], []
    things = max(mentions * documents // 8, 4)
    types = (EntityType.PROJECT, EntityType.PROJECT, EntityType.PARK, EntityType.INDUSTRY, EntityType.DEPARTMENT)
    entities = [
        Entity(f"e{number:07}", types[number % 5], f"事物{number}", (f"别名{number}",)) for number in range(things)
    ]
    indicators = [Entity(f"x{number:03}", EntityType.INDICATOR, f"指标{number}", ()) for number in range(40)]
    for ordinal in range(documents):
        source = f"made-{ordinal:04}.txt"
        of = f"{source}#1"
        papers.append(_document(source, start=0, end=mentions * 20, year=2000 + ordinal % 30))
        for first in range(0, mentions * 20, 400):
            last = min(first + 400, mentions * 20)
            passages.append(Passage(f"{of}:{first}-{last}", of, source, (f"第{first}节",), first, last, "text"))
        for number in range(mentions):
            start = number * 20
            thing = entities[(ordinal * 7919 + number * 31) % things]
            said.append(EntityMention(thing.id, source, of, start, start + 4, f"事物{number}", "made"))
            other = entities[(ordinal * 7919 + number * 31 + 1) % things]
            if number % 3 == 0 and thing.id != other.id:
                relations.append(
                    EntityRelation(thing.id, RelationType.LOCATED_IN, other.id, None, source, of, start, start + 15,
                                   "一句为证的话", "made")
                )  # fmt: skip
            if number % 20 == 0:
                target = Target(source, of, start, start + 9, "指标", "1.5", "%", 2025, Comparator.AT_LEAST,
                                TargetKind.TARGET, "怀化市", "made")  # fmt: skip
                targets.append(IndicatorTarget(f"{of}:{start}/1", indicators[number % 40].id, "指标1.5%", target))
    projects = [entity for entity in entities if entity.type is EntityType.PROJECT]
    links = tuple(
        Link(a.id, b.id, LinkKind.CONTINUES, 0.8, "同名", (Evidence("made-0000.txt", 0, 4),))
        for a, b in zip(projects[:-1:9], projects[1::9], strict=False)
    )
    return Knowledge(
        tuple(papers), (), tuple(passages), tuple(sorted((*entities, *indicators), key=lambda e: e.id)), tuple(said),
        tuple(relations), tuple(targets), links, (),
    )  # fmt: skip

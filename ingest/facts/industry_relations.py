"""Which industry a sentence says that projects and companies belong to: IN_INDUSTRY of running text.

精细化工产业链(恒光科技、久日新材等)                              in brackets behind it
扶持大草原乳业、东达乳业等乳肉加工企业;加快同热三期等煤电项目      summed up as its companies or projects
装备制造产业围绕海工装备聚势,推动中船、中远海运等项目建设;大煤电方面,开工达电四期     the sentence's first words
突出培育汽摩配产业,推进众泰轿车、北汽福田等项目建设               what the sentence sets out to develop
新型显示产业链。择优支持东旭光电、亚信电子等重点企业              the title over a list of companies
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from graph.lexicon.lexicon import alternation
from graph.lexicon.wordings import wordings
from graph.records import EntityType, Relation, RelationType
from ingest.facts.groups import by_themselves, clause_start, groups_of, in_clauses
from ingest.facts.marks import Mark, MarkedText
from ingest.facts.topics import title_of
from ingest.rules import Example, Rule, rule

any_of = wordings("relating").any_of

MEMBERS = (EntityType.PROJECT, EntityType.ENTERPRISE)
COMPANIES = re.compile(
    f"(?P<verb>{any_of('done_with_companies')})"
    r"(?P<list>[^。;,]{2,120}?)(?:等)?(?:一批|[一二两三四五六七八九十\d]+家)?"
    f"{any_of('ranks_of_companies')}*{any_of('companies')}"
)
ROLES = wordings("relating").sorts("roles_of_companies")
SUMMED = re.compile(rf"^等?{any_of('of_number')}?[^、,。;:]{{0,6}}?[“\"]?$")
MEMBERS_OF = re.compile(rf"^[”\"]?{any_of('before_members')}*{any_of('members')}")
TOPIC_LEAD = re.compile(r"^(?:[(]?[一二三四五六七八九十\d]+[)]?(?:[.、,]|[是要])?)?(?:在|大|抓好|抓|对|关于)?[“\"]?$")
TOPIC = re.compile(r"[”\"]?(?:产业链?|行业|制造|集群)?(?:方面|领域|上|板块)?[,:]?")
FIGURES = re.compile(rf"^(?:产业|行业|业)?(?:实现|完成|总|主营|规模|工业)*(?:{any_of('figures_of_industry')}|[\d]|、)")
# What a clause that sets out to develop an industry says behind it, if anything: 汽车产业|发展行动计划, 冷链经济|体系.
DEVELOPED = re.compile(
    rf"^[”\"]?(?:{any_of('forms_of_industry')}*(?:建设|打造|培育|布局|集聚)?$"
    f"|(?!企业|项目|园区|基地)[^,。;]{{0,8}}?{any_of('developments')}"
    r"(?!中心|平台|园|区|基地|院))"
)
MAX_LEAD = 14  # characters of the clause before what it sets out to develop


def belong(marked: MarkedText, members: list[Mark], industry: Mark, by: Rule) -> Iterator[Relation]:
    """Each member belongs to the industry."""
    for member in members:
        yield marked.relation(member.mention, RelationType.IN_INDUSTRY, industry.mention, by)


COMPANIES_IN_BRACKETS = rule(
    "sentence:companies-in-brackets",
    RelationType.IN_INDUSTRY,
    says="the companies and projects in brackets right behind an industry",
    example=Example(
        "做强精细化工产业链(恒光科技有限公司、正清集团等),",
        "恒光科技有限公司 → 精细化工产业链|正清集团 → 精细化工产业链",
    ),
    counter=Example("做强精细化工产业链,支持正清集团发展,"),
)


def companies_in_brackets(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“精细化工产业链(恒光科技、久日新材等)”."""
    for industry in marked.within(start, end, EntityType.INDUSTRY):
        opening = re.compile(r"(?:产业链|产业|集群)?\(").match(marked.text, industry.end)
        closing = marked.text.find(")", industry.end, end) if opening else -1
        if opening and closing > 0:
            members = by_themselves(marked, opening.end(), closing, *MEMBERS)
            yield from belong(marked, members, industry, COMPANIES_IN_BRACKETS)


LIST_OF_INDUSTRY = rule(
    "sentence:list-summed-up",
    RelationType.IN_INDUSTRY,
    says="a list of companies or projects that is summed up as those of an industry",
    example=Example(
        "重点扶持正清集团有限公司、恒光科技有限公司等精细化工企业,",
        "正清集团有限公司 → 精细化工|恒光科技有限公司 → 精细化工",
    ),
    counter=Example("重点扶持正清集团有限公司、恒光科技有限公司等企业,发展精细化工,"),
)


def list_of_industry(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“大草原乳业、东达乳业等乳肉加工企业”, “国电湖东、同热三期等新一代煤电试点项目”."""
    text = marked.text
    industries = by_themselves(marked, start, end, EntityType.INDUSTRY)
    for group in groups_of(marked, start, end, *MEMBERS):
        last = group.marks[-1].end
        industry = next((i for i in industries if i.start >= last), None)
        if industry is None or not text[last : industry.start].startswith("等"):
            continue
        if SUMMED.match(text[last : industry.start]) and MEMBERS_OF.match(text[industry.end : end]):
            yield from belong(marked, list(group.marks), industry, LIST_OF_INDUSTRY)


INDUSTRY_FIRST = rule(
    "sentence:industry-first",
    RelationType.IN_INDUSTRY,
    says="the projects and companies of a sentence that begins with an industry: 装备制造方面, 汽车产业重点抓好…",
    example=Example("生物医药方面,加快推进怀化国际陆港物流园建设,", "怀化国际陆港物流园 → 生物医药"),
    counter=Example("生物医药增加值增长10%,怀化国际陆港物流园建成,"),
)


def industry_first(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“装备制造产业围绕…,推动中船、中远海运等项目建设”, “大煤电方面,开工建设达电四期”, “在智能装备领域,…”."""
    text = marked.text
    for industry in by_themselves(marked, start, end, EntityType.INDUSTRY)[:1]:
        if not TOPIC_LEAD.match(text[start : industry.start]) or FIGURES.match(text[industry.end : end]):
            continue
        if is_topic(text, industry.end, end):
            members = by_themselves(marked, industry.end, next_topic(marked, industry, end), *MEMBERS)
            yield from belong(marked, members, industry, INDUSTRY_FIRST)


def is_topic(text: str, at: int, end: int) -> bool:
    """Whether the sentence goes on with what is done in the industry, or sets it off by a sign."""
    found = TOPIC.match(text, at, end)
    after = found.end() if found else at
    return (after > at and text[after - 1] in ",:") or bool(doings().match(text, after, end))


def next_topic(marked: MarkedText, industry: Mark, end: int) -> int:
    """Where the next clause of the sentence begins with an industry."""
    text = marked.text
    others = by_themselves(marked, industry.end, end, EntityType.INDUSTRY)
    return next((o.start for o in others if clause_start(text, o.start, industry.end) == o.start), end)


@lru_cache(maxsize=1)
def doings() -> re.Pattern[str]:
    """What is done in an industry."""
    return re.compile(alternation("industry_verbs"))


INDUSTRY_SET_OUT = rule(
    "sentence:industry-to-develop",
    RelationType.IN_INDUSTRY,
    says="the projects that follow in a sentence whose first clause sets out to develop one industry",
    example=Example("突出培育生物医药产业,加快推进怀化国际陆港物流园建设,", "怀化国际陆港物流园 → 生物医药产业"),
    counter=Example("突出培育生物医药、文化旅游产业,加快推进怀化国际陆港物流园建设,"),
)


def industry_set_out(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“突出培育汽摩配产业,…,推进众泰轿车、北汽福田等一批重大项目建设”: up to the next clause with an industry."""
    text = marked.text
    clauses = in_clauses(text, start, end)
    industries = by_themselves(marked, start, end, EntityType.INDUSTRY)
    for begin, stop in clauses[:1]:
        named = [i for i in industries if begin <= i.start < stop]
        if len(named) != 1 or not sets_out(text, begin, named[0], stop):
            continue
        limit = min((clause_start(text, i.start, stop) for i in industries if i.start >= stop), default=end)
        members = by_themselves(marked, stop, max(limit, stop), EntityType.PROJECT)
        yield from belong(marked, members, named[0], INDUSTRY_SET_OUT)


def sets_out(text: str, begin: int, industry: Mark, stop: int) -> bool:
    """“加快发展X产业”, “实施X产业发展三年行动计划”, “围绕X”: a verb before it, no figure behind it."""
    before = text[begin : industry.start]
    return (
        0 < len(before) <= MAX_LEAD
        and bool(doings().search(before))
        and bool(DEVELOPED.match(text[industry.end : stop]))
        and not re.search(r"[、和及与]", before[-1:] + text[industry.end : industry.end + 1])
    )


COMPANIES_OF_INDUSTRY = rule(
    "section:companies-of-industry",
    RelationType.IN_INDUSTRY,
    says="a list of companies belongs to the industry of the title over it, else to the sentence's only one",
    example=Example(
        "新型显示产业链。择优支持东旭光电、亚信电子等重点企业,在智能终端领域取得突破。",
        "东旭光电 → 新型显示|亚信电子 → 新型显示",
    ),
    counter=Example(
        "新型显示产业链。择优支持东旭光电、亚信电子等重点企业,在智能终端领域取得突破。", "东旭光电 → 智能终端"
    ),
)


def company_lists(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“支持东旭光电、亚信电子等重点企业”: in the industry of the heading, else in the sentence's only one."""
    for match in COMPANIES.finditer(marked.text, start, end):
        companies = marked.outermost(marked.within(*match.span("list"), EntityType.ENTERPRISE))
        industry = industry_of(marked, start, end, *match.span("list")) if companies else None
        if industry is None:
            continue
        for company in companies:
            yield marked.relation(
                company.mention,
                RelationType.IN_INDUSTRY,
                industry.mention,
                COMPANIES_OF_INDUSTRY,
                role=ROLES.get(match["verb"]),
            )


def industry_of(marked: MarkedText, start: int, end: int, list_start: int, list_end: int) -> Mark | None:
    """The industry a list of companies belongs to; where a title stands right over it, nothing else counts.

    A list that is itself summed up by an industry (等乳肉加工企业) is none of this rule's.
    """
    inside = marked.outermost(marked.within(start, end, EntityType.INDUSTRY))
    if any(list_start <= m.start and m.end == list_end for m in inside):
        return None
    over = title_of(marked, start)
    if over and over.mark and over.mark.type is EntityType.INDUSTRY:
        return over.mark
    if over and start - over.end <= 1:
        return None
    named = [m for m in inside if m.end <= list_start or m.start >= list_end]
    return named[0] if len({m.mention.name for m in named}) == 1 else None


INDUSTRY_FINDERS = (companies_in_brackets, list_of_industry, company_lists, industry_first, industry_set_out)

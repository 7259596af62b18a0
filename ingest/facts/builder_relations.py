"""Who a sentence says that builds a project: the text between companies and projects goes in, UNDERTAKES comes out.

金川集团投资600亿元建设铜镍项目;支持韶钢建设特钢基地;引进比亚迪在我市兴建试车场       the company builds
由中石油投资建设的千万吨炼油项目;中海油的储备库项目                                 right before
铜镍项目由金川集团投资建设;冷轧技改项目(柳钢);焦化二期(业主单位:蒙西集团)             behind
与盐田港签订了共建内陆港协议;与中建就机场铁路项目签署合作协议                         in an agreement
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from graph.lexicon.wordings import wordings
from graph.records import EntityType, Relation, RelationType
from ingest.facts.groups import Group, adverbs, build_verbs, clause_end, groups_of
from ingest.facts.marks import Mark, MarkedText
from ingest.rules import Example, Rule, rule

any_of = wordings("relating").any_of

MONEY = r"(?:约|超|近|逾)?(?:[\d.]+|数|上)(?:多|余)?(?:千|百|十)?(?:万|亿)?(?:美|欧|港)?元"
# 来我市投资, 落户高新区,
COMES = r"(?:(?:在|来|到|赴|落户|入驻|进驻)[^,。;:、]{1,10}?,?)?"
INVESTS = rf"(?:(?:总|独家)?(?:投资|出资|斥资|投入)(?:{MONEY})?(?:以上)?的?)"
UNDERTAKES = any_of("undertakes")
DESCRIBED = r"(?:了)?(?![^,。;:、]{0,14}(?:买|收购|租|捐|入股|并购))[^,。;:、]{0,14}"
BELONGS = re.compile(rf"^[”\"》]?(?:公司|集团)?(?:的|(?:投资|出资|独资)?{any_of('builds_it')}的)?[“\"《]?$")
BY = re.compile(r"^[”\"》]?(?:建设)?[,(]?(?:项目|工程)?(?:由|系|交由)[“\"]?$")
BUILDS = re.compile(f"^(?:公司|集团)?{any_of('way_to_undertake')}*{any_of('builds_or_runs')}")
IN_BRACKETS = re.compile(rf"^[”\"》]?\((?:{any_of('part_in_brackets')}?{any_of('body_in_brackets')}?(?:为|是|:)|由)?$")
BRACKET_ENDS = re.compile(rf"^(?:等)?(?:公司|集团|企业)?{any_of('does_in_brackets')}*\)")
WITH = re.compile(r"(?:与|同|和|跟)[“\"]?$")
AGREE = any_of("agrees")
SIGNS = re.compile(
    f"^(?:公司|集团)?(?:正式|成功)?{AGREE}了?{any_of('resolves')}*(?:协议|合同|意向)?,?"
    rf"{any_of('resolves_to')}*{any_of('jointly_builds')}*[“\"]?$"
)
ABOUT = re.compile(r"^(?:公司|集团)?(?:就|关于|围绕)[“\"]?$")
AGREES = re.compile(rf"{AGREE}|合作")
MAX_BETWEEN = 60  # characters between a company and what it builds


COMPANY_BUILDS = rule(
    "sentence:company-builds",
    RelationType.UNDERTAKES,
    says="a company that invests in or builds the projects named behind it",
    example=Example("正清集团投资10亿元建设怀化国际陆港物流园,", "正清集团 → 怀化国际陆港物流园"),
    counter=Example("正清集团参观学习,加快怀化国际陆港物流园建设,"),
)


def builder_before(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“金川集团投资600亿元建设的铜镍项目”, “引进比亚迪在我市兴建国内最大的试车场和零部件项目”."""
    text = marked.text
    for companies, projects in pairs(marked, start, end):
        between = text[companies.end : projects.start]
        if builds().fullmatch(between) or BELONGS.match(between):
            yield from undertaken(marked, companies.marks, projects.marks, COMPANY_BUILDS)


def pairs(marked: MarkedText, start: int, end: int) -> Iterator[tuple[Group, Group]]:
    """Each group of companies and the projects next behind it."""
    projects = groups_of(marked, start, end, EntityType.PROJECT)
    for companies in groups_of(marked, start, end, EntityType.ENTERPRISE):
        behind = next((p for p in projects if p.start >= companies.marks[-1].end), None)
        if behind and behind.start - companies.end <= MAX_BETWEEN:
            yield companies, behind


@lru_cache(maxsize=1)
def builds() -> re.Pattern[str]:
    """What stands between a company and what it invests in or builds."""
    verb = rf"(?:{INVESTS}{adverbs()}{build_verbs()}*|{UNDERTAKES}{adverbs()}{build_verbs()}*|{build_verbs()}+)"
    return re.compile(rf"[”\"》]?(?:公司|集团)?{adverbs()}{COMES}{adverbs()}{verb}{DESCRIBED}[“\"《]?")


def undertaken(marked: MarkedText, companies: Sequence[Mark], projects: Sequence[Mark], by: Rule) -> Iterator[Relation]:
    """Each company undertakes each project."""
    for company in companies:
        for project in projects:
            yield marked.relation(company.mention, RelationType.UNDERTAKES, project.mention, by)


BUILT_BY_COMPANY = rule(
    "sentence:built-by-company",
    RelationType.UNDERTAKES,
    says="a project that is built by the company named behind it, or whose builder stands in brackets",
    example=Example("加快推进怀化国际陆港物流园项目,由正清集团投资建设,", "正清集团 → 怀化国际陆港物流园项目"),
    counter=Example("加快推进怀化国际陆港物流园项目,由正清集团运输货物,"),
)


def builder_after(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“铜镍项目由金川集团投资建设”, “冷轧技改项目(柳钢)”."""
    text = marked.text
    companies = groups_of(marked, start, end, EntityType.ENTERPRISE)
    for told in groups_of(marked, start, end, EntityType.PROJECT):
        last = told.marks[-1].end
        behind = next((c for c in companies if 0 <= c.start - last <= MAX_BETWEEN), None)
        if behind is None:
            continue
        between = text[last : behind.start]
        if IN_BRACKETS.match(between) and BRACKET_ENDS.match(text[behind.marks[-1].end : end]):
            yield from undertaken(marked, behind.marks, told.marks[-1:], BUILT_BY_COMPANY)
        elif BY.match(between) and BUILDS.match(text[behind.end : end]):
            yield from undertaken(marked, behind.marks, told.marks, BUILT_BY_COMPANY)


AGREED_WITH_COMPANY = rule(
    "sentence:agreed-with-company",
    RelationType.UNDERTAKES,
    says="a company with which an agreement on a project is signed",
    example=Example("与正清集团签约,共同建设怀化国际陆港物流园,", "正清集团 → 怀化国际陆港物流园"),
    counter=Example("与正清集团座谈,加快怀化国际陆港物流园建设,"),
)


def agreed_with(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“与盐田港签订了共建内陆港协议”, “与中国建筑就机场铁路项目签署合作协议”."""
    text = marked.text
    for companies, projects in pairs(marked, start, end):
        if not WITH.search(text, start, companies.start):
            continue
        between = text[companies.end : projects.start]
        is_about = ABOUT.match(between) and AGREES.search(text, projects.end, clause_end(text, projects.end, end))
        if is_about or SIGNS.match(between):
            yield from undertaken(marked, companies.marks, projects.marks, AGREED_WITH_COMPANY)


BUILDER_FINDERS = (builder_before, builder_after, agreed_with)

"""Relations a table states: its rows go in, relations come out.

A column says what its cells are to the row's industry or park: 主攻方向 | 重点扶持企业 | 重点引进企业 | 重点建设项目 |
重点支持园区, or 园区名称 | 产业类型 (主导产业, 特色产业) | 产业类别. A row that lacks the leading cell, because it was
merged over several rows, belongs to the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.lexicon.wordings import wordings
from graph.records import Cell, EntityType, Relation, RelationType, Row, Table
from ingest.facts.marks import Mark, MarkedText
from ingest.form.column_kinds import known_header
from ingest.rules import Example, rule

any_of = wordings("relating").any_of

INDUSTRY_HEADER = re.compile(f"{any_of('industry_header')}|^产业$|^主导产业|^特色产业")
KIND_HEADER = re.compile(r"产业类型|类型")
PARK_HEADER = re.compile(f"{any_of('park_header')}|^园区|^开发区")
SUPPORT_HEADER = re.compile(any_of("support_header"))
PLACE_HEADER = re.compile(any_of("place_header"))
COMPANY_HEADER = re.compile(r"企业|公司|单位|业主|主体")
OWNER_HEADER = re.compile(any_of("owner_header"))
PROJECT_HEADER = re.compile(r"项目")
ATTRACTED = re.compile(r"引进|招引|招商")
NURTURED = re.compile(any_of("nurture_header"))


def table_relations(marked: MarkedText) -> Iterator[Relation]:
    """All relations of a document's tables."""
    for table in marked.structure.tables:
        yield from industry_table(marked, table)
        yield from park_catalogue(marked, table)
        yield from project_table(marked, table)


def industry_table(marked: MarkedText, table: Table) -> Iterator[Relation]:
    """主攻方向 | 重点扶持企业 | 重点引进企业 | 重点建设项目 | 重点支持园区."""
    industries: list[Mark] = []
    for row in table.rows:
        own = [c for c in row.cells if INDUSTRY_HEADER.search(c.header) and not PROJECT_HEADER.search(c.header)]
        if own:
            industries = marked.outermost(in_cell(marked, own[0], EntityType.INDUSTRY))
        if not industries or not row.sure or any(KIND_HEADER.search(c.header) for c in row.cells):
            continue
        for cell in row.cells:
            for industry in industries:
                yield from belongs(marked, cell, industry)


SUPPORTING_PARK = rule(
    "table:supporting-park",
    RelationType.SUPPORTS_INDUSTRY,
    says="the parks in a column 重点支持园区 support the row's industry",
    example=Example("光电显示|怀化高新区", "怀化高新区 → 光电显示", header="主攻方向|重点支持园区"),
    counter=Example("光电显示|怀化高新区", header="主攻方向|重点突破领域"),
)
PROJECT_OF_INDUSTRY = rule(
    "table:project-of-industry",
    RelationType.IN_INDUSTRY,
    says="the projects of a row belong to its industry",
    example=Example(
        "光电显示|怀化经开区车载显示屏项目", "怀化经开区车载显示屏项目 → 光电显示", header="主攻方向|重点建设项目"
    ),
    counter=Example("怀化经开区|怀化经开区车载显示屏项目", header="园区名称|重点建设项目"),
)
COMPANY_OF_INDUSTRY = rule(
    "table:company-of-industry",
    RelationType.IN_INDUSTRY,
    says="the companies of a row belong to its industry",
    example=Example(
        "光电显示|合利来、明城科技等", "合利来 → 光电显示|明城科技 → 光电显示", header="主攻方向|重点扶持企业"
    ),
    counter=Example("怀化高新区|合利来、明城科技等", header="园区名称|重点扶持企业"),
)


def belongs(marked: MarkedText, cell: Cell, industry: Mark) -> Iterator[Relation]:
    """What a cell of the row says of the row's industry."""
    if SUPPORT_HEADER.search(cell.header):
        for park in marked.outermost(in_cell(marked, cell, EntityType.PARK)):
            yield marked.relation(park.mention, RelationType.SUPPORTS_INDUSTRY, industry.mention, SUPPORTING_PARK)
        return
    is_company, is_project = COMPANY_HEADER.search(cell.header), PROJECT_HEADER.search(cell.header)
    if not is_company and not is_project:
        return
    role = "attract" if ATTRACTED.search(cell.header) else "nurture" if NURTURED.search(cell.header) else None
    projects = in_cell(marked, cell, EntityType.PROJECT)
    for project in projects:
        yield marked.relation(project.mention, RelationType.IN_INDUSTRY, industry.mention, PROJECT_OF_INDUSTRY)
    if is_company:
        for company in marked.outermost(in_cell(marked, cell, EntityType.ENTERPRISE)):
            yield marked.relation(
                company.mention, RelationType.IN_INDUSTRY, industry.mention, COMPANY_OF_INDUSTRY, role=role
            )


PARK_CATALOGUE = rule(
    "table:park-catalogue",
    RelationType.LEADING_INDUSTRY,
    RelationType.FEATURED_INDUSTRY,
    says="the industries of a park's row, as their column or the row's kind calls them",
    example=Example(
        "怀化高新区|主导产业|建材、机械装备",
        "怀化高新区 → 建材|怀化高新区 → 机械装备",
        header="园区名称|产业类型|产业类别",
    ),
    counter=Example("怀化高新区|其他|建材、机械装备", header="园区名称|产业类型|产业类别"),
)


def park_catalogue(marked: MarkedText, table: Table) -> Iterator[Relation]:
    """园区名称 | 产业类型 | 产业类别, or 园区 | 主导产业 | 特色产业."""
    for row in table.rows:
        parks = [p for c in row.cells if PARK_HEADER.search(c.header) for p in in_cell(marked, c, EntityType.PARK)]
        if not row.sure or not parks:
            continue
        for cell, rel in industry_cells(row):
            for industry in marked.outermost(in_cell(marked, cell, EntityType.INDUSTRY)):
                for park in marked.outermost(parks):
                    yield marked.relation(park.mention, rel, industry.mention, PARK_CATALOGUE)


def industry_cells(row: Row) -> Iterator[tuple[Cell, RelationType]]:
    """The cells that name a park's industries, with what these are to the park."""
    kind = next((c.text for c in row.cells if KIND_HEADER.search(c.header)), "")
    for cell in row.cells:
        if (rel := kind_of(cell.header)) or (INDUSTRY_HEADER.search(cell.header) and (rel := kind_of(kind))):
            yield cell, rel


def kind_of(words: str) -> RelationType | None:
    """What a column's heading, or the words in one, say that an industry is to a park."""
    if "特色产业" in words:
        return RelationType.FEATURED_INDUSTRY
    if re.search(any_of("leading_industry_header"), words):
        return RelationType.LEADING_INDUSTRY
    return None


PLACE_OF_PROJECT = rule(
    "table:place-of-project",
    RelationType.LOCATED_IN,
    says="a row's only project lies where its column 建设地点 says",
    example=Example("阳塘冷链物流园项目|鹤城区", "阳塘冷链物流园项目 → 鹤城区", header="项目名称|建设地点"),
    counter=Example("阳塘冷链物流园项目|鹤城区", header="项目名称|备注"),
)
OWNER_OF_PROJECT = rule(
    "table:owner-of-project",
    RelationType.UNDERTAKES,
    says="the companies in a column 建设单位 build the row's only project",
    example=Example("阳塘冷链物流园项目|正清集团", "正清集团 → 阳塘冷链物流园项目", header="项目名称|建设单位"),
    counter=Example("阳塘冷链物流园项目|正清集团", header="项目名称|备注"),
)


def project_table(marked: MarkedText, table: Table) -> Iterator[Relation]:
    """项目名称 | 建设地点 | 建设单位: one project a row."""
    for row in table.rows:
        names = [c for c in row.cells if re.search(r"项目(?:名称)?$|工程名称", known_header(table, c))]
        if not row.sure or len(names) != 1:
            continue
        projects = marked.outermost(in_cell(marked, names[0], EntityType.PROJECT))
        if len(projects) != 1:
            continue
        project = projects[0].mention
        for cell in row.cells:
            header = known_header(table, cell)
            if PLACE_HEADER.search(header) and not SUPPORT_HEADER.search(header):
                for place in marked.outermost(in_cell(marked, cell, EntityType.PARK, EntityType.COUNTY)):
                    yield marked.relation(project, RelationType.LOCATED_IN, place.mention, PLACE_OF_PROJECT)
            if OWNER_HEADER.search(header):
                for company in marked.outermost(in_cell(marked, cell, EntityType.ENTERPRISE)):
                    yield marked.relation(company.mention, RelationType.UNDERTAKES, project, OWNER_OF_PROJECT)


def in_cell(marked: MarkedText, cell: Cell, *kinds: EntityType) -> list[Mark]:
    """The marks in a cell, of these types if any are given."""
    return marked.in_place(cell.start, cell.end, *kinds)

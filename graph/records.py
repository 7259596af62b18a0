"""The records that flow through Mailuo: what a document holds and what the graph is made of.

All places (`start`, `end`) count characters (Unicode code points) of the source's stored text, start included,
end not, so that ``text[start:end]`` is exactly the quote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

ROW_UNIT = re.compile(r"\(([^()]{1,8})\)$")  # 地区生产总值(亿元)


class EntityType(StrEnum):
    """The seven kinds of entity; the values are the labels of the graph and of the export."""

    PROJECT = "Project"
    PARK = "Park"
    INDUSTRY = "Industry"
    COUNTY = "County"
    ENTERPRISE = "Enterprise"
    DEPARTMENT = "Department"
    INDICATOR = "Indicator"


class RelationType(StrEnum):
    """The relations between two entities."""

    LOCATED_IN = "LOCATED_IN"
    IN_INDUSTRY = "IN_INDUSTRY"
    LEADING_INDUSTRY = "LEADING_INDUSTRY"
    FEATURED_INDUSTRY = "FEATURED_INDUSTRY"
    SUPPORTS_INDUSTRY = "SUPPORTS_INDUSTRY"
    UNDERTAKES = "UNDERTAKES"
    LED_BY = "LED_BY"
    RESPONSIBLE = "RESPONSIBLE"
    PART_OF = "PART_OF"


class LinkKind(StrEnum):
    """How two things of different documents hang together."""

    SAME = "same"
    RENAMED = "renamed"
    PHASE = "phase"
    PART_OF = "part_of"
    CONTINUES = "continues"


class DocumentLinkKind(StrEnum):
    """What one document (a) is to another (b)."""

    DRAFT_OF = "draft_of"  # a is a draft of b
    REPLACES = "replaces"  # a puts an end to b, or takes its place
    ADJUSTS = "adjusts"  # a changes b
    ISSUES = "issues"  # a, a notice, puts b into force
    IMPLEMENTS = "implements"  # a is made on the ground of b, or carries it out
    CITES = "cites"  # a names b, and no more is said


class Standing(StrEnum):
    """Whether what a document says holds."""

    IN_FORCE = "in_force"
    ADJUSTED = "adjusted"  # in force, but for what a later one changed of it
    DRAFT = "draft"
    SUPERSEDED = "superseded"


class Comparator(StrEnum):
    """How a figure bounds what it speaks of: 以上, 达到, 左右, 以内."""

    AT_LEAST = ">="
    EQUAL = "="
    ABOUT = "~"
    AT_MOST = "<="


class TargetKind(StrEnum):
    """Whether a figure is to be reached or has been."""

    TARGET = "target"
    RESULT = "result"


class AttributeKind(StrEnum):
    """What is said of a project itself."""

    TOTAL_INVESTMENT = "total_investment"  # 总投资
    YEAR_INVESTMENT = "year_investment"  # 年度投资, of the attribute's year
    DONE_INVESTMENT = "done_investment"  # 累计完成投资
    SCALE = "scale"  # 建设规模及内容
    PERIOD = "period"  # 建设年限
    NATURE = "nature"  # 建设性质: 新建, 续建, 扩建 …
    PROGRESS = "progress"  # 形象进度


class BlockKind(StrEnum):
    """What a stretch of a document's text is. Rules of extraction look only at the first five."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BOX_TITLE = "box_title"
    BOX_TEXT = "box_text"  # running text or a list inside a box (专栏)
    TABLE = "table"  # a flattened table; its rows are in Structure.tables
    NOTE = "note"  # 注: under a table
    FURNITURE = "furniture"  # contents page, page frame, footer: never searched


class PartKind(StrEnum):
    """What a file itself says a line of its text is; cells of tables stand in grids."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list
    BOX = "box"  # a text box
    NOTE = "note"  # a footnote, an endnote
    FURNITURE = "furniture"  # a running head or foot, a page number, the frame of a web page


class Level(StrEnum):
    """The level of a County (行政区)."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a source's stored text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the stored text as the file knows it."""

    kind: PartKind
    start: int
    end: int
    level: int | None = None  # of a heading, 1 for the outermost
    label: str = ""  # the number it bears in the text, typed or computed: 一、, (二), 1.


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a stretch of the stored text stands in the original, and how surely it was recognised there."""

    start: int
    end: int
    page: int | None = None  # counted from 1
    box: tuple[float, ...] | None = None  # left, top, right, bottom as shares of the page's width and height
    sheet: str | None = None  # of a workbook
    cell: str | None = None  # B7
    sure: float = 1.0  # quality of recognition, 0 to 1; 1 where nothing had to be recognised


DOUBTFUL = 0.95  # a figure recognised less surely than this may be wrong; why here: docs/recognition.md


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table as the file has it; an empty one has no stretch of its own (start == end)."""

    row: int  # counted from 0
    column: int
    start: int
    end: int
    rows: int = 1  # how many it spans
    columns: int = 1
    is_header: bool = False  # marked as such in the file


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as the file has it. A table inside a cell is a grid of its own, inside the stretch of that cell."""

    start: int
    end: int
    cells: tuple[GridCell, ...]  # row by row


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself beside its text: the metadata of a web page."""

    title: str | None = None
    published: str | None = None  # ISO date
    doc_number: str | None = None
    issuer: str | None = None


NOTHING_SAID = About()


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person should know of how a file was read: a key of ingest/sources/unreadable.yaml and its values."""

    why: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file knows of its form, over its stored text; all empty for a text file, whose form must be guessed."""

    parts: tuple[Part, ...] = ()  # in reading order, not overlapping
    grids: tuple[Grid, ...] = ()  # by their start, an outer one before those inside it
    spots: tuple[Spot, ...] = ()  # by their start
    about: About = NOTHING_SAID
    remarks: tuple[Remark, ...] = ()


NO_LAYOUT = Layout()


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read: its name relative to the ingested folder, stored text, and the hash of the file's bytes."""

    name: str
    text: str
    sha256: str
    format: str
    layout: Layout = NO_LAYOUT


@dataclass(frozen=True, slots=True)
class Document:
    """One document; a source may hold several (a notice and its annexes, ten articles)."""

    id: str  # "<source name>#<ordinal from 1>"
    source: str
    title: str
    kind: str  # five_year_plan | action_plan | work_report | news | notice | annex | policy | other
    issuer: str | None
    doc_number: str | None
    published: str | None  # ISO date, or the year-month or year that is known
    year: int | None  # the year it speaks for (a report given in January 2022 on 2021 plans 2022: 2022)
    region: str | None  # full name of the division it speaks for: 怀化市
    region_code: str | None  # its six-digit national division code: 431200
    start: int
    end: int
    years: tuple[int, int] | None = None  # first and last year it plans for: (2021, 2025)
    parent_id: str | None = None  # the document an annex belongs to
    title_guess: str | None = None  # the rule that guessed the title; None where text or file bears it

    @property
    def written(self) -> int | None:
        """The year it was written, as far as that is known."""
        return year_written(self.published, self.year, self.years)


def year_written(published: str | None, year: int | None, years: tuple[int, int] | None) -> int | None:
    """The year a document was written: that of its publication, unless it was put on a page long after its time."""
    if not published or (year and int(published[:4]) > (years[1] if years else year + 1)):
        return year
    return int(published[:4])


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and all that stands under it."""

    id: str  # "<document id>§<ordinal from 1>"
    document_id: str
    parent_id: str | None
    depth: int  # 1 for the outermost
    label: str  # "第二篇", "(一)", "1.", "专栏3", "——", "" for an unnumbered heading
    title: str  # without the label, white space folded
    start: int  # of the heading
    heading_end: int
    end: int  # of the last character under it
    path: tuple[str, ...]  # label and title of each heading from the outermost to this one

    @property
    def heading(self) -> str:
        """The heading in one line: 第二篇 发展目标."""
        return f"{self.label} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, box text or table of one document, in reading order, not overlapping.

    `holes`: furniture inside it, where a page ends within a sentence.
    """

    kind: BlockKind
    start: int
    end: int
    section_id: str | None
    holes: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """What is to be read of it: all but the holes."""
        starts = (self.start, *(hole.end for hole in self.holes))
        ends = (*(hole.start for hole in self.holes), self.end)
        return tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table put together again. `text` has its line breaks removed; `start`/`end` cover its lines."""

    header: str  # the full header as the column means it: 主攻方向, 重点扶持企业, 2025年
    text: str
    start: int
    end: int
    kind: str = ""  # what its column holds (graph/lexicon/columns.yaml): project, investment, year …; "" unknown
    unit: str | None = None  # of its figure, where header, unit column or a line above the table says it: 亿元


@dataclass(frozen=True, slots=True)
class Row:
    """One row under its headers. When `sure` is false its cells could not be assigned and hold no header."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    sure: bool = True

    @property
    def reading(self) -> str:
        """The row as read aloud: “地区生产总值(亿元);2020年:1671.87亿元”; bare cells where headers are not sure.

        Serial numbers, units and the kind of an indicator (预期性) are left out; a bare figure gets its unit, which
        the column, the row or the indicator's name says.
        """
        named = next((match[1] for cell in self.cells if (match := ROW_UNIT.search(cell.text))), "")
        said = []
        for cell in self.cells:
            if cell.header in ("序号", "类别", "属性", "指标属性") or cell.text in ("预期性", "约束性"):
                continue
            if cell.kind in ("serial", "unit", "attribute", "category"):
                continue
            is_figure = cell.text.replace(".", "").isdigit()
            unit = cell.unit or (named if cell.header.endswith("年") else "")
            text = cell.text + unit if is_figure else cell.text
            said.append(text if cell.header in ("", "指标名称") else f"{cell.header}:{text}")
        return ";".join(said)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: as its file has it (`is_given`), or flattened and put together again."""

    document_id: str
    section_id: str | None
    title: str  # 专栏4 电子信息产业“十四五”发展重点
    start: int
    end: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    is_given: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded and found: a few hundred characters of one section, or table rows."""

    id: str  # "<document id>:<start>-<end>"
    document_id: str
    source: str
    section: tuple[str, ...]  # the headings above it, outermost first
    start: int
    end: int
    kind: str  # "text" | "row"


def source_of(document_id: str) -> str:
    """The source in whose text a document stands, as its identifier says."""
    return document_id.rpartition("#")[0]


def document_of(passage_id: str) -> str:
    """The document that a passage belongs to, as its identifier says."""
    return passage_id.rpartition(":")[0]


@dataclass(frozen=True, slots=True)
class Structure:
    """One document with its form made plain: what the rules of extraction read."""

    document: Document
    text: str  # the stored text of the whole source; all places refer to it
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    passages: tuple[Passage, ...]


STAGES = ("谋划", "前期", "开工", "在建", "建成", "投用")  # in the order in which a project comes to them


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a project has come, or is planned to come, as the words at `start` to `end` of its source say."""

    name: str  # of STAGES
    is_planned: bool = False
    year: int | None = None  # of the fact, where it is told
    start: int = 0
    end: int = 0
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where an entity is named.

    `name` is the full name as the text means it: “沅陵、新晃两县” gives 沅陵县 at 沅陵 and 新晃侗族自治县 at 新晃.
    `implied` mentions carry a relation's endpoint which the text does not name there (the document's own region);
    they take part in resolution but are not exported as mentions.
    """

    source: str
    document_id: str
    start: int
    end: int
    surface: str  # text[start:end]
    type: EntityType
    name: str
    rule: str
    code: str | None = None  # County: its national division code
    place: str | None = None  # code of the division whose thing this is, as document and section tell
    stage: Stage | None = None  # of a Project, as the sentence says
    implied: bool = False
    confidence: float = 1.0  # how sure it is, 0 to 1, as counted for what found it; 1 where nothing was weighed


@dataclass(frozen=True, slots=True)
class Relation:
    """Head and tail as mentioned, with the stretch of text that proves it."""

    head: Mention
    rel: RelationType
    tail: Mention
    source: str
    document_id: str
    start: int
    end: int
    rule: str
    role: str | None = None  # nurture | attract, of an enterprise IN_INDUSTRY


@dataclass(frozen=True, slots=True)
class Target:
    """A measured quantity with a target or a result."""

    source: str
    document_id: str
    start: int
    end: int
    indicator: str  # 地区生产总值增长
    value: str  # digits as written: 1671.87
    unit: str | None  # as written: %, 亿元
    year: int | None
    comparator: Comparator
    kind: TargetKind
    region: str | None  # full name of the division
    rule: str
    basis: str | None = None  # 年均 | 累计 | 比重 …, when the figure is not of the year alone
    unsafe: str | None = None  # why the figure may be damaged: "lost range dash"
    nature: str | None = None  # 预期性 | 约束性, where an indicator table says it


@dataclass(frozen=True, slots=True)
class Attribute:
    """What a text says of one project itself; `start`/`end` hold the project's name and the value."""

    source: str
    document_id: str
    start: int
    end: int
    project: Mention
    kind: AttributeKind
    value: str  # as written: 12.5, 2023—2025年, 新建
    unit: str | None  # of a figure, as written: 亿元, 万平方米
    year: int | None  # the one that is spoken of, where a year is named
    comparator: Comparator
    rule: str


@dataclass(frozen=True, slots=True)
class Reference:
    """What a document says of another one that it names by title or number; or, where `kind` is DRAFT_OF or the rule
    says that it is a revised text, what its own title says it is a text of.

    `start`, `end` cover the sentence that says it; nothing (start == end) where only the file's name does.
    """

    source: str
    document_id: str
    start: int
    end: int
    kind: DocumentLinkKind
    title: str  # as written, without 《》 and the mark of a draft; "" where only the number is named
    doc_number: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing, with all its names."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]  # every other name and surface, sorted
    level: Level | None = None
    code: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The stretch of a source that says something."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """Two entities of different documents that hang together, and why."""

    a_id: str
    b_id: str
    kind: LinkKind
    score: float
    reason: str  # in words
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one source gave. closed: where a person said that nothing is named."""

    source: Source
    structures: tuple[Structure, ...]
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    targets: tuple[Target, ...]
    attributes: tuple[Attribute, ...] = ()
    references: tuple[Reference, ...] = ()
    closed: tuple[Span, ...] = ()


# ------------------------------------------------------------ what the graph store holds: names resolved, quotes cut


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A mention with the entity it was resolved to."""

    entity_id: str
    source: str
    document_id: str
    start: int
    end: int
    surface: str
    rule: str
    stage: Stage | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class EntityRelation:
    """A relation between two entities with one piece of evidence; the same triple may stand several times."""

    head_id: str
    rel: RelationType
    tail_id: str
    role: str | None
    source: str
    document_id: str
    start: int
    end: int
    quote: str
    rule: str


@dataclass(frozen=True, slots=True)
class IndicatorTarget:
    """A target or result with its identifier, its indicator's entity and its quote."""

    id: str
    indicator_id: str
    quote: str
    target: Target


@dataclass(frozen=True, slots=True)
class EntityAttribute:
    """An attribute with its identifier, the entity its project was resolved to, and its quote."""

    id: str
    entity_id: str
    kind: AttributeKind
    value: str
    unit: str | None
    year: int | None
    comparator: Comparator
    source: str
    document_id: str
    start: int
    end: int
    quote: str
    rule: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Why two names are one thing: kept so that it can be shown and undone."""

    entity_id: str
    name: str
    other: str
    rule: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """Two documents that hang together; `quote` is the stretch of `source` that says so, "" where none does."""

    a_id: str
    b_id: str
    kind: DocumentLinkKind
    source: str
    start: int
    end: int
    quote: str
    reason: str  # in words


@dataclass(frozen=True, slots=True)
class DocumentStanding:
    """How a document stands that is not simply in force. `by`: the document that took its place or changed it."""

    document_id: str
    standing: Standing
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the graph holds, each tuple sorted by its identifiers, so that equal input gives equal knowledge."""

    documents: tuple[Document, ...]
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[EntityMention, ...]
    relations: tuple[EntityRelation, ...]
    targets: tuple[IndicatorTarget, ...]
    links: tuple[Link, ...]
    merges: tuple[Merge, ...]
    attributes: tuple[EntityAttribute, ...] = ()
    document_links: tuple[DocumentLink, ...] = ()
    standings: tuple[DocumentStanding, ...] = ()  # of the documents that are not simply in force


# ------------------------------------------------------------------------------------------------ identifiers and order

_TYPES = {kind.lower(): kind for kind in EntityType}


def type_of(entity_id: str) -> EntityType | None:
    """The type of an entity: its identifier begins with it (project-1f…)."""
    return _TYPES.get(entity_id.replace(":", "-").partition("-")[0])


def target_order(target: Target) -> tuple[str, ...]:
    """Targets of one source by place; those of one place by what they say."""
    place = (f"{target.start:09}", f"{target.end:09}", target.document_id)
    figure = (target.indicator, f"{target.year}", target.value, target.unit or "", target.kind, target.region or "")
    return (*place, *figure, target.basis or "", target.rule)

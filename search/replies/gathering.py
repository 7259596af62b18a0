"""Figures where a question looks for them: passages found and documents in scope → `Figure`s, each with its place.

A figure that the graph knows as a target or result brings its indicator, year and kind; any other is read from its
sentence, and takes year and kind from the figures around it where it says none itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.lexicon.divisions import Division, Divisions
from graph.lexicon.wordings import wordings
from graph.records import Cell, Document, EntityType, Passage, Row, Span, Target, TargetKind
from graph.writing.foldings import fold_text
from graph.writing.years import year_of
from search.replies.contract import Base
from search.texts.figures_in_text import Said, cut_sentences, read_figures
from search.texts.flat import Flat, flatten
from search.texts.quantities import Quantity, find_quantities, load_quantity_words
from search.texts.times import months_in, years_of

any_of = wordings("answers").any_of

UNIT_OF_LABEL = re.compile(r"(?:\(([^()]{1,8})|(%|‰))\)?(?=$|\|)")
BARE_CELL = re.compile(r"[><≥≤\[]*(?P<number>-?\d+(?:\.\d+)?)(?P<unit>[%‰]?)(?P<limit>以上|以下|以内|左右)?\]?")
NOT_SAID = ("序号", "类别", "属性", "指标属性", "预期性", "约束性")  # columns and cells that name nothing
FIVE_YEARS = re.compile(r"五年|十[一二三四]?五|5年")
DONE = re.compile(any_of("told"))
PLANS = frozenset({"five_year_plan", "action_plan", "annex", "policy", "notice", "other"})
STEP = re.compile(
    r"(?:第[一二三四]步|第[一二三四]阶段|(?:^|\n)[\s　]*(?:[—-]+|\(?[一二三四1-4][).、]?)?)[，,:：]?\s*"
    r"到((?:19|20)\d\d)年"
)
ABOVE = 2500  # characters above a figure in which a step is looked for
YEARLY = re.compile("年均|年平均|平均增长|年递增")
UNMARKED = -5.0  # of a figure in a passage that was read closely, where the reader marks it not at all
AHEAD = re.compile(any_of("ahead"))


@dataclass(frozen=True, slots=True)
class Figure:
    """`said`: as written, folded; `words`: what names it; `lead`: what its sentence says before; `span`: of what is
    said.
    """

    document: Document
    source: str
    span: Span
    clause: Span  # from its own words to its end
    whole: Span  # its sentence or row
    said: str
    quantity: Quantity
    words: str
    lead: str
    sentence: str
    headings: str
    around: str
    year: int | None
    kind: TargetKind | None
    region: str | None
    yearly: bool
    grows: bool
    sure: bool  # the graph knows it
    counts: bool = False  # a noun follows it
    indicator: str = ""  # as the graph calls it
    park: str = ""  # whose it is, as the graph calls it; "": the area's
    months: tuple[int, int] | None = None  # of the year, where it is not of the whole: 1至4月
    replaced: bool = False
    replaces: bool = False
    passed: bool = False
    in_row: bool = False
    cumulated: bool = False  # over several years: 五年累计
    marked: float | None = None  # how sure the reader is that it answers; None: its passage was not read closely
    remark: str = ""  # of a figure that a person put right: what the text says
    marked_as: Span | None = None  # the stretch that the reader marks, where it is more than the figure: 7群42只

    @property
    def in_digits(self) -> str:
        """As written; a percentage in words in digits: 百分之十五点五 → 15.5%."""
        if not self.said.startswith("百分之") or re.search(r"\d", self.said):
            return self.said + self.remark
        return f"{self.quantity.number:g}%{self.remark}"


def figures_in_passage(base: Base, passage: Passage, document: Document) -> list[Figure]:
    """Every figure of a passage, in the order of the text."""
    rows = _rows_touching(base, passage) if passage.kind == "row" else ()
    found = [figure for row in rows for figure in _of_row(base, passage, document, row)] if rows else []
    return found or with_old_years(list(_of_text(base, passage, document)))


def _rows_touching(base: Base, passage: Passage) -> list[Row]:
    """The table rows of a passage; a cell that names several rows (类别) may stand above it."""
    return [
        row
        for table in base.tables(passage.document_id)
        if table.start < passage.end and passage.start < table.end
        for row in table.rows
        if any(passage.start <= cell.start < passage.end for cell in row.cells if cell.header not in NOT_SAID)
    ]


def with_old_years(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that others took the place of, with the year they held in: as one beside them says it (由2005年的…),
    or the beginning of the plan period.
    """
    known = next((f.year for f in figures if f.replaced and not f.passed and f.year), None)
    whole: list[Figure] = []
    for place, figure in enumerate(figures):
        if figure.replaced and not figure.passed and figure.year is None:
            newer = figures[place + 1] if place + 1 < len(figures) else figure
            years = FIVE_YEARS.search(f"{figure.headings}{figure.around}")
            year = known or (newer.year - 5 if years and newer.year else None)
            figure = replace(figure, year=year)
        elif figure.passed and place + 1 < len(figures):
            figure = replace(figure, year=figures[place + 1].year, kind=figures[place + 1].kind)
        whole.append(figure)
    return whole


@lru_cache(maxsize=4096)
def _plain(text: str) -> Flat:
    return flatten(text, Span(0, len(text)))


def _of_text(base: Base, passage: Passage, document: Document) -> Iterator[Figure]:
    text = base.text_of(passage.source)[passage.start : passage.end]
    plain = _plain(text)
    targets = base.figures_in(passage.source, Span(passage.start, passage.end))
    headings = fold_text("\n".join(passage.section))
    for start, end in cut_sentences(plain.text):
        sentence = plain.text[start:end]
        for said in read_figures(sentence):
            quantity = said.quantity
            span = _moved(plain.span(start + quantity.start, start + quantity.end), passage.start)
            clause = _moved(plain.span(start + said.start, start + quantity.end), passage.start)
            whole = _moved(plain.span(start, end), passage.start)
            figure = Figure(
                document, passage.source, span, clause, whole, sentence[quantity.start : quantity.end], quantity,
                said.words.lower(), said.lead.lower(), sentence.lower(), headings, plain.text.lower(), None, None,
                document.region,
                yearly=bool(YEARLY.search(said.name)), grows=_grows(said.name, quantity), sure=False,
                counts=bool(said.noun),
                months=months_in(said.lead + said.name),
                replaced=said.replaced, replaces=said.replaces, passed=said.passed,
                cumulated=bool(load_quantity_words().cumulated.search(said.name)),
            )  # fmt: skip
            known = None if said.replaced and not said.passed else _with_target(base, figure, targets)
            yield known or _with_time(base, figure, said, targets)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _grows(name: str, quantity: Quantity) -> bool:
    return quantity.dimension == "share" and bool(load_quantity_words().growth.search(name[-8:]))


def _with_target(base: Base, figure: Figure, targets: Sequence[Target]) -> Figure | None:
    """The figure as the graph knows it, if it does."""
    digits = re.search(r"\d[\d,.]*", figure.said)
    for target in targets:
        if (
            figure.span.start < target.end <= figure.span.end + 1
            and digits
            and digits[0].replace(",", "") in target.value
        ):
            return replace(
                figure,
                words=f"{fold_text(target.indicator)}{figure.words}",
                year=target.year if target.year is not None else _default_year(base, figure),
                kind=_doubted(figure, target),
                region=target.region or figure.region,
                yearly=target.basis == "年均" or figure.yearly,
                grows=bool(load_quantity_words().growth.search(target.indicator[-4:])),
                sure=True,
                indicator=fold_text(target.indicator),
                months=figure.months or months_in(target.basis or ""),
                park=_park_of(base, figure, target.indicator),
            )
    return None


def other_area(region: str | None, document: Document) -> Division | None:
    """The area that a figure is of, where it is another than its document's: 安化县's in a report of 益阳市."""
    if region is None or region == document.region:
        return None
    return Divisions.load(document.written).nearest(region, document.region_code)


def _park_of(base: Base, figure: Figure, indicator: str) -> str:
    """The park that the indicator's name begins with: 桃江高新区规模工业增加值."""
    named = base.mentions_in(figure.source, Span(figure.whole.start, figure.span.end))
    parks = (one.surface for one in named if one.entity_id.startswith(EntityType.PARK.value.lower()))
    return next((fold_text(park) for park in parks if indicator.startswith(park)), "")


def _doubted(figure: Figure, target: Target) -> TargetKind | None:
    """Its kind; a result that a plan says without a year or a word of something done is doubtful."""
    if target.kind is TargetKind.RESULT and target.year is None and figure.document.kind in PLANS:
        return None if DONE.search(figure.sentence) else TargetKind.TARGET
    return target.kind


def _with_time(base: Base, figure: Figure, said: Said, targets: Sequence[Target]) -> Figure:
    """The figure with the year its sentence says, or that of the figures around it."""
    own = years_of(said.lead + said.name, figure.document)
    near = min(targets, key=lambda target: abs(target.start - figure.span.start), default=None)
    year = own[-1] if own else near.year if near and near.year else _default_year(base, figure)
    if said.replaced and not said.passed:
        return replace(figure, year=own[-1] if years_of(said.name, figure.document) else None, kind=TargetKind.RESULT)
    beside = near if near and figure.whole.start <= near.start < figure.whole.end else None
    return replace(figure, year=year, kind=_kind_of(figure, year, beside or near))


def _kind_of(figure: Figure, year: int | None, near: Target | None) -> TargetKind | None:
    """A target or a result: by its year, by what its sentence says, by the figures around it; a plan aims."""
    spoken = year_of(figure.document)
    if year is not None and spoken is not None and year != spoken:
        return TargetKind.TARGET if year > spoken else TargetKind.RESULT
    ahead, done = AHEAD.search(figure.sentence + figure.headings), DONE.search(figure.sentence)
    if bool(ahead) != bool(done):
        return TargetKind.TARGET if ahead else TargetKind.RESULT
    if figure.document.kind in PLANS:
        return TargetKind.TARGET if not done else None
    return near.kind if near else None


def _default_year(base: Base, figure: Figure) -> int | None:
    """The year that the headings say, or the step above (第一步,到2020年…); else the end of the plan."""
    headed = years_of(figure.headings, figure.document)
    if headed:
        return headed[-1]
    text = base.text_of(figure.source)
    above = text[max(figure.document.start, figure.span.start - ABOVE) : figure.span.start]
    steps = [int(match[1]) for match in STEP.finditer(above)]
    document = figure.document
    return steps[-1] if steps else document.years[1] if document.years else None


def _of_row(base: Base, passage: Passage, document: Document, row: Row) -> Iterator[Figure]:
    """The figures of a table row: named by its first cells and their column."""
    reading = fold_text(row.reading)
    headings = fold_text("\n".join(passage.section))
    text = base.text_of(passage.source)
    targets = base.figures_in(passage.source, Span(row.start, row.end))
    labels = [fold_text(cell.text) for cell in row.cells if _is_label(cell)]
    units = [match[1] or match[2] for match in UNIT_OF_LABEL.finditer("|".join(labels))]
    label, unit = "".join(labels), next(filter(_unit, units), "")
    said_cells = [cell for cell in row.cells if cell.header not in NOT_SAID]
    whole = Span(min(cell.start for cell in said_cells), max(cell.end for cell in said_cells))
    for cell in said_cells:
        plain = _plain(text[cell.start : cell.end])
        header = fold_text(cell.header)
        bare = BARE_CELL.fullmatch(plain.text)
        if bare:
            reads = [_read_cell(plain.text, bare, header, label, unit)]
        else:
            reads = [
                (
                    said,
                    plain.text[said.quantity.start : said.quantity.end],
                    Span(said.quantity.start, said.quantity.end),
                )
                for said in read_figures(plain.text)
            ]
        for said, spoken, at in reads:
            span = _moved(plain.span(at.start, at.end), cell.start)
            years = years_of(header, document) or years_of(label, document)
            figure = Figure(
                document, passage.source, span, whole, whole, spoken, said.quantity,
                f"{said.words}{header}".lower(), f"{label}{said.lead}".lower(), reading, headings, reading,
                years[-1] if years else _default_of_row(document), _kind_of_column(header, document, years),
                document.region,
                yearly="年均" in header + label, grows=_grows(label, said.quantity) or "增速" in header,
                sure=bool(bare),
                in_row=True,
            )  # fmt: skip
            known = _with_target(base, figure, targets)
            if known or row.sure:
                yield known or figure


def _read_cell(text: str, bare: re.Match[str], header: str, label: str, unit: str) -> tuple[Said, str, Span]:
    """A number alone in its cell has the unit of the row's name; a yearly growth is a percentage."""
    share = unit == "%" or bare["unit"] == "%" or ("增速" in header and "[" not in text)
    many = "%" if share else unit
    base = re.sub("^(?:万亿|亿|万|千|百)", "", many)
    dimension = "share" if share else load_quantity_words().dimension_of.get(base, "count")
    quantity = Quantity(0, len(text), 0, float(bare["number"]), many, base, dimension)
    spoken = f"{text[: bare.end('number')]}{many}{bare['limit'] or ''}".lstrip("[")
    return Said(quantity, 0, label, "", ""), spoken, Span(0, len(text))


def _default_of_row(document: Document) -> int | None:
    return document.years[1] if document.years else None


def _kind_of_column(header: str, document: Document, years: Sequence[int]) -> TargetKind | None:
    if "目标" in header or "规划" in header:
        return TargetKind.TARGET
    if "实际" in header or "完成" in header:
        return TargetKind.RESULT
    spoken = year_of(document)
    if not years or spoken is None:
        return None
    return TargetKind.TARGET if years[-1] >= spoken else TargetKind.RESULT


def _is_label(cell: Cell) -> bool:
    return (
        not _is_figure(cell.text) and len(cell.text) <= 24 and cell.header not in NOT_SAID and cell.text not in NOT_SAID
    )


def _is_figure(text: str) -> bool:
    return bool(BARE_CELL.fullmatch(re.sub(r"\s", "", text)))


def _unit(text: str) -> bool:
    base = re.sub("^(?:万亿|亿|万|千|百)", "", text)
    return base in load_quantity_words().dimension_of


__all__ = ["Figure", "figures_in_passage", "find_quantities"]

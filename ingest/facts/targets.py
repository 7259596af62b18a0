"""One document → its targets and results, and the places where an indicator is named.

Running text is read sentence by sentence: `ingest.facts.clause_figures` finds the figures and what they are of, the
clock says of which year each speaks. Indicator tables are read by `ingest.facts.table_targets`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.lexicon.wordings import wordings
from graph.records import (
    Block,
    BlockKind,
    Comparator,
    Mention,
    Section,
    Span,
    Structure,
    Target,
    TargetKind,
)
from graph.writing.sentence_ends import ENDS, FULL
from ingest.facts.area_targets import find_area_targets
from ingest.facts.clause_figures import INDICATOR_PROSE, TARGET_WORDED, ClauseReader, Figure
from ingest.facts.indicator_mentions import indicator_mention
from ingest.facts.measures import may_have_lost_dash
from ingest.facts.table_targets import find_table_targets
from ingest.facts.target_times import NOTHING, Clock, Time
from ingest.facts.whose import OWN, Places, Whose
from ingest.facts.worded_targets import hints_at_words
from ingest.form.parts import parts
from ingest.form.view import View

any_of = wordings("times").any_of

PROSE = (BlockKind.PARAGRAPH, BlockKind.BOX_TEXT)
SENTENCE = re.compile(f"[^{ENDS}]+[{ENDS}]?")
FULL_STOPS = tuple(FULL)
# A year that opens a sentence holds for those after it.
OPENING_YEAR = re.compile(f"[^,]{{0,12}}{any_of('opening_years')}")
CLAUSE = re.compile(r"(?:\([^()]*\)|“[^“”\"]*[”\"]|[^,:(“]+|(?<=\d),(?=\d{3}(?!\d))|[(“])+")
PERIOD = re.compile(
    r"前?\d{1,2}(?:[至\-—]\d{1,2})?个?月(?=当月|份|末|[全进我]|,?$)|前[两三]季度|[上下]半年|[一二三四]季度"
)
LOST_DASHES = re.compile(r"(?<!\d)(?:19|20)\d\d(?:19|20)\d\d年")


def find_targets(structure: Structure) -> tuple[list[Target], list[Mention]]:
    """The targets in reading order, and a mention of each one's indicator."""
    reader = _Reader(structure)
    for block in structure.blocks:
        if block.kind in PROSE:
            reader.read(block.spans, block.section_id)
        for task in tasks_in(structure, block) if block.kind is BlockKind.TABLE else ():
            reader.read((task,), block.section_id)
    targets, mentions = find_table_targets(structure)
    of_areas, beside = find_area_targets(structure)
    targets, mentions = targets + of_areas, mentions + beside
    reader.targets += targets
    reader.mentions += mentions
    order = sorted(set(reader.targets), key=lambda target: (target.start, target.end, target.indicator, target.value))
    places = sorted(set(reader.mentions), key=lambda mention: (mention.start, mention.end, mention.name))
    return order, places


def tasks_in(structure: Structure, block: Block) -> Iterator[Span]:
    """The cells of a table that say in words what is to be done: each is read by itself."""
    for table in structure.tables:
        if table.is_given and block.start <= table.start < block.end:
            for row in table.rows:
                if not any(cell.kind == "project" for cell in row.cells):
                    yield from (Span(cell.start, cell.end) for cell in row.cells if cell.kind == "task")


@dataclass(frozen=True, slots=True)
class Carried:
    """What the sentences before say of when: a year, and a part of it."""

    year: int | None
    period: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with what its sentence says around it: when, of which part of the year, of which place."""

    figure: Figure
    time: Time
    period: str | None
    whose: Whose


class _Reader:
    """Reads block after block and keeps what it found."""

    def __init__(self, structure: Structure) -> None:
        self.targets: list[Target] = []
        self.mentions: list[Mention] = []
        self._structure = structure
        self._document = structure.document
        self._sections = {section.id: section for section in structure.sections}
        self._times: dict[str | None, Time] = {}
        text = structure.text[structure.document.start : structure.document.end]
        self._clock = Clock(structure.document, text)
        self._loses_dashes = LOST_DASHES.search(text) is not None
        self._view = View("", ())
        self._places = Places(structure.document)
        self._worded: list[Told] = []  # since the last full stop
        self._has_figures = False

    def read(self, spans: Sequence[Span], section_id: str | None) -> None:
        self._view = View.of(self._structure.text, spans)
        text = self._view.text
        if not _tells(text):
            return
        section = self._time_of_section(section_id)
        carried: int | None = None
        period: str | None = None
        is_news = self._document.kind == "news"
        for start, words in _sentences(text):
            years = self._clock.years_in(words)
            if is_news:  # 一季度,…。固定资产投资…: what opens its sentence holds for those after it
                period = _period_of(words.split(",")[0], period)
            if _tells(words):
                self._read_sentence(words, start, section, Carried(carried, period))
            if words.endswith(FULL_STOPS):
                self._settle_worded()
            if years and (OPENING_YEAR.match(words) or carried is not None):
                carried = years[-1]
        self._settle_worded()

    def _settle_worded(self) -> None:
        """What is aimed at in words is a target in a list with figures; alone (能耗达到要求) it is good will."""
        if self._has_figures:
            for told in self._worded:
                self._add(told)
        self._worded, self._has_figures = [], False

    def _time_of_section(self, section_id: str | None) -> Time:
        if section_id not in self._times:
            titles: list[str] = []
            section: Section | None = self._sections.get(section_id or "")
            if section is not None:
                titles = list(section.path)
            self._times[section_id] = self._clock.of_section(titles) if titles else NOTHING
        return self._times[section_id]

    def _read_sentence(self, sentence: str, offset: int, section: Time, carried: Carried) -> None:
        reader = ClauseReader()
        period = carried.period
        whose = OWN
        place = self._view.places[offset] - self._document.start
        year = self._clock.carry(carried.year, section, place)
        for clause in CLAUSE.finditer(sentence):
            words = clause.group()
            period = _period_of(words, period)
            whose = self._places.of_clause(words, whose)
            own = self._clock.years_in(words)
            if own:
                year = own[-1]
            time = self._clock.resolve(own, year, section, sentence, place)
            already = len(reader.figures)
            reader.read(words, offset + clause.start())
            for figure in reader.figures[already:]:
                told = Told(figure, time, period, whose)
                if figure.rule is TARGET_WORDED:
                    self._worded.append(told)
                else:
                    self._has_figures = True
                    self._add(told)

    def _add(self, told: Told) -> None:
        figure, time = told.figure, told.time
        indicator, region = self._places.named(figure.indicator, told.whose)
        if figure.year is not None and figure.year != time.year:
            began = time.year is None or figure.year < time.year
            time = Time(figure.year, TargetKind.RESULT if began else time.kind)
        quantity, comparator = figure.quantity, figure.quantity.comparator
        if figure.name.comparator is not None and comparator is Comparator.EQUAL:
            comparator = figure.name.comparator
        place = self._view.span(min(figure.start, figure.subject.start), figure.end)
        self.targets.append(
            Target(
                source=self._document.source,
                document_id=self._document.id,
                start=place.start,
                end=place.end,
                indicator=indicator,
                value=quantity.value,
                unit=quantity.unit,
                year=time.year,
                comparator=comparator,
                kind=time.kind or TargetKind.TARGET,
                region=region or self._document.region,
                rule=figure.rule.name,
                basis=figure.name.basis or told.period,
                unsafe="lost range dash" if self._loses_dashes and may_have_lost_dash(quantity) else None,
            )
        )
        self._mention(figure, indicator)

    def _mention(self, figure: Figure, indicator: str) -> None:
        start = figure.subject.start + len(self._places.before(figure.subject.name)[0])
        if start >= figure.subject.end:  # 邵阳市、怀化市地区生产总值: of the first its area stands there alone
            start = figure.subject.start
        at = self._view.span(start, figure.subject.end)
        self.mentions.append(indicator_mention(self._structure, at, indicator, INDICATOR_PROSE))


def _period_of(clause: str, before: str | None) -> str | None:
    """The part of a year that a clause speaks of: the one it names, else that of the clause before; none where it
    names the whole year.
    """
    named = list(PERIOD.finditer(clause))
    return named[-1].group() if named else None if "全年" in clause else before


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Where each sentence begins, and what it says."""
    for sentence in SENTENCE.finditer(text):
        for start, end in parts(sentence.group()):
            yield sentence.start() + start, sentence.group()[start:end]


def _tells(text: str) -> bool:
    return any(letter.isdigit() for letter in text) or hints_at_words(text)

"""Who leads and who is responsible for what: a structure goes in, Responsibility records come out.

A clause (graph/lexicon/lead_clauses.py) governs
    the whole section, when it stands on the section's heading or right after it with the text following;
    else what lies between the clause before it, or the beginning of its section, and itself;
    its own part of the sentence, when it is spoken there (由市应急局牵头…);
    what the clause right before it governs, where nothing stands between them (牵头单位:…⏎责任单位:…);
    its row, when it is a table's column (责任单位).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.lexicon.lead_clauses import DUTY_HEADER, Clause, Part, Role, end_of_sentence, find_clauses
from graph.records import Mention, RelationType, Section, Span, Structure
from graph.writing.sentence_ends import LINE, TASK, last_end
from ingest.entities.departments import find_departments
from ingest.form.column_kinds import known_header
from ingest.form.enclosing import Enclosing
from ingest.form.reading import Reading
from ingest.rules import Example, Rule, rule

UNSAYING = ("category", "group", "serial", "unit", "attribute")  # columns that do not say what a row is about

MAX_TOPIC = 60  # characters
CLAUSE_AT_END = re.compile(r"[(（\[【][^()（）]*(?:牵头|负责|单位|配合)[^()（）]*[)）\]】]$")
NUMBER = re.compile(r"^(?:第?[(]?(?:[一二三四五六七八九十]+|\d{1,3})(?:[)]|[.、.]|条))")
CLOSING_SIGNS = "。.;;,, \t\r\n\u3000)）"


@dataclass(frozen=True, slots=True)
class Responsibility:
    """`scope` is the text it governs, `evidence` the clause; `topic` what the scope is about, in the text's words."""

    scope: Span
    leads: tuple[Mention, ...]
    responsible: tuple[Mention, ...]
    evidence: Span
    topic: str
    rule: Rule
    half: str = ""  # the part of the task it is about, where the clause tells parts apart (工业企业由…牵头)


def find_responsibilities(structure: Structure, departments: Sequence[Mention] | None = None) -> list[Responsibility]:
    """All of a document, in order of place; `departments` are its Department mentions, found anew when not given."""
    mentions = sorted(departments if departments is not None else find_departments(structure), key=lambda m: m.start)
    reading = Reading.of(structure)
    clauses = find_clauses(reading.text)
    scopes, bodies = Scopes(structure, reading, clauses), Bodies(mentions)
    found = [
        made
        for at, clause in enumerate(clauses)
        for made in responsibilities_of(clause, scopes.scope_of(at), reading, bodies, scopes)
    ]
    found += row_responsibilities(structure, bodies)
    return sorted(found, key=lambda r: (r.evidence, r.scope))


@dataclass(frozen=True)
class Bodies:
    """A document's Department mentions in order of place."""

    mentions: Sequence[Mention]

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """Those that lie wholly in a stretch of the stored text."""
        first = bisect_left(self.mentions, start, key=lambda m: m.start)
        last = bisect_left(self.mentions, end, key=lambda m: m.start)
        return tuple(m for m in self.mentions[first:last] if m.end <= end)


DUTIES = (RelationType.LED_BY, RelationType.RESPONSIBLE)
DUTY_OF_CLAUSE = {
    "bracket": rule(
        "duty:bracket-clause",
        *DUTIES,
        says="the projects before a clause in brackets, and the bodies it names",
        example=Example(
            "建设怀化国际陆港物流园。(市商务局牵头,市财政局负责)",
            "怀化国际陆港物流园 → 市商务局|怀化国际陆港物流园 → 市财政局",
        ),
        counter=Example(
            "建设怀化国际陆港物流园。(市商务局牵头)建设高庙国家考古遗址公园。(市文旅局牵头)",
            "怀化国际陆港物流园 → 市文旅局",
        ),
    ),
    "line": rule(
        "duty:line-clause",
        *DUTIES,
        says="the projects before a line 责任单位:, and the bodies it names",
        example=Example("建设怀化国际陆港物流园。\n责任单位:市商务局。", "怀化国际陆港物流园 → 市商务局"),
        counter=Example(
            "建设怀化国际陆港物流园。\n责任单位:市商务局。\n建设高庙国家考古遗址公园。\n责任单位:市文旅局。",
            "怀化国际陆港物流园 → 市文旅局",
        ),
    ),
    "sentence": rule(
        "duty:sentence-clause",
        *DUTIES,
        says="the projects of a sentence, or of its clauses about one body, and the bodies that it says lead or do it",
        example=Example("怀化国际陆港物流园建设由市商务局牵头组织。", "怀化国际陆港物流园 → 市商务局"),
        counter=Example("建设怀化国际陆港物流园。考核由市商务局牵头组织。"),
    ),
    "bodies": rule(
        "duty:bodies-alone",
        RelationType.RESPONSIBLE,
        says="the projects before brackets that hold bodies alone, behind the full stop of the task",
        example=Example("建设怀化国际陆港物流园。(市商务局、市财政局)", "怀化国际陆港物流园 → 市商务局"),
        counter=Example("建设怀化国际陆港物流园,办公室设在专班(市商务局)。"),
    ),
}


def responsibilities_of(
    clause: Clause, scope: Span, reading: Reading, bodies: Bodies, scopes: Scopes
) -> Iterator[Responsibility]:
    """One record; one for each half of the task where the clause names halves (工业企业由…牵头、商贸企业由…牵头)."""
    evidence = reading.span(clause.start, clause.end)
    halves = [part for part in clause.parts if part.topic]
    topic = scopes.topic_of(scope, evidence)
    choices: list[Part | None] = [*halves] or [None]
    for half in choices:
        parts = [part for part in clause.parts if not part.topic or part is half]
        leads = units_of(parts, Role.LEAD, reading, bodies)
        responsible = units_of(parts, Role.RESPONSIBLE, reading, bodies)
        if leads or responsible:
            about = f"{topic}:{half.topic}" if half else topic
            named = half.topic if half else ""
            yield Responsibility(scope, leads, responsible, evidence, about, DUTY_OF_CLAUSE[clause.kind], named)


def units_of(parts: Sequence[Part], role: Role, reading: Reading, bodies: Bodies) -> tuple[Mention, ...]:
    """The mentions of the parts' units, each name once."""
    found: dict[str, Mention] = {}
    for part in parts:
        if part.role is role:
            for start, end in part.units:
                span = reading.span(start, end)
                for mention in bodies.within(span.start, span.end):
                    found.setdefault(mention.name, mention)
    return tuple(found.values())


DUTY_COLUMN = rule(
    "duty:table-column",
    *DUTIES,
    says="the projects of a table's row, and the bodies in its column 责任单位",
    example=Example("怀化国际陆港物流园项目|市商务局", "怀化国际陆港物流园项目 → 市商务局", header="项目名称|责任单位"),
    counter=Example("怀化国际陆港物流园项目|有关部门", header="项目名称|责任单位"),
)


def row_responsibilities(structure: Structure, bodies: Bodies) -> Iterator[Responsibility]:
    """A table's column 牵头单位 or 责任单位 speaks for its row."""
    for table in structure.tables:
        for row in table.rows:
            leads: list[Mention] = []
            responsible: list[Mention] = []
            for cell in row.cells:
                if header := DUTY_HEADER.search(known_header(table, cell)):
                    (leads if header["lead"] else responsible).extend(bodies.within(cell.start, cell.end))
            if leads or responsible:
                row_span = Span(row.start, row.end)
                said = (cell.text for cell in row.cells if not cell.text.isdigit() and cell.kind not in UNSAYING)
                topic = next(said, table.title)
                yield Responsibility(row_span, tuple(leads), tuple(responsible), row_span, topic, DUTY_COLUMN)


@dataclass(frozen=True)
class Scopes:
    """What each clause of a document governs."""

    structure: Structure
    reading: Reading
    clauses: Sequence[Clause]

    def scope_of(self, at: int) -> Span:
        """Asked for one clause after the other: one that goes on looks at the one before."""
        if at not in self._scopes:
            self._scopes[at] = self._scope_of(at)
        return self._scopes[at]

    def _scope_of(self, at: int) -> Span:
        clause = self.clauses[at]
        evidence = self.reading.span(clause.start, clause.end)
        if clause.kind == "sentence":
            return self.sentence_of(at)
        if at and self.goes_on(at):
            shared = self.scope_of(at - 1)
            return Span(shared.start, max(shared.end, evidence.end))
        section = self.section_at(evidence.start)
        start = section.start if section else self.structure.document.start
        if section and self.speaks_for_section(section, evidence, at):
            return Span(section.start, section.end)
        before = self._last_before[at]
        if before and (previous_end := self.reading.span(before.start, before.end).end) > start:
            return Span(min(previous_end, evidence.start), evidence.end)
        if section and (parent := self.parent_spoken_for(section, evidence, at)):
            return Span(parent.start, evidence.end)
        return Span(start, evidence.end)

    def goes_on(self, at: int) -> bool:
        """Whether nothing but signs stands between the clause and the one before, which is none of a sentence."""
        before, clause = self.clauses[at - 1], self.clauses[at]
        return before.kind != "sentence" and not self.reading.text[before.end : clause.start].strip(CLOSING_SIGNS)

    def sentence_of(self, at: int) -> Span:
        """The sentence; where it speaks of several bodies in turn, from comma to comma the part about this one."""
        text, clause = self.reading.text, self.clauses[at]
        start = last_end(text, TASK + LINE, 0, clause.start)
        end = end_of_sentence(text, clause.end)
        spoken = self._spoken
        own = bisect_left(spoken, clause.start, key=lambda c: c.start)
        before = spoken[own - 1] if own and spoken[own - 1].start >= start else None
        behind = spoken[own + 1] if own + 1 < len(spoken) and spoken[own + 1].end <= end else None
        if before and (comma := text.find(",", before.end, clause.start + 1)) >= 0:
            start = comma + 1
        if behind and (comma := text.rfind(",", clause.end, behind.start + 1)) >= 0:
            end = comma
        return self.reading.span(start, min(end + 1, len(text)))

    def section_at(self, place: int) -> Section | None:
        """The innermost section that holds the place."""
        return self._innermost.at(place)

    def speaks_for_section(self, section: Section, evidence: Span, at: int) -> bool:
        """On the heading, or right after it while no clause closes the section's text."""
        if evidence.start < section.heading_end:
            return True
        between = self.structure.text[section.heading_end : evidence.start].strip(CLOSING_SIGNS)
        if between:
            return False
        behind = bisect_left(self.clauses, section.end, at, key=lambda c: self.reading.places[c.start])
        last = self._last_before[behind] or self.clauses[at]
        end = self.reading.span(last.start, last.end).end
        rest = self.structure.text[end : section.end].strip(CLOSING_SIGNS)
        return bool(rest) or last is self.clauses[at]

    def parent_spoken_for(self, section: Section, evidence: Span, at: int) -> Section | None:
        """The section above, when this clause ends its last part and is the only one in it."""
        parent = self._sections.get(section.parent_id or "")
        if parent is None or parent.end > section.end:
            return None
        first, last = (
            bisect_left(self.clauses, place, key=lambda c: self.reading.places[c.start])
            for place in (parent.start, parent.end)
        )
        is_only = last <= first or (first, last) == (at, at + 1)
        rest = self.structure.text[evidence.end : parent.end].strip(CLOSING_SIGNS)
        return parent if is_only and not rest and self._children[parent.id] > 1 else None

    def topic_of(self, scope: Span, evidence: Span) -> str:
        """The section's title where the scope holds its beginning, else the scope's first words."""
        section = self._beginning.get(scope.start)
        if section and section.title:
            return CLAUSE_AT_END.sub("", section.title)[:MAX_TOPIC]
        text = self.reading.text[self.reading.index(scope.start) : self.reading.index(min(scope.end, evidence.start))]
        words = NUMBER.sub("", text.lstrip("。;,:\n)、"))
        ends = [e for e in (words.find(sign) for sign in "。;:\n") if e > 0]
        return words[: min([*ends, MAX_TOPIC])]

    @cached_property
    def _scopes(self) -> dict[int, Span]:
        return {}

    @cached_property
    def _spoken(self) -> Sequence[Clause]:
        return [clause for clause in self.clauses if clause.kind == "sentence"]

    @cached_property
    def _last_before(self) -> Sequence[Clause | None]:
        """For each clause, and the end, the last one before that is none of a sentence."""
        found: list[Clause | None] = [None]
        for clause in self.clauses:
            found.append(found[-1] if clause.kind == "sentence" else clause)
        return found

    @cached_property
    def _innermost(self) -> Enclosing[Section]:
        sections = self.structure.sections
        ranks = [(section.depth, section.start, -number) for number, section in enumerate(sections)]
        return Enclosing(sections, ranks)

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        return {section.id: section for section in reversed(self.structure.sections)}

    @cached_property
    def _beginning(self) -> Mapping[int, Section]:
        return {section.start: section for section in reversed(self.structure.sections)}

    @cached_property
    def _children(self) -> Counter[str | None]:
        return Counter(section.parent_id for section in self.structure.sections)

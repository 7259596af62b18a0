"""The fields of what leaves: every dictionary that the workspace's verbs give and that is printed as JSON.

These types are the contract with programs and pages. Fields may be added; none is renamed or dropped. A field that is
not always there is NotRequired; one that is always there, but may have nothing to say, is None.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

# ------------------------------------------------------------------------------------------------------------ places


class PlaceFields(TypedDict):
    """A stretch of a source's stored text."""

    source: str
    start: int
    end: int


class StandingFields(TypedDict):
    """How a document stands: “in_force”, “adjusted”, “draft” or “superseded”.

    `superseded_by`: the identifier of the document that took its place or changed it; `mark`: both in words, "" for one
    in force.
    """

    standing: str
    superseded_by: str | None
    mark: str


class QuoteFields(PlaceFields):
    """A place and what stands there, to the letter."""

    quote: str


class EvidenceFields(QuoteFields, StandingFields):
    """A quote that proves a relation, with its document."""

    document_id: str
    title: str


class SpotFields(TypedDict):
    """Where a stretch of text stands in the original; boxes as shares of the page: left, top, right, bottom."""

    page: int | None
    boxes: list[list[float]]
    sheet: str | None
    cells: list[str]
    sure: float  # the quality of what had to be recognised least surely; 1 where nothing had to be


class WhereFields(PlaceFields, StandingFields):
    """A place with its document and the headings above it, outermost first."""

    document_id: str
    title: str
    section: list[str]


class MentionFields(TypedDict):
    """Where an entity is named, and by which words."""

    start: int
    end: int
    surface: str


# ---------------------------------------------------------------------------------------------------------- entities


class EntityFields(TypedDict):
    """An entity, as it is named wherever it stands."""

    id: str
    type: str
    name: str


class NamedEntityFields(EntityFields):
    """An entity with all its names; `level` only of a County."""

    aliases: list[str]
    level: NotRequired[str]
    city: NotRequired[str]  # what it lies in, where another bears its name: 南京市


class CountedEntityFields(NamedEntityFields):
    """`documents`: how many mention it."""

    mentions: int
    documents: int


class ConnectedEntityFields(CountedEntityFields):
    """And how many others hang together with it."""

    neighbours: int


class NameFields(TypedDict):
    """One of the names of an entity; `is_main`: the one it is shown under."""

    name: str
    id: str
    type: str
    is_main: bool


class HitFields(CountedEntityFields):
    """A thing that may be meant: `matched` is the name by which it was found, `how` it was: “exact”, “begins”, “holds”,
    “sounds” or “near”."""

    matched: str
    how: str


class ThingFields(CountedEntityFields):
    """The head of a thing's page; `place`: where it lies, “” where that is not known."""

    place: str


class NearFields(CountedEntityFields):
    """A thing with a name like another's: `matched` is like its name `to`, `alike` of 100."""

    matched: str
    to: str
    alike: int


class FindFields(TypedDict):
    """What may be meant by a text, best first."""

    text: str
    hits: list[HitFields]


class ListFields(TypedDict):
    """The entities of a type, most mentioned first."""

    type: str
    entities: list[CountedEntityFields]


class ConnectedFields(TypedDict):
    """The entities of a type with the most neighbours."""

    type: str
    entities: list[ConnectedEntityFields]


# --------------------------------------------------------------------------------------------------------- documents


class DocumentFields(StandingFields):
    """A document, with how it stands among the others."""

    document_id: str
    source: str
    title: str
    title_guess: str | None  # the rule that guessed the title, where no text or file bears one
    kind: str
    issuer: str | None
    doc_number: str | None
    published: str | None
    year: int | None
    years: list[int] | None  # the first and last it plans for
    region: str | None
    parent_id: str | None
    start: int
    end: int
    copies: list[str]  # other files of the same text, by which its source is known too


class DocumentLinkFields(QuoteFields):
    """What a document is to another, with the sentence that says so in `source`.

    `direction`: “out” where the document itself says it of the other, “in” where the other says it of the document.
    """

    kind: str
    direction: str
    other: DocumentFields
    reason: str


class CopyFields(TypedDict):
    """A file whose text another one has: it is taken in once, and known under both names."""

    name: str
    of: str


class CountedDocumentFields(DocumentFields):
    """A document with how many passages it has, entities it mentions and figures it gives."""

    passages: int
    entities: int
    targets: int


class PlaceCountFields(TypedDict):
    """A place that documents speak for, or one that holds such places; `depth`: 0 for a province."""

    code: str  # six digits; "none" for documents that speak for no place
    name: str
    depth: int
    count: int


class CountFields(TypedDict):
    """How many documents have a value."""

    value: str
    count: int


class ListedDocumentsFields(TypedDict):
    """A page of documents. `places`, `years`, `kinds`: what the others would leave to choose from, with counts."""

    documents: list[CountedDocumentFields]
    found: int
    total: int
    sources: int
    page: int  # from 1
    pages: int
    places: list[PlaceCountFields]
    years: list[CountFields]
    kinds: list[CountFields]


class CoverageFields(PlaceCountFields):
    """By year, how many documents speak for a place, those for places inside it counted in. `own`: for it itself."""

    years: dict[int, int]
    own: dict[int, int]


class NamingDocumentFields(DocumentFields):
    """A document with how often it mentions the entity in question."""

    count: int


class SectionFields(TypedDict):
    """A heading and where what stands under it ends."""

    id: str
    parent_id: str | None
    depth: int
    heading: str
    start: int
    heading_end: int
    end: int


# ------------------------------------------------------------------------------------------ a document as it is read


class HeadingFields(TypedDict):
    """A heading of a document's tree."""

    depth: int  # 1 for the outermost
    heading: str
    start: int
    heading_end: int


class DrawnCellFields(TypedDict):
    """`pieces`: the stretches that it holds; `text`: words of a header that stand so nowhere in the text."""

    row: int
    column: int
    rows: int
    columns: int
    header: bool
    sure: bool  # whether what it holds belongs under its column
    text: str
    pieces: list[tuple[int, int]]


class DrawnTableFields(TypedDict):
    """A table in the place of a stretch; `above`, `below`: lines of it that stand in no cell."""

    start: int
    end: int
    cells: list[DrawnCellFields]
    above: list[tuple[int, int]]
    below: list[tuple[int, int]]


class ReadingFields(TypedDict):
    """A document as a script in a browser draws it: places count UTF-16 units from the start of `text`."""

    text: str
    headings: list[HeadingFields]
    apart: list[tuple[int, int, str]]  # start, end, and what it is: box, note, furniture
    tables: list[DrawnTableFields]
    pages: list[tuple[int, int]]  # where a page of the original begins, and its number
    entities: list[list[str]]  # identifier, type, name
    marks: list[tuple[int, int, int, int]]  # start, end, number of the entity, how sure in percent


# --------------------------------------------------------------------------------------------- passages and answers


class LineFields(TypedDict):
    """`id`: what the line of a batch was called, of any kind; only in answers to a batch."""

    id: NotRequired[object]


class RankFields(TypedDict):
    """What one ranker gave a passage."""

    rank: int
    score: float


class ExplanationFields(TypedDict):
    """Why a passage was found: by ranker its rank, by name what the reranker saw."""

    rankers: dict[str, RankFields]
    features: dict[str, float]


class PassageFields(WhereFields):
    """A passage with its document's year, place and kind."""

    text: str
    year: int | None
    region: str | None
    kind: str
    score: float
    places: list[SpotFields]
    explain: NotRequired[ExplanationFields]


class SearchFields(LineFields):
    """The passages that were found for a query."""

    query: str
    passages: list[PassageFields]


class ValueFields(TypedDict):
    """A choice of a facet. `value`: as it stands in an address; `label`: what it is called: of a document its title."""

    value: str
    label: str
    count: int


class FacetFields(TypedDict):
    """What hits can be narrowed by. `chosen`: the value that is chosen, None where all are shown."""

    name: str
    chosen: str | None
    values: list[ValueFields]


class SiftFields(SearchFields):
    """`passages`: all that were looked at, say it and agree with what is chosen; `is_said`: false where none says it,
    and these are the nearest; `facets`: what they can be narrowed by."""

    is_said: bool
    facets: list[FacetFields]


class CitationFields(WhereFields):
    """What an answer rests on; places: where the quote stands in the original, nothing for a text file; `year`: the
    document's.
    """

    quote: str
    year: int | None
    published: str | None
    places: list[SpotFields]


class FactFields(QuoteFields):
    """A relation that a citation proves; head and tail by name."""

    head: str
    rel: str
    tail: str


class ReadAsFields(TypedDict):
    """How a question was understood; `text`: in one sentence; `whole`: the question with what it takes over from those
    before it, two or more where it is about the members of an answer; `by`: “model” where the language model read it.
    """

    kind: str
    subject: str
    asked: str
    filters: dict[str, str]
    text: str
    whole: list[str]
    by: NotRequired[str]


class OtherFields(TypedDict):
    """What could stand in the place of a part of a question, and the question with it."""

    text: str
    question: str


class PartFields(TypedDict):
    """A part of how a question was read: `name` is “subject”, “asked” or a filter's; `without`: the question without
    it, None where that cannot be.
    """

    name: str
    text: str
    without: str | None
    others: list[OtherFields]


class ItemFields(TypedDict):
    """One of several things that an answer names; `citations`: numbers into the answer's citations, from 1."""

    text: str
    of: NotRequired[str]
    entity_id: NotRequired[str]
    citations: list[int]


class AskFields(LineFields):
    """`answer`: None when the documents do not answer; then `passages` are those that come closest. `short`: the answer
    on one line; `items`: several things that were asked for; `phrased_by`: “model” where `answer` is in a language
    model's words.
    """

    question: str
    answer: str | None
    short: str | None
    items: list[ItemFields] | None
    read_as: ReadAsFields
    citations: list[CitationFields]
    facts: list[FactFields]
    entities: list[EntityFields]
    passages: list[PassageFields]
    phrased_by: NotRequired[str]


class ExampleFields(TypedDict):
    """A question that this knowledge base answers, and its answer on one line; `kind`: number, lead or list."""

    kind: str
    question: str
    short: str


class NamingPassageFields(TypedDict):
    """A passage, or a line that is in none, with the mentions of the entity in question."""

    section: list[str]
    start: int
    end: int
    text: str
    mentions: list[MentionFields]


class NamingPassagesFields(StandingFields):
    """A document with its passages that mention the entity in question."""

    document_id: str
    source: str
    title: str
    published: str | None
    year: int | None
    count: int
    passages: list[NamingPassageFields]


class MentionsFields(LineFields):
    """`nearest`: the known names most like one that nothing bears."""

    name: str
    entities: list[NamedEntityFields]
    documents: list[NamingPassagesFields]
    nearest: NotRequired[list[str]]


class NameRowFields(TypedDict):
    """A name of a list. `documents`: how often each mentions it; `same`: other names of the list that mean the same
    thing."""

    name: str
    entities: list[NamedEntityFields]
    mentions: int
    documents: dict[str, int]
    years: list[int] | None  # the first and last of those documents
    same: list[str]


# ------------------------------------------------------------------------------------------------- an entity's page


class RoleFields(TypedDict):
    """What one is to the other, where a relation says so."""

    role: NotRequired[str]  # nurture or attract, of an enterprise in an industry


class RelationFields(RoleFields):
    """A relation as seen from one of its ends, with all its evidence; `direction`: “out” from there, or “in”."""

    rel: str
    direction: str
    other: EntityFields
    evidence: list[EvidenceFields]


class WhyFields(TypedDict):
    """Why two entities are linked."""

    kind: str
    score: float
    reason: str


class LinkFields(WhyFields):
    """A link as seen from one of its ends."""

    other: EntityFields
    evidence: list[QuoteFields]


class MergeFields(TypedDict):
    """Why two names are one thing."""

    name: str
    other: str
    rule: str
    score: float
    reason: str


class TargetFields(EvidenceFields):
    """A target or a result."""

    id: str
    indicator: str
    indicator_id: str
    value: str  # digits as written
    unit: str | None
    year: int | None
    comparator: str
    kind: str
    region: str | None
    city: str  # the city of its region, where another one of the knowledge base is called so; else empty
    basis: str | None  # when the figure is not of the year alone
    nature: str | None  # 预期性 or 约束性, where an indicator table says it
    unsafe: str | None  # why it may be damaged


class AttributeFields(EvidenceFields):
    """What a document says of a project itself."""

    id: str
    entity_id: str
    kind: str
    value: str  # as written
    unit: str | None
    year: int | None
    comparator: str
    said_in: int | None  # the year of its document
    unsafe: str | None  # why it may be damaged


class StageFields(QuoteFields):
    """How far a project has come, or is planned to come, with the words that say it.

    `stage`: 谋划, 前期, 开工, 在建, 建成 or 投用; `year`: of the fact, where it is told; `sure`: 0 to 1.
    """

    stage: str
    planned: bool
    year: int | None
    sure: float


class StageSaidFields(StageFields, StandingFields):
    """A stage with the document that says it; `said_in`: the year of that."""

    document_id: str
    title: str
    said_in: int | None


class PageFields(NamedEntityFields):
    """All that is known of an entity."""

    mentions: int
    documents: list[NamingDocumentFields]
    relations: list[RelationFields]
    targets: list[TargetFields]
    attributes: list[AttributeFields]  # by kind, the newest document first
    stages: list[StageSaidFields]  # the latest first
    links: list[LinkFields]
    merges: list[MergeFields]


class ShowFields(TypedDict):
    """The pages of all entities of a name, most mentioned first."""

    name: str
    entities: list[PageFields]


class MeasureFields(TypedDict):
    """What figures have in common that may stand on one line: `movement` is “level” or “growth”."""

    movement: str
    basis: str
    unit: str


class PlaceRowFields(MeasureFields):
    """An indicator of a place: by year its “target” and its “result”, where given."""

    indicator: str
    indicator_id: str
    years: dict[int, dict[str, TargetFields]]
    count: int  # figures


class AreaFields(NamedEntityFields):
    """All that documents say of a city or county and what lies in it."""

    code: str
    above: list[str]
    inside: list[CountedEntityFields]
    documents: list[CountedDocumentFields]
    documents_found: int
    parks: list[CountedEntityFields]
    parks_found: int
    projects: list[CountedEntityFields]
    projects_found: int
    figures: list[PlaceRowFields]


class StandingOfPlaceFields(TypedDict):
    """A place in a league."""

    rank: int
    place: str
    number: float
    figure: TargetFields


class LeagueFields(TypedDict):
    """Places by one figure of a year; `years`: of how many places there is one; `missing`: places that documents speak
    for without giving it."""

    year: int | None
    years: dict[int, int]
    measures: list[MeasureFields]
    rows: list[StandingOfPlaceFields]
    missing: list[str]


class TargetsFields(TypedDict):
    """The figures of an indicator; None: of all."""

    indicator: str | None
    targets: list[TargetFields]


class NewDocumentFields(DocumentFields):
    """A document that came. `at`: when, UTC; `how`: “added”, or “changed” where its file was there before."""

    at: str
    how: str


class ChangedFigureFields(TypedDict):
    """A figure of a new document, and what the latest of the older ones says of the same year, place and kind."""

    new: TargetFields
    old: TargetFields


class ChangedStageFields(TypedDict):
    """How far a new document says a thing is, and what the latest of the older ones says."""

    entity: CountedEntityFields
    new: StageSaidFields
    old: StageSaidFields


class NewsFields(TypedDict):
    """What is new after `since`. `things`: projects and parks that only the new documents mention; `removed`: files
    that are gone; `more_…`: how many are not listed.
    """

    since: str
    documents: list[NewDocumentFields]
    more_documents: int
    removed: list[str]
    things: list[CountedEntityFields]
    more_things: int
    figures: list[ChangedFigureFields]
    stages: list[ChangedStageFields]


# ------------------------------------------------------------------------------------------------- through the graph


class LinkedEntityFields(NamedEntityFields):
    """An entity that a link led to."""

    link: WhyFields


class MomentFields(WhereFields):
    """A sentence of a story, with whom it speaks of; `link`: what led there from the entity asked for; `told`: the
    stage with its words and year."""

    published: str | None
    year: int | None
    stage: str | None
    told: StageFields | None
    quote: str
    mention: MentionFields
    entity: EntityFields
    link: WhyFields | None


class TraceFields(TypedDict):
    """The entities of a name, and what is linked to them, through the documents in order of time."""

    name: str
    entities: list[NamedEntityFields]
    linked: list[LinkedEntityFields]
    steps: list[MomentFields]


class ProofFields(QuoteFields):
    """What proves a step; that of a link has nothing but the quote."""

    rel: NotRequired[str]
    forward: NotRequired[bool]
    document_id: NotRequired[str]
    title: NotRequired[str]
    standing: NotRequired[str]
    superseded_by: NotRequired[str | None]
    mark: NotRequired[str]


class JointFields(TypedDict):
    """What joins two entities of a way: a relation, or with its reason a link (“link:<kind>”); `forward`: it leads
    the way that is gone."""

    rel: str
    forward: bool
    reason: NotRequired[str]
    evidence: list[ProofFields]


# “from” is no name in Python, so that the class cannot be written as one
_Ends = TypedDict("_Ends", {"from": EntityFields, "to": EntityFields})


class StepFields(_Ends, JointFields):
    """From one entity of a way to the next."""


class WayFields(TypedDict):
    """A shortest way; one entity more than steps."""

    entities: list[EntityFields]
    steps: list[StepFields]


class PathFields(TypedDict):
    """`wide`: the provinces and cities that the ways lead through, where there are no others."""

    a: NamedEntityFields
    b: NamedEntityFields
    paths: list[WayFields]
    wide: list[EntityFields]


class DrawnRelationFields(EvidenceFields):
    """A relation with one piece of evidence."""

    head_id: str
    rel: str
    tail_id: str
    role: str | None


class DrawnLinkFields(WhyFields):
    """A link between two entities of a drawing."""

    a_id: str
    b_id: str
    evidence: list[QuoteFields]


class BundleFields(TypedDict):
    """Neighbours that are not drawn one by one: of one type, and joined last in a document that speaks for one year."""

    key: str
    type: str
    year: int | None
    count: int
    names: list[str]  # of some of them


class NeighbourhoodFields(TypedDict):
    """What is drawn around an entity; `left_out`: neighbours beyond the limit, all of them counted in `bundles`."""

    entities: list[CountedEntityFields]
    relations: list[DrawnRelationFields]
    links: list[DrawnLinkFields]
    left_out: int
    bundles: list[BundleFields]


# -------------------------------------------------------------------------------------------------- two documents


class ComparedFields(QuoteFields):
    """What one of two documents says: `text` in short, with the headings above it.

    `stage`: of a project; `year`: of a figure.
    """

    document_id: str
    section: list[str]
    text: str
    year: int | None
    stage: NotRequired[StageFields]


class ChangeFields(TypedDict):
    """What became of a project, a target or a task from one document to the other.

    `change`: “new”, “gone” or “changed”; `before` and `after`: what each says, None where it says nothing; `id`: of the
    project or indicator; `likeness`: of the wording of two tasks, 0 to 1.
    """

    change: str
    name: str
    id: str | None
    before: ComparedFields | None
    after: ComparedFields | None
    likeness: NotRequired[float]


class CompareFields(TypedDict):
    """Two documents side by side; `same`: how many projects, targets and tasks did not change."""

    a: DocumentFields
    b: DocumentFields
    projects: list[ChangeFields]
    targets: list[ChangeFields]
    tasks: list[ChangeFields]
    same: dict[str, int]


# ----------------------------------------------------------------------------------------------------------- ledger


class LedgerRowFields(EntityFields):
    """A project of the ledger with what it is tied to.

    `investment`: in 亿元, `invested`: as written; `told`: the latest stage.
    """

    places: list[NamedFields]
    parks: list[NamedFields]
    industries: list[NamedFields]
    leads: list[NamedFields]
    investment: float | None
    invested: str | None
    told: StageSaidFields | None
    documents: int
    mentions: int


class NamedFields(TypedDict):
    """An entity by identifier and name, where its type is known."""

    id: str
    name: str


class LedgerFields(TypedDict):
    """Some rows of the ledger, behind the first `skip`, and how many there are in all."""

    total: int
    skip: int
    sort: str
    projects: list[LedgerRowFields]


# ------------------------------------------------------------------------------------------------ the whole at a glance


class ShareFields(EntityFields):
    """A place, park, department or industry with how many projects it has."""

    projects: int


class CrossingFields(TypedDict):
    """How many projects two things share. `is_close`: among the largest of one of the two."""

    row_id: str
    column_id: str
    projects: int
    is_close: bool


class WholeFields(TypedDict):
    """Things and industries with what they share, most projects first. `by`: what the rows are; `kinds`: what they
    could be; `rows_found`, `columns_found`: how many there are in all."""

    by: str
    kinds: list[str]
    rows: list[ShareFields]
    columns: list[ShareFields]
    crossings: list[CrossingFields]
    rows_found: int
    columns_found: int


# ---------------------------------------------------------------------------------------------- the whole, its keeping


class StatusFields(TypedDict):
    """What is there, in numbers: entities and relations by type, sizes by part."""

    documents: int
    passages: int
    entities: dict[str, int]
    relations: dict[str, int]
    targets: int
    links: int
    graph_engine: str
    index_place: str
    model: str
    tagger: str | None
    home: str
    sources: int
    mentions: int
    generation: int | None
    bytes: dict[str, int]
    document_links: int
    copies: list[CopyFields]
    files: FilesFields
    store: StoreFields | None


class StoreFields(TypedDict):
    """The shared store: whether this home is written and put there, or follows it; the generation in use there, and
    what keeps this home from having it."""

    address: str
    follows: bool
    generation: int | None
    trouble: str | None


class FileFields(TypedDict):
    """Something to be known of a file: the reason, in English, and as a key with its values, to be said otherwise."""

    source: str
    reason: str
    remedy: NotRequired[str]
    why: str
    values: dict[str, int | float | str]


class FilesFields(TypedDict):
    """The files: how many are read, which are not, until they are read or gone, and how some were read."""

    read: int
    skipped: list[FileFields]
    remarks: list[FileFields]


class FailureFields(FileFields):
    """A file that was not taken in; `name`: where it lies, `reason`: with the remedy."""

    name: str


class SummaryFields(TypedDict):
    """What an ingestion or a removal did, by source, and what is there now; `seconds`: by stage."""

    added: list[str]
    changed: list[str]
    unchanged: list[str]
    removed: list[str]
    copies: list[CopyFields]
    failures: list[FailureFields]  # what should have been read
    skipped: list[FileFields]  # what nobody expects to be read
    remarks: list[FileFields]
    documents: int
    passages: int
    entities: int
    seconds: dict[str, float]
    generation: int | None


class SideFields(TypedDict):
    """A thing as a decision names it."""

    type: str
    name: str
    place: str | None


class DecisionFields(TypedDict):
    """What was recorded of two things: “same” or “different”."""

    a: SideFields
    b: SideFields
    verdict: str
    generation: int | None


class EntryFields(TypedDict):
    """A decision as it was recorded: `kind` is “same”, “different”, “type”, “name”, “mention”, “relation”, “target”,
    “attribute”, “title” or “undo”; `about` what it speaks of, `said` what was read there and `to` what a person says it
    is, "" for nothing of the kind; `line`: as it stands in the file.

    `is_grounded`: whether it finds what it speaks of; None where it was undone, or is not derived yet.
    """

    id: str
    kind: str
    about: str
    said: str
    to: str
    who: str
    when: str
    why: str
    undone_by: str | None
    is_grounded: bool | None
    place: QuoteFields | None
    document_id: str | None
    line: dict[str, object]


class RightedFields(TypedDict):
    """A decision that was recorded, and the generation in which it holds; None: it is not derived yet."""

    decision: EntryFields
    generation: int | None


class StatementFields(TypedDict):
    """A fact as a person may put it right. `ref`: what it is called in an address; `kind`: “thing”, “relation”,
    “target”, “attribute”, “mention” or “missed”; `values`: what it says, by field; `others`: what may be said instead,
    by field; `why`: why it may be wrong; `score`: how sure it is, where that was counted.

    `before`, `quote` and `after`: the words that say it, with a little of the document around them.
    """

    ref: str
    kind: str
    title: str
    values: dict[str, str]
    others: dict[str, list[str]]
    why: str | None
    score: float | None
    entity: EntityFields | None
    document_id: str
    document: str
    start: int
    end: int
    before: str
    quote: str
    after: str


class FindingFields(TypedDict):
    """What one check of the doctor saw: “ok”, worth a “note” or “wrong”, and how to mend it."""

    about: str
    state: str
    says: str
    mend: NotRequired[str]

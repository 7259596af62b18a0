"""What the commands print: JSON and CSV for programs, tables and paragraphs for people.

In: the JSON-ready dictionaries of `ui.app.workspace`. Out: text on stdout; progress and messages on stderr. Text of
documents is never read as markup.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, get_args

from ui.app.tables import Value, csv_line

if TYPE_CHECKING:
    from rich.console import Console

    from ingest.intake import Progress
    from ui.app.fields import (
        AskFields,
        AttributeFields,
        ChangeFields,
        CitationFields,
        ComparedFields,
        CompareFields,
        DecisionFields,
        DocumentFields,
        EntryFields,
        FailureFields,
        FilesFields,
        FindFields,
        FindingFields,
        LedgerFields,
        ListFields,
        MentionsFields,
        MomentFields,
        NamedEntityFields,
        NamedFields,
        NamingPassagesFields,
        NewsFields,
        PassageFields,
        PathFields,
        QuoteFields,
        ReadAsFields,
        RightedFields,
        SearchFields,
        ShowFields,
        StageFields,
        StatusFields,
        SummaryFields,
        TargetFields,
        TargetsFields,
        TraceFields,
    )

Cells = Mapping[str, object]  # a row of a table, by column

MOST_FILES = 20  # that are named one by one
PHRASED = "In a language model's words 语言模型改写"
LONGEST_QUOTE = 120  # characters shown of a piece of evidence; programs get all of it

STAGES = {
    "read": "Reading",
    "pages": "Reading pages",
    "recognise": "Recognising pages",
    "embed": "Embedding",
    "resolve": "Resolving names",
    "graph": "Loading the graph",
    "index": "Building the index",
    "copy": "Copying",
    "share": "Putting it in the shared store",
    "restore": "Restoring",
}


# ------------------------------------------------------------------------------------------------ for programs


def json_value(value: object) -> None:
    """One value on one line."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def json_lines(values: Iterable[object]) -> None:
    """One a line."""
    for value in values:
        json_value(value)


MENTION_COLUMNS = (
    *("name", "document_id", "source", "title", "published", "count", "start", "end", "surface", "text"),
    *("standing", "superseded_by"),
)
PASSAGE_COLUMNS = (
    *("query", "document_id", "source", "title", "year", "region", "kind", "section", "start", "end", "text", "score"),
    *("standing", "superseded_by"),
)
ENTITY_COLUMNS = ("id", "type", "name", "aliases", "mentions", "documents")
HIT_COLUMNS = (*ENTITY_COLUMNS, "matched", "how")


def csv_header(columns: Sequence[str]) -> None:
    """The names of the columns."""
    sys.stdout.write(csv_line(columns))


def csv_rows(columns: Sequence[str], rows: Iterable[Cells]) -> None:
    """A line for each row; what it lacks is left empty."""
    for row in rows:
        sys.stdout.write(csv_line([_cell(row.get(column)) for column in columns]))


def csv_table(columns: Sequence[str], rows: Iterable[Cells]) -> None:
    """Header and rows."""
    csv_header(columns)
    csv_rows(columns, rows)


def _cell(value: Any) -> Value:
    return "、".join(value) if isinstance(value, list) else value


def passage_rows(found: SearchFields) -> None:
    """The passages of one query as rows."""
    csv_rows(PASSAGE_COLUMNS, ({**passage, "query": found["query"]} for passage in found["passages"]))


def mention_rows(found: MentionsFields) -> None:
    """A line for each mention; a name without any gets one line too, so that none is lost from a list."""
    rows: list[Cells] = [
        {**document, **passage, **mention, "name": found["name"]}
        for document in found["documents"]
        for passage in document["passages"]
        for mention in passage["mentions"]
    ]
    csv_rows(MENTION_COLUMNS, rows or [{"name": found["name"], "count": 0}])


def target_rows(found: TargetsFields) -> None:
    """A line for each target or result."""
    # imported late: most commands show none
    from ui.app.given import shown
    from ui.app.shapes import TARGET

    order = "indicator region year kind comparator value unit basis unsafe document_id source title start end quote"
    columns = shown(TARGET.columns, f"{order} standing superseded_by -id -indicator_id -city -mark")
    csv_table(columns, found["targets"])


# -------------------------------------------------------------------------------------------------- for people


def _console(*, errors: bool = False) -> Console:
    # imported late: commands that print JSON do without
    from rich.console import Console

    return Console(stderr=errors, markup=False, highlight=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def say(message: str) -> None:
    """A message that is no answer."""
    print(message, file=sys.stderr, flush=True)


def fail(message: str) -> None:
    """Why a command does not go on."""
    say(f"mailuo: {message}")


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar for each stage on stderr; where that is no terminal, nothing."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    from ingest.sources.reading import recognition_seconds

    console = _console(errors=True)
    columns = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}
        recognised: set[str] = set()  # the files whose pages are being recognised

        def advance(stage: str, done: int, total: int, what: str = "") -> None:
            if stage == "recognise" and total and what not in recognised:
                recognised.add(what)
                pages = "1 page" if total == 1 else f"{total} pages"
                console.print(f"recognising {pages} of {what}, {_about(recognition_seconds(total))}")
            if stage not in tasks:
                tasks[stage] = bars.add_task(STAGES.get(stage, stage), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield advance


def _titled(found: PassageFields | CitationFields | NamingPassagesFields | MomentFields | DocumentFields) -> str:
    """The title, and behind it how the document stands where it is not simply in force."""
    return f"{found['title']}({found['mark']})" if found["mark"] else found["title"]


def _about(seconds: float) -> str:
    """How long it will take, roughly."""
    return f"about {round(seconds / 60)} minutes" if seconds >= 90 else f"about {round(seconds, -1):.0f} seconds"


def _place(found: PassageFields | CitationFields) -> str:
    headings = " › ".join((_titled(found), *found["section"]))
    return f"{headings}  [{found['source']}{_in_original(found)} {found['start']}–{found['end']}]"


def _in_original(found: PassageFields | CitationFields) -> str:
    """The page, or the sheet and its first cell, where the file has them."""
    said = []
    for place in found["places"]:
        if place["page"] is not None:
            said.append(f" p. {place['page']}")
        elif place["sheet"] is not None:
            said.append(f" {place['sheet']}!{place['cells'][0]}" if place["cells"] else f" {place['sheet']}")
    return said[0] + (" ff." if len(said) > 1 else "") if said else ""


def _short_place(found: PassageFields | CitationFields) -> str:
    """The document and the heading right above, so that it stays on one line."""
    headings = " › ".join((_titled(found), *found["section"][-1:]))
    return f"{headings}  [{found['source']}{_in_original(found)} {found['start']}–{found['end']}]"


def _flat(text: str, *, most: int | None = None) -> str:
    flat = " ".join(text.split())
    return flat if most is None or len(flat) <= most else f"{flat[: most // 2]} … {flat[-most // 2 :]}"


def _explained(passage: PassageFields) -> str:
    """Its score, its rank and score with each ranker, and what the reranker saw."""
    given = passage["explain"]
    rankers = (f"{name} #{one['rank']} ({one['score']:.2f})" for name, one in given["rankers"].items())
    features = (f"{name} {value:.2f}" for name, value in given["features"].items())
    return f"score {passage['score']:.2f}; rankers: {', '.join(rankers)}; features: {', '.join(features) or '-'}"


def passages(found: SearchFields) -> None:
    """Passages with their rank and place."""
    console = _console()
    for rank, passage in enumerate(found["passages"], 1):
        console.print(f"{rank}. {_place(passage)}", style="bold")
        console.print(f"   {_flat(passage['text'])}")
        if "explain" in passage:
            console.print(f"   {_explained(passage)}", style="dim")
        console.print()
    if not found["passages"]:
        say("no passage found")


def answer(found: AskFields, *, explain: bool = False) -> None:
    """The answer first, then what it names, then the quotes; or that there is none, and the nearest passages."""
    console = _console()
    if explain:
        for line in _read_as(found["read_as"]):
            console.print(line, style="dim")
    if found["answer"] is None:
        console.print("The documents do not answer this. 文档中没有找到依据。")
        if found["short"]:
            console.print(found["short"])
        for passage in found["passages"]:
            console.print(f"  ~ {_flat(passage['text'], most=LONGEST_QUOTE)}  {_short_place(passage)}", style="dim")
        return
    is_model = "phrased_by" in found
    said = found["short"] or ("" if is_model else found["answer"])
    if said:
        console.print(said, style="bold")
    if is_model:
        console.print(f"{PHRASED}: {found['answer']}")
    items = found["items"] or []
    for item in items if len(items) > 1 or not any(item["text"] in said for item in items) else ():
        of = f"{item['of']}: " if item.get("of") else ""
        proof = "".join(f"[{number}]" for number in item["citations"])
        console.print(f"  - {of}{item['text']} {proof}".rstrip())
    for number, citation in enumerate(found["citations"], 1):
        quote = _flat(citation["quote"], most=LONGEST_QUOTE)
        console.print(f"[{number}] “{quote}”  {_short_place(citation)}", style="dim")


def _read_as(read: ReadAsFields) -> Iterator[str]:
    """How the question was understood: in a sentence, with what it took over, and by its parts."""
    by = " (the language model read it)" if read.get("by") else ""
    yield f"Read as: {read['text']}  [{read['kind']}]{by}"
    yield f"  question: {' → '.join(read['whole'])}"
    parts = {"about": read["subject"], "asked": read["asked"], **read["filters"]}
    for name, said in parts.items():
        if said:
            yield f"  {name}: {said}"


def news(found: NewsFields) -> None:
    """Documents, then things, then figures with what was said before."""
    console = _console()
    for document in found["documents"]:
        about = " ".join(str(part) for part in (document["region"], document["year"]) if part)
        console.print(f"{document['at'][:10]} {document['how']:<7} {document['title']}  [{document['source']}] {about}")
    if found["more_documents"]:
        console.print(f"  … and {found['more_documents']} more")
    for source in found["removed"]:
        console.print(f"           removed {source}")
    if found["things"]:
        more = f" … and {found['more_things']} more" if found["more_things"] else ""
        names = "、".join(one["name"] for one in found["things"])
        console.print(f"first mentioned: {names}{more}")
    for figure in found["figures"]:
        old = f"{figure['old']['comparator']} {figure['old']['value']}{figure['old']['unit'] or ''}"
        console.print(f"{_figure(figure['new'])}  before: {old} [{figure['old']['title']}]")
    for changed in found["stages"]:
        before, now = (
            f"{one['stage']}{' (planned)' if one['planned'] else ''}" for one in (changed["old"], changed["new"])
        )
        console.print(f"{changed['entity']['name']}: {before} → {now}  [{changed['new']['title']}]")
    if not found["documents"] and not found["removed"]:
        say("nothing is new")


def mentions(found: MentionsFields) -> None:
    """The entities of a name, and the passages in which they stand, document by document."""
    console = _console()
    for entity in found["entities"]:
        aliases = f" = {'、'.join(entity['aliases'])}" if entity["aliases"] else ""
        console.print(f"{_called(entity)} ({entity['type']}){aliases}", style="bold")
    for document in found["documents"]:
        console.print(f"\n{_titled(document)}  [{document['source']}] {document['count']}×", style="bold")
        for passage in document["passages"]:
            headings = " › ".join(passage["section"])
            console.print(f"  {headings} {passage['start']}–{passage['end']}")
            console.print(f"    {_flat(passage['text'])}")


def _called(entity: NamedEntityFields) -> str:
    """Its name, with what it lies in where another is called so: 鼓楼区(南京市)."""
    return f"{entity['name']}({entity['city']})" if entity.get("city") else entity["name"]


def _evidence(console: Console, pieces: Sequence[QuoteFields], *, most: int = 3) -> None:
    for piece in pieces[:most]:
        console.print(
            f"      “{_flat(piece['quote'], most=LONGEST_QUOTE)}” [{piece['source']} {piece['start']}–{piece['end']}]"
        )
    if len(pieces) > most:
        console.print(f"      … and {len(pieces) - most} more")


def entity_page(page: ShowFields) -> None:
    """All that is known of entities; of figures the first twenty."""
    console = _console()
    for entity in page["entities"]:
        console.print(f"{_called(entity)} ({entity['type']})  {entity['id']}", style="bold")
        if entity["aliases"]:
            console.print(f"  also: {'、'.join(entity['aliases'])}")
        for relation in entity["relations"]:
            arrow = "→" if relation["direction"] == "out" else "←"
            role = f" ({relation['role']})" if relation.get("role") else ""
            console.print(f"  {arrow} {relation['rel']}{role} {relation['other']['name']}")
            _evidence(console, relation["evidence"])
        for stage in entity["stages"]:
            console.print(f"  {_stage(stage)}  {stage['title']}")
            _evidence(console, [stage])
        for attribute in entity["attributes"]:
            console.print(f"  {_attribute(attribute)}")
            _evidence(console, [attribute])
        for figure in entity["targets"][:20]:
            console.print(f"  {_figure(figure)}")
        for link in entity["links"]:
            console.print(f"  ~ {link['kind']} {link['other']['name']}: {link['reason']}")
        for document in entity["documents"]:
            console.print(f"  in {document['title']} [{document['source']}] {document['count']}×")
        console.print("")


def _stage(stage: StageFields) -> str:
    """建成 2023 (95% sure), planned: 建成 2025 (90% sure)."""
    planned = "planned: " if stage["planned"] else ""
    year = f" {stage['year']}" if stage["year"] else ""
    return f"{planned}{stage['stage']}{year} ({stage['sure']:.0%} sure)"


def _attribute(attribute: AttributeFields) -> str:
    year = f" {attribute['year']}" if attribute["year"] else ""
    limit = "" if attribute["comparator"] == "=" else f"{attribute['comparator']} "
    said_in = f" ({attribute['said_in']})" if attribute["said_in"] else ""
    mark = f" ({attribute['mark']})" if attribute["mark"] else ""
    mark += f"  (unsafe: {attribute['unsafe']})" if attribute["unsafe"] else ""
    return f"{attribute['kind']}{year}: {limit}{attribute['value']}{attribute['unit'] or ''}{said_in}{mark}"


def _figure(figure: TargetFields) -> str:
    region = f"{figure['city']}{figure['region']}" if figure["region"] else None
    about = " ".join(str(value) for value in (region, figure["year"]) if value)
    value = f"{figure['value']}{figure['unit'] or ''}"
    basis = f"{figure['basis']} " if figure["basis"] else ""
    unsafe = f"  (unsafe: {figure['unsafe']})" if figure["unsafe"] else ""
    return f"{about} {figure['indicator']} {basis}{figure['comparator']} {value} ({figure['kind']}){unsafe}".strip()


def targets(found: TargetsFields) -> None:
    """A figure a line."""
    lines = []
    for figure in found["targets"]:
        mark = f" ({figure['mark']})" if figure["mark"] else ""
        lines.append(f"{_figure(figure)}{mark}  [{figure['source']} {figure['start']}–{figure['end']}]")
    if lines:
        _console().print("\n".join(lines))
    else:
        say("no figure found")


def story(found: TraceFields) -> None:
    """A step a line, with its quote."""
    console = _console()
    console.print("、".join(f"{entity['name']} ({entity['type']})" for entity in found["entities"]), style="bold")
    for step in found["steps"]:
        stage = f" · {_stage(step['told'])}" if step["told"] else ""
        link = f" · {step['link']['kind']}: {step['link']['reason']}" if step["link"] else ""
        year = step["year"] or step["published"] or "?"
        console.print(f"{year} {_titled(step)} · {step['entity']['name']}{stage}{link}", style="bold")
        console.print(f"    “{_flat(step['quote'])}” [{step['source']} {step['start']}–{step['end']}]")


def ledger(found: LedgerFields) -> None:
    """A line a project; below it what it is tied to."""
    console = _console()
    for row in found["projects"]:
        stage = f" · {_stage(row['told'])}" if row["told"] else ""
        invested = f" · {row['invested']}" if row["invested"] else ""
        console.print(f"{row['name']}{stage}{invested} · in {row['documents']}", style="bold")
        kinds = (("place", "places"), ("park", "parks"), ("industry", "industries"), ("led by", "leads"))
        tied = [(label, row[kind]) for label, kind in kinds if row[kind]]  # type: ignore[literal-required]
        if tied:
            console.print("    " + "; ".join(f"{label} {_names(others)}" for label, others in tied))
    last = found["skip"] + len(found["projects"])
    say(f"{found['skip'] + 1 if last else 0}–{last} of {found['total']} projects")


def _names(others: Sequence[NamedFields]) -> str:
    return "、".join(one["name"] for one in others)


LEDGER_COLUMNS = (
    *("id", "name", "places", "parks", "industries", "leads", "investment", "stage", "planned", "year"),
    *("documents", "mentions"),
)


def ledger_csv(found: LedgerFields) -> None:
    """All columns, names of several things as an enumeration."""
    rows = [
        {
            **row,
            **{kind: _names(row[kind]) for kind in ("places", "parks", "industries", "leads")},
            "stage": row["told"]["stage"] if row["told"] else "",
            "planned": row["told"]["planned"] if row["told"] else "",
            "year": (row["told"]["year"] or row["told"]["said_in"]) if row["told"] else "",
        }
        for row in found["projects"]
    ]
    csv_table(LEDGER_COLUMNS, rows)


PARTS = ("projects", "targets", "tasks")
SIGN = {"new": "+", "gone": "−", "changed": "~"}


def collections(sources: Mapping[str, Sequence[str]]) -> None:
    """The sources of each collection, by its name."""
    console = _console()
    for name, held in sorted(sources.items()):
        console.print(f"{name} ({len(held)})")
        for source in held:
            console.print(f"  {source}")
    if not sources:
        say("no document is in a collection: all are open to all who may read")


def comparison(found: CompareFields, parts: Sequence[str]) -> None:
    """A line for each change, below it both quotes."""
    console = _console()
    console.print(f"A {_titled(found['a'])} [{found['a']['source']}]", style="bold")
    console.print(f"B {_titled(found['b'])} [{found['b']['source']}]", style="bold")
    by_part = {"projects": found["projects"], "targets": found["targets"], "tasks": found["tasks"]}
    for part in parts:
        changes = by_part[part]
        counts = ", ".join(f"{sum(one['change'] == kind for one in changes)} {kind}" for kind in SIGN)
        console.print(f"\n{part}: {counts}, {found['same'][part]} the same", style="bold")
        for change in changes:
            _change(console, change)


def _change(console: Console, change: ChangeFields) -> None:
    before, after = change["before"], change["after"]
    said = " → ".join(_side(side) for side in (before, after) if side) if change["id"] else ""
    console.print(f"  {SIGN[change['change']]} {change['name']}{f': {said}' if said else ''}")
    for letter, side in (("A", before), ("B", after)):
        if side:
            quote = _flat(side["quote"], most=LONGEST_QUOTE)
            console.print(f"      {letter} “{quote}” [{side['source']} {side['start']}–{side['end']}]")


def _side(side: ComparedFields) -> str:
    stage = side.get("stage")
    if stage is not None:
        return _stage(stage)
    year = f" ({side['year']})" if side["year"] else ""
    return f"{side['text']}{year}" or "named"


def ways(found: PathFields) -> None:
    """Each way step by step, with its evidence."""
    console = _console()
    for way in found["paths"]:
        for step in way["steps"]:
            left, right = step["from"]["name"], step["to"]["name"]
            arrow = f"─{step['rel']}→" if step["forward"] else f"←{step['rel']}─"
            console.print(f"{left} {arrow} {right}", style="bold")
            _evidence(console, step["evidence"], most=1)
        console.print("")


def hits(found: FindFields) -> None:
    """A line a thing: how often it is mentioned, its name, its type, and the name by which it was found."""
    for hit in found["hits"]:
        by = f" = {hit['matched']}" if hit["matched"] != hit["name"] else ""
        _console().print(f"{hit['mentions']:>5} {_called(hit)}{by} ({hit['type']}, {hit['how']})")
    if not found["hits"]:
        say(f"nothing is called anything like “{found['text']}”")


def entities(found: ListFields) -> None:
    """An entity a line, behind how often it is mentioned."""
    lines = []
    for entity in found["entities"]:
        also = f" = {'、'.join(entity['aliases'])}" if entity["aliases"] else ""
        lines.append(f"{entity['mentions']:>5} {_called(entity)}{also}")
    if lines:
        _console().print("\n".join(lines))  # at once: a line alone takes a quarter of a millisecond


def status(state: StatusFields, *, every_file: bool = False) -> None:
    """What the knowledge base holds and where it lies. every_file: name all files that were not read."""
    console = _console()
    console.print(f"{state['documents']} documents, {state['passages']} passages in {state['home']}", style="bold")
    for title, held in (("entities", state["entities"]), ("relations", state["relations"])):
        counts = ", ".join(f"{kind} {count}" for kind, count in held.items())
        console.print(f"  {title}: {counts or 'none'}")
    console.print(f"  targets: {state['targets']}, links: {state['links']}")
    if state["document_links"]:
        console.print(f"  links between documents: {state['document_links']}")
    for copy in state["copies"]:
        console.print(f"  {copy['name']} is a copy of {copy['of']}")
    console.print(f"  graph: {state['graph_engine']}, model: {state['model']}")
    console.print(f"  index: {state['index_place']}")
    tagger = state["tagger"]
    console.print(f"  names in running text: {f'tagger {tagger} and rules' if tagger else RULES_ALONE}")
    sizes = ", ".join(f"{part} {size / 1e6:.1f} MB" for part, size in state["bytes"].items())
    console.print(f"  sizes: {sizes}")
    if (store := state["store"]) is not None:
        does = "read from" if store["follows"] else "put in"
        there = f"generation {store['generation']}" if store["generation"] else "nothing yet"
        console.print(f"  {does} the shared store {store['address']}: {there} there")
        if store["trouble"]:
            console.print(f"    {store['trouble']}")
    files = state["files"]
    console.print(f"  files: {files['read']} read, {len(files['skipped'])} not, {len(files['remarks'])} remarks")
    for lines in _of_files(files):
        for line in _some(lines, every_file):
            console.print(f"    {line}")


def _of_files(files: FilesFields | SummaryFields) -> Iterator[list[str]]:
    """A line for each file that was not read, then for each of which there is something to be known."""
    for begin, found in (("not read", files["skipped"]), ("note", files["remarks"])):
        yield [
            f"{begin}: {file['source']}: {'; '.join(filter(None, (file['reason'], file.get('remedy'))))}"
            for file in found
        ]


def _some(lines: Sequence[str], every: bool = False) -> list[str]:
    """All lines, or the first ones with how many more there are."""
    if every or len(lines) <= MOST_FILES:
        return list(lines)
    return [*lines[:MOST_FILES], f"… and {len(lines) - MOST_FILES} more: mailuo status --files"]


RULES_ALONE = "by rules alone, as what the tagger has learned is not there; install Mailuo again"
Change = Literal["added", "changed", "unchanged", "removed"]
CHANGES: tuple[Change, ...] = get_args(Change)


def summary(found: SummaryFields) -> None:
    """What an ingestion or removal did; a message, so on stderr."""
    say(", ".join(f"{len(found[name])} {name}" for name in CHANGES if found[name]) or "nothing to do")
    for copy in found["copies"]:
        say(f"{copy['name']} is a copy of {copy['of']}: taken in once")
    if found["seconds"]:
        say("; ".join(f"{STAGES.get(stage, stage)} {seconds:.1f} s" for stage, seconds in found["seconds"].items()))
    say(f"now {found['documents']} documents, {found['passages']} passages, {found['entities']} entities")
    for lines in _of_files(found):
        for line in _some(lines):
            say(line)


def failures(found: Sequence[FailureFields]) -> None:
    """What should have been read and was not."""
    for line in _some([f"mailuo: {failure['name']}: {failure['reason']}" for failure in found]):
        say(line)


def decision(decided: DecisionFields) -> None:
    """That two names were joined or told apart."""
    say(f"recorded: {decided['a']['name']} and {decided['b']['name']} are {decided['verdict']}")


def righted(done: RightedFields) -> None:
    """That something was put right."""
    say(f"recorded: {_decided(done['decision'])} ({done['decision']['id']})")


def entries(found: Sequence[EntryFields]) -> None:
    """A line for each decision, with what became of it."""
    console = _console()
    if not found:
        say("nothing was decided yet")
    for one in found:
        state = "undone" if one["undone_by"] else "without ground" if one["is_grounded"] is False else ""
        signed = " ".join(part for part in (one["when"], one["who"], one["why"]) if part)
        console.print(
            f"{one['id']}  {_decided(one)}{f'  [{state}]' if state else ''}{f'  — {signed}' if signed else ''}"
        )


def _decided(one: EntryFields) -> str:
    """A decision in words."""
    about, said, to = one["about"], one["said"] or "nothing", one["to"] or "nothing of the kind"
    match one["kind"]:
        case "same" | "different" as verdict:
            return f"{about} and {to} are {verdict}"
        case "undo":
            return f"{about} is undone"
        case "title":
            return f"title of {about}: {one['to'] or 'as it was read'}"
        case "target" | "attribute" if said == to:
            return f"{about}: {said} is right"
        case kind:
            return f"{kind} of {about}: {said} → {to}"


def findings(found: Sequence[FindingFields]) -> None:
    """What the doctor found, with its remedy."""
    console = _console()
    for finding in found:
        mend = f" — {finding['mend']}" if finding.get("mend") else ""
        console.print(f"{finding['state']:>7}  {finding['about']}: {finding['says']}{mend}")

"""The whole graph as files: JSON lines, CSV, GraphML or Cypher.

In: the `Knowledge` read back from the graph. Out: files in a folder, the same bytes for the same knowledge, all of them
or none.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from graph.records import DocumentLink, DocumentStanding, Knowledge, Standing
from graph.store import forms
from graph.store.forms import Form, in_order
from ui.app.file_sets import write_set
from ui.app.given import Given
from ui.app.tables import Value, csv_lines

ExportRow = dict[str, Any]  # each table has columns of its own, which are named in one text
Tables = dict[str, list[ExportRow]]


def export(knowledge: Knowledge, form: str, folder: Path) -> list[Path]:
    """Write the knowledge into `folder` as “jsonl”, “csv”, “graphml” or “cypher”; the files written."""
    return write_set(folder, _WRITERS[form](tables_of(knowledge)))


# --------------------------------------------------------------------------------------- the tables of the interface


GIVEN: Mapping[str, Given] = {
    "documents": Given(
        forms.DOCUMENT,
        "id source title kind issuer doc_number published year region start end standing superseded_by "
        "-region_code -first_year -last_year -parent_id -title_guess",
    ),
    "passages": Given(forms.PASSAGE, "id document_id source section start end -kind"),
    "entities": Given(forms.ENTITY, "id type name aliases level? mentions documents -code -place"),
    "mentions": Given(
        forms.MENTION,
        "entity_id source document_id start end surface rule confidence stage? stage_planned? stage_sure? stage_year? "
        "-stage_start -stage_end",
    ),
    "relations": Given(forms.RELATION, "head_id rel tail_id role? source document_id start end quote rule"),
    "targets": Given(
        forms.TARGET,
        "id indicator value unit year comparator kind region source document_id start end quote indicator_id basis? "
        "unsafe? nature? -rule",
    ),
    "attributes": Given(
        forms.ATTRIBUTE, "id entity_id kind value unit year comparator source document_id start end quote rule"
    ),
    "links": Given(forms.LINK, "a_id b_id kind score reason evidence -sources -starts -ends"),
    "document_links": Given(Form(DocumentLink), "a_id b_id kind source start end quote reason"),
}


def tables_of(knowledge: Knowledge) -> Tables:
    """The tables of the interface, each sorted."""
    beside = _beside(knowledge)
    return {
        name: [given.row(record, beside[name](record)) for record in getattr(knowledge, name)]
        for name, given in GIVEN.items()
    }


def _beside(knowledge: Knowledge) -> Mapping[str, Callable[[Any], ExportRow]]:
    """By table, what is given of a record beside what it holds."""
    mentions = Counter(mention.entity_id for mention in knowledge.mentions)
    documents: defaultdict[str, set[str]] = defaultdict(set)
    for mention in knowledge.mentions:
        documents[mention.entity_id].add(mention.document_id)
    standings = {standing.document_id: standing for standing in knowledge.standings}
    in_force = forms.STANDING.to_row(DocumentStanding("", Standing.IN_FORCE))
    beside: dict[str, Callable[[Any], ExportRow]] = dict.fromkeys(GIVEN, lambda record: {})
    return beside | {
        "documents": lambda one: forms.STANDING.to_row(standings[one.id]) if one.id in standings else in_force,
        "entities": lambda one: {"mentions": mentions[one.id], "documents": len(documents[one.id])},
        "links": lambda one: {"evidence": [asdict(evidence) for evidence in one.evidence]},
    }


# -------------------------------------------------------------------------------------------------------- the formats


def _jsonl(tables: Tables) -> dict[str, Iterator[str]]:
    return {f"{name}.jsonl": (_json(row) + "\n" for row in rows) for name, rows in tables.items()}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _csv(tables: Tables) -> dict[str, Iterator[str]]:
    return {f"{name}.csv": _csv_lines(name, rows) for name, rows in tables.items()}


# otherwise than in the lines of JSON
_FIRST_IN_CSV = {
    "mentions": "entity_id source document_id start end surface rule stage stage_planned stage_year stage_sure"
}


def _csv_lines(name: str, rows: Iterable[ExportRow]) -> Iterator[str]:
    columns = in_order(GIVEN[name].columns, _FIRST_IN_CSV.get(name, ""))
    yield "\ufeff"  # the mark tells spreadsheets that the file is UTF-8
    yield from csv_lines(columns, ([_in_a_cell(row.get(column)) for column in columns] for row in rows))


def _in_a_cell(value: Any) -> Value:
    """A list of texts as an enumeration, any other list as JSON."""
    if not isinstance(value, list):
        return value  # type: ignore[no-any-return]
    return "、".join(value) if all(isinstance(part, str) for part in value) else _json(value)


def _edges(tables: Tables) -> Iterator[tuple[str, str, str, ExportRow]]:
    """Head, type, tail and properties of every edge between two entities, or a document and an entity."""
    for row in tables["relations"]:
        yield row["head_id"], row["rel"], row["tail_id"], {k: v for k, v in row.items() if not k.endswith("l_id")}
    for row in tables["targets"]:
        about = {key: value for key, value in row.items() if key not in ("id", "indicator_id", "document_id")}
        yield row["document_id"], "TARGET", row["indicator_id"], {"target_id": row["id"], **about}
    for row in tables["attributes"]:
        about = {key: value for key, value in row.items() if key not in ("id", "entity_id", "document_id")}
        yield row["document_id"], "ATTRIBUTE", row["entity_id"], {"attribute_id": row["id"], **about}
    for row in tables["links"]:
        yield row["a_id"], "LINKED", row["b_id"], {key: row[key] for key in ("kind", "score", "reason")}
    for row in tables["document_links"]:
        about = {key: row[key] for key in ("source", "start", "end", "quote", "reason")}
        yield row["a_id"], row["kind"].upper(), row["b_id"], about
    counts = Counter((row["document_id"], row["entity_id"]) for row in tables["mentions"])
    for (document_id, entity_id), count in sorted(counts.items()):
        yield document_id, "MENTIONS", entity_id, {"count": count}


def _vertices(tables: Tables) -> Iterator[tuple[str, str, ExportRow]]:
    """Identifier, label and properties of documents and entities."""
    for row in tables["documents"]:
        yield row["id"], "Document", row
    for row in tables["entities"]:
        yield row["id"], row["type"], row


def _graphml(tables: Tables) -> dict[str, Iterator[str]]:
    return {"graph.graphml": _graphml_lines(tables)}


_KINDS = {bool: "boolean", int: "long", float: "double"}


def _graphml_lines(tables: Tables) -> Iterator[str]:
    keys: dict[tuple[str, str], str] = {("node", "label"): "string", ("edge", "label"): "string"}
    for place, bodies in (("node", (b for *_, b in _vertices(tables))), ("edge", (b for *_, b in _edges(tables)))):
        for body in bodies:
            for name, value in body.items():
                if value is not None:
                    keys.setdefault((place, name), _KINDS.get(type(value), "string"))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for (place, name), kind in sorted(keys.items()):
        yield f'<key id="{place}-{name}" for="{place}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for identifier, label, body in _vertices(tables):
        yield f"<node id={quoteattr(_xml(identifier))}>{_properties('node', label, body)}</node>\n"
    for number, (head, label, tail, body) in enumerate(_edges(tables)):
        ends = f"source={quoteattr(_xml(head))} target={quoteattr(_xml(tail))}"
        yield f'<edge id="e{number}" {ends}>{_properties("edge", label, body)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _properties(place: str, label: str, body: ExportRow) -> str:
    filled = {"label": label, **{name: value for name, value in body.items() if value is not None}}
    return "".join(f'<data key="{place}-{name}">{escape(_xml(value))}</data>' for name, value in filled.items())


# what XML 1.0 may not hold, not even escaped
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml(value: object) -> str:
    return _NOT_XML.sub("", str(_in_a_cell(value)))


def _cypher(tables: Tables) -> dict[str, Iterator[str]]:
    return {"graph.cypher": _cypher_lines(tables)}


def _cypher_lines(tables: Tables) -> Iterator[str]:
    """Statements for an empty Neo4j database, one a line."""
    labels = sorted({label for _, label, _ in _vertices(tables)})
    for label in labels:
        yield f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;\n"
    label_of = {}
    for identifier, label, body in _vertices(tables):
        label_of[identifier] = label
        yield f"MERGE (n:{label} {{id: {_literal(identifier)}}}) SET n += {_map(body)};\n"
    for head, label, tail, body in _edges(tables):
        ends = f"MATCH (a:{label_of[head]} {{id: {_literal(head)}}}), (b:{label_of[tail]} {{id: {_literal(tail)}}})"
        yield f"{ends} CREATE (a)-[:{label} {_map(body)}]->(b);\n"


def _map(body: ExportRow) -> str:
    return "{" + ", ".join(f"{name}: {_literal(value)}" for name, value in body.items() if value is not None) + "}"


# In JSON's writing of a text: a backslash that an “u” follows, and line breaks that JSON leaves as they are.
_NOT_CYPHER = re.compile(r"(?<!\\)((?:\\\\)+)u|[\x7f\x85\u2028\u2029]")


def _literal(value: object) -> str:
    """A text, number or list of them: JSON's way of writing them is Cypher's too, but for two things. Neo4j reads
    \\uXXXX before it looks for strings, also where the backslash stands for itself; and a statement is one line."""
    return _NOT_CYPHER.sub(
        lambda found: f'{found[1]}" + "u' if found[1] else f"\\u{ord(found[0]):04x}",
        json.dumps(value, ensure_ascii=False),
    )


_WRITERS: Mapping[str, Callable[[Tables], dict[str, Iterator[str]]]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "graphml": _graphml,
    "cypher": _cypher,
}

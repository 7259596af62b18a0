"""The graph as files: the fields of the interface, whole and the same on every run."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from graph.records import (
    AttributeKind,
    Comparator,
    Document,
    DocumentLink,
    DocumentLinkKind,
    Entity,
    EntityAttribute,
    EntityMention,
    EntityRelation,
    EntityType,
    Evidence,
    IndicatorTarget,
    Knowledge,
    Level,
    Link,
    LinkKind,
    Passage,
    RelationType,
    Target,
    TargetKind,
)
from ui.app.export import export
from ui.app.file_sets import FolderUnusable
from ui.app.tables import is_formula

D = 'plan "x".txt#1'
S = 'plan "x".txt'
KNOWLEDGE = Knowledge(
    documents=(Document(D, S, "某市<规划> & \x0b计划", "notice", None, None, "2021", 2021, "某市", "431200", 0, 99),),
    sections=(),
    passages=(Passage(f"{D}:0-9", D, S, ("一、产业", "(一)园区"), 0, 9, "text"),),
    entities=(
        Entity("county-1", EntityType.COUNTY, "鹤城区", (), Level.COUNTY),
        Entity("indicator-1", EntityType.INDICATOR, "增长", ()),
        Entity("park-1", EntityType.PARK, "某高新区", ("高新区", "高新 '区' \\"), None),
    ),
    mentions=(
        EntityMention("park-1", S, D, 1, 4, "高新区", "suffix"),
        EntityMention("park-1", S, D, 5, 8, "高新区", "suffix"),
    ),
    attributes=(
        EntityAttribute(f"{D}:1-9/1", "park-1", AttributeKind.TOTAL_INVESTMENT, "3", "亿元", None, Comparator.ABOUT, S,
                        D, 1, 9, "高新区总投资约3亿元", "prose"),
    ),
    relations=(
        EntityRelation("park-1", RelationType.LOCATED_IN, "county-1", None, S, D, 1, 9, "高新区\n在鹤城区", "verb"),
    ),
    targets=(
        IndicatorTarget(
            f"{D}:1-9/1", "indicator-1", "增长8%",
            Target(S, D, 1, 9, "增长", "8", "%", 2025, Comparator.AT_LEAST, TargetKind.TARGET, "某市", "prose"),
        ),
    ),
    links=(Link("county-1", "park-1", LinkKind.CONTINUES, 0.9, "同名", (Evidence(S, 1, 4),)),),
    merges=(),
    document_links=(DocumentLink(D, D, DocumentLinkKind.CITES, S, 0, 9, "见《计划》", "文中提到"),),
)  # fmt: skip

# the fields that the interface names, in its order
FIELDS = {
    "documents": "id source title kind issuer doc_number published year region start end standing superseded_by",
    "passages": "id document_id source section start end",
    "mentions": "entity_id source document_id start end surface rule",
    "relations": "head_id rel tail_id source document_id start end quote rule",
    "targets": "id indicator value unit year comparator kind region source document_id start end quote",
    "attributes": "id entity_id kind value unit year comparator source document_id start end quote rule",
    "links": "a_id b_id kind score reason evidence",
    "document_links": "a_id b_id kind source start end quote reason",
}


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_jsonl_has_the_fields_of_the_interface(tmp_path: Path) -> None:
    export(KNOWLEDGE, "jsonl", tmp_path)
    for name, fields in FIELDS.items():
        row = rows(tmp_path / f"{name}.jsonl")[0]
        assert list(row)[: len(fields.split())] == fields.split(), name
    assert rows(tmp_path / "entities.jsonl") == [
        {"id": "county-1", "type": "County", "name": "鹤城区", "aliases": [], "level": "county", "mentions": 0,
         "documents": 0},
        {"id": "indicator-1", "type": "Indicator", "name": "增长", "aliases": [], "mentions": 0, "documents": 0},
        {"id": "park-1", "type": "Park", "name": "某高新区", "aliases": ["高新区", "高新 '区' \\"], "mentions": 2,
         "documents": 1},
    ]  # fmt: skip
    assert rows(tmp_path / "links.jsonl")[0]["evidence"] == [{"source": S, "start": 1, "end": 4}]


def test_csv_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    export(KNOWLEDGE, "csv", tmp_path)
    assert (tmp_path / "entities.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "entities.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert table[2]["aliases"] == "高新区、高新 '区' \\"
    with (tmp_path / "relations.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["quote"] == "高新区\n在鹤城区"


def test_graphml_is_read_by_other_programs(tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx")
    export(KNOWLEDGE, "graphml", tmp_path)
    graph = networkx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert graph.nodes["park-1"]["name"] == "某高新区"
    assert graph.nodes["park-1"]["mentions"] == 2
    assert graph.nodes[D]["title"] == "某市<规划> & 计划"
    kinds = sorted(body["label"] for _, _, body in graph.edges(data=True))
    assert kinds == ["ATTRIBUTE", "CITES", "LINKED", "LOCATED_IN", "MENTIONS", "TARGET"]


def test_cypher_is_one_statement_a_line(tmp_path: Path) -> None:
    export(KNOWLEDGE, "cypher", tmp_path)
    lines = (tmp_path / "graph.cypher").read_text(encoding="utf-8").splitlines()
    assert all(line.endswith(";") for line in lines)
    assert any(line.startswith('MERGE (n:Park {id: "park-1"}) SET n += {id: ') for line in lines)
    assert sum("CREATE (a)-[:" in line for line in lines) == 6


@pytest.mark.parametrize("form", ["jsonl", "csv", "graphml", "cypher"])
def test_the_same_knowledge_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    for folder in ("a", "b"):
        export(KNOWLEDGE, form, tmp_path / folder)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


# what a text of a document or a file's name may hold, for each format to keep
WORDS = [
    *('=HYPERLINK("http://x")', "@SUM(1,2)", "a\\u0022b\\u\\\\u0041", "'\"\\", "一\n二\r三\t四", "\u2028\u2029\x85"),
    *("*/ //", "}) RETURN 1;", "\ud800", "]]>&<\x0b", ";=1+1"),
]  # fmt: skip


def named(word: str) -> Knowledge:
    """The knowledge with the word as a name, a file, an alias, a quote and a reason."""
    entity = replace(KNOWLEDGE.entities[2], name=word, aliases=(word,))
    return replace(
        KNOWLEDGE,
        documents=(replace(KNOWLEDGE.documents[0], source=word, title=word),),
        entities=(*KNOWLEDGE.entities[:2], entity),
        relations=(replace(KNOWLEDGE.relations[0], source=word, quote=word),),
        links=(replace(KNOWLEDGE.links[0], reason=word),),
    )


@pytest.mark.parametrize("word", WORDS)
def test_no_cell_of_a_csv_is_run(tmp_path: Path, word: str) -> None:
    export(named(word), "csv", tmp_path)
    for path in tmp_path.iterdir():
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.DictReader(file))
        assert not [cell for row in table for cell in row.values() if cell[:1] != "'" and is_formula(cell)], path.name
        assert all(None not in row for row in table), path.name


@pytest.mark.parametrize("word", WORDS)
def test_jsonl_and_graphml_keep_every_text(tmp_path: Path, word: str) -> None:
    export(named(word), "jsonl", tmp_path)
    kept = [
        json.loads(line) for line in (tmp_path / "entities.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
    ]
    assert kept[2]["name"] == word
    export(named(word), "graphml", tmp_path)
    tree = ET.parse(tmp_path / "graph.graphml")
    ours = [node for node in tree.iter() if node.get("id") == "park-1"]
    said = next(data.text or "" for data in ours[0] if data.get("key") == "node-name")
    # XML reads every line break as a line feed, and leaves out what it cannot hold
    assert said == word.replace("\r", "\n").replace("\x0b", "").replace("\ud800", "")


@pytest.mark.parametrize("word", WORDS)
def test_a_text_in_cypher_is_one_string(tmp_path: Path, word: str) -> None:
    export(named(word), "cypher", tmp_path)
    text = (tmp_path / "graph.cypher").read_text(encoding="utf-8")
    assert text.splitlines() == text.rstrip("\n").split("\n")
    line = next(line for line in text.splitlines() if '"park-1"}) SET' in line)
    assert cypher_text(line, "name") == word


def cypher_text(line: str, name: str) -> str:
    """The value of a property, read as Neo4j does: \\uXXXX before all else, then strings, joined where + stands."""
    early = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), line)
    rest = early.partition(f" {name}: ")[2]
    said = ""
    while found := re.match(r'(?: \+ )?"((?:[^"\\]|\\[^u])*)"', rest):
        said += re.sub(r"\\(.)", lambda sign: {"n": "\n", "r": "\r", "t": "\t"}.get(sign[1], sign[1]), found[1])
        rest = rest[found.end() :]
    assert rest[0] in ",}"
    return said


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FolderUnusable, match="is a file"):
        export(KNOWLEDGE, "jsonl", tmp_path / "file")

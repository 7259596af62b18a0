"""The graph as files: the fields of the interface, whole and the same on every run."""

from __future__ import annotations

import csv
import json
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
from ui.app.export import FolderUnusable, export

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


def test_an_export_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    export(KNOWLEDGE, "jsonl", tmp_path)
    before = (tmp_path / "documents.jsonl").read_bytes()
    (tmp_path / ".documents.jsonl.part").mkdir()
    with pytest.raises(OSError, match="directory"):
        export(KNOWLEDGE, "jsonl", tmp_path)
    assert (tmp_path / "documents.jsonl").read_bytes() == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FolderUnusable, match="is a file"):
        export(KNOWLEDGE, "jsonl", tmp_path / "file")

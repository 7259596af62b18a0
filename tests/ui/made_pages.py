"""A knowledge base that is made up, as the pages see it: the verbs of `ui.app.workspace.Workspace` over a few texts.

The second document is full of what a page might take for markup.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp
from threading import Event
from typing import cast

from graph.errors import MailuoError
from graph.records import Document, EntityType
from graph.resolve.corrections import NameChoice, ThingNamed
from graph.resolve.decisions import Entry, Signature, Verdict
from graph.store.ledger import LedgerAsked
from ingest.collections import Collections
from ui.app.clippings import ClippingFields, clip_answer, clip_quote
from ui.app.decisions import AllDecisions, entry_fields
from ui.app.document_list import Wanted
from ui.app.facets import NOTHING_CHOSEN, Filters, Order
from ui.app.fields import (
    AreaFields,
    AskFields,
    ChangeFields,
    CitationFields,
    ComparedFields,
    CompareFields,
    ConnectedFields,
    CountedDocumentFields,
    CountedEntityFields,
    CoverageFields,
    DecisionFields,
    DocumentFields,
    DocumentLinkFields,
    EntityFields,
    EntryFields,
    EvidenceFields,
    ExampleFields,
    FacetFields,
    FailureFields,
    FileFields,
    FilesFields,
    FindFields,
    HitFields,
    ItemFields,
    LeagueFields,
    LedgerFields,
    LedgerRowFields,
    ListedDocumentsFields,
    ListFields,
    MentionsFields,
    MomentFields,
    NamedEntityFields,
    NameFields,
    NameRowFields,
    NamingPassagesFields,
    NearFields,
    NeighbourhoodFields,
    NewDocumentFields,
    NewsFields,
    PageFields,
    PartFields,
    PassageFields,
    PathFields,
    QuoteFields,
    ReadingFields,
    RightedFields,
    SearchFields,
    SectionFields,
    ShowFields,
    SideFields,
    SiftFields,
    SpotFields,
    StageFields,
    StageSaidFields,
    StandingFields,
    StatementFields,
    StatusFields,
    SummaryFields,
    TargetFields,
    TargetsFields,
    ThingFields,
    TraceFields,
    ValueFields,
    WayFields,
    WhereFields,
    WholeFields,
    WhyFields,
)
from ui.app.marks import Word
from ui.app.notebook import Notebook
from ui.app.pages import NameUnknown
from ui.app.righting import Choice
from ui.app.statements import NotThere, parts_of

PLAN = "某市2023年方案\n一、目标\n地区生产总值增长7%以上。\n二、项目\n国际陆港开工建设。(市商务局牵头)\n"
TRAP = (
    "<script>alert(1)</script> **粗** $x^2$ :red[红] [链接](http://example.com) <img src=x onerror=alert(2)>国际陆港\n"
)
TEXTS = {"plan.txt": PLAN, "trap.txt": TRAP}
IN_FORCE: StandingFields = {"standing": "in_force", "superseded_by": None, "mark": ""}


TITLES = {"plan.txt": "某市2023年方案", "trap.txt": "陷阱"}


def place(source: str, quote: str, *section: str) -> WhereFields:
    start = TEXTS[source].index(quote)
    return {
        **IN_FORCE,
        "source": source, "document_id": f"{source}#1", "title": TITLES[source], "section": list(section),
        "start": start, "end": start + len(quote),
    }  # fmt: skip


def stage_told(source: str, stage: str | None, year: int) -> StageFields | None:
    if stage is None:
        return None
    words = place(source, "开工建设")
    return {
        "source": source, "start": words["start"], "end": words["end"], "quote": "开工建设", "stage": stage,
        "planned": False, "year": year, "sure": 0.95,
    }  # fmt: skip


def compared(source: str, quote: str) -> ComparedFields:
    where = place(source, quote, "一、重点")
    return {
        "source": source, "document_id": where["document_id"], "start": where["start"], "end": where["end"],
        "quote": quote, "section": where["section"], "text": "460万亩", "year": 2023,
    }  # fmt: skip


def document(source: str, title: str, year: int) -> DocumentFields:
    return {
        "document_id": f"{source}#1", "source": source, "title": title, "title_guess": None, "kind": "action_plan",
        "issuer": None,
        "doc_number": None, "published": f"{year}-01-05", "year": year, "years": None, "region": "某市",
        "parent_id": None, "start": 0, "end": len(TEXTS[source]), "copies": [], **IN_FORCE,
    }  # fmt: skip


def evidence(source: str, quote: str) -> EvidenceFields:
    where = place(source, quote)
    return {
        "source": source, "document_id": where["document_id"], "title": where["title"],
        "start": where["start"], "end": where["end"], "quote": quote, **IN_FORCE,
    }  # fmt: skip


PORT: EntityFields = {"id": "project-1", "type": "Project", "name": "国际陆港"}
OFFICE: EntityFields = {"id": "department-1", "type": "Department", "name": "市商务局"}
GROWTH: EntityFields = {"id": "indicator-1", "type": "Indicator", "name": "地区生产总值增长"}
OLD_PORT: EntityFields = {"id": "project-2", "type": "Project", "name": "老<b>港</b>"}
ENTITIES = (PORT, OFFICE, GROWTH, OLD_PORT)
NOTHING_SAID: AskFields = {
    "question": "", "answer": None, "short": None, "items": None, "citations": [], "facts": [], "entities": [],
    "passages": [],
    "read_as": {
        "kind": "anything", "subject": "", "asked": "", "filters": {}, "text": "国际陆港 · 全部年份", "whole": [""],
    },
}  # fmt: skip
LINK: WhyFields = {"kind": "continues", "score": 0.9, "reason": "名称主体相同(“港”)"}
RENAMED = Entry(
    "renamed",
    NameChoice(ThingNamed(EntityType.PROJECT, ("陆港",)), "国际陆港"),
    Signature("李四", "见<附件2>"),
    "2026-03-01T08:00:00Z",
)
VALUES: dict[str, dict[str, str]] = {
    "thing": {"type": "Project", "name": "国际陆港"},
    "mention": {"type": "Project", "name": "国际陆港"},
    "relation": {"rel": "LED_BY", "head": "国际陆港", "tail": "市商务局"},
    "target": {
        "indicator": "地区生产总值增长", "value": "7", "unit": "%", "year": "2023", "region": "某市", "kind": "target",
        "comparator": ">=", "basis": "",
    },
    "attribute": {"kind": "scale", "value": "9", "unit": "公里", "year": "", "comparator": "="},
    "missed": {"words": "", "type": "Project", "name": ""},
}  # fmt: skip
OTHERS: dict[str, dict[str, list[str]]] = {
    "thing": {"type": ["Park", "Industry"], "name": ["陆港"]},
    "mention": {"type": ["Park", "Industry"]},
    "relation": {"rel": ["RESPONSIBLE"]},
    "target": {},
    "attribute": {},
    "missed": {"type": ["Project", "Park"]},
}


def named(entity: EntityFields) -> NamedEntityFields:
    aliases = ["陆港"] if entity is PORT else []
    return {"id": entity["id"], "type": entity["type"], "name": entity["name"], "aliases": aliases}


def counted(entity: EntityFields) -> CountedEntityFields:
    return {**named(entity), "mentions": 2, "documents": 2}


def done(**names: list[str]) -> SummaryFields:
    return {
        "added": names.get("added", []), "changed": [], "unchanged": [], "removed": names.get("removed", []),
        "copies": [], "failures": [], "skipped": [], "remarks": [],
        "documents": 2, "passages": 4, "entities": 4, "seconds": {}, "generation": 2,
    }  # fmt: skip


def decided(a: str, b: str, verdict: str) -> DecisionFields:
    sides = [SideFields(type="Project", name=name, place=None) for name in (a, b)]
    return {"a": sides[0], "b": sides[1], "verdict": verdict, "generation": 2}


class MadeWorkspace:
    """Answers from the lists above; writes down what is asked to change. error: raised by every verb that reads."""

    def __init__(self, *, generation: int | None = 1, error: MailuoError | None = None) -> None:
        self.generation = generation
        self.read_only = False
        self.page: bytes | None = None  # of the originals
        self.ledger_asked: tuple[LedgerAsked, str, bool | None, int, int] | None = None  # the last
        self.error = error
        self.notebook = Notebook(Path(mkdtemp()))
        self.collections = Collections(Path(mkdtemp()))
        self.done: list[tuple[str, ...]] = []
        self.asked: list[tuple[str, ...]] = []
        self.searched: list[str] = []
        self.wanted: list[Wanted] = []  # of the list of documents
        self.titles: dict[str, str] = {}  # put right
        self.entries: list[Entry] = []
        self.may_derive = Event()  # what is decided is derived once it is set
        self.may_derive.set()

    def _read(self) -> None:
        if self.error is not None:
            raise self.error

    def status(self) -> StatusFields:
        self._read()
        return {
            "documents": 2, "passages": 4, "mentions": 5, "targets": 1, "links": 1,
            "entities": {"Project": 2, "Department": 1, "Indicator": 1}, "relations": {"LED_BY": 1},
            "graph_engine": "made up", "index_place": "made up", "model": "made up", "tagger": "made up", "home": "",
            "sources": 2, "generation": 1, "bytes": {}, "files": self.files(), "document_links": 1, "copies": [],
            "store": None,
        }  # fmt: skip

    def documents(self) -> Sequence[CountedDocumentFields]:
        self._read()
        return [
            {
                **document(source, self.titles.get(f"{source}#1") or title, year),
                "title_guess": guess, "passages": 2, "entities": 3, "targets": 1,
            }
            for source, title, year, guess in (
                ("plan.txt", "某市2023年方案", 2023, None),
                ("trap.txt", "**陷阱** <i>文件</i>", 2024, "purpose"),
            )
        ]  # fmt: skip

    @property
    def edition(self) -> tuple[int | None, int]:
        return self.generation, len(self.titles)

    def document(self, document_id: str) -> CountedDocumentFields | None:
        return next((one for one in self.documents() if one["document_id"] == document_id), None)

    def documents_beside(self, source: str) -> Sequence[CountedDocumentFields]:
        return [one for one in self.documents() if one["source"] == source]

    def list_documents(self, wanted: Wanted) -> ListedDocumentsFields:
        self.wanted.append(wanted)
        found = [one for one in self.documents() if wanted.text in one["title"]]
        return {
            "documents": found, "found": len(found), "total": 2, "sources": 2, "page": wanted.page, "pages": 3,
            "places": [{"code": "431200", "name": "某市", "depth": 1, "count": 2}],
            "years": [{"value": "2024", "count": 1}], "kinds": [{"value": "action_plan", "count": 2}],
        }  # fmt: skip

    def coverage(self) -> Sequence[CoverageFields]:
        self._read()
        return [
            {"code": "430000", "name": "某省", "depth": 0, "count": 2, "years": {2023: 1, 2024: 1}, "own": {}},
            {"code": "431200", "name": "某<市>", "depth": 1, "count": 2, "years": {2023: 1, 2024: 1}, "own": {2023: 1}},
        ]  # fmt: skip

    def examples(self) -> Sequence[ExampleFields]:
        self._read()
        return [{"kind": "lead", "question": "国际<陆港>由哪个部门牵头?", "short": "市商务局牵头"}]

    def retitle(self, document_id: str, title: str, signature: Signature) -> None:
        self.titles[document_id] = title
        self.done.append(("retitle", signature.who, signature.why))

    def document_links(self, document_id: str) -> Sequence[DocumentLinkFields]:
        self._read()
        if document_id != "trap.txt#1":
            return []
        return [
            {
                "kind": "implements", "direction": "in", "other": document("plan.txt", "某市<b>方案</b>", 2023),
                "reason": "文中写明依据或落实", "source": "plan.txt", "start": 0, "end": 9, "quote": PLAN[:9],
            }
        ]  # fmt: skip

    def list(self, kind: EntityType, *, limit: int | None = None) -> ListFields:
        self._read()
        return {"type": kind.value, "entities": [counted(e) for e in ENTITIES if e["type"] == kind][:limit]}

    def names(self, text: str = "", *, types: Sequence[EntityType] = (), limit: int = 300) -> Sequence[NameFields]:
        self._read()
        every: list[NameFields] = [
            {"name": name, "id": entity["id"], "type": entity["type"], "is_main": name == entity["name"]}
            for entity in ENTITIES
            for name in (entity["name"], *counted(entity)["aliases"])
            if not types or entity["type"] in types
        ]
        return [one for one in every if text in one["name"]][:limit]

    def find(self, text: str, *, types: Sequence[EntityType] = (), limit: int = 12) -> FindFields:
        self._read()
        hits: list[HitFields] = []
        for known in sorted(self.names(text, types=types), key=lambda one: one["name"] != text):
            if known["id"] not in [hit["id"] for hit in hits]:
                entity = self.thing(known["id"])
                hits.append({**counted(entity), "matched": known["name"], "how": "holds"})
        return {"text": text, "hits": hits[:limit]}

    def things(self, name: str) -> Sequence[ThingFields]:
        return [{**counted(self.thing(name)), "place": "某市"}]

    def figures_beside(self, entity_id: str) -> Sequence[TargetFields]:
        return self.targets()["targets"] if entity_id in (PORT["id"], GROWTH["id"]) else []

    def near_names(self, entity_id: str) -> Sequence[NearFields]:
        near: list[NearFields] = [{**counted(OLD_PORT), "matched": "老<b>港</b>", "to": "国际陆港", "alike": 66}]
        return near if entity_id == PORT["id"] else []

    def connected(self, kind: EntityType, *, limit: int = 8) -> ConnectedFields:
        found = self.list(kind, limit=limit)["entities"]
        return {"type": kind.value, "entities": [{**entity, "neighbours": 3} for entity in found]}

    def targets(self, indicator: str | None = None) -> TargetsFields:
        self._read()
        return {
            "indicator": indicator,
            "targets": [
                {
                    **evidence("plan.txt", "地区生产总值增长7%以上"),
                    "id": "t1", "indicator": GROWTH["name"], "indicator_id": GROWTH["id"], "value": "7", "unit": "%",
                    "year": 2023, "comparator": ">=", "kind": "target", "region": "某市", "basis": None, "unsafe": None,
                    "city": "", "nature": "预期性",
                }
            ],
        }  # fmt: skip

    def areas(self) -> Sequence[CountedEntityFields]:
        self._read()
        return [counted({"id": "county-1", "type": "County", "name": "某市"})]

    def place(self, name: str) -> AreaFields:
        self._read()
        if name not in ("某市", "county-1"):
            raise NameUnknown(name, EntityType.COUNTY, [])
        (figure,) = self.targets()["targets"]
        return {
            **named({"id": "county-1", "type": "County", "name": "某市"}), "code": "431200", "above": ["某省"],
            "inside": [], "documents": list(self.documents()), "documents_found": 2,
            "parks": [], "parks_found": 0, "projects": [counted(PORT)], "projects_found": 1,
            "figures": [
                {
                    "indicator": figure["indicator"], "indicator_id": figure["indicator_id"], "movement": "growth",
                    "basis": "", "unit": "%", "years": {2023: {"target": figure}}, "count": 1,
                }
            ],
        }  # fmt: skip

    def league(
        self, indicator_id: str, *, year: int | None = None, kind: str = "", level: str = "", measure: int = 0
    ) -> LeagueFields:
        (figure,) = self.targets()["targets"]
        return {
            "year": 2023, "years": {2023: 1}, "measures": [{"movement": "growth", "basis": "", "unit": "%"}],
            "rows": [{"rank": 1, "place": "某市", "number": 7.0, "figure": figure}], "missing": ["别<市>"],
        }  # fmt: skip

    def place_order(self) -> Sequence[str]:
        return ["某市"]

    def figures_of(self, *, indicator_id: str = "", document_id: str = "") -> Sequence[TargetFields]:
        found = self.targets()["targets"]
        return [one for one in found if indicator_id == one["indicator_id"] or document_id == one["document_id"]]

    def years_of(self, document_ids: Sequence[str]) -> Mapping[tuple[str, int], int]:
        return {("plan.txt#1", 2023): 1} if "plan.txt#1" in document_ids else {}

    def sift(self, query: str, filters: Filters, *, order: Order) -> SiftFields:
        found = self.search(query)
        chosen = filters.chosen("year")
        facets: list[FacetFields] = [
            {"name": "year", "chosen": chosen, "values": [{"value": "2024", "label": "2024", "count": 1}]},
            {
                "name": "type", "chosen": filters.chosen("type"),
                "values": [{"value": "Park", "label": "Park", "count": 1}],
            },
            {
                "name": "document", "chosen": None,
                "values": [{"value": "trap.txt#1", "label": "<b>陷阱</b>", "count": 1}],
            },
        ]  # fmt: skip
        self.searched.append(order.value)
        passages = found["passages"] * (25 if "多" in query else 1)
        return {**found, "passages": passages if chosen in (None, "2024") else [], "is_said": True, "facets": facets}

    def news(self, since: str = "") -> NewsFields:
        self._read()
        self.searched.append(f"since {since}")
        new = self.targets()["targets"][0]
        old: TargetFields = {**new, "value": "6", "title": "<i>旧</i>方案"}
        listed: list[NewDocumentFields] = [
            {**document("trap.txt", "**陷阱** <i>文件</i>", 2024), "at": "2026-11-02T08:00:00+00:00", "how": "added"}
        ]
        return {
            "since": since, "documents": listed if since < "2026-11-02" else [], "more_documents": 3, "removed": [],
            "things": [counted(PORT)], "more_things": 0, "figures": [{"new": new, "old": old}],
            "stages": [],
        }  # fmt: skip

    def document_facets(self, filters: Filters) -> Sequence[FacetFields]:
        self._read()
        values: list[ValueFields] = [{"value": str(year), "label": str(year), "count": 1} for year in (2024, 2023)]
        return [{"name": "year", "chosen": filters.chosen("year"), "values": values}]

    def ask(self, question: str, *, after: Sequence[str] = (), filters: Filters = NOTHING_CHOSEN) -> AskFields:
        self._read()
        chosen = filters.chosen("year")
        self.asked.append((*after, question, *([chosen] if chosen else [])))
        whole = [f"{after[-1]}/{question}"] if after else [question]
        said: AskFields = {
            **NOTHING_SAID, "question": question, "read_as": {**NOTHING_SAID["read_as"], "whole": whole},
        }  # fmt: skip
        if "火星" in question:
            return {**said, "passages": self.search(question)["passages"]}
        where = place("plan.txt", "国际陆港开工建设。", "二、项目")
        cited: CitationFields = {
            "source": where["source"], "document_id": where["document_id"], "title": where["title"],
            "section": where["section"], "start": where["start"], "end": where["end"], "quote": "",
            "standing": "in_force", "superseded_by": None, "mark": "", "places": [], "year": 2023, "published": None,
        }  # fmt: skip
        said["citations"] = [cited]
        if "哪些" in question:
            items: list[ItemFields] = [{"text": f"项目<b>{n}</b>", "citations": [1]} for n in range(1, 26)]
            items[0]["entity_id"] = PORT["id"]
            short = "25个:" + "、".join(item["text"] for item in items)[:90] + "…"
            return {**said, "short": short, "answer": short, "items": items, "entities": [PORT, OFFICE]}
        if "历年" in question:
            years: list[ItemFields] = [{"text": f"{n}%", "of": f"202{n}年", "citations": [1]} for n in range(2, 5)]
            short = ";".join(f"{item['of']}{item['text']}" for item in years)
            said["read_as"] = {**said["read_as"], "kind": "trend"}
            return {**said, "short": short, "answer": short, "items": years}
        return {**said, "answer": "国际陆港开工建设。", "entities": [PORT]}

    def parts(self, question: str) -> Sequence[PartFields]:
        return [
            {"name": "asked", "text": "项目", "without": None, "others": []},
            {
                "name": "years", "text": "2023年", "without": "国际陆港<开工>了吗",
                "others": [{"text": "2024年", "question": "2024年国际陆港开工了吗"}],
            },
        ]  # fmt: skip

    def clip(self, reply: AskFields, headers: Sequence[str], address: str = "") -> ClippingFields:
        records = {
            f"{source}#1": Document(
                f"{source}#1", source, title, "action_plan", None, None, None, 2023, None, None, 0, len(TEXTS[source])
            )
            for source, title in TITLES.items()
        }
        return clip_answer(reply, records, headers, address)

    def clip_quote(self, source: str, start: int, end: int) -> ClippingFields:
        record = Document(
            f"{source}#1", source, TITLES[source], "action_plan", None, None, None, 2023, None, None, 0, 99
        )
        quote: QuoteFields = {"source": source, "start": start, "end": end, "quote": TEXTS[source][start:end]}
        return clip_quote(quote, record, ["二、项目"], "documents?document=plan.txt%231")

    def mark(self, reply: AskFields, word: Word) -> None:
        self.done.append(("mark", *reply["read_as"]["whole"], word.value))

    def with_sources(self, reply: AskFields) -> str:
        return f"{reply['answer']} 《方案》"

    def search(self, query: str, *, top: int = 10) -> SearchFields:
        self._read()
        self.searched.append(query)
        where = place("trap.txt", TRAP.strip())
        passage: PassageFields = {
            "source": where["source"], "document_id": where["document_id"], "title": where["title"],
            "section": where["section"], "start": where["start"], "end": where["end"], "text": TRAP, "score": 0.5,
            "year": 2024, "region": "某市", "kind": "notice",
            "standing": "in_force", "superseded_by": None, "mark": "", "places": [],
        }  # fmt: skip
        return {"query": query, "passages": [passage][:top]}

    def mentions(self, name: str, *, must_exist: bool = True) -> MentionsFields:
        self._read()
        if name not in (PORT["name"], PORT["id"], "陆港"):
            return {"name": name, "entities": [], "documents": [], "nearest": ["国际陆港"]}
        documents: list[NamingPassagesFields] = [
            {
                **IN_FORCE,
                "document_id": where["document_id"], "source": source, "title": title, "published": None, "year": 2023,
                "count": 1,
                "passages": [
                    {
                        "section": [], "start": 0, "end": len(TEXTS[source]), "text": TEXTS[source],
                        "mentions": [{"start": where["start"], "end": where["end"], "surface": "国际陆港"}],
                    }
                ],
            }
            for source, title in TITLES.items()
            for where in [place(source, "国际陆港")]
        ]  # fmt: skip
        return {"name": name, "entities": [named(PORT)], "documents": documents}

    def name_rows(self, names: Sequence[str]) -> Sequence[NameRowFields]:
        rows: list[NameRowFields] = []
        for name in names:
            found = self.mentions(name)
            is_port = bool(found["documents"])
            rows.append(
                {
                    "name": name, "entities": [named(PORT), named(OLD_PORT)] if is_port else [],
                    "mentions": 2 * is_port,
                    "documents": {one["document_id"]: one["count"] for one in found["documents"]},
                    "years": [2023, 2024] if is_port else None,
                    "same": [one for one in names if one in ("国际陆港", "陆港") and one != name and is_port],
                }
            )  # fmt: skip
        return rows

    def nearest(self, name: str) -> Sequence[str]:
        return ["国际陆港"]

    def thing(self, name: str) -> EntityFields:
        self._read()
        for entity in ENTITIES:
            if name in (entity["id"], entity["name"], *counted(entity)["aliases"]):
                return entity
        raise NameUnknown(name, None, ["国际陆港"])

    def show(self, name: str, *, kind: EntityType | None = None) -> ShowFields:
        entity = self.thing(name)
        other, direction = (OFFICE, "out") if entity is PORT else (PORT, "in")
        proof = evidence("plan.txt", "市商务局牵头")
        page: PageFields = {
            **named(entity),
            "mentions": 2,
            "documents": [{**document("plan.txt", "某市2023年方案", 2023), "count": 1}],
            "relations": [{"rel": "LED_BY", "direction": direction, "other": other, "evidence": [proof]}],
            "targets": [],
            "attributes": [
                {
                    **evidence("plan.txt", "国际陆港开工建设"),
                    "id": "a1",
                    "entity_id": entity["id"],
                    "kind": "total_investment",
                    "value": "12<i>5",
                    "unit": "亿元",
                    "year": None,
                    "comparator": "~",
                    "said_in": 2023,
                    "unsafe": "doubtful recognition",
                }
            ]
            if entity is PORT
            else [],
            "stages": [
                {
                    **evidence("plan.txt", "开工建设"),
                    "stage": "开工",
                    "planned": False,
                    "year": 2023,
                    "sure": 0.95,
                    "said_in": 2023,
                }
            ]
            if entity is PORT
            else [],
            "links": [{**LINK, "other": OLD_PORT, "evidence": []}] if entity is PORT else [],
            "merges": [{"name": "国际陆港", "other": "陆港", "rule": "short", "score": 0.9, "reason": "简称"}],
        }
        return {"name": name, "entities": [page]}

    def neighbourhood(
        self, entity_id: str, passing: object = None, *, unfolded: Sequence[str] = ()
    ) -> NeighbourhoodFields:
        self._read()
        return {
            "entities": [counted(PORT), counted(OFFICE), counted(OLD_PORT)],
            "relations": [
                {
                    "head_id": PORT["id"], "rel": "LED_BY", "tail_id": OFFICE["id"], "role": None,
                    **evidence("plan.txt", "市商务局牵头"),
                }
            ],
            "links": [{**LINK, "a_id": PORT["id"], "b_id": OLD_PORT["id"], "evidence": []}],
            "left_out": 7,
            "bundles": [{"key": "Project-2023", "type": "Project", "year": 2023, "count": 7, "names": ["<b>港</b>"]}],
        }  # fmt: skip

    def path(self, a: str, b: str) -> PathFields:
        first, second = self.thing(a), self.thing(b)
        way: WayFields = {
            "entities": [first, second],
            "steps": [
                {
                    "from": first, "to": second, "rel": "LED_BY", "forward": True,
                    "evidence": [{"rel": "LED_BY", "forward": True, **evidence("plan.txt", "市商务局牵头")}],
                }
            ],
        }  # fmt: skip
        return {"a": named(first), "b": named(second), "paths": [way] if second is OFFICE else [], "wide": []}

    def compare(self, a: str, b: str) -> CompareFields:
        self._read()
        begun = cast(StageFields, stage_told("plan.txt", "开工", 2023))
        documents = {one["document_id"]: one for one in self.documents()}
        trap: ComparedFields = {**compared("trap.txt", "国际陆港"), "text": "462万<b>亩</b>", "year": 2024}
        changes: list[ChangeFields] = [
            {
                "change": "changed",
                "name": "播种<i>面积</i>",
                "id": GROWTH["id"],
                "before": compared("plan.txt", "国际陆港"),
                "after": trap,
            },
        ]
        return {
            "a": documents[a], "b": documents[b],
            "projects": [
                {"change": "new", "name": OLD_PORT["name"], "id": OLD_PORT["id"], "before": None, "after": trap},
                {"change": "gone", "name": PORT["name"], "id": PORT["id"],
                 "before": {**compared("plan.txt", "国际陆港"), "stage": begun}, "after": None},
            ],
            "targets": changes, "tasks": [], "same": {"projects": 3, "targets": 1, "tasks": 0},
        }  # fmt: skip

    def ledger(
        self, asked: LedgerAsked, *, sort: str = "documents", is_up: bool | None = None, skip: int = 0, limit: int = 50
    ) -> LedgerFields:
        self._read()
        self.ledger_asked = asked, sort, is_up, skip, limit
        stage = {
            **evidence("plan.txt", "开工建设"),
            "stage": "开工",
            "planned": True,
            "year": 2025,
            "sure": 0.9,
            "said_in": 2023,
        }
        row: LedgerRowFields = {
            **OLD_PORT,
            "places": [],
            "parks": [],
            "industries": [],
            "leads": [{"id": OFFICE["id"], "name": OFFICE["name"]}],
            "investment": 12.5,
            "invested": "12.5亿<i>元</i>",
            "told": cast(StageSaidFields, stage),
            "documents": 2,
            "mentions": 7,
        }
        found = [row] if asked.lead in ("", OFFICE["name"]) else []
        return {"total": 120 * len(found), "skip": skip, "sort": sort, "projects": found}

    def ledger_choices(self, kind: str) -> Sequence[tuple[str, int]]:
        self._read()
        return [(OFFICE["name"], 1)] if kind == "lead" else []

    def whole(self, by: str | None = None) -> WholeFields:
        self._read()
        industry: EntityFields = {"id": "industry-1", "type": "Industry", "name": "电<b>子</b>信息"}
        return {
            "by": by or "lead",
            "kinds": ["county", "lead"],
            "rows": [{**OFFICE, "projects": 5}],
            "columns": [{**industry, "projects": 4}],
            "crossings": [{"row_id": OFFICE["id"], "column_id": industry["id"], "projects": 3, "is_close": True}],
            "rows_found": 30,
            "columns_found": 1,
        }

    def trace(self, name: str) -> TraceFields:
        entity = self.thing(name)
        said: tuple[tuple[str, str, int, str | None, EntityFields], ...] = (
            ("plan.txt", "国际陆港开工建设。", 2023, "开工", PORT),
            ("trap.txt", TRAP.strip(), 2024, None, OLD_PORT),
        )
        steps: list[MomentFields] = [
            {
                **place(source, quote), "published": None, "year": year, "stage": stage, "quote": quote,
                "told": stage_told(source, stage, year),
                "mention": {"start": port["start"], "end": port["end"], "surface": "国际陆港"}, "entity": whose,
                "link": LINK if whose is OLD_PORT else None,
            }
            for source, quote, year, stage, whose in said
            for port in [place(source, "国际陆港")]
        ]  # fmt: skip
        return {
            "name": name, "entities": [named(entity)], "linked": [{**named(OLD_PORT), "link": LINK}], "steps": steps,
        }  # fmt: skip

    def outline(self, document_id: str) -> Sequence[SectionFields]:
        self._read()
        if document_id != "plan.txt#1":
            return []
        return [
            {
                "id": f"s{n}",
                "parent_id": None,
                "depth": 1,
                "heading": heading,
                "start": PLAN.index(heading),
                "heading_end": PLAN.index(heading) + len(heading),
                "end": 60,
            }
            for n, heading in enumerate(("一、目标", "二、项目"))
        ]

    def original(self, source: str) -> tuple[Path, str] | None:
        return (Path(source), "pdf") if self.page else None

    def page_picture(self, source: str, page: int) -> bytes | None:
        return self.page

    def places(self, source: str, start: int, end: int) -> Sequence[SpotFields]:
        return [{"page": 3, "boxes": [[0.1, 0.2, 0.9, 0.25]], "sheet": None, "cells": [], "sure": 1.0}]

    def text_of(self, source: str) -> str:
        self._read()
        return TEXTS[source]

    def reading(self, document_id: str) -> ReadingFields:
        self._read()
        source = document_id.removesuffix("#1")
        where = place(source, "国际陆港")
        return {
            "text": TEXTS[source],
            "headings": [
                {
                    "depth": one["depth"],
                    "heading": one["heading"],
                    "start": one["start"],
                    "heading_end": one["heading_end"],
                }
                for one in self.outline(document_id)
            ],
            "apart": [],
            "tables": [],
            "pages": [],
            "entities": [[PORT["id"], PORT["type"], PORT["name"]]],
            "marks": [(where["start"], where["end"], 0, 100)],
        }

    # -------------------------------------------------------------------------------------------------- changes

    def files(self) -> FilesFields:
        skipped: list[FileFields] = [
            {"source": "照片/现场.jpg", "reason": "", "why": "kind", "values": {"kind": "jpeg", "ending": ".jpg"}}
        ]
        remarks: list[FileFields] = [
            {"source": "方案.doc", "reason": "", "why": "misnamed", "values": {"kind": "html", "ending": ".doc"}}
        ]
        return {"read": 2, "skipped": skipped, "remarks": remarks}

    def take_in(
        self, paths: Sequence[Path], progress: Callable[..., None], *, collection: str | None = None
    ) -> SummaryFields:
        names = [path.name for path in paths]
        if collection is not None:
            self.collections.put(names, collection)
        self.done.append(("ingest", *names, *(path.read_text(encoding="utf-8") for path in paths)))
        bad = [name for name in names if name.startswith("bad")]
        failures: list[FailureFields] = [
            {"name": f"/tmp/x/{n}", "source": n, "reason": "is not a text file", "why": "binary", "values": {}}
            for n in bad
        ]
        return {**done(added=[n for n in names if n not in bad]), "failures": failures}

    def remove(self, sources: Sequence[str], progress: Callable[..., None]) -> SummaryFields:
        self.done.append(("remove", *sources))
        return done(removed=list(sources))

    @property
    def all_decisions(self) -> AllDecisions:
        return AllDecisions(self.entries)

    def decisions(self, *, standing: bool = False) -> Sequence[EntryFields]:
        self._read()
        return [entry_fields(entry, is_grounded=entry.id != "gone") for entry in reversed(self.entries)]

    def statement(self, ref: str) -> StatementFields:
        self._read()
        kind, (first, *_) = parts_of(ref)
        if first == "nobody":
            raise NotThere("nobody")
        where = place("plan.txt", "国际陆港")
        return {
            "ref": ref, "kind": kind, "title": "国际陆港", "why": None, "score": None, "entity": PORT,
            "values": VALUES[kind], "others": OTHERS[kind], "document_id": "plan.txt#1", "document": TITLES["plan.txt"],
            "start": where["start"], "end": where["end"], "before": "", "quote": "国际陆港", "after": "开工建设。",
        }  # fmt: skip

    def doubts(self, queue: str, *, limit: int) -> Sequence[StatementFields]:
        self._read()
        if queue == "odd":
            return []
        if queue == "names":
            return [{**self.statement("thing*project-1"), "kind": "names", "values": {"a": "国际陆港", "b": "陆港"}}]
        ref = "mention*{}*{}*plan.txt#1" if queue == "mentions" else "target*plan.txt#1:{}-{}/1"
        return [self.statement(ref.format(start, start + 4)) for start in (30, 40)]

    def put_right(self, ref: str, choice: Choice, signature: Signature) -> Callable[..., RightedFields]:
        self._read()
        self.done.append((ref, choice.verdict.value, *choice.to.values(), signature.who, signature.why))
        return self._righted

    def undo(self, entry_id: str, signature: Signature) -> Callable[..., RightedFields]:
        self.done.append(("undo", entry_id))
        return self._righted

    def decide_names(self, a: str, b: str, verdict: Verdict, signature: Signature) -> Callable[..., RightedFields]:
        self.done.append((verdict.value, a, b))
        return self._righted

    def _righted(self, progress: Callable[..., None]) -> RightedFields:
        self.may_derive.wait(10)
        return {"decision": entry_fields(RENAMED), "generation": 2}

    def decide(
        self, a: str, b: str, verdict: Verdict, signature: Signature
    ) -> Callable[[Callable[..., None]], DecisionFields]:
        self._read()
        self.done.append((verdict.value, a, b))
        return lambda progress: self._derived(a, b, verdict)

    def _derived(self, a: str, b: str, verdict: Verdict) -> DecisionFields:
        self.may_derive.wait(10)
        self.done.append(("derived",))
        return decided(a, b, verdict.value)

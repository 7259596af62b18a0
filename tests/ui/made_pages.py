"""A knowledge base that is made up, as the pages see it: the verbs of `ui.app.workspace.Workspace` over a few texts.

The second document is full of what a page might take for markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from graph.errors import MailuoError
from graph.records import EntityType
from ui.app.pages import NameUnknown

Fields = dict[str, Any]

PLAN = "某市2023年方案\n一、目标\n地区生产总值增长7%以上。\n二、项目\n国际陆港开工建设。(市商务局牵头)\n"
TRAP = (
    "<script>alert(1)</script> **粗** $x^2$ :red[红] [链接](http://example.com) <img src=x onerror=alert(2)>国际陆港\n"
)
TEXTS = {"plan.txt": PLAN, "trap.txt": TRAP}


def place(source: str, quote: str) -> Fields:
    start = TEXTS[source].index(quote)
    return {"source": source, "document_id": f"{source}#1", "start": start, "end": start + len(quote)}


def document(source: str, title: str, year: int) -> Fields:
    return {
        **{"document_id": f"{source}#1", "source": source, "title": title, "kind": "action_plan", "issuer": None},
        **{"doc_number": None, "published": f"{year}-01-05", "year": year, "years": None, "region": "某市"},
        **{"parent_id": None, "start": 0, "end": len(TEXTS[source]), "passages": 2, "entities": 3, "targets": 1},
    }


PORT: Fields = {"id": "project-1", "type": "Project", "name": "国际陆港"}
OFFICE: Fields = {"id": "department-1", "type": "Department", "name": "市商务局"}
GROWTH: Fields = {"id": "indicator-1", "type": "Indicator", "name": "地区生产总值增长"}
OLD_PORT: Fields = {"id": "project-2", "type": "Project", "name": "老<b>港</b>"}
ENTITIES = (PORT, OFFICE, GROWTH, OLD_PORT)
LINK: Fields = {"kind": "continues", "score": 0.9, "reason": "名称主体相同"}


def counted(entity: Fields) -> Fields:
    aliases = ["陆港"] if entity is PORT else []
    return {**entity, "aliases": aliases, "mentions": 2, "documents": 2}


class MadeWorkspace:
    """Answers from the lists above; writes down what is asked to change. error: raised by every verb that reads."""

    def __init__(self, *, generation: int | None = 1, error: MailuoError | None = None) -> None:
        self.generation = generation
        self.error = error
        self.done: list[tuple[Any, ...]] = []

    def _read(self) -> None:
        if self.error is not None:
            raise self.error

    def status(self) -> Fields:
        self._read()
        return {
            "documents": 2, "passages": 4, "mentions": 5, "targets": 1, "links": 1,
            "entities": {"Project": 2, "Department": 1, "Indicator": 1},
        }  # fmt: skip

    def documents(self) -> Sequence[Fields]:
        self._read()
        return [document("plan.txt", "某市2023年方案", 2023), document("trap.txt", "**陷阱** <i>文件</i>", 2024)]

    def list(self, kind: EntityType, *, limit: int | None = None) -> Fields:
        self._read()
        return {"type": kind.value, "entities": [counted(e) for e in ENTITIES if e["type"] == kind][:limit]}

    def connected(self, kind: EntityType, *, limit: int = 8) -> Fields:
        found = self.list(kind, limit=limit)["entities"]
        return {"type": kind.value, "entities": [{**entity, "neighbours": 3} for entity in found]}

    def targets(self, indicator: str | None = None) -> Fields:
        self._read()
        where = place("plan.txt", "地区生产总值增长7%以上")
        figure = {
            **where,
            **{"id": "t1", "indicator": GROWTH["name"], "indicator_id": GROWTH["id"], "value": "7", "unit": "%"},
            **{"year": 2023, "comparator": ">=", "kind": "target", "region": "某市", "basis": None, "unsafe": None},
            **{"title": "某市2023年方案", "quote": "地区生产总值增长7%以上"},
        }
        return {"indicator": indicator, "targets": [figure]}

    def ask(self, question: str) -> Fields:
        self._read()
        if "火星" in question:
            return {"question": question, "answer": None, "citations": [], "facts": [], "entities": []}
        cited = {
            **place("plan.txt", "国际陆港开工建设。"),
            "title": "某市2023年方案",
            "section": ["二、项目"],
            "quote": "",
        }
        return {
            "question": question, "answer": "国际陆港开工建设。", "citations": [cited], "facts": [], "entities": [PORT],
        }  # fmt: skip

    def search(self, query: str, *, top: int = 10) -> Fields:
        self._read()
        found = {**place("trap.txt", TRAP.strip()), "title": "陷阱", "section": [], "text": TRAP, "score": 0.5}
        return {"query": query, "passages": [found][:top]}

    def mentions(self, name: str, *, must_exist: bool = True) -> Fields:
        self._read()
        if name not in (PORT["name"], PORT["id"], "陆港"):
            return {"name": name, "entities": [], "documents": [], "nearest": ["国际陆港"]}
        documents = []
        for source, title in (("plan.txt", "某市2023年方案"), ("trap.txt", "陷阱")):
            where = place(source, "国际陆港")
            passage = {"section": [], "start": 0, "end": len(TEXTS[source]), "text": TEXTS[source]}
            passage["mentions"] = [{"start": where["start"], "end": where["end"], "surface": "国际陆港"}]
            documents.append(
                {"document_id": f"{source}#1", "source": source, "title": title, "published": None, "year": 2023,
                 "count": 1, "passages": [passage]}
            )  # fmt: skip
        return {"name": name, "entities": [counted(PORT)], "documents": documents}

    def find(self, name: str) -> Fields:
        self._read()
        for entity in ENTITIES:
            if name in (entity["id"], entity["name"], *counted(entity)["aliases"]):
                return entity
        raise NameUnknown(name, None, ["国际陆港"])

    def show(self, name: str) -> Fields:
        entity = self.find(name)
        proof = {**place("plan.txt", "市商务局牵头"), "title": "某市2023年方案", "quote": "市商务局牵头"}
        other, direction = (OFFICE, "out") if entity is PORT else (PORT, "in")
        return {
            "name": name,
            "entities": [
                {
                    **counted(entity),
                    "relations": [{"rel": "LED_BY", "direction": direction, "other": other, "evidence": [proof]}],
                    "targets": [],
                    "links": [{**LINK, "other": OLD_PORT, "evidence": []}] if entity is PORT else [],
                    "documents": [{**document("plan.txt", "某市2023年方案", 2023), "count": 1}],
                    "merges": [{"name": "国际陆港", "other": "陆港", "rule": "short", "score": 0.9, "reason": "简称"}],
                }
            ],
        }

    def neighbourhood(self, entity_id: str, **_: object) -> Fields:
        self._read()
        proof = {**place("plan.txt", "市商务局牵头"), "title": "某市2023年方案", "quote": "市商务局牵头"}
        relation = {"head_id": PORT["id"], "rel": "LED_BY", "tail_id": OFFICE["id"], "role": None, **proof}
        link = {**LINK, "a_id": PORT["id"], "b_id": OLD_PORT["id"], "evidence": []}
        return {
            "entities": [counted(PORT), counted(OFFICE), counted(OLD_PORT)],
            "relations": [relation], "links": [link], "left_out": 7,
        }  # fmt: skip

    def path(self, a: str, b: str) -> Fields:
        first, second = self.find(a), self.find(b)
        step = {"from": first, "to": second, "rel": "LED_BY", "forward": True}
        step["evidence"] = [{**place("plan.txt", "市商务局牵头"), "quote": "市商务局牵头"}]
        paths = [{"entities": [first, second], "steps": [step]}] if second is OFFICE else []
        return {"a": first, "b": second, "paths": paths}

    def trace(self, name: str) -> Fields:
        entity = self.find(name)
        steps = [
            {
                **place(source, quote), "title": title, "published": None, "year": year, "section": [], "stage": stage,
                "quote": quote, "mention": {**place(source, "国际陆港"), "surface": "国际陆港"}, "entity": whose,
                "link": LINK if whose is OLD_PORT else None,
            }
            for source, quote, title, year, stage, whose in (
                ("plan.txt", "国际陆港开工建设。", "某市2023年方案", 2023, "开工", PORT),
                ("trap.txt", TRAP.strip(), "陷阱", 2024, None, OLD_PORT),
            )
        ]  # fmt: skip
        return {
            "name": name, "entities": [counted(entity)],
            "linked": [{**counted(OLD_PORT), "link": LINK}], "steps": steps,
        }  # fmt: skip

    def outline(self, document_id: str) -> Sequence[Fields]:
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

    def text_of(self, source: str) -> str:
        self._read()
        return TEXTS[source]

    def entities_in(self, source: str, start: int, end: int) -> Sequence[Fields]:
        self._read()
        return [{**PORT, **place(source, "国际陆港"), "surface": "国际陆港"}]

    # -------------------------------------------------------------------------------------------------- changes

    def ingest(self, paths: Sequence[Path], progress: Callable[..., None]) -> Fields:
        names = [path.name for path in paths]
        self.done.append(("ingest", *names, *(path.read_text(encoding="utf-8") for path in paths)))
        bad = [name for name in names if name.startswith("bad")]
        failures = [
            {"name": f"/tmp/x/{name}", "reason": "is not a text file", "why": "binary", "values": {}} for name in bad
        ]
        return {"added": [n for n in names if n not in bad], "changed": [], "unchanged": [], "failures": failures}

    def remove(self, sources: Sequence[str], progress: Callable[..., None]) -> Fields:
        self.done.append(("remove", *sources))
        return {}

    def merge(self, a: str, b: str, progress: Callable[..., None]) -> Fields:
        self.done.append(("merge", a, b))
        return {}

    def split(self, a: str, b: str, progress: Callable[..., None]) -> Fields:
        self.done.append(("split", a, b))
        return {}

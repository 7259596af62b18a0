"""The reader: one document with its outline, its tables, and the entities of its text marked by type (reader.js)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from graph.records import EntityType
from ui.app.fields import CountedDocumentFields, DocumentLinkFields, ReadingFields
from ui.app.reading import counted_in_units
from ui.app.sureness import SURE
from ui.app.workspace import Workspace
from ui.web import put_right
from ui.web.language import Language
from ui.web.links import address, anchor, to_place
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import standing
from ui.web.session import asked_number, recall
from ui.web.views import original

SAID = ("find", "none", "before", "after", "marks", "table", "loose", "page", "doubtful")
_component = st.components.v2.component(
    "mailuo_reader",
    js=(Path(__file__).parent.parent / "reader.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw(
    workspace: Workspace, words: Language, document: CountedDocumentFields, documents: Sequence[CountedDocumentFields]
) -> None:
    """The document, with the place of the address in view and marked."""
    start, end = asked_number("start"), asked_number("end")
    focus = (start, end) if start is not None and end is not None and start < end else None
    draw_html(_head(words, document, documents))
    of = document["document_id"]
    links = recall(workspace, ("document links", of), lambda: workspace.document_links(of))
    if links:
        draw_html(_links(words, links))
    reading = recall(workspace, ("reading", of), lambda: workspace.reading(of))
    beside_original = original.has_original(workspace, document["source"]) and st.toggle(
        words.say("original.show"), value=focus is not None, key="show original"
    )
    if not beside_original:
        _draw_text(workspace, words, document, reading, focus)
        return
    left, right = st.columns(2, gap="medium")
    with left:
        original.draw(workspace, words, document, focus)
    with right, st.container(key="reader-beside"):
        _draw_text(workspace, words, document, reading, focus)


def _draw_text(
    workspace: Workspace,
    words: Language,
    document: CountedDocumentFields,
    reading: ReadingFields,
    focus: tuple[int, int] | None,
) -> None:
    of = document["document_id"]
    data = recall(workspace, ("reader", of, words.code), lambda: _data(words, document, reading))
    place = counted_in_units(reading["text"], document["start"])
    _component(
        key="reader",
        data={
            **data,
            "stamp": f"{workspace.generation} {words.code} {of}",
            "focus": [place(at) for at in focus] if focus else None,
        },
    )


def _data(words: Language, document: CountedDocumentFields, reading: ReadingFields) -> Mapping[str, object]:
    """What the script draws; the names of types and what it says itself in the page's language."""
    return {
        **reading,
        "title": document["title"],
        "links": [address("thing", {"id": identifier}) for identifier, _, _ in reading["entities"]],
        "sure": round(100 * SURE),
        "types": [{"id": kind.value, "name": words.say("type." + kind.value)} for kind in EntityType],
        "words": {
            **{name: words.say(f"reader.{name}") for name in SAID},
            "outline": words.say("documents.outline"),
            "unsure": words.say("documents.unsure", share="{share}"),
        },
    }


def _head(words: Language, document: CountedDocumentFields, documents: Sequence[CountedDocumentFields]) -> str:
    facts = [
        words.say("kind." + document["kind"]),
        document["issuer"],
        document["doc_number"],
        document["region"],
        document["published"],
        " = ".join((document["source"], *document["copies"])),
    ]
    back = anchor("documents", {}, plain(words.say("documents.back")), kind="way")
    line = "".join(f"<span class='step'>{plain(str(fact))}</span>" for fact in facts if fact)
    siblings = [other for other in documents if other["source"] == document["source"]]
    place = next(n for n, other in enumerate(siblings) if other["document_id"] == document["document_id"])
    ways = "".join(
        anchor("documents", {"document": siblings[n]["document_id"]}, plain(words.say(key)), kind="way",
               title=siblings[n]["title"])
        for n, key in ((place - 1, "documents.before"), (place + 1, "documents.after"))
        if 0 <= n < len(siblings)
    )  # fmt: skip
    return (
        f"<div class='reading'><span class='ways'>{back}{ways}{put_right.missed(words, document['document_id'])}</span>"
        f"<h1 class='title'>{plain(document['title'])}{standing(document['mark'])}</h1>"
        f"<div class='where'>{line}</div></div>"
    )


def _links(words: Language, links: Sequence[DocumentLinkFields]) -> str:
    """What other documents are to this one, each with the sentence that says so; the many that only name it folded."""
    said = [_link(words, link) for link in links if link["kind"] != "cites"]
    named = [_link(words, link) for link in links if link["kind"] == "cites"]
    shown = f"<ul class='ties'>{''.join(said)}</ul>" if said else ""
    if named:
        summary = plain(words.say("documents.named", count=len(named)))
        shown += f"<details class='more'><summary>{summary}</summary><ul class='ties'>{''.join(named)}</ul></details>"
    return shown


def _link(words: Language, link: DocumentLinkFields) -> str:
    other = link["other"]
    kind = f"<span class='tag'>{plain(words.say('tie.' + link['kind'] + '.' + link['direction']))}</span>"
    title = to_place(other["document_id"], other["start"], other["start"], plain(other["title"]))
    said = f"<span class='quiet'>“{plain(' '.join(link['quote'].split()))}”</span>" if link["quote"] else ""
    return f"<li>{kind} {title}{standing(other['mark'])} {said}</li>"

"""The reader: one document with its heading tree at the left and the entities of its text marked by type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import streamlit as st

from graph.records import EntityType
from ui.app.fields import CountedDocumentFields, DocumentLinkFields, MentionedEntityFields, SectionFields
from ui.app.sureness import SURE
from ui.app.workspace import Workspace
from ui.web import put_right
from ui.web.language import Language
from ui.web.links import address, anchor, to_place
from ui.web.look import figure
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import as_printed, standing
from ui.web.session import asked_number, recall
from ui.web.views import original

DEEPEST = 4  # levels of headings in the tree


def draw(
    workspace: Workspace, words: Language, document: CountedDocumentFields, documents: Sequence[CountedDocumentFields]
) -> None:
    """The document, with the place of the address in view and marked."""
    start, end = asked_number("start"), asked_number("end")
    focus = (start, end) if start is not None and end is not None and start < end else None
    draw_html(_head(words, document, documents))
    of = document["document_id"]
    mentions = recall(
        workspace,
        ("entities in", of),
        lambda: workspace.entities_in(document["source"], document["start"], document["end"]),
    )
    links = recall(workspace, ("document links", of), lambda: workspace.document_links(of))
    if links:
        draw_html(_links(words, links))
    draw_html(_types(words, mentions))
    shown = _sure(words, mentions)
    outline = recall(workspace, ("outline", of), lambda: workspace.outline(of))
    text = workspace.text_of(document["source"])
    beside_original = original.has_original(workspace, document["source"]) and st.toggle(
        words.say("original.show"), value=focus is not None, key="show original"
    )
    if beside_original:
        left, right = st.columns(2, gap="medium")
        with left:
            original.draw(workspace, words, document, focus)
    elif outline:
        left, right = st.columns([2, 5], gap="medium")
        with left:
            draw_html(recall(workspace, ("tree", of, words.code), lambda: _tree(words, outline)))
    else:
        right = st.container()
    with right:
        key = ("text", of, focus, words.code, len(shown))
        draw_html(recall(workspace, key, lambda: _text(words, text, document, outline, shown, focus)))


def _sure(words: Language, mentions: Sequence[MentionedEntityFields]) -> Sequence[MentionedEntityFields]:
    """All mentions, or only the sure ones where the reader asks for them."""
    unsure = sum(mention["confidence"] < SURE for mention in mentions)
    if not unsure or not st.toggle(words.say("documents.sure", unsure=unsure), key="only sure"):
        return mentions
    return [mention for mention in mentions if mention["confidence"] >= SURE]


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
        f"<h2 class='title'>{plain(document['title'])}{standing(document['mark'])}</h2>"
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


def _types(words: Language, mentions: Sequence[MentionedEntityFields]) -> str:
    """The legend: the types that are marked, with their counts."""
    counts = Counter(mention["type"] for mention in mentions)
    entries = "".join(
        f"<span class='entry'>{figure(kind.value)}{plain(words.say('type.' + kind.value))} "
        f"<span class='quiet'>{counts[kind.value]}</span></span>"
        for kind in EntityType
        if counts[kind.value]
    )
    return f"<div class='legend'>{entries}</div>"


def _tree(words: Language, outline: Sequence[SectionFields]) -> str:
    """The headings, folded below the second level."""
    rows = "".join(
        f"<li class='depth{section['depth']}'><a href='#s{section['start']}' data-jump='s{section['start']}'>"
        f"{plain(as_printed(section['heading']))}</a></li>"
        for section in outline
        if section["depth"] <= DEEPEST
    )
    return f"<nav class='tree' aria-label='{plain(words.say('documents.outline'))}'><ul>{rows}</ul></nav>"


def _text(
    words: Language,
    text: str,
    document: CountedDocumentFields,
    outline: Sequence[SectionFields],
    mentions: Sequence[MentionedEntityFields],
    focus: tuple[int, int] | None,
) -> str:
    """The whole text with headings, entities and the place asked for. Marks never overlap: the longest is drawn."""
    first, last = document["start"], document["end"]
    headings = {section["start"]: section for section in outline if section["start"] < section["heading_end"]}
    marks = _apart(mentions)
    cuts = {first, last, *headings, *(section["heading_end"] for section in headings.values())}
    for mark in marks:
        cuts |= {mark["start"], mark["end"]}
    if focus:
        cuts |= {max(first, min(last, place)) for place in focus}
    at_mark = {mark["start"]: mark for mark in marks}
    names = {kind.value: words.say("type." + kind.value) for kind in EntityType}
    parts: list[str] = []
    order = sorted(cut for cut in cuts if first <= cut <= last)
    open_mark: MentionedEntityFields | None = None
    brought = False
    heading_end = first
    for start, end in pairwise(order):
        if start in headings:
            # the browser lays out only the parts in view
            parts.append(f"</div><div class='part'><span class='anchor' id='s{start}' tabindex='-1'></span>")
            heading_end = headings[start]["heading_end"]
        open_mark = at_mark.get(start) or (open_mark if open_mark and start < open_mark["end"] else None)
        inner = plain(text[start:end])
        if open_mark:
            is_sure = open_mark["confidence"] >= SURE
            doubt = "" if is_sure else f" · {words.say('documents.unsure', share=round(100 * open_mark['confidence']))}"
            hint = plain(f"{names[open_mark['type']]} · {open_mark['name']}{doubt}")
            link = plain(address("graph", {"id": open_mark["id"]}))
            looks = f"go entity {open_mark['type']}{'' if is_sure else ' unsure'}"
            inner = f"<a class='{looks}' href='{link}' title='{hint}'>{inner}</a>"
        if focus and focus[0] <= start and end <= focus[1]:
            inner = f"<mark{'' if brought else ' data-focus'}>{inner}</mark>"
            brought = True
        parts.append(f"<strong>{inner}</strong>" if start < heading_end else inner)
    return f"<div class='text' tabindex='0' role='document'><div class='part'>{''.join(parts)}</div></div>"


def _apart(mentions: Sequence[MentionedEntityFields]) -> list[MentionedEntityFields]:
    """Mentions that do not overlap, the longer ones first."""
    kept: list[MentionedEntityFields] = []
    at = -1
    for mention in sorted(mentions, key=lambda m: (m["start"], -m["end"], m["id"])):
        if mention["start"] >= at:
            kept.append(mention)
            at = mention["end"]
    return kept

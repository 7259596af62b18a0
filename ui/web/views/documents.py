"""文档: what is in the knowledge base, taking files in and forgetting them; and the reader of one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, get_args

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ingest.generations import HomeBusy
from ingest.intake import Progress
from ingest.sources.unreadable import said
from ui.app.fields import CountedDocumentFields, FileFields, FilesFields, SummaryFields
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.links import to_place
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import heading, shortened, standing, table
from ui.web.progress import draw_job
from ui.web.session import asked, here, open_jobs, recall
from ui.web.uploads import (
    FILE_BYTES,
    MOST_BYTES,
    MOST_FILES,
    keep_files,
    let_go,
    safe_name,
    shown_name,
)
from ui.web.views import reader, states

Count = Literal["passages", "entities", "targets"]
LISTED = 200  # documents; of more a person types what is looked for
MOST_NAMED = 200  # that were not read, or about which there is a remark, named one by one
COUNTS: tuple[Count, ...] = get_args(Count)


def draw(workspace: Workspace, words: Language) -> None:
    """The document of the address; without one the list, and what can be done with it."""
    documents = recall(workspace, ("documents",), workspace.documents) if workspace.generation is not None else []
    wanted = asked("document")
    chosen = next((document for document in documents if document["document_id"] == wanted), None)
    if chosen is not None:
        reader.draw(workspace, words, chosen, documents)
        return
    draw_html(f"<h2 class='title'>{plain(words.say('documents.title'))}</h2>")
    if wanted is not None:
        states.draw_note(words.say("documents.gone"))
    draw_job(words)
    if workspace.read_only:
        states.draw_note(words.say("documents.read_only"))
    else:
        _draw_upload(workspace, words)
    if documents and not workspace.read_only:
        _draw_removal(workspace, words, documents)
    if documents:
        shown = _found(words, documents) if len(documents) > LISTED else documents
        draw_html(_list(words, documents, shown))
    else:
        states.draw_note(words.say("documents.none"))
    draw_html(_files(words, workspace.files()))  # not recalled: what is not read makes no generation


# -------------------------------------------------------------------------------------------------------------- list


def _found(words: Language, documents: Sequence[CountedDocumentFields]) -> Sequence[CountedDocumentFields]:
    """Those whose title, place, year or file holds what is typed."""
    typed = st.text_input(words.say("documents.find"), key="find document").casefold().split()
    if not typed:
        return documents
    return [one for one in documents if all(part in _sought(one) for part in typed)]


def _sought(one: CountedDocumentFields) -> str:
    parts = (one["title"], one["region"] or "", str(one["year"] or ""), one["source"], *one["copies"])
    return " ".join(parts).casefold()


def _list(words: Language, documents: Sequence[CountedDocumentFields], shown: Sequence[CountedDocumentFields]) -> str:
    sources = Counter(document["source"] for document in documents)
    columns = ("title", "kind", "region", "year", "source", *COUNTS)
    headers = [words.say(f"documents.column.{column}") for column in columns]
    rows = [
        [
            to_place(document["document_id"], document["start"], document["start"], plain(document["title"]))
            + standing(document["mark"]),
            f"<span class='tag'>{plain(words.say('kind.' + document['kind']))}</span>",
            plain(document["region"] or "–"),
            f"<span class='years'>{plain(_years(document))}</span>",
            f"<span class='quiet'>{plain(' = '.join((document['source'], *document['copies'])))}</span>",
            *(f"{document[count]:,}" for count in COUNTS),
        ]
        for document in shown[:LISTED]
    ]
    note = words.say("documents.count", count=len(documents), sources=len(sources))
    left = len(shown) - len(rows)
    more = f"<p class='quiet'>{plain(words.say('documents.more', count=left))}</p>" if left else ""
    return heading(words.say("documents.list"), note) + table(headers, rows, kind="documents") + more


def _files(words: Language, files: FilesFields) -> str:
    """The files that were not read, with what helps, and how some of the others were read; empty without any."""
    lists = (("skipped", files["skipped"], "reason"), ("remarks", files["remarks"], "remark"))
    return "".join(_file_list(words, about, found, column) for about, found, column in lists if found)


def _file_list(words: Language, about: str, found: Sequence[FileFields], column: str) -> str:
    shown = [(file["source"], *said(file["why"], file["values"], words.code)) for file in found[:MOST_NAMED]]
    is_helped = any(remedy for _, _, remedy in shown)
    columns = ("source", column, "remedy") if is_helped else ("source", column)
    headers = [words.say(f"documents.column.{one}") for one in columns]
    rows = [
        [f"<span class='quiet'>{plain(source)}</span>", *map(plain, (reason, remedy)[: len(columns) - 1])]
        for source, reason, remedy in shown
    ]
    note = words.say(f"documents.{about}.count", count=len(found))
    left = len(found) - len(rows)
    more = f"<p class='quiet'>{plain(words.say('documents.more_files', count=left))}</p>" if left else ""
    return heading(words.say(f"documents.{about}"), note) + table(headers, rows, kind="files") + more


def _years(document: CountedDocumentFields) -> str:
    first, last = document["years"] or (document["year"], document["year"])
    if first is None:
        return "–"
    return str(first) if first == last else f"{first}–{last}"


# ------------------------------------------------------------------------------------------------ taking in, forgetting


def _draw_upload(workspace: Workspace, words: Language) -> None:
    jobs = open_jobs()
    turn = st.session_state.setdefault("upload turn", 0)
    with st.expander(words.say("documents.add"), icon=":material/upload_file:", expanded=workspace.generation is None):
        files = st.file_uploader(
            words.say("documents.upload"),
            accept_multiple_files=True,
            key=f"upload-{turn}",
            help=words.say("documents.upload.help", each=FILE_BYTES >> 20),
        )
        draw_html(f"<p class='quiet'>{plain(words.say('documents.upload.most', **_most()))}</p>")
        is_fit = _draw_remarks(words, files)
        pressed = st.button(
            words.say("documents.take_in"), type="primary", disabled=not is_fit or jobs.running, key="take in"
        )
    if pressed and is_fit:
        st.session_state["upload turn"] = turn + 1
        _take_in(workspace, files)
        st.rerun()


def _most() -> dict[str, int]:
    return {"most": MOST_FILES, "each": FILE_BYTES >> 20, "together": MOST_BYTES >> 20}


def _draw_remarks(words: Language, files: Sequence[UploadedFile]) -> bool:
    """What is to be known before the files are taken in; whether they can be."""
    size = sum(file.size for file in files)
    if len(files) > MOST_FILES or size > MOST_BYTES:
        said = words.say("documents.upload.too_much", count=len(files), size=-(-size >> 20), **_most())
        draw_html(f"<p role='alert'>{plain(said)}</p>")
        return False
    names = [(file.name, safe_name(file.name)) for file in files]
    changed = [(before, after) for before, after in names if before != after]
    lines = [
        words.say("documents.upload.renamed", name=shortened(shown_name(before), 60), kept=shortened(after, 60))
        if after
        else words.say("documents.upload.nameless", name=shortened(shown_name(before), 60))
        for before, after in changed[:MOST_NAMED]
    ]
    if lines:
        states.draw_note("", inner=f"<ul>{''.join(f'<li>{plain(line)}</li>' for line in lines)}</ul>")
    return any(after for _, after in names)


def _take_in(workspace: Workspace, files: Sequence[UploadedFile]) -> None:
    """Begins to take the files in; their memory is free from now on."""
    try:
        folder, paths = keep_files(files)
    finally:
        let_go(files)

    def take_in(progress: Progress) -> SummaryFields:
        try:
            return workspace.ingest(paths, progress, keep_origin=False)
        finally:
            folder.cleanup()

    if open_jobs().start("ingest", tuple(path.name for path in paths), take_in, here()) is None:
        folder.cleanup()
        raise HomeBusy("other work has begun meanwhile; nothing was taken in")


def _draw_removal(workspace: Workspace, words: Language, documents: Sequence[CountedDocumentFields]) -> None:
    """Forgetting files, after a question."""
    sources = list(dict.fromkeys(name for document in documents for name in (document["source"], *document["copies"])))
    with st.expander(words.say("documents.remove"), icon=":material/delete:"):
        turn = st.session_state.setdefault("remove turn", 0)
        chosen = st.multiselect(
            words.say("documents.remove.choose"),
            sources,
            key=f"remove-{turn}",
            placeholder=words.say("documents.remove.placeholder"),
            select_all=False,
        )
        if not chosen:
            return
        count = sum(document["source"] in chosen for document in documents)
        draw_html(
            f"<p role='alert'>{plain(words.say('documents.remove.question', sources=len(chosen), documents=count))}</p>"
        )
        with st.container(horizontal=True):
            if st.button(
                words.say("documents.remove.yes"), type="primary", key="remove yes", disabled=open_jobs().running
            ):
                names = list(chosen)
                open_jobs().start("remove", tuple(names), lambda progress: workspace.remove(names, progress), here())
                st.session_state["remove turn"] = turn + 1
                st.rerun()
            if st.button(words.say("documents.remove.no"), key="remove no"):
                st.session_state["remove turn"] = turn + 1
                st.rerun()

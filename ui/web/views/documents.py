"""文档: what is in the knowledge base, taking files in and forgetting them; and the reader of one document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal, get_args

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from graph.errors import MailuoError
from ingest.generations import HomeBusy
from ingest.intake import Progress
from ingest.sources.unreadable import said
from ui.app.document_list import SORTS, Wanted
from ui.app.fields import CountedDocumentFields, FileFields, FilesFields, ListedDocumentsFields, SummaryFields
from ui.app.sent_files import FILE_BYTES, MOST_BYTES, MOST_FILES, safe_name, shown_name
from ui.app.workspace import Workspace
from ui.web import put_right
from ui.web.choices import OWN, head, here, pager, pick, type_in
from ui.web.language import Language
from ui.web.links import anchor, to_place
from ui.web.markup import plain
from ui.web.noting import note, note_once
from ui.web.page import draw_html
from ui.web.pieces import heading, shortened, standing, table
from ui.web.progress import draw_job
from ui.web.server.door import the_door
from ui.web.session import asked, asked_number, open_jobs, recall
from ui.web.session import here as this_visit
from ui.web.uploads import keep_files, let_go
from ui.web.views import reader, states

Count = Literal["passages", "entities", "targets"]
MOST_NAMED = 200  # that were not read, or about which there is a remark, named one by one
COUNTS: tuple[Count, ...] = get_args(Count)
INDENT = "\u2003"  # before a place that lies in the one above it


def draw(workspace: Workspace, words: Language) -> None:
    """The document of the address; without one the list, and what can be done with it."""
    is_any = workspace.generation is not None
    wanted = asked("document")
    chosen = recall(workspace, ("document", wanted), partial(workspace.document, wanted)) if wanted and is_any else None
    if chosen is not None:
        source = chosen["source"]
        note_once("show", {"document": wanted}, [chosen["document_id"]])
        reader.draw(
            workspace, words, chosen, recall(workspace, ("beside", source), partial(workspace.documents_beside, source))
        )
        return
    draw_html(f"<h1 class='title'>{plain(words.say('documents.title'))}</h1>")
    if wanted is not None:
        states.draw_note(words.say("documents.gone"))
    draw_job(words)
    if workspace.read_only:
        states.draw_note(words.say("person.read_only" if the_door().asks else "documents.read_only"))
    else:
        _draw_upload(workspace, words)
    listed = _draw_list(workspace, words) if is_any else None
    if listed is None:
        states.draw_note(words.say("documents.none"))
    elif not workspace.read_only:
        _draw_removal(workspace, words, listed["documents"])
    draw_html(_files(words, workspace.files()))  # not recalled: what is not read makes no generation


# -------------------------------------------------------------------------------------------------------------- list


def _draw_list(workspace: Workspace, words: Language) -> ListedDocumentsFields | None:
    """What the address asks for, with what it can be narrowed down by; None where there are no documents at all."""
    wanted = _wanted()
    listed = recall(workspace, ("listed", wanted), lambda: workspace.list_documents(wanted))
    if not listed["total"]:
        return None
    note = words.say("documents.count", count=listed["total"], sources=listed["sources"])
    draw_html(heading(words.say("documents.list"), note))
    _draw_filters(words, listed)
    draw_html(_said(words, wanted, listed))
    if not workspace.read_only:
        _draw_pencil(workspace, words)
    if listed["documents"]:
        draw_html(_table(words, wanted, listed["documents"], may_change=not workspace.read_only))
        draw_html(pager(words, "documents", listed["page"], listed["pages"]))
    return listed


def _wanted() -> Wanted:
    """What the address asks for."""
    sort = asked("sort") or ""
    return Wanted(
        text=(asked("find") or "").strip(),
        place=asked("place") or "",
        year=asked_number("year"),
        kind=asked("kind") or "",
        source=asked("file") or "",
        sort=sort if sort in SORTS else "",
        descending=asked("down") is not None,
        page=asked_number("page") or 1,
    )


def _draw_filters(words: Language, listed: ListedDocumentsFields) -> None:
    find, place, year, kind = st.columns([4, 3, 2, 2])
    every = words.say("documents.all")
    with find:
        type_in("find", words.say("documents.find"), placeholder=words.say("documents.find.example"))
    with place:
        pick("place", words.say("documents.column.region"), _places(words, listed), none=every)
    with year:
        years = {one["value"]: f"{one['value']} ({one['count']})" for one in listed["years"]}
        pick("year", words.say("documents.column.year"), years, none=every)
    with kind:
        kinds = {one["value"]: f"{words.say('kind.' + one['value'])} ({one['count']})" for one in listed["kinds"]}
        pick("kind", words.say("documents.column.kind"), kinds, none=every)


def _places(words: Language, listed: ListedDocumentsFields) -> dict[str, str]:
    return {
        one["code"]: f"{INDENT * one['depth']}{one['name'] or words.say('documents.nowhere')} ({one['count']})"
        for one in listed["places"]
    }


def _said(words: Language, wanted: Wanted, listed: ListedDocumentsFields) -> str:
    """How many were found, and the way back to all."""
    asked_for = (wanted.text, wanted.place, wanted.year, wanted.kind, wanted.source)
    if not any(asked_for):
        return ""
    count = words.say("documents.found", count=listed["found"])
    source = f" · {words.say('documents.of_file', name=wanted.source)}" if wanted.source else ""
    back = {name: values for name, values in here(but=OWN).items() if name == "lang"}
    clear = anchor("documents", back, plain(words.say("documents.clear")), kind="way")
    return f"<p class='found' role='status'>{plain(count + source)} {clear}</p>"


def _table(words: Language, wanted: Wanted, shown: Sequence[CountedDocumentFields], *, may_change: bool) -> str:
    columns = ("title", "kind", "region", "year", "source", *COUNTS)
    heads = "".join(
        head("documents", column, words.say(f"documents.column.{column}"), wanted.sort, is_down=wanted.descending)
        for column in columns
    )
    body = "".join(_row(words, document, may_change=may_change) for document in shown)
    return (
        f"<div class='wide'><table class='documents'><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(words: Language, document: CountedDocumentFields, *, may_change: bool) -> str:
    cells = (
        _title(words, document, may_change=may_change),
        f"<span class='tag'>{plain(words.say('kind.' + document['kind']))}</span>",
        plain(document["region"] or "–"),
        f"<span class='years'>{plain(_years(document))}</span>",
        _file(document),
        *(f"{document[count]:,}" for count in COUNTS),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _title(words: Language, document: CountedDocumentFields, *, may_change: bool) -> str:
    link = to_place(document["document_id"], document["start"], document["start"], plain(document["title"]))
    guess = document["title_guess"]
    said_so = words.say("documents.guessed.file" if guess == "file name" else "documents.guessed")
    guessed = f" <span class='tag guessed'>{plain(said_so)}</span>" if guess else ""
    pencil = ""
    if may_change:
        name = plain(words.say("documents.retitle.of", title=document["title"]))
        sign = f"<span class='pencil' role='img' aria-label='{name}'>✎</span>"
        pencil = " " + anchor(
            "documents", {**here(), "retitle": [document["document_id"]]}, sign, title=words.say("documents.retitle")
        )
    return link + standing(document["mark"]) + guessed + pencil


def _file(document: CountedDocumentFields) -> str:
    """The file's name, which leads to all documents of it."""
    names = " = ".join((document["source"], *document["copies"]))
    to = {**here(but=(*OWN, "find")), "file": [document["source"]]}
    return anchor("documents", to, f"<span class='quiet'>{plain(names)}</span>", title=names)


def _draw_pencil(workspace: Workspace, words: Language) -> None:
    """The title of one document, to be put right."""
    document_id = asked("retitle")
    document = workspace.document(document_id) if document_id else None
    if document is None:
        return
    with st.form("retitle", border=True):
        title = st.text_input(words.say("documents.retitle"), value=document["title"], key=f"title {document_id}")
        draw_html(f"<p class='quiet'>{plain(words.say('documents.retitle.note', file=document['source']))}</p>")
        signature = put_right.sign(words, "title ")
        with st.container(horizontal=True):
            kept = st.form_submit_button(words.say("documents.retitle.save"), type="primary")
            undone = st.form_submit_button(words.say("documents.retitle.undo"))
            left = st.form_submit_button(words.say("documents.retitle.leave"))
    draw_html(put_right.history_of_title(words, document["document_id"]))
    if not (kept or undone or left):
        return
    try:
        if kept or undone:
            workspace.retitle(document["document_id"], "" if undone else title, signature)
            note("decide", {"title": "" if undone else title}, [document["document_id"]])
    except MailuoError as error:
        draw_html(f"<p role='alert'>{plain(words.say('documents.retitle.refused', why=str(error)))}</p>")
        return
    st.query_params.pop("retitle", None)
    st.rerun()


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
        collection = _draw_collection(workspace, words) if files else None
        pressed = st.button(
            words.say("documents.take_in"), type="primary", disabled=not is_fit or jobs.running, key="take in"
        )
    if pressed and is_fit:
        st.session_state["upload turn"] = turn + 1
        _take_in(workspace, files, collection)
        st.rerun()


def _draw_collection(workspace: Workspace, words: Language) -> str | None:
    """The collection that files are put in, where not all may read all; None: they stay as they are."""
    names = list(workspace.collections.counts())
    if not (names or the_door().asks):
        return None
    return st.selectbox(
        words.say("documents.collection"),
        names,
        index=None,
        key="collection",
        placeholder=words.say("documents.collection.none"),
        help=words.say("documents.collection.help"),
        accept_new_options=True,
    )


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


def _take_in(workspace: Workspace, files: Sequence[UploadedFile], collection: str | None) -> None:
    """Begins to take the files in; their memory is free from now on."""
    try:
        folder, paths = keep_files(files)
    finally:
        let_go(files)

    def take_in(progress: Progress) -> SummaryFields:
        try:
            return workspace.take_in(paths, progress, collection=collection)
        finally:
            folder.cleanup()

    if open_jobs().start("ingest", tuple(path.name for path in paths), take_in, this_visit()) is None:
        folder.cleanup()
        raise HomeBusy("other work has begun meanwhile; nothing was taken in")
    note("upload", {"files": [path.name for path in paths]})


def _draw_removal(workspace: Workspace, words: Language, documents: Sequence[CountedDocumentFields]) -> None:
    """Forgetting files, after a question."""
    sources = list(dict.fromkeys(name for document in documents for name in (document["source"], *document["copies"])))
    with st.expander(words.say("documents.remove"), icon=":material/delete:"):
        turn = st.session_state.setdefault("remove turn", 0)
        chosen = st.multiselect(
            words.say("documents.remove.choose"),
            sources,
            key=f"remove-{turn}",
            help=words.say("documents.remove.help"),
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
                note("remove", {"sources": names})
                open_jobs().start(
                    "remove", tuple(names), lambda progress: workspace.remove(names, progress), this_visit()
                )
                st.session_state["remove turn"] = turn + 1
                st.rerun()
            if st.button(words.say("documents.remove.no"), key="remove no"):
                st.session_state["remove turn"] = turn + 1
                st.rerun()

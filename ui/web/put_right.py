"""“Put right” beside a fact: a small link that opens a box with the sentence, what the fact could be, and a reason.

The link is a link into the desk, which shows the same as a page; the script of the pages turns it into the address of
the page one is on, with the fact as `right`, so that one stays there. A fact that was put right says by whom and when.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from graph.errors import MailuoError
from graph.resolve.decisions import Entry, Signature
from ui.app.decisions import entry_fields
from ui.app.fields import (
    AttributeFields,
    EntryFields,
    EvidenceFields,
    NamedEntityFields,
    StatementFields,
    TargetFields,
)
from ui.app.jobs import Decided
from ui.app.righting import RIGHT, WRONG, Choice, other
from ui.app.statements import TYPES, NotThere, ref_of
from ui.app.workspace import Workspace
from ui.web import session
from ui.web.language import Language
from ui.web.links import address, anchor, to_place
from ui.web.markup import as_label, plain
from ui.web.noting import note
from ui.web.page import draw_html
from ui.web.pieces import amount, doubt
from ui.web.progress import draw_job
from ui.web.server.door import the_door

PARAMETER = "right"  # of the address
FIGURE_FIELDS = ("value", "unit", "year", "region", "kind", "comparator", "indicator", "basis")
VALUE_FIELDS = ("value", "unit", "year", "comparator")
CHOICES = {"kind": ("target", "result"), "comparator": (">=", "=", "~", "<=")}
DRAWING_JOBS = ("documents", "trace")  # pages that show by themselves how far work is


# ---------------------------------------------------------------------------------------------------- beside a fact


def target(words: Language, shown: TargetFields) -> str:
    """Beside a target or a result."""
    made = _workspace()
    return "" if made is None else _beside(words, ref_of("target", shown["id"]), made.all_decisions.on_target(shown))


def attribute(words: Language, shown: AttributeFields) -> str:
    """Beside what is said of a project."""
    made = _workspace()
    if made is None:
        return ""
    ref = ref_of("attribute", shown["entity_id"], shown["id"])
    return _beside(words, ref, made.all_decisions.on_attribute(shown))


def thing(words: Language, shown: NamedEntityFields) -> str:
    """Beside the name and the type of a thing."""
    made = _workspace()
    if made is None:
        return ""
    entry = made.all_decisions.on_thing(shown["type"], (shown["name"],))
    return _beside(words, ref_of("thing", shown["id"]), entry)


def relation(words: Language, rel: str, head: NamedEntityFields, tail: NamedEntityFields, proof: EvidenceFields) -> str:
    """Beside a sentence that says a relation. Of an end of which no other name is known `aliases` are empty."""
    made = _workspace()
    if made is None:
        return ""
    entry = made.all_decisions.on_relation(rel, _names(head), _names(tail), proof)
    ref = ref_of("relation", head["id"], rel, tail["id"], proof["start"], proof["end"], proof["document_id"])
    return _beside(words, ref, entry)


def _names(shown: NamedEntityFields) -> Collection[str]:
    return (shown["name"], *shown["aliases"])


def mention(words: Language, document_id: str, start: int, end: int, surface: str) -> str:
    """Beside a place where something is named."""
    made = _workspace()
    if made is None:
        return ""
    entry = made.all_decisions.on_mention(document_id, start, surface)
    return _beside(words, ref_of("mention", start, end, document_id), entry)


def missed(words: Language, document_id: str) -> str:
    """At the head of a document: something in it was missed."""
    if _workspace() is None:
        return ""
    return _link(ref_of("missed", document_id), plain(words.say("right.missed")), kind="way")


def history(words: Language, names: Collection[str]) -> str:
    """All that was decided of a thing, folded, each with a way to undo it; nothing where nothing was."""
    made = _workspace()
    return _history(words, [] if made is None else made.all_decisions.about(names))


def history_of_title(words: Language, document_id: str) -> str:
    """What was decided on a document's title, likewise."""
    made = _workspace()
    return _history(words, [] if made is None else made.all_decisions.on_title(document_id))


def _history(words: Language, found: Sequence[Entry]) -> str:
    if not found:
        return ""
    rows = "".join(f"<li>{_entry(words, entry_fields(entry))}</li>" for entry in reversed(found))
    title = plain(words.say("right.history", count=len(found)))
    return f"<details class='more'><summary>{title}</summary><ul class='plain'>{rows}</ul></details>"


def _entry(words: Language, entry: EntryFields) -> str:
    link = to_decision(words, entry["id"])
    return f"{plain(said(words, entry))} <span class='quiet'>{plain(signed(words, entry))}</span> {link}"


def to_decision(words: Language, entry_id: str) -> str:
    """A way to undo a decision."""
    return _link(ref_of("decision", entry_id), plain(words.say("right.undo")), kind="way")


def _workspace() -> Workspace | None:
    """None where nothing is to be decided."""
    workspace = session.open_workspace()
    return None if workspace.read_only else workspace


def _beside(words: Language, ref: str, entry: Entry | None) -> str:
    """A pencil; where a person decided something, that they did."""
    if entry is None:
        hint = words.say("right.open")
        return " " + _link(
            ref, f"<span aria-hidden='true'>✎</span><span class='unseen'>{plain(hint)}</span>", hint=hint
        )
    hint = signed(words, entry_fields(entry))
    inner = f"<span aria-hidden='true'>✓</span> {plain(words.say('right.done'))}"
    return " " + _link(ref_of("decision", entry.id), inner, kind="righted", hint=hint)


def _link(ref: str, inner: str, *, kind: str = "", hint: str = "") -> str:
    title = f" title='{plain(hint)}'" if hint else ""
    href = plain(address("desk", {PARAMETER: ref}))
    return f"<a class='go right {kind}' href='{href}' data-right='{plain(ref)}'{title}>{inner}</a>"


# ------------------------------------------------------------------------------------------------------------- words


def said(words: Language, entry: EntryFields) -> str:
    """A decision in words."""
    about, kind = entry["about"], entry["kind"]
    to = _word(words, kind, entry["to"]) or words.say("right.nothing")
    if kind in ("same", "different", "undo"):
        return words.say(f"right.said.{kind}", about=about, to=to)
    if kind == "title":
        return words.say("right.said.title" if entry["to"] else "right.said.title.own", about=about, to=to)
    read = _word(words, kind, entry["said"]) or words.say("right.unread")
    if entry["said"] == entry["to"]:
        return words.say("right.said.right", about=about, said=read)
    return words.say(f"right.said.{kind}", about=about, said=read, to=to)


def _word(words: Language, kind: str, value: str) -> str:
    """What is kept as a word of the program, in the page's language."""
    if not value:
        return ""
    if kind == "type":
        return words.say(f"type.{value}")
    if kind == "relation":
        return words.say(f"relation.{value}")
    if kind == "mention":
        type_, _, name = value.partition(" ")
        return f"{words.say(f'type.{type_}')} {name}"
    return value.lstrip("=")


def signed(words: Language, entry: EntryFields) -> str:
    """Who decided it, when, and why."""
    who = entry["who"] or words.say("right.somebody")
    return words.say("right.signed", who=who, when=entry["when"][:10] or "?") + (
        f" — {entry['why']}" if entry["why"] else ""
    )


# ------------------------------------------------------------------------------------------------------------ the box


def draw_work(words: Language, page: str) -> None:
    """How far what was decided on this page is, on pages that do not show it themselves."""
    jobs = session.open_jobs()
    is_ours = jobs.running and jobs.last is not None and jobs.last.place == session.here()
    if page not in DRAWING_JOBS and (is_ours or jobs.ended(session.here()) is not None):
        draw_job(words)


def draw_asked(words: Language) -> None:
    """The box over the page, where the address asks for it."""
    ref = session.asked(PARAMETER)
    workspace = _workspace()
    if ref is None or workspace is None or workspace.generation is None:
        return

    @st.dialog(words.say("right.title"), width="large", on_dismiss=close)
    def box() -> None:
        draw_fact(workspace, words, ref)

    box()


def close() -> None:
    """The address without what is put right."""
    st.query_params.pop(PARAMETER, None)


def draw_fact(workspace: Workspace, words: Language, ref: str) -> None:
    """A fact with its sentence, and what a person may say of it; of a decision, its undoing."""
    try:
        if ref.startswith("decision*"):
            _draw_decision(workspace, words, ref.partition("*")[2])
            return
        shown = workspace.statement(ref)
    except (NotThere, MailuoError) as error:
        draw_html(
            f"<p role='status'>{plain(words.say('right.gone'))} <span class='quiet'>{plain(str(error))}</span></p>"
        )
        return
    draw_html(sentence(words, shown))
    choice = _choose(words, shown)
    signature = sign(words)
    with st.container(horizontal=True):
        if st.button(words.say("right.save"), key=f"save-{ref}", type="primary", disabled=choice is None) and choice:
            _keep(workspace, words, shown, choice, signature)
        if st.button(words.say("right.cancel"), key=f"cancel-{ref}", type="tertiary"):
            close()
            st.rerun()


def sentence(words: Language, shown: StatementFields) -> str:
    """The sentence with its words marked, above it what is read there, below it the way into the document."""
    head = f"<p class='statement'><strong>{plain(reading(words, shown))}</strong>{doubt_of(words, shown)}</p>"
    if not shown["quote"]:
        return head
    inner = f"{plain(shown['before'])}<mark>{plain(shown['quote'])}</mark>{plain(shown['after'])}"
    link = to_place(shown["document_id"], shown["start"], shown["end"], plain(shown["document"]), kind="open")
    return f"{head}<blockquote class='quote'>{inner}<footer>{link}</footer></blockquote>"


def doubt_of(words: Language, shown: StatementFields) -> str:
    """Why it may be wrong, in words."""
    why = shown["why"]
    if not why:
        return ""
    if shown["kind"] == "names":
        return f" <span class='quiet'>{plain(why)}</span>"
    if why == "unsure":
        share = round(100 * (shown["score"] or 0))
        return f" <span class='quiet'>{plain(words.say('documents.unsure', share=share))}</span>"
    if why in ("share", "jump", "other"):
        return f" <span class='quiet'>{plain(words.say(f'desk.odd.{why}'))}</span>"
    return doubt(words, why) + f" <span class='quiet'>{plain(words.say('unsafe.' + why.replace(' ', '_')))}</span>"


def reading(words: Language, shown: StatementFields) -> str:
    """What is read there."""
    values = shown["values"]
    match shown["kind"]:
        case "thing" | "mention":
            return f"{words.say('type.' + values['type'])} {values['name']}"
        case "relation":
            return f"{values['head']} — {words.say('relation.' + values['rel'])} → {values['tail']}"
        case "target":
            where = " ".join(filter(None, (values["region"], values["year"], values["basis"])))
            figure = amount(values["comparator"], values["value"], values["unit"])
            return f"{where} {values['indicator']} {figure}".strip()
        case "attribute":
            return f"{shown['title']} {words.say('attribute.' + values['kind'])} {values['value']}{values['unit']}"
    return shown["title"]


def sign(words: Language, key: str = "") -> Signature:
    """Who decides and why; the name is kept for the visit. key: where several are asked for on one page."""
    left, right = st.columns([1, 2])
    with left:
        # who signed in decides under their own name
        who = st.text_input(
            words.say("right.who"), value=session.signed_as(), key=f"{key}who", disabled=the_door().asks
        )
        if the_door().asks:
            who = session.signed_as()
    with right:
        why = st.text_input(words.say("right.why"), key=f"{key}why", placeholder=words.say("right.why.example"))
    st.session_state["who decides"] = who
    return Signature(who.strip(), why.strip())


def _choose(words: Language, shown: StatementFields) -> Choice | None:
    """What a person says of it; None as long as they say nothing."""
    match shown["kind"]:
        case "thing":
            return _choose_thing(words, shown)
        case "mention":
            return _choose_mention(words, shown)
        case "relation":
            return _choose_relation(words, shown)
        case "target":
            return _choose_figure(words, shown, FIGURE_FIELDS)
        case "attribute":
            return _choose_figure(words, shown, VALUE_FIELDS)
        case "missed":
            return _choose_missed(words)
    return None


def _pick(words: Language, shown: StatementFields, options: Sequence[str]) -> str | None:
    """One of the ways in which a fact may be wrong."""
    kind = shown["kind"]
    return st.radio(
        words.say("right.what"),
        options,
        index=None,
        key=f"way-{shown['ref']}",
        format_func=lambda way: words.say(f"right.{kind}.{way}"),
        label_visibility="collapsed",
    )


def _pick_type(words: Language, shown: StatementFields) -> str | None:
    return st.selectbox(
        words.say("right.type"), shown["others"]["type"], index=None, key=f"type-{shown['ref']}",
        format_func=lambda kind: words.say(f"type.{kind}"), placeholder=words.say("right.choose"),
    )  # fmt: skip


def _choose_thing(words: Language, shown: StatementFields) -> Choice | None:
    way = _pick(words, shown, ("type", "name", "wrong"))
    if way == "type":
        kind = _pick_type(words, shown)
        return other(type=kind) if kind else None
    if way == "name":
        name = st.selectbox(
            words.say("right.name"), shown["others"]["name"], index=None, key=f"name-{shown['ref']}",
            accept_new_options=True, placeholder=words.say("right.name.choose"), format_func=as_plain,
        )  # fmt: skip
        return other(name=name) if name else None
    return WRONG if way == "wrong" else None


def as_plain(text: str) -> str:
    """An option of a box, which is shown as it is."""
    return text


def _choose_mention(words: Language, shown: StatementFields) -> Choice | None:
    way = _pick(words, shown, ("right", "wrong", "type"))
    if way == "type":
        kind = _pick_type(words, shown)
        return other(type=kind) if kind else None
    return {"right": RIGHT, "wrong": WRONG}.get(way or "")


def _choose_relation(words: Language, shown: StatementFields) -> Choice | None:
    way = _pick(words, shown, ("wrong", "other") if shown["others"]["rel"] else ("wrong",))
    if way == "other":
        rel = st.selectbox(
            words.say("right.relation"), shown["others"]["rel"], index=None, key=f"rel-{shown['ref']}",
            format_func=lambda rel: words.say(f"relation.{rel}"), placeholder=words.say("right.choose"),
        )  # fmt: skip
        return other(rel=rel) if rel else None
    return WRONG if way == "wrong" else None


def _choose_figure(words: Language, shown: StatementFields, names: Sequence[str]) -> Choice | None:
    way = _pick(words, shown, ("other", "wrong", "right"))
    if way != "other":
        return {"right": RIGHT, "wrong": WRONG}.get(way or "")
    columns = st.columns(4)
    given = {}
    for number, name in enumerate(names):
        with columns[number % 4]:
            given[name] = _field(words, shown, name)
    changed = {name: value for name, value in given.items() if value != shown["values"][name]}
    return other(**changed) if changed else None


def _field(words: Language, shown: StatementFields, name: str) -> str:
    label, key, value = words.say(f"right.field.{name}"), f"{name}-{shown['ref']}", shown["values"][name]
    if name not in CHOICES:
        return st.text_input(label, value=value, key=key)
    return st.selectbox(
        label, CHOICES[name], index=CHOICES[name].index(value), key=key,
        format_func=lambda one: words.say(f"targets.{one}") if name == "kind" else words.say(f"right.comparator.{one}"),
    )  # fmt: skip


def _choose_missed(words: Language) -> Choice | None:
    said_there = st.text_input(words.say("right.words"), key="missed words", help=words.say("right.words.help"))
    left, right = st.columns(2)
    with left:
        kind = st.selectbox(
            words.say("right.type"), [kind.value for kind in TYPES], key="missed type",
            format_func=lambda kind: words.say(f"type.{kind}"),
        )  # fmt: skip
    with right:
        name = st.text_input(words.say("right.missed.name"), key="missed name")
    return other(words=said_there, type=kind, name=name) if said_there.strip() else None


def _keep(workspace: Workspace, words: Language, shown: StatementFields, choice: Choice, signature: Signature) -> None:
    """Record it; the graph follows behind the page."""
    try:
        derive = workspace.put_right(shown["ref"], choice, signature)
    except MailuoError as error:
        draw_html(f"<p role='alert'>{plain(words.say('decide.refused', why=str(error)))}</p>")
        return
    note("decide", {"of": shown["ref"], "what": shown["title"], "verdict": str(choice.verdict)})
    session.open_jobs().decide(Decided(shown["ref"], "", None, shown["title"], session.here(), derive))
    close()
    st.rerun()


def _draw_decision(workspace: Workspace, words: Language, entry_id: str) -> None:
    """What was decided, with who, when and why; it may be undone."""
    entry = workspace.all_decisions.by_id.get(entry_id)
    if entry is None or entry.undone_by is not None:
        raise NotThere(entry_id)
    shown = entry_fields(entry)
    place = shown["place"]
    quoted = f"<blockquote class='quote'><mark>{plain(place['quote'])}</mark></blockquote>" if place else ""
    draw_html(
        f"<p class='statement'><strong>{plain(said(words, shown))}</strong></p>{quoted}"
        f"<p class='quiet'>{plain(signed(words, shown))}</p>"
    )
    with st.container(horizontal=True):
        if st.button(words.say("right.undo"), key=f"undo-{entry_id}", type="primary"):
            derive = workspace.undo(entry_id, Signature(session.signed_as()))
            label = as_label(shown["about"])
            note("decide", {"undone": entry_id})
            session.open_jobs().decide(Decided(entry_id, "", None, label, session.here(), derive))
            close()
            st.rerun()
        draw_html(anchor("desk", {"show": "all"}, plain(words.say("desk.all")), kind="way"))

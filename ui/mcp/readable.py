"""What the tools give as short text: records → lines, in the language of the question.

A place is cited as 《title》 year, sections [document start–end]: the brackets hold what `read` takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ui.mcp.bounds import MOST_TEXT, shortened
from ui.mcp.fields import (
    Answer,
    Citation,
    CountedThing,
    DocumentHead,
    Documents,
    Figure,
    Figures,
    Found,
    Mentions,
    More,
    NamingDocument,
    Page,
    Record,
    Relation,
    Step,
    Story,
    Text,
    Thing,
    Things,
    Ways,
)
from ui.mcp.wording import Wording

LINE_END = "⏎"
_LINE_END = re.compile(r"\s*\n\s*")
MOST_LINKS = 6
MOST_NAMED = 2  # things of an answer whose pages are linked
SIGNS = {">=": "≥", "<=": "≤", "~": "≈", "=": ""}


def readable(said: Record, words: Wording) -> str:
    """A result as text."""
    return shortened("\n".join(WRITERS[type(said)](said, words)), MOST_TEXT)  # type: ignore[operator]


# -------------------------------------------------------------------------------------------------------- the pieces


def where(cited: Citation, words: Wording) -> str:
    """The document and place of a citation."""
    title = f"《{cited.title}》" + (f" {cited.year}" if cited.year else "") + (f" ({cited.note})" if cited.note else "")
    sections = " › ".join(cited.section)
    place = f"[{cited.document_id} {cited.start}–{cited.end}]"
    return " ".join(filter(None, (title, sections, place, words.say("cut") if cited.is_cut else "")))


def _quoted(cited: Citation) -> str:
    """To the letter, but for the ends of lines."""
    return f"“{_LINE_END.sub(LINE_END, cited.quote)}”"


def _numbered(cited: Sequence[Citation], words: Wording) -> Iterator[str]:
    for number, one in enumerate(cited, 1):
        yield f"[{number}] {_quoted(one)}"
        yield f"    {where(one, words)}"


def _more(more: More | None, words: Wording) -> Iterator[str]:
    if more is not None:
        said = words.say("more_uncounted") if more.count is None else words.say("more", count=more.count)
        yield f"{said}: {more.call}"


def _links(uris: Iterable[str], words: Wording) -> Iterator[str]:
    distinct = list(dict.fromkeys(uris))[:MOST_LINKS]
    if distinct:
        yield f"{words.say('links')}: {' '.join(distinct)}"


def _named(thing: Thing, words: Wording) -> str:
    about = filter(None, (words.say(f"type.{thing.type}"), thing.place, thing.id))
    return f"{thing.name} ({', '.join(about)})"


def _counted(thing: CountedThing, words: Wording) -> str:
    also = f" {words.say('also_called')} {'、'.join(thing.aliases)};" if thing.aliases else ""
    counts = words.say("counted", mentions=thing.mentions, documents=thing.documents)
    return f"{_named(thing, words)};{also} {counts}"


def _found(found: int | None, shown: int, words: Wording) -> str:
    if not shown:
        return words.say("nothing")
    return words.say("at_least", shown=shown) if found is None else words.say("found", found=found, shown=shown)


# --------------------------------------------------------------------------------------------------------- questions


def _write_found(said: Found, words: Wording) -> Iterator[str]:
    if not said.passages:
        yield words.say("nothing")
    yield from _numbered(said.passages, words)
    yield from _more(said.more, words)
    yield from _links((one.uri for one in said.passages), words)


def _write_answer(said: Answer, words: Wording) -> Iterator[str]:
    yield f"{words.say('read_as')}: {said.read_as}"
    if said.answer is None:
        yield words.say("no_answer")
        yield from _numbered(said.nearest, words)
    else:
        yield from _said(said)
        yield from _numbered(said.citations, words)
    if said.more is not None:
        yield f"{words.say('left_out', count=said.more.count)}: {said.more.call}"
    documents = list(dict.fromkeys(one.uri for one in said.citations or said.nearest))
    things = [one.uri for one in said.things[:MOST_NAMED]]
    yield from _links([*documents[: MOST_LINKS - MOST_NAMED], *things], words)


def _said(said: Answer) -> Iterator[str]:
    """The answer; where it is several things, these, each with its citations."""
    if said.short:
        yield said.short
    for item in said.items:
        of = f"{item.of}: " if item.of else ""
        yield f"- {of}{item.text} {''.join(f'[{number}]' for number in item.citations)}".rstrip()
    # what it goes on to say stands in the citations
    if not said.short and not said.items:
        yield said.answer or ""


# ------------------------------------------------------------------------------------------------------------ things


def _write_page(said: Page, words: Wording) -> Iterator[str]:
    yield _counted(said.thing, words)
    for name, lines in (
        (
            "stages",
            [_stage_line(one.stage, one.year, one.proof, words, is_planned=one.is_planned) for one in said.stages],
        ),
        ("relations", [_relation_line(one, words) for one in said.relations]),
        (
            "attributes",
            [_attribute_line(one.kind, one.value + (one.unit or ""), one.proof, words) for one in said.attributes],
        ),
        ("figures", [_figure_line(one, words) for one in said.figures]),
        ("links", [f"{words.say(f'link.{one.kind}')}: {_named(one.other, words)}: {one.reason}" for one in said.links]),
        ("documents", [_document_line(one, words) for one in said.documents]),
    ):
        if lines:
            yield f"{words.say(f'part.{name}')}:"
            yield from (f"- {line}" for line in lines)
            yield from _more(said.more.get(name), words)
    if said.others:
        yield f"{words.say('others')}: {'; '.join(_named(one, words) for one in said.others)}"
    yield from _links([said.thing.uri], words)


def _stage_line(stage: str, year: int | None, proof: Citation, words: Wording, *, is_planned: bool) -> str:
    name = words.say("stage.planned", stage=stage) if is_planned else stage
    return f"{name}{f' {year}' if year else ''}: {_quoted(proof)} {where(proof, words)}"


def _relation_line(relation: Relation, words: Wording) -> str:
    name = _relation_name(relation.rel, words, is_forward=relation.direction == "out")
    role = f" ({words.say(f'role.{relation.role}')})" if relation.role else ""
    proof = f": {_quoted(relation.proof)} {where(relation.proof, words)}" if relation.proof else ""
    several = f" ({words.say('proofs', count=relation.proofs)})" if relation.proofs > 1 else ""
    return f"{name}{role} {_named(relation.other, words)}{proof}{several}"


def _relation_name(rel: str, words: Wording, *, is_forward: bool) -> str:
    return words.say(f"relation.{rel}" if is_forward else f"relation.{rel}.in")


def _attribute_line(kind: str, value: str, proof: Citation, words: Wording) -> str:
    return f"{words.say(f'attribute.{kind}')} {value} {where(proof, words)}"


def _figure_line(figure: Figure, words: Wording) -> str:
    value = f"{SIGNS.get(figure.comparator, figure.comparator)}{figure.value}{figure.unit or ''}"
    about = " ".join(filter(None, (figure.region, str(figure.year or ""), figure.indicator)))
    caution = f" ({words.say('caution')}: {figure.caution})" if figure.caution else ""
    proof = f"{_quoted(figure.proof)} {where(figure.proof, words)}"
    return f"{about} {value} ({words.say(f'kind.{figure.kind}')}){caution}: {proof}"


def _document_line(document: NamingDocument, words: Wording) -> str:
    year = f" {document.year}" if document.year else ""
    note = f" ({document.note})" if document.note else ""
    return f"《{document.title}》{year}{note} ×{document.mentions} [{document.document_id}]"


def _write_mentions(said: Mentions, words: Wording) -> Iterator[str]:
    yield from (_counted(one, words) for one in said.things)
    yield _found(said.found, len(said.mentions), words)
    yield from _numbered([one.place for one in said.mentions], words)
    yield from _more(said.more, words)
    yield f"{words.say('part.documents')}:"
    yield from (f"- {_document_line(one, words)}" for one in said.documents)
    yield from _links((one.uri for one in said.things), words)


def _write_story(said: Story, words: Wording) -> Iterator[str]:
    yield f"{said.name}: {_found(said.found, len(said.moments), words)}"
    for one in said.moments:
        stage = f" {one.stage}" if one.stage else ""
        link = f" {one.thing.name} ({one.link})" if one.link else ""
        yield f"{one.year or '?'}{stage}{link}: {_quoted(one.place)}"
        yield f"    {where(one.place, words)}"
    yield from _more(said.more, words)
    yield from _links((one.thing.uri for one in said.moments), words)


def _write_ways(said: Ways, words: Wording) -> Iterator[str]:
    yield f"{_named(said.a, words)} → {_named(said.b, words)}"
    if not said.ways:
        yield words.say("no_way")
    if said.wide:
        yield f"{words.say('wide')}: {'、'.join(one.name for one in said.wide)}"
    for number, way in enumerate(said.ways, 1):
        yield f"{words.say('way', number=number)}:"
        yield from (f"- {_step_line(step, words)}" for step in way.steps)
    yield from _more(said.more, words)
    yield from _links((said.a.uri, said.b.uri), words)


def _step_line(step: Step, words: Wording) -> str:
    kind = "link" if step.rel.startswith("link:") else step.rel
    name = _relation_name(kind, words, is_forward=step.is_forward)
    reason = f" ({step.reason})" if step.reason else ""
    proof = f": {_quoted(step.proof)} {where(step.proof, words)}" if step.proof else ""
    return f"{step.one.name} —{name}→ {step.other.name}{reason}{proof}"


def _write_things(said: Things, words: Wording) -> Iterator[str]:
    yield f"{words.say(f'type.{said.type}')}: {_found(said.found, len(said.things), words)}"
    yield from (f"- {_counted(one, words)}" for one in said.things)
    yield from _more(said.more, words)


def _write_figures(said: Figures, words: Wording) -> Iterator[str]:
    yield _found(said.found, len(said.figures), words)
    yield from (f"- {_figure_line(one, words)}" for one in said.figures)
    yield from _more(said.more, words)
    yield from _links((one.proof.uri for one in said.figures), words)


# --------------------------------------------------------------------------------------------------------- documents


def _head_line(document: DocumentHead, words: Wording) -> str:
    years = "–".join(str(year) for year in document.years) if document.years else str(document.year or "")
    note = f" ({document.note})" if document.note else ""
    about = ", ".join(
        filter(
            None,
            (
                words.say(f"kind.{document.kind}"),
                document.region or "",
                years,
                document.issuer or "",
                words.say("characters", count=document.characters),
            ),
        )
    )
    return f"《{document.title}》{note} {about} [{document.document_id}]"


def _write_documents(said: Documents, words: Wording) -> Iterator[str]:
    yield _found(said.found, len(said.documents), words)
    yield from (f"- {_head_line(one, words)}" for one in said.documents)
    yield from _more(said.more, words)
    yield from _links((one.uri for one in said.documents), words)


def _write_text(said: Text, words: Wording) -> Iterator[str]:
    yield _head_line(said.document, words)
    if said.outline:
        yield f"{words.say('outline')}:"
        yield from (f"{'  ' * one.depth}{one.heading} [{one.start}–{one.end}]" for one in said.outline)
    yield f"[{said.document.document_id} {said.start}–{said.end}] {' › '.join(said.section)}".rstrip()
    yield said.text
    for key, more in (("before", said.before), ("after", said.after)):
        if more is not None:
            yield f"{words.say(key, count=more.count)}: {more.call}"
    yield from _links([said.document.uri], words)


WRITERS = {
    Found: _write_found,
    Answer: _write_answer,
    Page: _write_page,
    Mentions: _write_mentions,
    Story: _write_story,
    Ways: _write_ways,
    Things: _write_things,
    Figures: _write_figures,
    Documents: _write_documents,
    Text: _write_text,
}

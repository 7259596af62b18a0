"""What an answer rests on as HTML: a list of sources that unfold to their quotes, and buttons to take them along.

In: the answer as `ui.app.workspace` gives it. Out: HTML whose every text is escaped.
"""

from __future__ import annotations

from ui.app.fields import AskFields, CitationFields
from ui.app.workspace import Workspace
from ui.web import collecting
from ui.web.facets import address_of
from ui.web.language import Language
from ui.web.links import to_place
from ui.web.markup import plain
from ui.web.pieces import as_printed, in_original, quote_in_context, shortened, standing

OPEN_SOURCES = 12  # that stand in the list before the rest is folded
BEGINNING = 44  # characters of a quote that is folded


def ways(workspace: Workspace, words: Language, reply: AskFields) -> str:
    """Buttons that copy the answer with its sources, and the page's address, and that print both."""
    text = plain(workspace.with_sources(reply)).replace("<br>", "&#10;")
    buttons = (
        f"<button class='copy' data-copy='{text}' type='button'>{plain(words.say('ask.copy'))}</button>"
        f"<button class='copy' data-copy type='button'>{plain(words.say('copy'))}</button>"
        f"<button class='copy' data-print type='button'>{plain(words.say('ask.print'))}</button>"
    )
    return f"<div class='below'>{buttons}</div>"


def sources(workspace: Workspace, words: Language, reply: AskFields) -> str:
    """The list of sources: a line each, which unfolds to the quote in its context and the way into the reader."""
    if not reply["citations"]:
        return ""
    rows = [_source(workspace, words, citation, n) for n, citation in enumerate(reply["citations"], 1)]
    # where only a passage is shown, its quote is the answer
    opened = "" if reply["short"] else " open"
    first = "".join(rows[:OPEN_SOURCES]).replace("<details class='source'>", f"<details class='source'{opened}>")
    rest = rows[OPEN_SOURCES:]
    folded = ""
    if rest:
        summary = plain(words.say("ask.items.rest", count=len(rest)))
        folded = f"<details class='more rest'><summary>{summary}</summary>{''.join(rest)}</details>"
    above = plain(words.say("ask.sources", count=len(reply["citations"])))
    return f"<section class='sources'><h2 class='heading'>{above}</h2>{first}{folded}</section>"


def _source(workspace: Workspace, words: Language, citation: CitationFields, number: int) -> str:
    text = workspace.text_of(citation["source"])
    quote = quote_in_context(text, citation["start"], citation["end"])
    year = citation["year"]
    dated = f" <span class='quiet'>{year}</span>" if year and str(year) not in citation["title"] else ""
    headings = " › ".join(as_printed(one) for one in citation["section"][-2:])
    page = in_original(words, citation["places"]) if citation["places"] else ""
    about = " · ".join(part for part in (headings, page) if part)
    link = to_place(citation["document_id"], citation["start"], citation["end"], plain(words.say("open")), kind="open")
    line = (
        f"<summary><span class='tag'>{number}</span><span class='cited'><span class='document'>"
        f"{plain(citation['title'])}</span>{dated}{standing(citation['mark'])}"
        f"<span class='quiet headings'>{plain(about)}</span>"
        f"<span class='begins-so quiet'>{plain(shortened(' '.join(citation['quote'].split()), BEGINNING))}</span>"
        "</span></summary>"
    )
    place = citation["source"], citation["start"], citation["end"]
    keep = collecting.link(workspace, words, "ask", address_of("q", "after"), place)
    inner = f"<div class='quoted'>{quote}{link}{keep}</div>"
    folded = f"<details class='source'>{line}{inner}</details>"
    return f"<div id='quote-{number}' class='source-place' tabindex='-1'>{folded}</div>"

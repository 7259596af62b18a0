"""Pieces of HTML that several pages are made of: chips of entities, cards of quotes, documents' names.

In: the workspace's dictionaries. Out: HTML whose every text is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph.records import DOUBTFUL
from ui.app.fields import EntityFields, SpotFields, WhereFields
from ui.web.language import Language
from ui.web.links import anchor, to_place
from ui.web.look import figure
from ui.web.markup import marked, plain

CONTEXT = 60  # characters of the document shown before and after a quote
_BLANK_LINES = re.compile(r"(?:<br>\s*){2,}")
LONGEST_NAME = 34  # characters of a name on a chip; all of it in its hint
_COMPARATORS = {">=": "≥", "<=": "≤", "~": "≈", "=": ""}


def shortened(text: str, most: int) -> str:
    """At most so many characters, the last one … where more were there."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def amount(comparator: str, value: str, unit: str | None) -> str:
    """A figure as pages show it: ≥460万亩."""
    return f"{_COMPARATORS.get(comparator, '')}{value}{unit or ''}"


def chip(words: Language, entity: EntityFields, *, tab: str = "", note: str = "") -> str:
    """An entity that opens its page. tab: of the page, if not the first; note: plain text behind the name."""
    kind = words.say(f"type.{entity['type']}")
    behind = f"<span class='quiet'>{plain(note)}</span>" if note else ""
    inner = f"{figure(entity['type'])}<span>{plain(shortened(entity['name'], LONGEST_NAME))}</span>{behind}"
    return anchor("thing", {"id": entity["id"], "tab": tab}, inner, kind="chip", title=f"{kind} · {entity['name']}")


def chips(words: Language, entities: Iterable[EntityFields], *, tab: str = "") -> str:
    """Entities side by side, each a link to its page."""
    return f"<div class='chips'>{''.join(chip(words, entity, tab=tab) for entity in entities)}</div>"


def as_printed(heading: str) -> str:
    """A heading as documents print it: no space behind “一、”, whose mark is wide enough."""
    return heading.replace("、 ", "、", 1)


def doubt(words: Language, why: str | None) -> str:
    """A question mark behind a figure that may be damaged, with why in its hint; nothing for a sound one."""
    said = words.say(f"unsafe.{why.replace(' ', '_')}") if why else ""
    return f" <span class='unsafe' title='{plain(said)}'>?</span>" if why else ""


def standing(mark: str) -> str:
    """How a document stands that is not simply in force: 征求意见稿,已被…取代."""
    return f" <span class='standing'>{plain(mark)}</span>" if mark else ""


def where(section: Sequence[str], title: str = "", mark: str = "") -> str:
    """The document, how it stands, and the headings above a place."""
    headings = "".join(f"<span class='step'>{plain(as_printed(one))}</span>" for one in section)
    document = f"<span class='document step'>{plain(title)}{standing(mark)}</span>" if title else ""
    return f"<div class='where'>{document}{headings}</div>"


def quote(text: str, spans: Sequence[tuple[int, int]], *, below: str = "") -> str:
    """A quote with marked spans. below: HTML at its foot."""
    lead = len(text) - len(text.lstrip())
    # flattened tables stand with blank lines between their cells
    inner = _BLANK_LINES.sub("<br>", marked(text.strip(), [(s - lead, e - lead) for s, e in spans]))
    foot = f"<footer>{below}</footer>" if below else ""
    return f"<blockquote class='quote'>{inner}{foot}</blockquote>"


def quote_in_context(text: str, start: int, end: int, *, around: int = CONTEXT, below: str = "") -> str:
    """The marked quote with a little of the document before and after it. text: of the whole source."""
    first, last = max(0, start - around), min(len(text), end + around)
    before, after = "…" if first else "", "…" if last < len(text) else ""
    shown = before + text[first:last] + after
    shift = len(before) - first
    return quote(shown, [(start + shift, end + shift)], below=below)


def card(words: Language, place: WhereFields, inner: str, *, places: Sequence[SpotFields] = (), more: str = "") -> str:
    """A quote with where it stands and the way there. places: where it stands in the original; more: HTML behind."""
    link = to_place(place["document_id"], place["start"], place["end"], plain(words.say("open")), kind="open")
    above = where(place["section"], place["title"], place["mark"])
    page = f"<span class='quiet'>{plain(in_original(words, places))}</span>" if places else ""
    return f"<article class='card'>{above}{inner}<footer>{page}{link}{more}</footer></article>"


def in_original(words: Language, places: Sequence[SpotFields]) -> str:
    """Page, or sheet and cells, of the original: “第3页”, “重点项目 B7”."""
    said = []
    for place in places:
        if place["page"] is not None:
            said.append(words.say("original.page", page=place["page"]))
        elif place["sheet"] is not None:
            ends = dict.fromkeys(place["cells"][:1] + place["cells"][-1:])
            said.append(f"{place['sheet']} {'–'.join(ends)}".strip())
    doubtful = any(place["sure"] < DOUBTFUL for place in places)
    return "、".join(said) + (f" · {words.say('unsafe.doubtful_recognition')}" if doubtful else "")


def heading(text: str, note: str = "") -> str:
    """A heading inside a page, with a quiet remark behind it."""
    behind = f" <span class='quiet'>{plain(note)}</span>" if note else ""
    return f"<h2 class='heading'>{plain(text)}{behind}</h2>"


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], *, kind: str = "") -> str:
    """A table. headers: plain text; rows: HTML, escaped already."""
    head = "".join(f"<th scope='col'>{plain(header)}</th>" for header in headers)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    drawn = f"<table class='{kind}'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    # what may have to be moved sideways is reached by the keyboard
    return f"<div class='wide' tabindex='0'>{drawn}</div>"

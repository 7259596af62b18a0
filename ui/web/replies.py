"""What is said to a question as HTML: the answer with what it names, how the question was read, the quotes.

In: the answer as `ui.app.workspace` gives it. Out: HTML whose every text is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ui.app.fields import AskFields, CitationFields, ItemFields, OtherFields, PartFields
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.links import anchor, to_place
from ui.web.markup import plain
from ui.web.pieces import card, quote_in_context, standing, table

SHOWN = 20  # items, before the rest is folded …
FEW_MORE = 3  # … unless it is no more than these
COLUMNS_FROM = 6  # items that are set in columns
LONGEST_NOUN = 8  # characters
COUNTED = re.compile(r"^\d+[^\d:：、;,]{1,8}[:：]")  # 22个:
FIGURES = ("trend", "compare", "number")  # kinds whose items are a table


def answer(words: Language, reply: AskFields) -> str:
    """What is said, and what it names: a table of figures, else a list."""
    items = reply["items"] or []
    said = _lead(reply, items)
    is_linked = items and (items[0].get("entity_id") or reply["read_as"]["kind"] == "documents")
    if len(items) == 1 and items[0]["text"] in said and not is_linked:
        items = []  # it is said already
    inner = _figures(words, reply, items) if _is_table(reply, items) else _items(words, reply, items)
    proof = "" if items else _numbers(words, range(1, len(reply["citations"]) + 1))
    short = f"<p class='short'>{plain(said)}{proof}</p>" if said else ""
    return f"<div class='answer' role='status'>{short}{_phrased(words, reply, '' if said else proof)}{inner}</div>"


def _phrased(words: Language, reply: AskFields, proof: str) -> str:
    """The answer in a language model's words, marked as such."""
    if not reply.get("phrased_by"):
        return ""
    mark = f"<span class='tag'>{plain(words.say('ask.phrased'))}</span>"
    return f"<p class='phrased'>{mark} {plain(reply['answer'] or '')}{proof}</p>"


def _is_table(reply: AskFields, items: Sequence[ItemFields]) -> bool:
    """Whether each item is what is said of another year, place or thing."""
    apart = {item.get("of") for item in items}
    read = reply["read_as"]
    return len(items) > 1 and None not in apart and (read["kind"] in FIGURES or len(read["whole"]) > 1)


def _lead(reply: AskFields, items: Sequence[ItemFields]) -> str:
    """The short answer without what the list below it says once more: 22个."""
    said = reply["short"] or ("" if reply.get("phrased_by") else reply["answer"]) or ""
    if len(items) < 2:
        return said
    counted = COUNTED.match(said)
    listed = said[counted.end() :] if counted else said
    joined = [f"{item.get('of', '')}{item['text']}" for item in items]
    stands = listed.removesuffix("…")
    if any(sign.join(one).startswith(stands) for sign in ("、", ";") for one in (joined, [i["text"] for i in items])):
        noun = reply["read_as"]["asked"] if reply["read_as"]["kind"] == "list" else ""
        count = counted[0].rstrip(":：") if counted else ""
        return f"{count}{noun}" if count.endswith("个") and len(noun) <= LONGEST_NOUN else count
    return said


def nothing_said(words: Language, reply: AskFields) -> str:
    """The word that the documents do not say it."""
    said = reply["short"] or words.say("ask.none")
    hint = f"<p>{plain(words.say('ask.none_hint'))}</p>" if reply["passages"] else ""
    return f"<div class='state none' role='status'><h3>{plain(said)}</h3>{hint}</div>"


# --------------------------------------------------------------------------------------------------------------- items


def _numbers(words: Language, citations: Sequence[int]) -> str:
    """Numbers that lead to their quotes."""
    links = (
        f"<a href='#quote-{n}' data-jump='quote-{n}' title='{plain(words.say('ask.quote', number=n))}'>{n}</a>"
        for n in citations
    )
    # the joiner keeps a number on the line of the word before it
    return "".join(f"&#8288;<sup class='proof-number'>{link}</sup>" for link in links)


def _items(words: Language, reply: AskFields, items: Sequence[ItemFields]) -> str:
    """What the answer names, each leading into its entity's page; what is beyond the first twenty is folded."""
    if not items:
        return ""
    rows = [f"<li>{_item(words, reply, item)}</li>" for item in items]
    rest = rows[SHOWN:] if len(rows) > SHOWN + FEW_MORE else []
    folded = ""
    if rest:
        summary = plain(words.say("ask.items.rest", count=len(rest)))
        more = f"<ol class='items many' start='{SHOWN + 1}'>{''.join(rest)}</ol>"
        folded = f"<details class='more rest'><summary>{summary}</summary>{more}</details>"
    many = " many" if len(rows) >= COLUMNS_FROM else ""
    return f"<ol class='items{many}'>{''.join(rows[: len(rows) - len(rest)])}</ol>{folded}"


def _item(words: Language, reply: AskFields, item: ItemFields) -> str:
    of = f"<span class='of'>{plain(item['of'])}</span> " if item.get("of") else ""
    return f"{of}{_name(reply, item)}{_numbers(words, item['citations'])}"


def _name(reply: AskFields, item: ItemFields) -> str:
    """The item, leading into its entity's page, or where it is a document into that."""
    name = plain(item["text"])
    if item.get("entity_id"):
        return anchor("thing", {"id": item["entity_id"]}, name)
    if reply["read_as"]["kind"] == "documents" and item["citations"]:
        place = reply["citations"][item["citations"][0] - 1]
        return to_place(place["document_id"], place["start"], place["end"], name)
    return name


def _figures(words: Language, reply: AskFields, items: Sequence[ItemFields]) -> str:
    """Side by side: year, place or thing; what is said of it; the document."""
    columns = ("of", "figure", "document") if reply["read_as"]["kind"] in FIGURES else ("thing", "said", "document")
    headers = [words.say(f"ask.table.{column}") for column in columns]
    rows = []
    for item in items:
        cited = [reply["citations"][number - 1] for number in item["citations"][:1]]
        documents = "".join(f"<span class='quiet'>{plain(one['title'])}{standing(one['mark'])}</span>" for one in cited)
        figure = f"<strong>{_name(reply, item)}</strong>{_numbers(words, item['citations'])}"
        rows.append((plain(item.get("of", "")), figure, documents))
    return table(headers, rows, kind="series short-cells" if "figure" in columns else "series")


# ------------------------------------------------------------------------------------------------------ how it was read


def parts(words: Language, reply: AskFields, found: Sequence[PartFields]) -> str:
    """How the question was read in a sentence, and its parts, each to be taken away or changed."""
    read = reply["read_as"]
    by = f" <span class='tag'>{plain(words.say('ask.by_model'))}</span>" if read.get("by") else ""
    as_said = plain(words.say("ask.read"))
    sentence = f"<p class='read'><span class='quiet'>{as_said}</span> {plain(read['text'])}{by}</p>"
    listed = "".join(f"<li>{_part(words, part)}</li>" for part in found)
    label = plain(words.say("ask.parts"))
    return sentence + (f"<ul class='asked-parts' aria-label='{label}'>{listed}</ul>" if listed else "")


def _part(words: Language, part: PartFields) -> str:
    name = f"<span class='quiet'>{plain(words.say('ask.part.' + part['name']))}</span>"
    said = f"<span class='said-part'>{plain(part['text'])}</span>"
    off = ""
    if part["without"]:
        label = words.say("ask.part.without", text=part["text"])
        inner = f"<span aria-hidden='true'>×</span><span class='unseen'>{plain(label)}</span>"
        off = anchor("ask", {"q": part["without"]}, inner, kind="off", title=label)
    return f"{name}{_changing(words, part['others'], said) if part['others'] else said}{off}"


def _changing(words: Language, others: Sequence[OtherFields], said: str) -> str:
    links = "".join(f"<li>{anchor('ask', {'q': one['question']}, plain(one['text']))}</li>" for one in others)
    label = f"<span class='unseen'>{plain(words.say('ask.part.others'))}</span>"
    return f"<details class='change'><summary>{said}{label}</summary><ul>{links}</ul></details>"


# --------------------------------------------------------------------------------------------------------------- proof


def ways(workspace: Workspace, words: Language, reply: AskFields) -> str:
    """Buttons that copy the answer with its sources, and the page's address."""
    text = plain(workspace.with_sources(reply)).replace("<br>", "&#10;")
    buttons = (
        f"<button class='copy' data-copy='{text}' type='button'>{plain(words.say('ask.copy'))}</button>"
        f"<button class='copy' data-copy type='button'>{plain(words.say('copy'))}</button>"
    )
    return f"<div class='below'>{buttons}</div>"


def proof(workspace: Workspace, words: Language, reply: AskFields) -> str:
    """The quotes in their context, by number; folded where a short answer stands above."""
    if not reply["citations"]:
        return ""
    cards = "".join(_citation(workspace, words, citation, n) for n, citation in enumerate(reply["citations"], 1))
    summary = words.say("ask.citations.count", count=len(reply["citations"]))
    opened = "" if reply["short"] else " open"
    return (
        f"<details class='more proof'{opened}><summary>{plain(summary)}</summary>"
        f"<div class='cards'>{cards}</div></details>"
    )


def _citation(workspace: Workspace, words: Language, citation: CitationFields, number: int) -> str:
    text = workspace.text_of(citation["source"])
    quote = quote_in_context(text, citation["start"], citation["end"])
    shown = card(words, citation, quote, tag=str(number), places=citation["places"])
    return f"<div class='proof-card' id='quote-{number}' tabindex='-1'>{shown}</div>"

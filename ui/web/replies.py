"""What is said to a question as HTML: the answer with what it names, in the form that its kind asks for, and how
the question was read.

In: the answer as `ui.app.workspace` gives it, and its layout. Out: HTML whose every text is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ui.app.fields import AskFields, ItemFields, OtherFields, PartFields
from ui.app.layout import FIGURES, Form, Layout, Paper
from ui.web.language import Language
from ui.web.links import Values, anchor, to_place
from ui.web.markup import plain
from ui.web.pieces import shortened, standing, table
from ui.web.small_chart import chart

SHOWN = 20  # items, before the rest is folded …
FEW_MORE = 3  # … unless it is no more than these
COLUMNS_FROM = 6  # items that are set in columns
PAPERS = 2  # documents named under the headline
LONGEST_TITLE = 40  # characters
SAID = ("subject", "asked")  # parts that every question has


def answer(words: Language, reply: AskFields, layout: Layout) -> str:
    """What is said, the documents it rests on, and what it names in the form of its kind."""
    term = f"<dfn>{plain(layout.term)}</dfn> " if layout.term else ""
    said = layout.headline
    proof = _numbers(words, layout.proof)
    newest = f"<span class='quiet'>{plain(words.say('ask.newest'))}</span> " if layout.is_newest else ""
    short = f"<p class='short'>{term}{newest}{plain(said)}{proof}</p>" if said or term else ""
    inner = _below(words, reply, layout)
    phrased = _phrased(words, reply, "" if said else proof)
    papers = _papers(words, layout)
    return f"<div class='answer' role='status'>{short}{phrased}{papers}{inner}</div>"


def _below(words: Language, reply: AskFields, layout: Layout) -> str:
    """What the answer names."""
    if layout.form in (Form.YEARS, Form.TABLE):
        return chart(layout.points) + _figures(words, reply, layout)
    if layout.form is Form.SIDES:
        return _sides(words, reply, layout.items)
    if layout.form is Form.STEPS:
        return _steps(words, reply, layout.items)
    if layout.form is Form.SENTENCES:
        lines = (f"<li>{plain(item['text'])}{_proof_of(words, item)}</li>" for item in layout.items)
        return f"<ul class='sentences'>{''.join(lines)}</ul>"
    return _items(words, reply, layout.items, kind="definition" if layout.form is Form.DEFINITION else "")


def _papers(words: Language, layout: Layout) -> str:
    """2023年 · 打好发展“六仗”总体方案 (2023) · …: each leads into its document."""
    if not layout.papers or not (layout.headline or layout.items):
        return ""
    moment = f"<span class='asked-moment'>{plain(layout.moment)}</span>" if layout.moment else ""
    named = "".join(_paper(paper) for paper in layout.papers[:PAPERS])
    rest = len(layout.papers) - PAPERS
    more = f"<span class='quiet'>{plain(words.say('ask.papers.more', count=rest))}</span>" if rest > 0 else ""
    return f"<p class='papers'>{moment}{named}{more}</p>"


def _paper(paper: Paper) -> str:
    one = paper.citation
    title, year = shortened(one["title"], LONGEST_TITLE), one["year"]
    dated = f" <span class='quiet'>{year}</span>" if year and str(year) not in one["title"] else ""
    link = to_place(one["document_id"], one["start"], one["end"], plain(title))
    return f"<span class='paper'>{link}{dated}{standing(one['mark'])}</span>"


def _phrased(words: Language, reply: AskFields, proof: str) -> str:
    """The answer in a language model's words, marked as such."""
    if not reply.get("phrased_by"):
        return ""
    mark = f"<span class='tag'>{plain(words.say('ask.phrased'))}</span>"
    return f"<p class='phrased'>{mark} {plain(reply['answer'] or '')}{proof}</p>"


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


def _items(words: Language, reply: AskFields, items: Sequence[ItemFields], *, kind: str = "") -> str:
    """What the answer names, each leading into its entity's page; what is beyond the first twenty is folded."""
    if not items:
        return ""
    groups = _grouped(items)
    rows = [f"<li>{_item(words, reply, item)}</li>" for _, held in groups for item in held]
    if len(groups) > 1 or groups[0][0]:
        return _in_groups(groups, rows, kind)
    rest = rows[SHOWN:] if len(rows) > SHOWN + FEW_MORE else []
    folded = ""
    if rest:
        summary = plain(words.say("ask.items.rest", count=len(rest)))
        more = f"<ol class='items many' start='{SHOWN + 1}'>{''.join(rest)}</ol>"
        folded = f"<details class='more rest'><summary>{summary}</summary>{more}</details>"
    many = " many" if len(rows) >= COLUMNS_FROM else ""
    return f"<ol class='items{many} {kind}'>{''.join(rows[: len(rows) - len(rest)])}</ol>{folded}"


Groups = Sequence[tuple[str, Sequence[ItemFields]]]


def _grouped(items: Sequence[ItemFields]) -> Groups:
    """By what they belong to, where several belong to one: said above them, not with each."""
    held = [(of, list(ones)) for of, ones in groupby(items, key=lambda item: item.get("of", ""))]
    if len(items) < 3 or len(held) * 2 > len(items) or not all(of for of, _ in held):
        return [("", items)]
    return [(of, [_without_of(item) for item in ones]) for of, ones in held]


def _in_groups(groups: Groups, rows: Sequence[str], kind: str) -> str:
    """Numbered through."""
    drawn, at = "", 0
    for of, held in groups:
        inside = "".join(rows[at : at + len(held)])
        drawn += f"<p class='of'>{plain(of)}</p><ol class='items {kind}' start='{at + 1}'>{inside}</ol>"
        at += len(held)
    return drawn


def _without_of(item: ItemFields) -> ItemFields:
    kept: ItemFields = {**item}
    kept.pop("of", None)
    return kept


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


def columns_of(reply: AskFields, layout: Layout) -> tuple[str, str, str]:
    """What the columns of its table are called: year, place or thing; what is said of it; the document."""
    if layout.form in (Form.YEARS, Form.STEPS):
        return ("year", "figure" if layout.form is Form.YEARS else "said", "document")
    return ("of", "figure", "document") if reply["read_as"]["kind"] in FIGURES else ("thing", "said", "document")


def _figures(words: Language, reply: AskFields, layout: Layout) -> str:
    """A row each."""
    columns, items = columns_of(reply, layout), layout.items
    headers = [words.say(f"ask.table.{column}") for column in columns]
    rows = [
        (
            plain(item.get("of", "")),
            f"<strong>{_name(reply, item)}</strong>{_proof_of(words, item)}",
            _titles(reply, item),
        )
        for item in items
    ]
    return table(headers, rows, kind="series short-cells" if "figure" in columns else "series")


def _sides(words: Language, reply: AskFields, items: Sequence[ItemFields]) -> str:
    """Side by side: what each is called, its figure, its document."""
    cells = "".join(
        f"<div class='side'><dt>{plain(item.get('of', ''))}</dt>"
        f"<dd><strong>{_name(reply, item)}</strong>{_proof_of(words, item)}</dd><dd>{_titles(reply, item)}</dd></div>"
        for item in items
    )
    return f"<dl class='sides'>{cells}</dl>"


def _steps(words: Language, reply: AskFields, items: Sequence[ItemFields]) -> str:
    """One below the other in order of time."""
    rows, before = "", ""
    for item in items:
        when = item.get("of", "")
        said = f"{_name(reply, item)}{_proof_of(words, item)} {_titles(reply, item)}"
        shown = plain(when if when != before else "")
        rows += f"<li><span class='when'>{shown}</span><span class='done'>{said}</span></li>"
        before = when
    return f"<ol class='steps'>{rows}</ol>"


def _proof_of(words: Language, item: ItemFields) -> str:
    return _numbers(words, item["citations"])


def _titles(reply: AskFields, item: ItemFields) -> str:
    """The document of the item's first quote."""
    cited = [reply["citations"][number - 1] for number in item["citations"][:1]]
    return "".join(f"<span class='quiet'>{plain(one['title'])}{standing(one['mark'])}</span>" for one in cited)


# ------------------------------------------------------------------------------------------------------ how it was read


def parts(words: Language, reply: AskFields, found: Sequence[PartFields]) -> str:
    """How the question was read in a sentence, and its parts, each to be taken away or changed."""
    read = reply["read_as"]
    by = f" <span class='tag'>{plain(words.say('ask.by_model'))}</span>" if read.get("by") else ""
    sentence = f"<span class='quiet'>{plain(words.say('ask.read'))}</span> {plain(read['text'])}{by}"
    if not found:
        return f"<p class='read'>{sentence}</p>"
    listed = "".join(f"<li>{_part(words, part)}</li>" for part in found)
    label, change = plain(words.say("ask.parts")), plain(words.say("ask.parts.change"))
    return (
        f"<details class='read'><summary>{sentence} <span class='to-change'>{change}</span></summary>"
        f"<ul class='asked-parts' aria-label='{label}'>{listed}</ul></details>"
    )


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


def carried(words: Language, found: Sequence[PartFields], here: Values, *, is_less: bool) -> str:
    """What a further question takes over: each part, to be left out. here: the address of the answer; is_less: whether
    something is left out already."""
    # that all years are meant is nothing to take over
    told = [part for part in found if part["without"] or part["name"] in SAID]
    if not told:
        return ""
    listed = "".join(f"<li>{_carried(words, part, here)}</li>" for part in told)
    again = f" {anchor('ask', here, plain(words.say('ask.carried.all')))}" if is_less else ""
    label = words.say("ask.carried")
    return (
        f"<div class='carried'><span class='quiet'>{plain(label)}</span>"
        f"<ul class='asked-parts' aria-label='{plain(label)}'>{listed}</ul>{again}</div>"
    )


def _carried(words: Language, part: PartFields, here: Values) -> str:
    said = f"<span class='said-part'>{plain(part['text'])}</span>"
    if not part["without"]:
        return said
    label = words.say("ask.carried.without", text=part["text"])
    inner = f"<span aria-hidden='true'>×</span><span class='unseen'>{plain(label)}</span>"
    return said + anchor("ask", {**here, "carry": part["without"]}, inner, kind="off", title=label)

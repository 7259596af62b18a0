"""What our own answer rests on, for a language model to say again: a response → its quotes and items.

Items stand for themselves only where each is simply one of what was asked for; beside a yes or no, or a comparison,
there are only quotes.
"""

from __future__ import annotations

import re

from graph.writing.years import year_of
from search.answer import Citation
from search.claims.evidence import Evidence
from search.plan.plan import Kind
from search.respond import Response

JUDGED = (Kind.YES_NO, Kind.COMPARE, Kind.SHARED)


def evidence_of(response: Response) -> list[Evidence]:
    """The quotes with title, headings and year of their documents, then the items."""
    quotes = [
        Evidence(_without_headings(one), "。".join((one.document.title, *one.passage.section)), year_of(one.document))
        for one in response.citations
    ]
    named = (response.reply.items if response.reply else None) or ()
    if response.plan.kind in JUDGED:
        return quotes
    return quotes + [Evidence(f"{one.of}:{one.text}" if one.of else one.text, is_item=True) for one in named]


def _without_headings(citation: Citation) -> str:
    """The quote without headings that it begins with; they stand beside it."""
    text = citation.quote
    for heading in citation.passage.section:
        signs = r"\s*".join(re.escape(sign) for sign in re.sub(r"\s", "", heading))
        text = re.sub(rf"^\s*{signs}\s+", "", text)
    return text

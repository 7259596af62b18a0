"""The tools `search` and `ask`: passages, and answers with what they rest on."""

from __future__ import annotations

from collections.abc import Sequence

from ui.app.fields import AskFields, CitationFields, ItemFields
from ui.app.workspace import Workspace
from ui.mcp.arguments import AskAsked, SearchAsked
from ui.mcp.bounds import call, fill, rest, shortened
from ui.mcp.citing import cite, entity_uri, thing
from ui.mcp.documents import filters
from ui.mcp.fields import Answer, Found, Item, More

LONGEST_ANSWER = 800
LONGEST_ITEM = 120
MOST_ITEMS = 60
MOST_CITED = 30
ITEMS_CHARACTERS = 3500
CITED_CHARACTERS = 5500
MOST_THINGS = 6


def search(workspace: Workspace, asked: SearchAsked) -> Found:
    """Passages, best first."""
    wanted = asked.skip + asked.limit + 1  # one more tells whether there are more
    found = workspace.search(asked.query, top=wanted, mode=asked.mode, filters=filters(workspace, asked))["passages"]
    passages = fill(found[asked.skip :], cite, limit=asked.limit)
    is_all = asked.skip + len(passages) >= len(found)
    return Found(
        query=asked.query,
        passages=passages,
        more=None if is_all else rest("search", asked.said, found=None, skip=asked.skip, taken=passages),
    )


def ask(workspace: Workspace, asked: AskAsked) -> Answer:
    """The answer with its citations, or the nearest passages where the documents do not say it."""
    reply = workspace.ask(asked.question, after=asked.after, filters=filters(workspace, asked))
    distinct, numbers = _distinct(reply["citations"])
    citations = fill(distinct, cite, limit=MOST_CITED, characters=CITED_CHARACTERS)
    items = fill(
        reply["items"] or (),
        lambda item: _item(item, numbers, len(citations)),
        limit=MOST_ITEMS,
        characters=ITEMS_CHARACTERS,
    )
    return Answer(
        question=asked.question,
        read_as=reply["read_as"]["text"],
        short=reply["short"],
        answer=None if reply["answer"] is None else shortened(reply["answer"], LONGEST_ANSWER),
        items=items,
        citations=citations,
        nearest=[] if reply["answer"] is not None else fill(reply["passages"], cite, limit=3),
        things=[thing(entity) for entity in reply["entities"][:MOST_THINGS]],
        more=_left_out(reply, len(items), len(distinct) - len(citations)),
    )


def _distinct(citations: Sequence[CitationFields]) -> tuple[list[CitationFields], list[int]]:
    """Each place once, and which of them each of the citations is, from 1."""
    places: dict[tuple[str, int, int], int] = {}
    distinct, numbers = [], []
    for one in citations:
        place = one["source"], one["start"], one["end"]
        if place not in places:
            distinct.append(one)
        numbers.append(places.setdefault(place, len(distinct)))
    return distinct, numbers


def _item(item: ItemFields, numbers: Sequence[int], cited: int) -> Item:
    """cited: how many citations are shown."""
    entity = item.get("entity_id")
    places = dict.fromkeys(numbers[number - 1] for number in item["citations"])
    return Item(
        text=shortened(item["text"], LONGEST_ITEM),
        of=item.get("of"),
        thing=entity_uri(entity) if entity else None,
        citations=[number for number in places if number <= cited],
    )


def _left_out(reply: AskFields, items: int, citations_left: int) -> More | None:
    """What of a long list is not shown, and where to look for it. items: how many are shown."""
    left = max(len(reply["items"] or ()) - items, citations_left)
    if left <= 0:
        return None
    return More(count=left, call=call("search", {"query": reply["question"], "limit": 20}))

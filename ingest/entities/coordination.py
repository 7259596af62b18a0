"""Reads lists: the places that a finder gives for one type go in, items with their full names come out.

“坡头、黄堡、董家河工业园区” names three parks, “通道三省坡、彭莫山等风电场” two wind farms of 通道. Spans that stand
in one list are read together: the head that they share behind (工业园区, 等风电场, 两条高速; tails.py) and what they
share before (通道, 市, 地铁; fronts.py) is restored in `name`; a span that holds several items is cut (cutting.py).
Works for any finder and every type; what a head is says graph/lexicon/gazetteers (heads.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.records import EntityType
from ingest.entities.cutting import cut
from ingest.entities.fronts import fronts_of
from ingest.entities.heads import phrase_end
from ingest.entities.pieces import Piece
from ingest.entities.stretches import Stretch
from ingest.entities.tails import tail_of, without_count

JOINT = re.compile(
    r"(?:[(〈][^()]{1,20}\))?(?:(?:、|,)?(?:以及|[和与及暨])|、|,)(?:新建|续建|改扩建|扩建|改建|新开工|开工|建成|推进|加快)?"
)
INNER_JOINT = re.compile(r"、|以及|(?<![涉普以])及(?![其时])|和(?![平谐美睦])|与(?!会)")
GOES_ON = re.compile(r"[、,等]")  # behind a comma too the list goes on: 溆浦让家溪,通道三省坡、彭莫山等
MAX_ITEM = 30
MAX_GAP = 40  # characters of items that no finder gave


@dataclass(frozen=True, slots=True)
class Item:
    """One entity of a list: its own characters, and its full name."""

    start: int
    end: int
    name: str


def read_items(stretch: Stretch, spans: Iterable[tuple[int, int]], kind: EntityType) -> list[Item]:
    """The items of the spans, which are of one type and in order, with what their lists share."""
    pieces = [Piece(a, b, stretch.text[a:b]) for span in spans for a, b in cut(stretch, *span, kind)]
    return [item for run in runs(stretch, pieces) for item in named(stretch, run, kind)]


def runs(stretch: Stretch, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces that stand in one list, with the items between and behind them that no finder gave."""
    run: list[Piece] = []
    for piece in pieces:
        between = gap(stretch.text, run[-1].end, piece) if run else []
        if between is None:
            yield [*run, *behind(stretch, run[-1].end, piece.start)]
            run = []
        run = [*run, *(between or ()), piece]
    if run:
        yield [*run, *behind(stretch, run[-1].end, len(stretch.text))]


def gap(text: str, start: int, piece: Piece) -> list[Piece] | None:
    """What stands between two items of one list: a joint, or items that no finder gave; None: they are two lists."""
    between = text[start : piece.start]
    if between == ",":
        return [] if GOES_ON.match(text, piece.end) else None
    if JOINT.fullmatch(between):
        return []
    inner = re.fullmatch(r"、(?P<items>[^,。;:!?等]+?)(?:、|和|及|与|以及)", between)
    if inner is None or len(between) > MAX_GAP:
        return None
    at, found = start + 1, []
    for part in inner["items"].split("、"):
        found += [Piece(at, at + len(part), part, is_found=False)] if part else []
        at += len(part) + 1
    return found


def behind(stretch: Stretch, start: int, stop: int) -> list[Piece]:
    """The items of the list that follow the last one given, up to a sign or a verb."""
    text, found = stretch.text, []
    while joint := INNER_JOINT.match(text, start, stop):
        start = joint.end()
        end = min(phrase_end(stretch, start), stop)
        etc = text.find("等", start, end)
        end = etc if etc > start else end
        if not 2 <= end - start <= MAX_ITEM:
            break
        found.append(Piece(start, end, text[start:end], is_found=False))
        start = end
    return found


def named(stretch: Stretch, run: list[Piece], kind: EntityType) -> list[Item]:
    """The pieces of one list with their full names."""
    tails = [tail_of(stretch, run, at, kind) for at in range(len(run))]
    fronts = fronts_of(stretch, run, tails, kind)
    return [
        Item(piece.start, piece.end, fronts[at] + without_count(run, at, kind) + tails[at])
        for at, piece in enumerate(run)
        if piece.is_found
    ]

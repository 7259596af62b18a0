"""Variants of a paragraph that say the same of other things: names and numbers exchanged, lists longer, shorter, in
another order.

A paragraph goes in with what was found in it, a variant comes out: its text, and where each place of the original lies
in it. What is put in comes from the national divisions, from the companies and list items of other paragraphs, or is
another number of as many digits; which, a seeded chance says.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import rjieba

from graph.lexicon.divisions import Division, Divisions
from graph.lexicon.lexicon import alternation, word_list
from graph.records import EntityType, Extraction, Level, Mention

DIVISIONS = Divisions.load()
LISTED = (EntityType.PROJECT, EntityType.PARK, EntityType.INDUSTRY, EntityType.ENTERPRISE)
# no years, no numbers of headings, roads or documents
NUMBER = re.compile(r"(?<![A-Za-z\d.,年第〔\[(（#])(?<!\d\s)\d+(?:\.\d+)?(?!\s*[\d.年月日、.)）〕\]—-])")
FORM = re.compile(r"(?:公司|集团)$")
TRADE = re.compile(rf"(?:{alternation('company_tails')})$")
JOINT = re.compile(r"\s*、\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a variant: `text[start:end]` of the original as it was, another text in its stead, or new."""

    text: str
    start: int | None = None
    end: int | None = None
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class Variant:
    """`exchanged`: the names put in for others; `added`: a place that the original lacks, and the item's full name."""

    kind: str
    pieces: tuple[Piece, ...]
    exchanged: tuple[tuple[str, str], ...] = ()
    added: tuple[int, int, str] | None = None
    item_type: str = ""

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of the original lies in the variant; None when it was dropped or taken apart."""
        at, begin, covered, length = 0, None, start, 0
        for piece in self.pieces:
            a, b = piece.start, piece.end
            if a is not None and b is not None and a <= covered < b and (begin is None or at == begin + length):
                stop = min(end, b)
                if not piece.is_kept and (covered > a or stop < b):
                    return None
                begin = at + covered - a if begin is None else begin
                length += stop - covered if piece.is_kept else len(piece.text)
                covered = stop
                if covered == end:
                    return begin, begin + length
            at += len(piece.text)
        return None


@dataclass(frozen=True, slots=True)
class Pool:
    """What other paragraphs name: labelled companies by the shape of their names, found list items by type and whether
    the list gave them their head.
    """

    companies: dict[str, list[str]] = field(default_factory=dict)
    items: dict[tuple[EntityType, bool], list[str]] = field(default_factory=dict)

    def learn_company(self, surface: str) -> None:
        ordinary = rjieba.has_word(surface) and surface not in word_list("companies")
        if 2 <= len(surface) <= 14 and not (ordinary or DIVISIONS.find(surface) or surface[0] in "省市县区"):
            self.companies.setdefault(shape(surface), []).append(surface)

    def learn_items(self, extraction: Extraction) -> None:
        for mention in (mention for run in lists(extraction) for mention in run):
            given = mention.name != mention.surface
            if mention.surface.isalnum() and (len(mention.surface) <= 4 if given else len(mention.surface) >= 6):
                self.items.setdefault((mention.type, given), []).append(mention.surface)


def shape(company: str) -> str:
    """A company's full name, one that ends in its trade, or a bare one by its length: each stands elsewhere."""
    if FORM.search(company):
        return "full"
    return "trade" if TRADE.search(company) else f"bare {len(company)}"


def edited(text: str, edits: Sequence[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """The text with its edits, as pieces."""
    pieces: list[Piece] = []
    at = 0
    for start, end, put in sorted(edits):
        pieces += [Piece(text[at:start], at, start), Piece(put, start, end, is_kept=False)]
        at = end
    return tuple(p for p in (*pieces, Piece(text[at:], at, len(text))) if p.text or not p.is_kept)


def variants(text: str, extraction: Extraction, pool: Pool, chance: random.Random) -> Iterator[Variant]:
    """One variant of each kind, where the paragraph has what it takes."""
    for make in (with_other_counties, with_other_companies, with_other_numbers):
        if variant := make(text, extraction, pool, chance):
            yield variant
    if runs := list(lists(extraction)):
        run = chance.choice(runs)
        yield from (v for v in (longer(text, run, pool, chance), shorter(text, run), reordered(text, run)) if v)


def with_other_counties(text: str, extraction: Extraction, pool: Pool, chance: random.Random) -> Variant | None:
    """Each county becomes another of its city, in the same form of its name; cities and provinces stay."""
    mentions = [m for m in extraction.mentions if m.type is EntityType.COUNTY and m.code and not m.implied]
    taken = {m.code for m in mentions}
    edits, exchanged = set(), {}
    for code in sorted({m.code for m in mentions if m.code}):
        division = DIVISIONS.by_code[code]
        places = {(m.start, m.end, m.surface) for m in mentions if m.code == code}
        others = [d for d in siblings(division) if d.code not in taken and d.short not in text]
        plain = division.short in word_list("division_words")  # 通道, 会同: words that want support
        if plain or not others or division.level is not Level.COUNTY or len(places) < text.count(division.short):
            continue
        other = chance.choice(others)
        forms = dict(zip(division.names, other.names, strict=False))
        if all(surface in forms for _, _, surface in places):
            taken.add(other.code)
            edits |= {(start, end, forms[surface]) for start, end, surface in places}
            exchanged |= forms
    return Variant("counties", edited(text, sorted(edits)), tuple(exchanged.items())) if edits else None


def siblings(division: Division) -> list[Division]:
    """Counties of the same city whose names are no other words and of as many signs."""
    ordinary = word_list("division_words")
    around = DIVISIONS.children(division.parent_code) if division.parent_code else []
    return [
        d
        for d in around
        if d.code != division.code
        and d.short not in ordinary
        and len(d.short) == len(division.short) > 1
        and d.name[-1] == division.name[-1]
        and ("自治" in d.name) == ("自治" in division.name)
        and not d.former_names
        and not division.former_names
        and len(DIVISIONS.named[d.short]) == 1
    ]


def with_other_companies(text: str, extraction: Extraction, pool: Pool, chance: random.Random) -> Variant | None:
    """Each company becomes one of another paragraph with a name of the same make."""
    mentions = [m for m in extraction.mentions if m.type is EntityType.ENTERPRISE and not m.implied]
    exchanged: dict[str, str] = {}
    for surface in sorted({m.surface for m in mentions if not DIVISIONS.find(m.surface)}):
        others = sorted({c for c in pool.companies.get(shape(surface), ()) if c not in text} - set(exchanged.values()))
        if others:
            exchanged[surface] = chance.choice(others)
    edits = {(m.start, m.end, exchanged[m.surface]) for m in outermost(mentions) if m.surface in exchanged}
    return Variant("companies", edited(text, sorted(edits)), tuple(exchanged.items())) if edits else None


def with_other_numbers(text: str, extraction: Extraction, pool: Pool, chance: random.Random) -> Variant | None:
    """Each number becomes another of as many digits."""
    edits = []
    for match in NUMBER.finditer(text):
        digits = [chance.choice("123456789") if sign != "." else sign for sign in match[0]]
        edits.append((match.start(), match.end(), "".join(digits)))
    return Variant("numbers", edited(text, edits)) if edits else None


def lists(extraction: Extraction) -> Iterator[list[Mention]]:
    """Lists of three or more found items of one type with 、 between them (和 before the last)."""
    text = extraction.source.text
    for kind in LISTED:
        run: list[Mention] = []
        for mention in [*outermost([m for m in extraction.mentions if m.type is kind and not m.implied]), None]:
            between = text[run[-1].end : mention.start] if run and mention else ""
            if mention and (not run or JOINT.fullmatch(between)):
                run.append(mention)
                continue
            if len(run) > 2 and is_level(run):
                yield run
            run = [mention] if mention else []


def is_level(run: Sequence[Mention]) -> bool:
    """Whether any item could stand in another's place: none gives the others a head, or an area."""
    tails = {m.name.removeprefix(m.surface) for m in run}
    return all(m.name.startswith(m.surface) for m in run) and (tails == {""} or ("" not in tails and len(tails) == 1))


def outermost(mentions: Sequence[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def longer(text: str, run: Sequence[Mention], pool: Pool, chance: random.Random) -> Variant | None:
    """A further item behind the first."""
    tail = run[0].name.removeprefix(run[0].surface)
    others = sorted({item for item in pool.items.get((run[0].type, bool(tail)), ()) if item not in text})
    if not others:
        return None
    item, at = chance.choice(others), run[0].end
    pieces = (Piece(text[:at], 0, at), Piece("、" + item, is_kept=False), Piece(text[at:], at, len(text)))
    return Variant("longer", pieces, added=(at, at + 1 + len(item), item + tail), item_type=run[0].type)


def shorter(text: str, run: Sequence[Mention]) -> Variant:
    """Without the second item."""
    return Variant(
        "shorter", (Piece(text[: run[0].end], 0, run[0].end), Piece(text[run[1].end :], run[1].end, len(text)))
    )


def reordered(text: str, run: Sequence[Mention]) -> Variant:
    """The first two items the other way round."""
    a, b = run[0], run[1]
    places = ((0, a.start), (b.start, b.end), (a.end, b.start), (a.start, a.end), (b.end, len(text)))
    return Variant("order", tuple(Piece(text[start:end], start, end) for start, end in places))

"""The glyphs of a page → pieces of its lines, cut where a wide gap or an upright rule stands."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ingest.sources.pdf_characters import is_wide
from ingest.sources.pdf_glyphs import Print, Prints, steps_down
from ingest.sources.pdf_shapes import Glyph, Page, Piece, Rule, turn

SAME_LINE = 0.35  # of the size: how far glyphs of one line may stand apart in height
WIDE_GAP = 0.9  # of the size: a gap that cuts
BLANK = 0.18  # of the size, between letters
WIDE_BLANK = 0.6  # between Chinese characters
ABOVE, BELOW = 0.88, 0.12  # of the size: what a character takes of the height, over and under its line
SMALL = 0.75  # of the size of its neighbour: a raised or lowered figure
DOWNWARDS = 0.6  # share of glyphs under each other that makes a page of vertical writing


def cut_pieces(page: Page, printed: Prints, rules: Sequence[Rule]) -> None:
    """Put pieces and rules on the page, turned so that most of its text is level; text aslant is a watermark."""
    turned: dict[int, list[Print]] = defaultdict(list)
    for shown in printed.prints:
        if shown.style.turns is not None:
            turned[shown.style.turns].append(shown)
    steps = list(steps_down(turned[0]))
    is_downward = len(steps) > 1 and sum(steps) > DOWNWARDS * len(steps)
    if is_downward:
        turned[1] += turned.pop(0)
    page.turns = max(turned, key=lambda turns: len(turned[turns]), default=0)
    seen_width, seen_height = page.width, page.height
    page.rules = [Rule(turn(rule.box, page.turns, seen_width, seen_height)) for rule in rules]
    for turns, prints in turned.items():
        glyphs = [_glyph(shown, turns, seen_width, seen_height, is_downward) for shown in prints]
        own = page.rules if turns == page.turns else []
        size = (seen_width, seen_height) if turns % 2 == 0 else (seen_height, seen_width)
        for piece in pieces_of(glyphs, [rule for rule in own if not rule.is_level]):
            box = turn(piece.box, page.turns - turns, *size)
            page.pieces.append(Piece(piece.text, box, piece.size, piece.bold))
    if page.turns % 2:
        page.width, page.height = page.height, page.width


def _glyph(shown: Print, turns: int, width: float, height: float, is_downward: bool) -> Glyph:
    left, top, right, bottom = turn(shown.box, turns, width, height)
    x, y = shown.origin
    base = turn((x, y, x, y), turns, width, height)[1]
    if is_downward:
        base = (top + bottom) / 2 + (ABOVE - 0.5) * shown.style.size
    return Glyph(shown.text, left, right, base, shown.style.size, shown.style.bold, shown.spaced)


def pieces_of(glyphs: Sequence[Glyph], uprights: Sequence[Rule] = ()) -> Iterator[Piece]:
    """The pieces of level glyphs, from the top down, on each line from the left."""
    for line in _lines(glyphs):
        height = line[0].base - 0.4 * line[0].size
        walls = sorted((rule.box[0] + rule.box[2]) / 2 for rule in uprights if rule.box[1] <= height <= rule.box[3])
        held: list[Glyph] = []
        for glyph in _once(line):
            if held and _is_cut(held[-1], glyph, walls):
                yield _piece(held)
                held = []
            held.append(glyph)
        yield _piece(held)


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs that stand on one line; small ones beside a large one (m², 10⁴) on the line of the large."""
    lines: list[list[Glyph]] = []
    sizes = Counter(round(glyph.size, 1) for glyph in glyphs)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    small = [glyph for glyph in glyphs if glyph.size < SMALL * usual]
    for glyph in sorted((glyph for glyph in glyphs if glyph.size >= SMALL * usual), key=lambda glyph: glyph.base):
        near = lines and glyph.base - lines[-1][0].base <= SAME_LINE * min(glyph.size, lines[-1][0].size)
        if near:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines + _raised(small, lines)


def _raised(small: Sequence[Glyph], lines: list[list[Glyph]]) -> list[list[Glyph]]:
    """Put small glyphs on the lines that they stand close by; the lines of the others."""
    own: list[list[Glyph]] = []
    bases = [line[0].base for line in lines]
    for glyph in sorted(small, key=lambda glyph: (round(glyph.base), glyph.left)):
        host = next((line for line, base in zip(lines, bases, strict=True) if _is_beside(glyph, line, base)), None)
        if host is not None:
            host.append(glyph)
        elif own and abs(glyph.base - own[-1][0].base) <= SAME_LINE * glyph.size:
            own[-1].append(glyph)
        else:
            own.append([glyph])
    return own


def _is_beside(glyph: Glyph, line: Sequence[Glyph], base: float) -> bool:
    if not -0.7 * line[0].size <= glyph.base - base <= 0.35 * line[0].size:
        return False
    return any(
        -0.3 * other.size <= glyph.left - other.right <= 0.3 * other.size
        or -0.3 * other.size <= other.left - glyph.right <= 0.3 * other.size
        for other in line
    )


def _once(line: Iterable[Glyph]) -> list[Glyph]:
    """From the left, without the second print of a glyph that was printed twice to look bold."""
    kept: list[Glyph] = []
    for glyph in sorted(line, key=lambda glyph: glyph.left):
        twice = kept and kept[-1].text == glyph.text and glyph.left - kept[-1].left < 0.2 * glyph.size
        if not twice or glyph.text in ".-—…·":
            kept.append(glyph)
    return kept


def _is_cut(before: Glyph, behind: Glyph, walls: Sequence[float]) -> bool:
    """Whether a wide gap or one of the upright rules (`walls`: where they stand) parts two glyphs."""
    if behind.left - before.right > WIDE_GAP * max(before.size, behind.size):
        return True
    start, end = (before.left + before.right) / 2, (behind.left + behind.right) / 2
    at = bisect_right(walls, start)
    return at < len(walls) and walls[at] < end


def _piece(glyphs: Sequence[Glyph]) -> Piece:
    text = "".join(
        _blank(before, behind) + behind.text for before, behind in zip((None, *glyphs), glyphs, strict=False)
    )
    size = Counter(round(glyph.size, 1) for glyph in glyphs).most_common(1)[0][0]
    base = Counter(round(glyph.base, 1) for glyph in glyphs if round(glyph.size, 1) == size).most_common(1)[0][0]
    box = (glyphs[0].left, base - ABOVE * size, max(glyph.right for glyph in glyphs), base + BELOW * size)
    return Piece(text, box, size, sum(glyph.bold for glyph in glyphs) * 2 > len(glyphs))


def _blank(before: Glyph | None, behind: Glyph) -> str:
    """What stands between two glyphs: a blank where one was printed or a gap shows it, none inside Chinese."""
    if before is None:
        return ""
    gap = (behind.left - before.right) / max(before.size, behind.size)
    if is_wide(before.text) and is_wide(behind.text):
        return " " if gap > WIDE_BLANK or (behind.spaced and gap > BLANK) else ""
    if is_wide(before.text) or is_wide(behind.text):
        return " " if behind.spaced and gap > BLANK else ""
    return " " if gap > BLANK or behind.spaced else ""

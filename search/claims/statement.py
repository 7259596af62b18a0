"""A statement as a row of tokens: what must be found again in a quote, in this order.

In: folded text of one or several clauses. Out: `Statement`. Words that claim nothing are no tokens; they leave a trace
on the next one, since 是 between two words makes one thing of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.claims.reading import FIGURE, MOMENT, Figure, Moment, Reading, read_claim
from search.claims.words import load_claim_words
from search.texts.sentence import Word

FARTHEST = 6  # words that a figure is moved over


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a figure. `year`: the one it is said of; `joined`: 和 or 、 stands before it; `equated`: 是 does;
    `stopped`: a comma or colon does; `beside`: it must stand right beside its neighbour in the quote.
    """

    text: str
    tag: str
    figure: Figure | None = None
    year: Moment | None = None
    joined: bool = False
    equated: bool = False
    beside: bool = False
    stopped: bool = False

    @property
    def is_verb(self) -> bool:
        """建成, 牵头; not 建设 as a noun."""
        return self.tag in ("v", "vd", "vi")

    @property
    def is_noun(self) -> bool:
        """A noun or a name."""
        return self.tag[:1] in ("n", "l", "i", "z", "j", "e") or self.tag == "vn"


@dataclass(frozen=True, slots=True)
class Statement:
    """Tokens, the text they were read from, and the words of it that say something."""

    text: str
    tokens: tuple[Token, ...]
    compared: frozenset[int]
    is_sound: bool  # no sign that is none of Chinese writing
    has_years_used: bool  # each year of it is that of a word or figure
    inherited: int | None = None  # the year of the statement before

    @property
    def subject_words(self) -> list[str]:
        """The words that name something."""
        return [token.text for token in self.tokens if token.figure is None]


def read_statement(text: str) -> Statement:
    """The tokens of a folded text."""
    reading = read_claim(text)
    figures = {figure.start: figure for figure in reading.figures}
    tokens: list[Token] = []
    joined = equated = stopped = False
    sound = True
    words = load_claim_words()
    for word in reading.words:
        if word.text[0] == FIGURE:
            for figure in (figures[at] for at in range(word.start, word.end) if at in figures):
                year = _year_at(reading, figure.start)
                tokens.append(
                    Token(text[figure.start : figure.end], "m", figure, year, joined, equated, stopped=stopped)
                )
                joined = equated = stopped = False
            continue
        if word.text[0] == MOMENT:
            continue
        if word.text in words.sets["joints"]:
            joined = True
        if word.text in words.sets["copulas"]:
            equated = True
        if word.text in ",:;()":
            stopped = True
        if _is_empty(word, reading):
            sound = sound and (word.tag != "x" or set(word.text) <= words.signs or word.text.isalnum())
            continue
        year = _year_at(reading, word.start)
        tokens.append(Token(word.text, word.tag, None, year, joined, equated, stopped=stopped))
        joined = equated = stopped = False
    compared = frozenset(moment.year for moment in reading.moments if moment.compared)
    used = {token.year for token in tokens}
    every = all(moment in used for moment in reading.moments if not moment.compared)
    return Statement(text, tuple(tokens), compared, sound, every)


def _is_empty(word: Word, reading: Reading) -> bool:
    """Words that claim nothing; signs; of what is said of a figure, the direction (it is part of the figure)."""
    words = load_claim_words()
    if word.text in words.sets["free"] or set(word.text) <= words.signs:
        return True
    if word.text in (*words.directions["up"], *words.directions["down"]):
        return any(word.end <= one.start and word.text in one.name for one in reading.figures)
    is_aim = words.patterns["aims"].fullmatch(word.text) is not None
    is_done = words.patterns["done"].fullmatch(word.text) is not None or word.text == "已经"
    return is_aim or is_done


def _year_at(reading: Reading, place: int) -> Moment | None:
    """The year nearest before a place, else the first behind it."""
    said = [moment for moment in reading.moments if not moment.compared]
    before = [moment for moment in said if moment.end <= place]
    return before[-1] if before else (said[0] if said else None)


def with_moved_figures(statement: Statement) -> list[Statement]:
    """The same with a figure before or behind the noun it counts, right beside it: 新增企业50家 and 新增50家企业."""
    made = []
    for at, token in enumerate(statement.tokens):
        if token.figure is None or token.figure.dimension in ("share", "money", "ratio"):
            continue
        for step in (-1, 1):
            made += [_with_moved(statement, at, to) for to in _nouns_beside(statement.tokens, at, step)]
    return made


def _nouns_beside(tokens: tuple[Token, ...], at: int, step: int) -> Iterator[int]:
    """The places of the words next to a figure, up to a verb or another figure."""
    for to in range(at + step, at + step * (FARTHEST + 1), step):
        if not 0 <= to < len(tokens) or tokens[to].figure is not None or tokens[to].is_verb:
            return
        yield to


def _with_moved(statement: Statement, at: int, to: int) -> Statement:
    """The statement with the token of one place put to another."""
    rest = [one for place, one in enumerate(statement.tokens) if place != at]
    rest.insert(to, replace(statement.tokens[at], beside=to > at))
    if to < at:
        rest[to + 1] = replace(rest[to + 1], beside=True)
    return replace(statement, tokens=tuple(rest))

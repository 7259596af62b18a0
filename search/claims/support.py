"""Whether one quote says a statement: its tokens stand there in this order, and what is between does not turn them.

In: a `Statement`, an `Evidence`, the question. The quote is read as the statement with more words; of those left out
none may deny, bound, condition or compare, name another doer, or be part of what a figure is said of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from search.claims.evidence import Asked, Evidence
from search.claims.figures import fits
from search.claims.reading import EMPTY_TAGS, FIGURE, MOMENT, STOPS, Reading, tagged
from search.claims.statement import Statement, Token
from search.claims.words import load_claim_words

MOST_STEPS = 4000
HARD = re.compile(f"[{re.escape(STOPS)}]")
JOINT = re.compile("[、和与及暨]")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a token stands in the quote; `from_question`: nowhere, only the question has it."""

    token: Token
    start: int
    end: int
    from_question: bool = False


class Alignment:
    """All ways to find a statement's tokens in a quote."""

    def __init__(self, statement: Statement, reading: Reading, evidence: Evidence, asked: Asked) -> None:
        self.statement, self.reading, self.evidence, self.asked = statement, reading, evidence, asked
        self.tokens = tuple(part for token in statement.tokens for part in self._parts(token))
        self.edges = {edge for word in reading.words for edge in (word.start, word.end)}
        self.steps = 0

    def _parts(self, token: Token) -> Sequence[Token]:
        """The token, or where the quote has it only in two parts (粮食|总|产量), those."""
        text = token.text
        if token.figure is None and text not in self.reading.masked and len(text) >= 4 and text not in self.asked.text:
            for cut in range(2, len(text) - 1):
                if text[:cut] in self.reading.masked and text[cut:] in self.reading.masked:
                    return (replace(token, text=text[:cut]), Token(text[cut:], token.tag, None, token.year))
        return (token,)

    def ways(self, at: int = 0, found: tuple[Found, ...] = ()) -> Iterator[tuple[Found, ...]]:
        """Each way to find the tokens, the nearest places first."""
        self.steps += 1
        if self.steps > MOST_STEPS or not self.asked.budget.spend():
            return
        if at == len(self.tokens):
            yield found
            return
        token = self.tokens[at]
        last = next((one for one in reversed(found) if not one.from_question), None)
        for start, end in self._places(token, last.end if last else 0):
            here = Found(token, start, end)
            if last is None or self._may_follow(last, here):
                yield from self.ways(at + 1, (*found, here))
        if last is None and token.figure is None and self.asked.counts(token, self.evidence):
            yield from self.ways(at + 1, (*found, Found(token, 0, 0, from_question=True)))

    def _places(self, token: Token, start: int) -> Iterator[tuple[int, int]]:
        if token.figure is not None:
            for figure in self.reading.figures:
                if figure.start >= start and fits(
                    token.figure, figure, self.asked, self.evidence, dated=token.year is not None
                ):
                    yield figure.start, figure.end
            return
        forms = [token.text]
        if len(token.text) > 2 and token.text[-1] in "市县区省州":
            forms.append(token.text[:-1])
        for form in forms:
            at = self.reading.masked.find(form, start)
            while at >= 0:
                if self._is_whole(at, at + len(form), start):
                    yield at, at + len(form)
                at = self.reading.masked.find(form, at + 1)

    def _is_whole(self, start: int, end: int, last: int) -> bool:
        """Whether it is no piece of another word: 主管 in 不主管, 5 in 15."""
        text = self.reading.text
        before, behind = text[start - 1 : start], text[end : end + 1]
        if text[start].isascii() and text[start].isalnum() and before.isascii() and (before.isalnum() or before == "."):
            return False
        if (
            text[end - 1].isascii()
            and text[end - 1].isalnum()
            and behind.isascii()
            and (behind.isalnum() or behind == ".")
        ):
            return False
        if end - start == 1 and not {start, end} <= self.edges:
            return False
        return start == last or before not in load_claim_words().prefixes or before == ""

    def _may_follow(self, last: Found, here: Found) -> bool:
        """Whether nothing between two tokens turns what they say together."""
        gap = self.reading.masked[last.end : here.start]
        if here.token.beside:
            return bool(re.fullmatch("(?:的|以上|达到?|超过?|有|为|共|增至|[\0\1])*", gap))
        if not gap:
            return not here.token.joined
        if here.token.joined and not (JOINT.search(gap) or HARD.search(gap)):
            return False
        if here.token.equated and JOINT.search(re.split(f"[{re.escape(STOPS)}]", gap)[-1]):
            return False
        if HARD.search(gap):
            return self._may_cross(last, here, gap)
        return not (_turns(gap) or cuts_name(last, gap) or _skips_figure(here, gap) or _skips_doer(here, gap))

    def _may_cross(self, last: Found, here: Found, gap: str) -> bool:
        """Into a later clause: what is said goes on from its beginning, and no verb was left without its object."""
        words = load_claim_words()
        stops = list(HARD.finditer(gap))
        if last.token.is_verb and here.token.is_noun and not here.token.stopped and gap[0] in ",;。":
            return False
        if cuts_name(last, gap[: stops[0].start()]):
            return False
        if last.token.is_verb and words.patterns["roles"].search(last.token.text) is None and gap[0] not in STOPS:
            return False
        if words.patterns["negations"].search(gap[: stops[0].start()]):
            return False
        return is_droppable(gap[stops[-1].end() :])


def _turns(gap: str) -> bool:
    """Whether what is left out turns the meaning."""
    words = load_claim_words()
    if any(words.patterns[name].search(gap) for name in ("negations", "hedges", "conditions")):
        return True
    return words.patterns["roles"].search(re.sub("建设|实施|支持", "", gap)) is not None


def _skips_figure(here: Found, gap: str) -> bool:
    """Whether a figure is left out that is not the member of a list, nor the one before a change."""
    if here.token.figure is not None and re.search("\0[、和与及]$", gap):
        return True  # 分别达99.9%、94.5%
    figure = gap.find(FIGURE)
    return figure >= 0 and not re.search("[、和与及,]|[到至为成]|增|提|降", gap[figure:])


def _skips_doer(here: Found, gap: str) -> bool:
    """Whether a verb is left out, or the noun that does what comes next."""
    words = load_claim_words()
    may = words.sets["light"] | words.sets["droppable"] | words.sets["free"]
    if here.token.figure is not None:
        may = may | {*words.directions["up"], *words.directions["down"], "从", "由"}
    tags = tags_of(gap)
    if any(tag in ("v", "vi", "p") and word not in may for word, tag in tags):
        return True
    if JOINT.search(gap) or not here.token.is_verb:
        return False
    left = [tag for word, tag in tags if word not in words.sets["droppable"] | words.sets["tails"]]
    return bool(left) and left[-1][:1] == "n"


def cuts_name(last: Found, gap: str) -> bool:
    """Whether a name was cut: 水库|移民安置点 behind 新建."""
    if last.token.figure is not None or last.token.tag[:1] != "n" or not gap:
        return False
    words = load_claim_words()
    for word, tag in tags_of(gap):
        if word in words.sets["tails"]:
            continue
        common = words.sets["droppable"] | words.sets["generic"]
        return tag[:1] == "n" and word not in common and word not in words.directions["up"] + words.directions["down"]
    return False


def is_droppable(stretch: str) -> bool:
    """Whether a stretch of a quote names nothing."""
    words = load_claim_words()
    if _turns(stretch):
        return False
    may = words.sets["droppable"] | words.sets["light"] | words.sets["free"]
    return all(
        word in may or tag in EMPTY_TAGS or set(word) <= words.signs | {FIGURE, MOMENT}
        for word, tag in tags_of(stretch)
    )


def tags_of(stretch: str) -> list[tuple[str, str]]:
    """The words of a stretch with their parts of speech, without figures and years."""
    return [pair for run in re.split("[\0\1]+", stretch) if run for pair in tagged(run)]

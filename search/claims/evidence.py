"""What a statement is held against, and the question it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.lexicon.divisions import Divisions
from search.claims.folding import fold_claim
from search.claims.reading import Reading, grows, read_claim
from search.claims.statement import Token
from search.claims.words import load_claim_words


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote, or an item of our own answer. `around`: its document's title and headings; `year`: the year that its
    document speaks for.
    """

    text: str
    around: str = ""
    year: int | None = None
    is_item: bool = False

    def readings(self) -> list[Reading]:
        """Its text taken apart, as it is and without short asides in brackets."""
        folded = fold_claim(self.text)
        forms = dict.fromkeys((folded, re.sub(r"\([^();。]{1,12}\)", "", folded)))
        return [read_claim(form, self.year) for form in forms]


@dataclass(slots=True)
class Budget:
    """How many more steps may be made to find a text in its quotes; one that needs more is not believed."""

    steps: int = 60_000

    def spend(self) -> bool:
        """Whether there is a step left."""
        self.steps -= 1
        return self.steps >= 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as statements are held against it."""

    text: str  # folded
    years: tuple[int, ...]
    places: tuple[str, ...]
    direction: str
    is_aim: bool
    is_denied: bool
    others: tuple[str, ...] = ()  # the quotes with what stands around them, folded
    budget: Budget = field(default_factory=Budget)

    def place_of(self, word: str) -> str:
        """The place of the question that a word names: 怀化 for 怀化市."""
        bare = word[:-1] if len(word) > 2 and word[-1] in "市县区省州" else word
        return next((place for place in self.places if place in (word, bare)), "")

    def counts(self, token: Token, evidence: Evidence) -> bool:
        """Whether a word that only the question has may be said with this evidence: no other quote is the one that
        says it, and it neither compares nor, beside a quote, says what was done.
        """
        word = self.place_of(token.text) or token.text
        if word not in self.text or load_claim_words().patterns["compares"].search(word):
            return False
        if evidence.is_item:
            return True
        if token.is_verb or word in fold_claim(evidence.text):
            return self.place_of(word) != "" or word in load_claim_words().sets["generic"]
        if word in fold_claim(evidence.around):
            return True
        if any(word in other for other in self.others):
            return False
        return not (len(self.places) > 1 and any(word in place or place in word for place in self.places))


def read_asked(question: str, quotes: tuple[Evidence, ...]) -> Asked:
    """The question, folded."""
    text = fold_claim(question)
    reading, patterns = read_claim(text), load_claim_words().patterns
    hits = Divisions.load().find(text)
    places = tuple(dict.fromkeys(text[hit.start : hit.end].rstrip("市县区省州") or text for hit in hits))
    return Asked(
        text,
        tuple(dict.fromkeys(moment.year for moment in reading.moments)),
        places,
        grows(text),
        patterns["aims"].search(text) is not None,
        patterns["negations"].search(re.sub("是不是|有没有|是否|能不能|会不会|没有?[?]?$", "", text)) is not None,
        tuple(fold_claim(f"{one.text}。{one.around}") for one in quotes if not one.is_item),
    )

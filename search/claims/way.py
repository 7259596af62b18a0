"""How a statement was found in a quote: what the checks look at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.claims.evidence import Asked, Evidence
from search.claims.reading import Reading
from search.claims.statement import Statement
from search.claims.support import Found
from search.claims.words import load_claim_words


@dataclass(frozen=True, slots=True)
class Way:
    """A statement as it was found in a quote."""

    found: tuple[Found, ...]
    statement: Statement
    reading: Reading
    evidence: Evidence
    asked: Asked
    is_aim_said: bool  # in the text before it
    told: str = ""  # the subject of the text before it

    @property
    def matched(self) -> list[Found]:
        """The tokens that the quote itself has."""
        return [one for one in self.found if not one.from_question]

    @property
    def said(self) -> str:
        """All words of the statement."""
        return self.statement.text

    def may_take_from_question(self) -> bool:
        """Whether the statement leaves to the question of what it speaks: it names nothing but a place of it."""
        generic = load_claim_words().sets["generic"]
        nouns = [one.token for one in self.found if one.token.figure is None and one.token.is_noun]
        return all(one.text in generic or self.asked.place_of(one.text) for one in nouns)

    def says(self, word: str) -> bool:
        """Whether the statement, or for it the question, has the word."""
        plain = re.sub("^[总全各]|[市县区省]$", "", word) if len(word) > 2 else word
        return plain in self.said or (self.may_take_from_question() and plain in self.asked.text)

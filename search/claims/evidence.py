"""What a statement is held against, and the question it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from search.claims.folding import fold_claim
from search.claims.reading import Reading, grows, read_claim
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
        forms = dict.fromkeys((folded, re.sub(r"\([^(),;。]{1,8}\)", "", folded)))
        return [read_claim(form, self.year) for form in forms]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as statements are held against it."""

    text: str  # folded
    years: tuple[int, ...]
    places: tuple[str, ...]
    direction: str
    is_aim: bool
    is_denied: bool
    others: tuple[str, ...] = field(default=())  # the quotes with what stands around them, folded

    def counts(self, word: str, evidence: Evidence) -> bool:
        """Whether a word of the question may be said with this evidence: it says the word itself, or no other does."""
        if len(word) > 2 and word[-1] in "市县区省州" and word not in self.text:
            word = word[:-1]
        if word not in self.text:
            return False
        own = fold_claim(f"{evidence.text}。{evidence.around}")
        if word in own or evidence.is_item:
            return True
        if any(word in other for other in self.others):
            return False
        return not (len(self.places) > 1 and any(word in place or place in word for place in self.places))


def read_asked(question: str, quotes: tuple[Evidence, ...]) -> Asked:
    """The question, folded."""
    text = fold_claim(question)
    reading, patterns = read_claim(text), load_claim_words().patterns
    places = tuple(dict.fromkeys(word.text for word in reading.words if word.tag == "ns"))
    return Asked(
        text,
        tuple(dict.fromkeys(moment.year for moment in reading.moments)),
        places,
        grows(text),
        patterns["aims"].search(text) is not None,
        patterns["negations"].search(re.sub("是不是|有没有|是否|能不能|会不会|没有?[?]?$", "", text)) is not None,
        tuple(fold_claim(f"{one.text}。{one.around}") for one in quotes if not one.is_item),
    )

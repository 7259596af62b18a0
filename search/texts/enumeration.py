"""What an enumeration in a text is: its members with their places, what they are called, and how many there are said
to be. Records only.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.records import Span


@dataclass(frozen=True, slots=True)
class Member:
    """`text`: the member's name as the text words it; `span`: where it stands in the source; `proof`: the stretch to
    quote for it, where that is not the enumeration's own; `of`: the mark that a reader would ask for it by: “一”.
    """

    text: str
    span: Span
    proof: Span | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """`before`, `behind`: what leads to the members and what follows the last; `number`: so many the text says they
    are; `head`: a class noun that the last shares with the others; `rule`: how it is set out.
    """

    members: tuple[Member, ...]
    before: str
    behind: str
    span: Span  # the clause or paragraph that holds it
    rule: str
    number: int | None = None
    head: str = ""
    sentence: Span | None = None  # the whole sentence, of a list in one clause

    @property
    def label(self) -> str:
        """What stands around the members."""
        return f"{self.before}…{self.behind}"

"""Figures and years exchanged: a number for one of as many digits, a year for one some years off, 十四五 with them.

A figure is what has a point or three digits and more. Numbers of headings, months, days and small counts stay: they
cannot be told apart in a record, which has only the number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.made_corpora.chance import chance_of

YEAR = r"(?<![\d.])(?:19|20)\d\d(?![\d.])"
FIGURE = r"\d+\.\d+|\d{3,}"
WRITTEN_YEAR = r"二[〇○零][〇○零一二三四五六七八九]{2}"
PERIOD = r"十[一二三四五六七八九]五"  # 十四五
NUMBERS = re.compile(rf"(?P<year>{YEAR})|(?P<written>{WRITTEN_YEAR})|(?P<period>{PERIOD})|{FIGURE}", re.ASCII)
DIGITS = "〇一二三四五六七八九"
YEARS_OF_PERIOD = 5


@dataclass(frozen=True)
class Figures:
    """The numbers of one made document; equal ones stay equal. `years`: how many later it is."""

    years: int
    key: str
    _known: dict[str, str] = field(default_factory=dict)

    def exchange(self, text: str) -> str:
        """The text with other figures and years; of the same length."""
        return NUMBERS.sub(self._other, text)

    def year(self, year: int) -> int:
        return year + self.years

    def _other(self, match: re.Match[str]) -> str:
        number = match[0]
        if (known := self._known.get(number)) is None:
            known = self._known[number] = self._made(number, match.groupdict())
        return known

    def _made(self, number: str, parts: Mapping[str, str | None]) -> str:
        if parts["year"]:
            return str(int(number) + self.years)
        if parts["written"]:
            year = 2000 + 10 * _digit(number[2]) + _digit(number[3]) + self.years
            return "".join(DIGITS[int(sign)] for sign in str(year)) if year // 100 == 20 else number
        if parts["period"]:
            later = DIGITS.index(number[1]) + round(self.years / YEARS_OF_PERIOD)
            return f"十{DIGITS[min(max(later, 1), 9)]}五"
        chance = chance_of(self.key, number)
        # a number of four digits must not become a year
        first = [*(chance.choice("3456789") if sign in "123456789" else sign for sign in number[:1])]
        return "".join([*first, *(chance.choice("123456789") if sign.isdigit() else sign for sign in number[1:])])


def _digit(sign: str) -> int:
    return max(DIGITS.find(sign), 0)

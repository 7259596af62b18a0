"""What year a figure speaks of, and whether it is a target or a result.

The clause or sentence says it (到2025年, 去年, 力争), else the section (“2021年工作回顾”, “今年的主要目标”), else the
document: a plan's figures are targets of its last year, a work report's first part gives results of the year before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.lexicon.wordings import wordings
from graph.records import Document, TargetKind
from graph.writing.years import CHINESE_YEAR, chinese_year, last_year_of_plan, plan_period

any_of = wordings("times").any_of

YEAR = re.compile(
    rf"(?<!\d)(?:(?:19|20)\d\d)?((?:19|20)\d\d)年|({CHINESE_YEAR})年|“(十?[一二三四五六七八九]?五)”(?=期末|末|期间|时期|[,，])"
)
COMPARED = re.compile(r"(?:比|较|与|同|自|从|由|继)[^,;。]{0,3}$")
SINCE = re.compile(any_of("since"))
OF_FIGURE = re.compile(r"[末底]?的[\d.]")  # 比2003年的13家多, but 增加到2008年的27家
REACHED = re.compile("[到至为]$")
# In a work report: “今年经济社会发展的主要预期目标是”, “二、2022年工作安排”, “今后五年的总体要求”.
AHEAD = f"[^。;]{{0,40}}{any_of('plans_ahead')}"
TURN = re.compile(f"{any_of('years_ahead')}{AHEAD}")
# A report given in December speaks of the year it is for as the next one.
GIVEN_BEFORE = re.compile(rf"明年(?:全市|全省|全县|全区)?(?:经济|的主要|的?工作|政府){AHEAD}")
PLAN = re.compile(r"“(十?[一二三四五六七八九]?五)”")
RELATIVE = re.compile(any_of("told_years"))
RESULT_SECTION = re.compile(any_of("review_section"))
TARGET_SECTION = re.compile(any_of("target_section"))
TARGET_WORDS = re.compile(any_of("target_words"))
RESULT_WORDS = re.compile(any_of("result_words"))
TARGET_KINDS = frozenset({"five_year_plan", "action_plan", "annex", "policy", "notice", "other"})


@dataclass(frozen=True, slots=True)
class Time:
    """What a clause, sentence or section says of when; None where it says nothing of it."""

    year: int | None
    kind: TargetKind | None


NOTHING = Time(None, None)


class Clock:
    """The years of one document; asked for each sentence in reading order."""

    def __init__(self, document: Document, text: str) -> None:
        self._document = document
        self._is_report = document.kind in ("work_report", "news")
        self._year = document.year
        if self._year is None and document.kind == "work_report":
            spoken = [int(match.group(1)) for match in YEAR.finditer(text, 0, 1500) if match.group(1)]
            self._year = max(spoken) + 1 if spoken else None
        years = document.years
        if years is None and document.kind == "five_year_plan":
            named = (plan_period(match.group(1)) for match in PLAN.finditer(document.title + text[:600]))
            years = next((period for period in named if period), None)
        first, last = years or (self._year, self._year)
        self._last = last
        self._before = first - 1 if first else None
        self._turn = self._find_turn(text) if document.kind == "work_report" else len(text)
        self._spoken = self._year
        if document.kind == "work_report" and self._year is not None and GIVEN_BEFORE.search(text):
            self._spoken = self._year - 1

    def _find_turn(self, text: str) -> int:
        """Where a work report turns from what was done to what is to be done."""
        match = TURN.search(text, min(len(text), 200))
        return match.start() if match else len(text)

    def of_section(self, titles: Sequence[str]) -> Time:
        """What the headings above say, the innermost that says anything."""
        kind: TargetKind | None = None
        year: int | None = None
        for title in reversed(titles):
            if RESULT_SECTION.search(title) and re.search("目标|任务", title):
                continue  # “发展成就和主要目标任务” says nothing of what stands under it
            years = self.years_in(title)
            if year is None and years:
                year = years[-1]
            if kind is None:
                kind = self._kind_of_title(title, year)
            if kind is not None:
                break
        return Time(year, kind)

    def _kind_of_title(self, title: str, year: int | None) -> TargetKind | None:
        if RESULT_SECTION.search(title):
            return TargetKind.RESULT
        if year is not None and self._year is not None and year < self._year:
            return TargetKind.RESULT
        if TARGET_SECTION.search(title):
            return TargetKind.TARGET if not self._is_report or re.search(any_of("ahead_in_report"), title) else None
        return None

    def years_in(self, text: str) -> list[int]:
        """The years that a stretch is about, not those it compares with or counts from."""
        found: list[int] = []
        for match in YEAR.finditer(text):
            if COMPARED.search(text, 0, match.start()) or SINCE.match(text, match.end()):
                continue
            if OF_FIGURE.match(text, match.end()) and not REACHED.search(text, 0, match.start()):
                continue
            year = self._read(match)
            if year is not None:
                found.append(year)
        if not found and self._year is not None:
            for match in RELATIVE.finditer(text):
                if COMPARED.search(text, 0, match.start()):
                    continue
                if (year := self._relative(match.group())) is not None:
                    found.append(year)
        return found

    def _read(self, match: re.Match[str]) -> int | None:
        if match.group(1):
            return int(match.group(1))
        if match.group(2):
            return chinese_year(match.group(2))
        return last_year_of_plan(match.group(3))

    def _relative(self, word: str) -> int | None:
        assert self._year is not None
        assert self._spoken is not None
        if word in ("过去五年", "五年来", "一年来", "这一年", "过去一年"):
            return self._year - 1
        if word in ("今后五年", "未来五年"):
            return self._year + 4
        seen_from = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "年内": 0, "明年": 1}
        return self._spoken + seen_from[word] if word in seen_from else None

    def _part(self, section: Time, place: int) -> Time:
        if self._document.kind == "work_report" and section.kind is None:
            return Time(section.year, TargetKind.RESULT if place < self._turn else TargetKind.TARGET)
        return section

    def carry(self, year: int | None, section: Time, place: int) -> int | None:
        """The year of an earlier sentence where it still holds: a report names years in passing."""
        if year is None or self._year is None or not self._is_report:
            return year
        ahead = self._part(section, place).kind is TargetKind.TARGET
        return year if (year >= self._year if ahead else year == self._year - 1) else None

    def resolve(self, own: Sequence[int], carried: int | None, section: Time, sentence: str, place: int) -> Time:
        """The year and kind of a figure: its own clause's years, the paragraph's, the section's, the document's.

        `place` counts characters of the document, from its start to the sentence.
        """
        section = self._part(section, place)
        year = own[-1] if own else carried
        kind = self._kind(year, section, sentence)
        if year is None:
            year = section.year
        if year is None:
            year = self._default_year(kind)
        return Time(year, kind)

    def _kind(self, year: int | None, section: Time, sentence: str) -> TargetKind:
        if year is not None and self._year is not None and year != self._year:
            return TargetKind.TARGET if year > self._year else TargetKind.RESULT
        if self._document.kind == "work_report" and year is not None and year == self._year:
            return TargetKind.TARGET
        if section.kind is not None:
            return section.kind
        if TARGET_WORDS.search(sentence):
            return TargetKind.TARGET
        if self._document.kind in TARGET_KINDS:
            return TargetKind.RESULT if RESULT_WORDS.search(sentence) else TargetKind.TARGET
        return TargetKind.RESULT

    def _default_year(self, kind: TargetKind) -> int | None:
        if kind is TargetKind.TARGET:
            return self._last
        if self._document.kind == "news":
            return self._year
        return self._before

"""When what is said of a project is so, and whether it is a fact or a plan.

In: what is said, its sentence, and the stance of its place: whether the part of the document looks back. Out: the year
of the fact, where it is told, and whether it is planned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.lexicon.wordings import wordings
from graph.records import Document, Section, Structure
from graph.writing.years import last_year_of_plan, year_of
from ingest.facts.staging.clauses import UNDER_WAY, Said
from ingest.facts.staging.words import load_staging_words
from ingest.form.lines import fold_signs

any_of = wordings("times").any_of


class Stance(StrEnum):
    """What a part of a document speaks of: what was, what is to come, or either."""

    BACK = "back"
    FORWARD = "forward"
    OPEN = "open"


FORWARD_KINDS = ("five_year_plan", "action_plan", "policy", "notice", "annex")
# of headings: what was
REVIEW = re.compile(any_of("review_heading"))
# … but for what is to be done: 夯实发展基础
NO_REVIEW = re.compile(rf"^(?:[着全大切持进坚]\w)?{any_of('task_heading')}|目标|任务|安排|建议|再创")
REPORT_REVIEW = re.compile(any_of("report_review"))
LONG_REVIEW = re.compile(any_of("long_review"))
# where a report without headings turns from what was to what is to come
TURN = re.compile(
    rf"(?:(?:20\d\d年|今年)(?:的)?{any_of('of_what')}?(?:的)?(?:工作)?(?:的)?(?:总体|主要|预期|重点|重要)?"
    rf"{any_of('turns_to')}|做好(?:今年|20\d\d年)(?:的)?(?:各项)?(?:政府)?工作"
    f"|今年是|(?:今后五年|新一届政府)(?:的)?{any_of('turns_to_years')}|“?十[一二三四五]+五”?时期(?:的)?(?:经济社会发展)?(?:主要|总体)?(?:目标|要求|任务))"
    r"(?!.{0,6}(?:完成|实现了|收官))"
)
TOLD = re.compile("了|已|目前|累计|截至")
WANTED = re.compile(any_of("wanted"))
TOLD_SHARE = 0.2
EARLIEST_TURN = 0.12  # of the text; before it stands what the report is about
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
COMPARED = re.compile(r"(?:比|较|与|同|自|从|由|继)[^,;。]{0,3}$")
SINCE = re.compile(r"以来|开始|起|相比|同期")
PERIOD_END = re.compile(r"“?(十[一二三四五]?五)”?(?:期末|末)")
RELATIVE: Mapping[str, int] = {
    "今年": 0, "本年": 0, "年内": 0, "年底": 0, "年末": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2,
}  # fmt: skip
WORD = re.compile(rf"(?<!\d)(?<!目){any_of('told_year')}")
BY_THEN = re.compile(any_of("ahead"))


@dataclass(frozen=True, slots=True)
class When:
    """`year`: of the fact, where it is told or follows; `sure`: how far that it is fact or plan is told by words."""

    is_planned: bool
    year: int | None
    sure: float = 1.0


class Stances:
    """What the parts of one document speak of."""

    def __init__(self, structure: Structure) -> None:
        self._document = structure.document
        self._sections = {section.id: section for section in structure.sections}
        self._turn = _turn(structure) if structure.document.kind == "work_report" else None
        self._is_told_of_plans = _is_told_of_plans(structure) if structure.document.kind == "other" else None

    def at(self, section: Section | None, place: int) -> tuple[Stance, bool]:
        """By where a report turns; else by the headings above, the innermost first, and the kind of document. Also
        whether it looks back on more than a year."""
        above = self._above(section)
        if self._document.kind == "work_report":
            return self._in_report(above, place)
        if any(REVIEW.search(title) and not NO_REVIEW.search(title) for title in above):
            return Stance.BACK, True
        is_forward = self._document.kind in FORWARD_KINDS or self._is_told_of_plans
        return (Stance.FORWARD if is_forward else Stance.OPEN), False

    def _in_report(self, above: Sequence[str], place: int) -> tuple[Stance, bool]:
        """A report looks back first."""
        is_long = any(LONG_REVIEW.search(title) for title in above)
        if any(REPORT_REVIEW.search(title) for title in above) and not any(TURN.search(title) for title in above):
            return Stance.BACK, is_long
        if self._turn is None:
            return Stance.OPEN, False
        return (Stance.BACK, is_long) if place < self._turn else (Stance.FORWARD, False)

    def _above(self, section: Section | None) -> Sequence[str]:
        found = []
        while section is not None:
            found.append(section.title)
            section = self._sections.get(section.parent_id or "")
        return found


def _turn(structure: Structure) -> int | None:
    """Where a report turns to what is to come: at a heading that says so, else in the text."""
    document = structure.document
    first = document.start + int((document.end - document.start) * EARLIEST_TURN)
    titled = (section.start for section in structure.sections if section.start >= first and _turns(section.title))
    if (heading := min(titled, default=None)) is not None:
        return heading
    text = fold_signs(structure.text[first : document.end])
    found = TURN.search(text)
    return first + found.start() if found else None


def _turns(title: str) -> bool:
    plain_title = fold_signs(title)
    return TURN.search(plain_title) is not None and not REPORT_REVIEW.search(plain_title)


def _is_told_of_plans(structure: Structure) -> bool:
    """Whether a document of no known kind speaks of what is to come rather than of what was done."""
    text = structure.text[structure.document.start : structure.document.end]
    return len(TOLD.findall(text)) < TOLD_SHARE * len(WANTED.findall(text))


def when(said: Said, sentence: str, document: Document, stance: tuple[Stance, bool]) -> When:
    """When it is so, and whether it is planned."""
    words = load_staging_words()
    looks, is_long = stance
    year, is_own = _year_of(said, sentence, document)
    near = said.lead + said.marks
    done = bool(words.done.search(said.marks)) and not words.planned.search(said.marks)
    wanted = said.is_caused or bool(words.planned.search(near) or words.planned_near.search(said.marks))
    now = year_of(document)
    if done or said.is_denied:
        return When(False, year or _year_told_by(looks, is_long, document), 0.99)
    if wanted and not (looks is Stance.BACK and not said.is_caused and year is not None and now and year < now):
        is_going_on = said.stage in (UNDER_WAY, "前期", "谋划") and not said.is_caused and not said.is_plain
        return When(not is_going_on, year, 0.97)
    if year is not None and now is not None and is_own and year != now:
        return When(year > now, year, 0.97)
    if BY_THEN.search(near) and looks is not Stance.BACK:
        return When(said.stage != UNDER_WAY or said.is_plain, year, 0.95)
    return _by_stance(said, year, document, stance)


def _by_stance(said: Said, year: int | None, document: Document, stance: tuple[Stance, bool]) -> When:
    looks, is_long = stance
    is_going_on = said.stage in (UNDER_WAY, "前期", "谋划") and not said.is_plain
    if looks is Stance.BACK:
        return When(False, year or _year_told_by(looks, is_long, document), 0.96)
    if looks is Stance.FORWARD:
        return When(not is_going_on, year, 0.95)
    is_told = document.kind == "news" or not said.is_by_verb  # 建成X says what is wanted as well
    return When(said.is_plain or not (is_going_on or is_told), year, 0.8)


def _year_told_by(looks: Stance, is_long: bool, document: Document) -> int | None:
    """A yearly report looks back on the year before."""
    is_report = document.kind == "work_report" and looks is Stance.BACK and not is_long
    spoken = year_of(document)
    return spoken - 1 if is_report and spoken else None


def _year_of(said: Said, sentence: str, document: Document) -> tuple[int | None, bool]:
    """The year named nearest before what is said or in it, else at the head of the sentence; whether it is named in the
    same clause."""
    own = _years(sentence[said.begins : said.end], document)
    if own:
        return own[-1], True
    head = re.match(r"[^,:;。]{0,16}(?=,)", sentence)
    before = _years(head[0], document) if head else []
    return (before[-1], True) if before else (None, False)


def _years(text: str, document: Document) -> list[int]:
    found: list[tuple[int, int]] = []
    for match in YEAR.finditer(text):
        if not COMPARED.search(text[: match.start()]) and not SINCE.match(text, match.end()):
            found.append((match.start(), int(match[1])))
    found += [(match.start(), last_year_of_plan(match[1]) or 0) for match in PERIOD_END.finditer(text)]
    if (spoken := year_of(document)) is not None:
        found += [(match.start(), spoken + RELATIVE[match[0]]) for match in WORD.finditer(text)]
    return [year for _, year in sorted(found)]

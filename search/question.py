"""What a question asks for: text → what is asked, places, years, unit, known names, and the topic that is left.

Cue words live in ``graph/lexicon/questions.yaml``. Nothing here looks at a document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import rjieba

from graph.data_files import read_yaml
from graph.errors import MailuoError
from graph.lexicon.divisions import Division, DivisionHit, Divisions
from graph.lexicon.lexicon import FOLDER
from graph.lexicon.wordings import wordings
from graph.records import Level
from graph.writing.foldings import fold_question
from graph.writing.years import CHINESE_YEAR, chinese_year, plan_period

any_of = wordings("answers").any_of


class Asked(StrEnum):
    """What kind of thing would answer."""

    LEADER = "leader"
    PERSON = "person"
    WHEN = "when"
    NUMBER = "number"
    COUNTY = "county"
    PARK = "park"
    ENTERPRISE = "enterprise"
    INDUSTRY = "industry"
    PROJECT = "project"
    LIST = "list"
    DEFINITION = "definition"
    YES_NO = "yes_no"
    NAME = "name"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class Known:
    """A name in the question that the knowledge base knows."""

    start: int
    end: int
    name: str
    entity_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood. Places in `text` count characters of the folded question."""

    text: str
    asked: Asked
    unit: str | None  # the unit a number is asked in: 亿元
    years: tuple[int, ...]  # named outright: 2023年
    periods: tuple[tuple[int, int], ...]  # plan periods named: “十四五” → (2021, 2025)
    places: tuple[Division, ...]
    known: tuple[Known, ...]
    topic: tuple[str, ...]  # the stretches left when cues, places, years and function words are taken out
    typed: str = ""  # as typed, before anything was folded
    folds: tuple[tuple[str, str], ...] = ()  # what was read for what: (路港, 陆港)

    @property
    def facets(self) -> tuple[tuple[str, Question], ...]:
        """Several places, years or periods asked for side by side: a label and the question for it alone, each."""
        same_level = len(self.places) > 1 and len({place.level for place in self.places}) == 1
        cues = load_cues()
        if same_level and cues.side_by_side.search(self.text):
            # “哪些市…”: the place is the answer, and what is looked for is a sentence that says so of it; a figure for
            # “谁最高”
            asked = Asked.ANYTHING if self.asked is Asked.COUNTY else self.asked
            asked = Asked.NUMBER if cues.most.search(self.text) or cues.least.search(self.text) else asked
            return tuple((place.short, replace(self, asked=asked, places=(place,))) for place in self.places)
        # “十三五…2020年” asks for one moment, not two
        periods = [period for period in self.periods if not any(period[0] <= year <= period[1] for year in self.years)]
        if len(self.years) + len(periods) < 2:
            return ()
        alone = [(f"{year}年", replace(self, years=(year,), periods=())) for year in self.years]
        alone += [(f"{last}年", replace(self, years=(), periods=((first, last),))) for first, last in periods]
        return tuple(sorted(alone, key=lambda facet: facet[0]))


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words of questions, compiled."""

    asked: tuple[tuple[Asked, re.Pattern[str]], ...]
    function_words: frozenset[str]
    side_by_side: re.Pattern[str]
    most: re.Pattern[str]
    least: re.Pattern[str]
    counters: frozenset[str]
    unit: re.Pattern[str]
    regions: Mapping[str, Sequence[str]]


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """The cue words of ``questions.yaml``, compiled."""
    words = read_yaml(FOLDER / "questions.yaml")
    units = "|".join(map(re.escape, sorted(words["units"].split(), key=len, reverse=True)))
    return Cues(
        tuple((Asked(cue["kind"]), re.compile(cue["cue"])) for cue in words["asked"]),
        frozenset(words["function_words"].split()),
        re.compile(words["side_by_side"]),
        re.compile(words["most"]),
        re.compile(words["least"]),
        frozenset(words["counters"].split()),
        re.compile(rf"(?:多少|几)(?:个)?({units})"),
        {region: names.split() for region, names in words["regions"].items()},
    )


WORD = re.compile(r"\w")
# “2000亿元” names no year
YEAR = re.compile(rf"(?<![\d.])((?:19|20)\d\d)(?![\d.]|\s*(?:多|余)?(?:{any_of('not_year_units')}|%))")
# 08 09 10 11年; “近10年”, “10年来” are spans of time
SHORT_YEARS = re.compile(
    r"(?<![\d.近来这前后约满第共逾超过需花用历续隔])((?:\d\d\s*(?:[、,和跟与及到至~—–-]\s*|\s+))*\d\d)年"
    f"(?!{any_of('not_year_ends')})"
)
TURN_OF_CENTURY = 50  # of two digits, less than this is 20xx
WORDED_YEAR = re.compile(rf"{CHINESE_YEAR}(?=年)")
PERIOD = re.compile(
    r"[“\"]?(十[一二三四五六]?五|(?<![一二三四五六七八九十\d])[六七八九]五(?=[”\"]|规划|时期|期间|计划|末|和|与|到|至|、))[”\"]?"
    f"{any_of('behind_plan')}?"
)
LAST_SHORT, FIRST_SHORT = 36, 53  # two digits between them are no year that plans speak of
LONGEST_QUESTION = 500  # characters; the longest that anybody asked has some 120


class QuestionTooLong(MailuoError):
    """What was typed is no question but a text."""


def whole_question(text: str) -> str:
    """The text, which may be a question by its length."""
    if len(text) > LONGEST_QUESTION:
        raise QuestionTooLong(
            f"the question has {len(text):,} characters, at most {LONGEST_QUESTION} are read; ask in a sentence or two"
        )
    return text


def asked_for(text: str) -> Asked:
    """The kind of thing that the first cue to be found asks for."""
    return next((kind for kind, cue in load_cues().asked if cue.search(text)), Asked.ANYTHING)


def years_in(text: str) -> tuple[int, ...]:
    """The years named, written 2025年, 21年 or 二〇二五年, in the order of the text, each once."""
    found = [(match.start(), int(match[1])) for match in YEAR.finditer(text)]
    for match in SHORT_YEARS.finditer(text):
        short = [(digits.start(), int(digits[0])) for digits in re.finditer(r"\d\d", match[0])]
        near = [(place, year) for place, year in short if not LAST_SHORT < year < FIRST_SHORT]  # 改革开放40年
        found += [(match.start() + place, (2000 if year < TURN_OF_CENTURY else 1900) + year) for place, year in near]
    found += [(match.start(), chinese_year(match[0])) for match in WORDED_YEAR.finditer(text)]
    return tuple(dict.fromkeys(year for _, year in sorted(found)))


def periods_in(text: str) -> tuple[tuple[int, int], ...]:
    """Plan periods in the text; “十五五开局年” and “2025年” stand beside each other as they are."""
    periods = (plan_period(match[1]) for match in PERIOD.finditer(text))
    return tuple(dict.fromkeys(period for period in periods if period))


def moments_in(text: str) -> list[tuple[int, int]]:
    """Where years and plan periods stand, 年底 and the like with them."""
    spans = [match.span() for pattern in (YEAR, SHORT_YEARS, WORDED_YEAR, PERIOD) for match in pattern.finditer(text)]
    ends = {end for _, end in spans} | {end - 1 for _, end in spans}
    behind = re.finditer(r"年(?:底|末|初|度(?!投资)|份)?(?:\d{1,2}月)?", text)
    return spans + [match.span() for match in behind if match.start() in ends]


def part_of(question: Question, start: int, end: int) -> Question:
    """The question that a stretch of another is, with the places, years and names that stand in it."""
    text = question.text[start:end]
    known = [replace(one, start=one.start - start, end=one.end - start) for one in question.known]
    unit = load_cues().unit.search(text)
    return replace(
        question,
        text=text,
        asked=asked_for(text),
        unit=_unit_of(unit[1]) if unit else None,
        years=years_in(text),
        periods=periods_in(text),
        places=tuple(place for place in question.places if any(name in text for name in place.names)),
        known=tuple(one for one in known if one.start >= 0 and one.end <= len(text)),
        topic=topic_of(text, moments_in(text)),
    )


def _unit_of(asked: str) -> str:
    """The unit as documents write it: 几个百分点 asks for 个百分点."""
    return "个百分点" if asked == "百分点" else asked


def topic_of(text: str, taken: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """The words of a question without the places and years taken and without function words."""
    left = list(text)
    for start, end in taken:
        left[start:end] = " " * (end - start)
    function_words = load_cues().function_words
    words = (word.strip() for word in rjieba.cut("".join(left)))
    return tuple(word for word in words if WORD.search(word) and word not in function_words)


def word_starts(text: str) -> frozenset[int]:
    """Where words begin, as the segmenter cuts them."""
    starts, place = set(), 0
    for word in rjieba.cut(text):
        starts.add(place)
        place += len(word)
    return frozenset(starts)


def places_in(text: str, covered: Collection[str]) -> list[tuple[int, int, Division]]:
    """The areas a question names. A short name many areas bear means the one the documents cover, if any."""
    found = []
    starts = word_starts(text)
    hits = Divisions.load().find(text)
    for hit in hits:
        if hit.start not in starts:  # 示范县 holds no 范县
            continue
        division = _meant(hit, hits, covered)
        if division.code in covered or not hit.is_short or division.level is not Level.COUNTY:
            found.append((hit.start, hit.end, division))
    return found + _areas_of_regions(text)


def _meant(hit: DivisionHit, hits: Sequence[DivisionHit], covered: Collection[str]) -> Division:
    """Of areas of one name that in another place of the question (徐州鼓楼区), else one that the documents cover."""
    within = Divisions.load().is_within
    around = {area.code for other in hits if other is not hit for area in other.candidates}
    inside = [area for area in hit.candidates if any(area.code != code and within(area.code, code) for code in around)]
    known = [area for area in inside or hit.candidates if area.code in covered]
    return next(iter((*known, *inside, *hit.candidates)))


def _areas_of_regions(text: str) -> list[tuple[int, int, Division]]:
    """The areas of 京津冀三地 and the like."""
    divisions = Divisions.load()
    found = []
    for region, names in load_cues().regions.items():
        match = re.search(rf"{region}(?:[两三四](?:地|省|市|省市)|.{{0,20}}(?:分别|各|谁|哪个))", text)
        if match:
            place = match.start()
            found += [(place, place + len(region), divisions.by_name(name)[0]) for name in names]
    return found


def understand(
    text: str,
    *,
    find_names: Callable[[str], Sequence[Known]] | None = None,
    covered: Collection[str] = frozenset(),
) -> Question:
    """A question as typed → what it asks for.

    `find_names` finds the names of entities in a text (longest first, not overlapping); without it `known` is empty.
    `covered`: the codes of the areas that the documents name.
    """
    folded = fold_question(text)
    cues = load_cues()
    unit = cues.unit.search(folded)
    places = places_in(folded, covered)
    taken = [(start, end) for start, end, _ in places]
    taken += moments_in(folded)
    return Question(
        text=folded,
        asked=asked_for(folded),
        unit=_unit_of(unit[1]) if unit else None,
        years=years_in(folded),
        periods=periods_in(folded),
        places=tuple(dict.fromkeys(division for _, _, division in places)),
        known=tuple(find_names(folded)) if find_names else (),
        topic=topic_of(folded, taken),
    )

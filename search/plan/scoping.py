"""Which documents a question is put to: years, plan periods, kinds of document, documents by title or number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.divisions import Division
from graph.lexicon.wordings import wordings
from graph.records import Document
from search.plan.cues import load_cues
from search.plan.plan import Scope
from search.question import Question

any_of = wordings("asking").any_of

NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}[\[〔(（【]\s*((?:19|20)\d\d)\s*[\]〕)）】]\s*(\d+)\s*号")
TITLED = re.compile(r"[《]([^》]{2,60})[》]")
CATCHWORD = re.compile(r"[“\"‘「]([^”\"’」]{2,12})[”\"’」]")
RELATIVE = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
RELATIVE_YEAR = re.compile("|".join(RELATIVE))
YEAR_BEFORE = re.compile(r"上一年|前一年|头一年|(?:上年(?!度)|去年)(?!\s*[((]?(?:19|20)\d\d)")
NEXT_YEAR = re.compile(any_of("next_year"))
RANGE = re.compile(
    r"(?<!\d)((?:19|20)?\d\d)年?(?:底|末)?\s*(?:-|—|–|~|～|到|至)\s*((?:19|20)?\d\d)(?!\d)(?:年|(?=\s|$))"
    r"(?![^,。]{0,4}(?:规划|行动计划|方案|[)）]))"
)
MOST_YEARS = 12  # of a range that is read year by year
TIMELY = ("work_report", "action_plan")  # kinds of document that speak for the year they were written in
LEAST_SHARED = 6  # characters that a question and a title have in common
SEVERAL_PAPERS = re.compile(
    r"(?:规划|报告|方案|文件|通知|材料)(?:/|、|或者?|和|以及)(?:是)?(?:规划|报告|方案|文件|通知|材料)"
)
ANY_PAPER = re.compile(any_of("any_paper"))


def read_scope(
    question: Question, text: str, asking: tuple[int, int] | None, documents: Mapping[str, Document]
) -> Scope:
    """The scope that the text (the question or a part of it, blanks kept) sets.

    asking: where the words stand that ask for documents themselves; they set no kind.
    """
    years = list(question.years)
    years += [year for year in relative_years(text, question, documents) if year not in years]
    kinds = paper_kinds(text, asking)
    return Scope(tuple(years), question.periods, kinds, titles_in(text, question, documents))


def years_between(text: str) -> tuple[int, ...]:
    """The years of a range that the text names (2019—2023年), unless it is the term of a plan."""
    match = RANGE.search(text)
    if match is None or (text[: match.start()].endswith("从") and not re.search(r"历年|逐年|每年|各年|期间", text)):
        return ()
    first, last = (int(year) + (2000 if len(year) == 2 else 0) for year in (match[1], match[2]))
    return tuple(range(first, last + 1)) if first < last <= first + MOST_YEARS else ()


def paper_kinds(text: str, asking: tuple[int, int] | None = None) -> tuple[str, ...]:
    """The kinds of document a question names; those behind 哪些 only where nothing wider stands there (哪些规划)."""
    if asking:
        inside = text[asking[0] : asking[1]]
        if SEVERAL_PAPERS.search(inside):
            return ()
        outside = text[: asking[0]] + " " * (asking[1] - asking[0]) + text[asking[1] :]
        text = outside if ANY_PAPER.search(inside) or re.search(r"哪[^,]*报告", inside) else text
    if SEVERAL_PAPERS.search(text):
        return ()
    found = []
    for kind, cue in load_cues().papers.items():
        if cue.search(text) or (asking and kind in _asked_kinds(inside)):
            found += [kind, "annex"] if kind == "action_plan" else [kind]
    return tuple(found)


def _asked_kinds(inside: str) -> list[str]:
    if ANY_PAPER.search(inside):
        return []
    words = {"规划": "five_year_plan", "方案": "action_plan", "政府工作报告": "work_report", "通知": "notice"}
    return [kind for word, kind in words.items() if word in inside]


def relative_years(text: str, question: Question, documents: Mapping[str, Document]) -> list[int]:
    """今年, 去年 … by the newest document of the place; 上一年 and 转年 by the year that is named."""
    found = []
    if len(question.years) == 1:
        (year,) = question.years
        found += [year - 1] if YEAR_BEFORE.search(text) else []
        found += [year + 1] if NEXT_YEAR.search(text) else []
        return found
    newest = newest_year(question.places, documents)
    if newest is not None and not question.years:
        found += [newest + RELATIVE[match[0]] for match in RELATIVE_YEAR.finditer(text)]
    return list(dict.fromkeys(found))


def newest_year(places: Sequence[Division], documents: Mapping[str, Document]) -> int | None:
    """The year of the newest document of the places; of all documents where no place is named."""
    codes = {place.code for place in places}
    years = [
        document.year
        for document in documents.values()
        if document.year and (not codes or document.region_code in codes) and document.kind in TIMELY
    ]
    return max(years, default=None)


@dataclass(frozen=True, slots=True)
class Titled:
    """What a document can be named by."""

    id: str
    title: str  # without white space and signs
    catchwords: tuple[str, ...]  # without bare numbers
    pieces: frozenset[str]  # of LEAST_SHARED characters, beside what all titles have
    parent: str | None
    number: tuple[str, str] | None
    region: str | None


def titles_in(text: str, question: Question, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """The documents that a question names by title, catchword of the title, or number, with their annexes."""
    if not documents:
        return ()
    named_by = (one for one in documents.values() if one.kind != "news")
    book = _book(tuple((one.id, one.title, one.doc_number or "", one.parent_id, one.region) for one in named_by))
    numbers = {(match[1], match[2]) for match in NUMBER.finditer(text)}
    named = [one.id for one in book if one.number and one.number in numbers]
    named = named or _named(book, text, question)
    if not named or len(named) > max(8, len(book) // 10):
        return ()
    annexes = [one.id for one in book if one.parent in named]
    return tuple(dict.fromkeys((*named, *annexes)))


@lru_cache(maxsize=8)
def _book(rows: tuple[tuple[str, str, str, str | None, str | None], ...]) -> tuple[Titled, ...]:
    found = []
    for identifier, title, number, parent, region in rows:
        match = NUMBER.search(number)
        words = (word for word in CATCHWORD.findall(title) if not re.fullmatch(r"十.?五", word))
        catchwords = tuple(word for word in words if not word.isdecimal())
        bare, borne = _bare(title), (match[1], match[2]) if match else None
        found.append(Titled(identifier, bare, catchwords, _pieces_of_title(bare), parent, borne, region))
    return tuple(found)


def _bare(title: str) -> str:
    return re.sub(r"[\s“”\"‘’《》()（）]", "", title)


def _named(book: Iterable[Titled], text: str, question: Question) -> list[str]:
    """The documents whose catchword or title the text says, or so long a stretch of it."""
    places = tuple({place.name for place in question.places})
    titles = [_bare(title) for title in TITLED.findall(text)]
    pieces = _pieces(_bare(text))
    return [
        one.id
        for one in book
        if (not places or not one.region or one.region.startswith(places))
        and (
            any(word in text for word in one.catchwords)
            or any(title in one.title for title in titles)
            or not pieces.isdisjoint(one.pieces)
        )
    ]


@lru_cache(maxsize=1 << 16)
def _pieces_of_title(title: str) -> frozenset[str]:
    own = load_cues().patterns["generic_titles"].sub("|", title)
    return frozenset(piece for part in re.split(r"[|\d年A-Za-z-]+", own) for piece in _pieces(part))


def _pieces(text: str) -> frozenset[str]:
    """Every stretch of LEAST_SHARED characters."""
    return frozenset(text[start : start + LEAST_SHARED] for start in range(len(text) - LEAST_SHARED + 1))

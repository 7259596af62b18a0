"""A title → what tells the document apart: place, words and years, and the mark of a draft or a revised text.

《怀化市“十四五”规划纲要》 and 怀化市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要 come out the same, as
do a notice (关于印发《…》的通知) and the plan that it issues.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from graph.writing.foldings import fold_document_title

any_of = wordings("documents").any_of


class Mark(StrEnum):
    """What a title says of its text beside what it is about."""

    DRAFT = "draft"
    REVISED = "revised"
    NONE = ""


@dataclass(frozen=True, slots=True)
class TitleForm:
    """`place`: code of the division at its head, "0" for the whole country, "" where none is named; `words` without
    place, years, signs and marks; `years` as named, sorted."""

    place: str
    words: str
    years: tuple[int, ...]
    mark: Mark

    @property
    def is_common(self) -> bool:
        """Whether every place has a document called so."""
        return len(self.words) < SHORTEST or _COMMON.fullmatch(self.words) is not None


SHORTEST = 4  # characters of words that tell a document apart
NATIONAL = re.compile(r"中华人民共和国|全国|国家|我国|国务院(?:办公厅)?|中共中央(?:办公厅)?|党中央")
_COMMON = re.compile(any_of("common_titles"))
_BRACKET = re.compile(r"\(([^()]{1,30})\)")
DRAFT_WORD = re.compile(any_of("draft"))
_DRAFT_TAIL = re.compile(rf"[-—_ ]*(?:第?[一二三四\d]次?)?{any_of('draft')}(?:第?[一二三四\d]+[次版稿])?$")
# 修改稿 and the like are drafts, 修改版 is not
_REVISED = re.compile(rf"^(?:(?:19|20)\d\d年?(?:\d+月)?)?{any_of('revised')}$")
_REVISED_TAIL = re.compile(rf"[-—_ ]*(?:(?:19|20)\d\d年?)?{any_of('revised')}$")
_FINAL = re.compile(rf"^{any_of('final')}$")
_WRAPPED = re.compile(
    rf"^.{{0,60}}?{any_of('issue')}(?:了|的)?(?:《(?P<quoted>.+)》|(?P<plain>[^《》]{{6,}}?))(?:\([^()]*\))?等?\d*"
    r"(?:个)?(?:文件|方案)?的?(?:通知|公告|决定|函|命令|令)?$"
)
_SOUGHT = re.compile(
    r"^.{0,60}?(?:征求|征集|征询|听取).{0,12}《(?P<quoted>.+)》|^.{0,60}《(?P<other>.+)》.{0,8}(?:征求|征集|征询)"
)
_ABOUT = re.compile(rf"^(?P<issuer>[^《》]{{2,40}}?{any_of('issuers')})关于")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SIGNS = re.compile(r"[^\w]|_")
_FIVE_YEARS = re.compile(r"第?(十?[一二三四五六七八九十])个(?:五|5)年")
_PERIOD_OF_PLAN = re.compile(r"国民经济(?:和|与)社会发展|经济社会发展")
_OUTLOOK = re.compile(r"(?:和|与|及)2035年远景目标|(?:和|与|及)20\d\d年(?:远景|长远)目标")


def unmarked(title: str) -> tuple[str, Mark]:
    """The folded title without the marks of draft, revised and final text, and which it bore."""
    plain, mark = fold_document_title(title).removeprefix("《").removesuffix("》"), Mark.NONE
    while True:
        # 计划(草案)的报告 is no draft: the mark stands at the end, or before years in brackets
        found = next((m for m in reversed(list(_BRACKET.finditer(plain))) if _is_last(plain[m.end() :])), None)
        said = None if found is None else _mark_in(found[1])
        if found is not None and said is not None:
            plain, mark = plain[: found.start()] + plain[found.end() :], mark or said
        elif tail := _DRAFT_TAIL.search(plain):
            plain, mark = plain[: tail.start()], Mark.DRAFT
        elif (tail := _REVISED_TAIL.search(plain)) and tail.start() >= SHORTEST and not mark:
            plain, mark = plain[: tail.start()], Mark.REVISED
        else:
            return plain, mark


def _is_last(rest: str) -> bool:
    return re.fullmatch(r"(?:\([^()]*\)|》|[-—_])*", rest) is not None


def _mark_in(bracket: str) -> Mark | None:
    """What a bracket behind a title says of the text; None where it says something else (试行, 2021-2025年)."""
    if DRAFT_WORD.search(bracket):
        return Mark.DRAFT
    if _REVISED.search(bracket):
        return Mark.REVISED
    return Mark.NONE if _FINAL.search(bracket) else None


@lru_cache(maxsize=4096)
def forms_of(title: str) -> tuple[TitleForm, ...]:
    """The form of the title, and that of the plan that it, a notice, issues or asks for comments on."""
    found = [_form_of(title)]
    plain = fold_document_title(title)
    if sought := _SOUGHT.match(plain):
        inner = _form_of(sought["quoted"] or sought["other"])
        return (*found, replace(inner, place=inner.place or found[0].place, mark=Mark.DRAFT))
    wrapped = _WRAPPED.match(plain)
    if wrapped is not None:
        inner = _form_of(wrapped["quoted"] or wrapped["plain"])
        # the notice's issuer tells the place where the plan's title does not
        found.append(inner if inner.place else replace(inner, place=found[0].place))
    return tuple(found)


def issued_title(title: str) -> str:
    """The title of the plan that a notice issues, as written; else the title itself."""
    named = re.search(rf"{any_of('issue')}(?:了|的)?《(.+)》(?:的)?(?:通知|公告|函)?$", re.sub(r"\s+", "", title))
    return named[1] if named else title


def _form_of(title: str) -> TitleForm:
    plain, mark = unmarked(title)
    place = ""
    about = _ABOUT.match(plain)
    if about is not None:
        place, plain = _place_of(about["issuer"].removeprefix("中共"))[0], plain[about.end("issuer") :]
    plain = plain.removeprefix("关于").removeprefix("中共")
    own, plain = _place_of(plain)
    plain = _OUTLOOK.sub("", plain)
    years = tuple(sorted({int(year) for year in _YEAR.findall(plain)}))
    words = _FIVE_YEARS.sub(r"\1五", _PERIOD_OF_PLAN.sub("", plain))
    words = re.sub(r"(?:19|20)\d\d年?(?:度)?", "", words)
    words = re.sub(r"(?<=规划)纲要$", "", _SIGNS.sub("", words).removesuffix("的通知"))
    return TitleForm(own or place, re.sub(r"^(?:年|的|度)+", "", words), years, mark)


def _place_of(text: str) -> tuple[str, str]:
    """The division at the head of the text (its code; "0" for the country), and the text behind it."""
    if national := NATIONAL.match(text):
        return "0", text[national.end() :]
    code, at = "", 0
    for hit in Divisions.load().find(text[:40]):
        if hit.start != at:
            break
        nearer = [one for one in hit.candidates if not code or Divisions.load().is_within(one.code, code)]
        if not nearer or (hit.end < len(text) and text[hit.end :].startswith(("型", "化", "式"))):
            break
        code, at = nearer[0].code, hit.end
    return code, text[at:]

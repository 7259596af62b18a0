"""The head of a document → title, kind, issuer, number, date, region and the years it speaks for.

Each is found by an ordered list of small rules; what the text does not say stays None. Regions are in
ingest.form.regions, titles in ingest.form.titles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from graph.lexicon.wordings import wordings
from graph.records import NOTHING_SAID, Document, Grid, Source, Span, year_written
from graph.writing.years import ORDINAL, years_of_plan
from ingest.form.enclosing import begin_within
from ingest.form.guessed_titles import guess_title
from ingest.form.lines import Line, outside, split_lines
from ingest.form.outline import fold_title
from ingest.form.regions import find_region
from ingest.form.titles import find_annex_title, find_title

any_of = wordings("form").any_of

HEAD_LINES = 16
HEAD_CHARACTERS = 600

YEAR = r"(?:19[5-9]\d|20\d\d)"
DAY = re.compile(rf"({YEAR}) *[-/.年] *(\d{{1,2}}) *[-/.月] *(\d{{1,2}})(?: *日)?(?!\d)")
PUBLISHED = re.compile(rf"(?:发布|发文|成文|公开|印发)?(?:时间|日期) *: *(?={YEAR})")
NUMBER = re.compile(
    r"(?<![\u4e00-\u9fff])"
    rf"([\u4e00-\u9fff]{{1,10}}?{any_of('number_signs')}[\u4e00-\u9fff]{{0,3}})"
    r" *[〔\[【(]? *(20\d\d|19\d\d) *[〕\]】)]? *(?:第 *)?(\d{1,4}) *号"
)
ISSUER = re.compile(rf"[\u4e00-\u9fff]{{2,20}}?{any_of('issuers')}")
PUBLISHER = re.compile(r"来源 *:? *([\u4e00-\u9fff]{4,24})|发(?:布|文)(?:机构|机关|单位) *:? *([\u4e00-\u9fff]{3,24})")
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "five_year_plan",
        re.compile(any_of("five_year_plans")),
    ),
    ("work_report", re.compile(any_of("work_reports"))),
    (
        "action_plan",
        re.compile(any_of("action_plans")),
    ),
    ("policy", re.compile(any_of("policies"))),
    ("notice", re.compile(r"通知|公告|通告|函$|批复")),
)
REPORT = re.compile(rf"(?:{YEAR}年)?(?:市|县|区|省|州)?(?:人民)?政府工作报告")
AROUND = re.compile(
    r"^附 ?件 ?\d{0,2} ?[:：、.．] ?|\.(?:docx?|wps|pdf|ofd|txt|html?|xlsx?)$"
    rf"| ?[(（【\[]{any_of('around_title')}[)）】\]]$"
    r"|^(?:附件下载|文件下载|点击下载) ?[:：]? ?"
)


def describe(source: Source, flat: str, start: int, end: int, identifier: str, parent: Document | None) -> Document:
    """The document that stands from `start` to `end`; an annex takes from its parent what it does not say itself.

    What the file says of itself (a web page's own metadata) goes before what its first document's head tells.
    """
    lines = head_lines(flat, start, end)
    grids = begin_within(source.layout.grids, start, end)
    lines = outside(lines, rows_of_tables(source.text, begin_within(grids, start, lines[-1].end) if lines else ()))
    said = source.layout.about if start == 0 and not parent else NOTHING_SAID
    own = flat[start:end]
    written = said.title and fold_title(said.title)
    written = written or (find_annex_title(source.text, lines) if parent else find_title(source.text, flat, lines))
    name = written or ""
    head = own[: min(HEAD_CHARACTERS, grids[0].start - start if grids else len(own))]
    years = find_years(name, head)
    if parent:
        kind, issuer, number, published = "annex", parent.issuer, parent.doc_number, parent.published
        years = years or parent.years
        dated = re.search(YEAR, name) is not None
        year = find_year(name, kind, years, published, own, source.name) if dated else parent.year
        region, code = parent.region, parent.region_code
    else:
        kind, issuer, number = find_kind(name, own), said.issuer or find_issuer(name, lines), said.doc_number
        number = number or find_number(lines)
        published = said.published or find_published(kind, flat, start, end, lines)
        year = find_year(name, kind, years, published, own, source.name)
        region, code = find_region(name, issuer, own, year_written(published, year, years))
    title, guess = called(written, own, source.name, kind, (region, year))
    return Document(
        id=identifier,
        source=source.name,
        title=title,
        kind=kind,
        issuer=issuer or (f"{region}人民政府" if kind == "work_report" and region else None),
        doc_number=number,
        published=published,
        year=year,
        region=region,
        region_code=code,
        start=start,
        end=end,
        years=years,
        parent_id=parent.id if parent else None,
        title_guess=guess,
    )


def head_lines(flat: str, start: int, end: int) -> list[Line]:
    """The first lines of a document, without those that say where the file came from."""
    lines = split_lines(flat, start, min(end, start + 30_000))
    return [line for line in lines if not line.text.startswith("# ")][:HEAD_LINES]


def rows_of_tables(text: str, grids: Sequence[Grid]) -> list[Span]:
    """Where the rows of tables stand, from the first with two cells: no title is to be sought there, but in those above
    it, and in the frames of one column that only arrange a page."""
    spans: list[Span] = []
    for grid in grids:
        filled = [cell for cell in grid.cells if text[cell.start : cell.end].strip()]
        counts = Counter(cell.row for cell in filled)
        start = min((cell.start for cell in filled if counts[cell.row] > 1), default=grid.end)
        if start < grid.end and (not spans or start >= spans[-1].end):
            spans.append(Span(start, grid.end))
    return spans


def called(
    title: str | None, text: str, name: str, kind: str, of: tuple[str | None, int | None]
) -> tuple[str, str | None]:
    """What to call a document, and the rule that guessed it, if one did. A report without a title, or one that bears
    no more than 政府工作报告, is called by its place and year. of: its place and year; name: of its file."""
    region, year = of
    if region and (REPORT.fullmatch(title) if title else kind == "work_report"):
        return f"{year}年{region}政府工作报告" if year else f"{region}政府工作报告", None
    return (clean_title(title), None) if title else guess_title(text, name)


def clean_title(title: str) -> str:
    """Without what a page or a file puts around a title: 附件1:…, ….docx, …(点击下载)."""
    cleaned = AROUND.sub("", title).strip()
    return cleaned if len(cleaned) > 3 else title


def find_kind(title: str, text: str) -> str:
    """The kind the title tells; a report to a congress and an article without such a title are told by their text."""
    for kind, form in KINDS:
        if form.search(title):
            return kind
    if re.search(r"各位代表[:!].{0,40}(?:向大会|报告(?:政府)?工作)", text[:3000]) or "各位代表" in text[:200]:
        return "work_report"
    if re.search(r"五年(?:规划|计划)", text[:200]):
        return "five_year_plan"
    if re.search(f"制定本{any_of('made_here')}", text[:1500]):
        return "action_plan"
    if re.search(r"(?:制定|制订|提出|出台)(?:如下|以下|本)?(?:政策|措施|意见|办法|细则)", text[:1500]):
        return "policy"
    return "news" if 100 < len(text) < 3000 else "other"


def find_number(lines: list[Line]) -> str | None:
    """文号 on a line of its own or at the end of one; a bracket that was lost is put back (〔20234号 → 〔2023〕4号)."""
    for line in lines:
        match = NUMBER.search(line.text[:120])
        # 怀政办发〔2020〕5号文件同时废止: another one's
        is_own = match and not re.match(f" *{any_of('behind_own_number')}", line.text[match.end() :])
        if match and is_own and (match.end() == len(line.text) or match.start() == 0):
            return f"{match.group(1)}〔{match.group(2)}〕{match.group(3)}号"
    return None


def find_issuer(title: str, lines: list[Line]) -> str | None:
    """Who issued it: the page's source, the title's own words, a line of its own."""
    for line in lines:
        match = PUBLISHER.search(line.text[:120])
        named = match and (match.group(1) or match.group(2))
        if named and ISSUER.fullmatch(named):
            return named
    if match := re.match(r"(.{3,30}?)(?:关于|印发)", title):
        named = ISSUER.match(match.group(1))
        if named:
            return match.group(1).strip(" ")
    if lines and (match := re.search(rf"{re.escape(title[-6:])} +({ISSUER.pattern})(?= )", lines[0].text[:300])):
        return match.group(1)
    for line in lines[1:]:
        if len(line.text) <= 24 and ISSUER.fullmatch(line.text):
            return line.text
    return None


def find_published(kind: str, flat: str, start: int, end: int, lines: list[Line]) -> str | None:
    """The day it was given (a report), published, or signed; the last line of an article may be its date."""
    rules = [_given, _stamped, _signed, _last_line] if kind == "work_report" else [_stamped, _last_line, _signed]
    for rule in rules:
        if day := rule(flat, start, end, lines):
            return day
    return None


def _given(flat: str, start: int, end: int, lines: list[Line]) -> str | None:
    """“2021年12月30日在…会议上”"""
    head = flat[start : min(end, start + HEAD_CHARACTERS)]
    match = re.search(rf"({YEAR})年 ?(\d{{1,2}})月 ?(\d{{1,2}})日(?= ?在.{{4,40}}(?:会议|大会))", head)
    return _iso(match) if match else None


def _stamped(flat: str, start: int, end: int, lines: list[Line]) -> str | None:
    """“发布时间:2021-06-07”"""
    for line in lines:
        if match := PUBLISHED.search(line.text[:120]):
            day = DAY.match(line.text, match.end())
            return _iso(day) if day else None
    return None


def _signed(flat: str, start: int, end: int, lines: list[Line]) -> str | None:
    """“2023年1月30日” on a line of its own near the head, or among the last lines."""
    tail = split_lines(flat, max(start, end - 400), end)[-6:]
    for line in [*lines, *tail]:
        if day := DAY.fullmatch(line.text.strip("() ")):
            return _iso(day)
    return None


def _last_line(flat: str, start: int, end: int, lines: list[Line]) -> str | None:
    """An article's date line."""
    tail = split_lines(flat, max(start, end - 60), end)
    day = DAY.fullmatch(tail[-1].text) if tail else None
    return _iso(day) if day else None


def _iso(day: re.Match[str]) -> str | None:
    year, month, date = int(day.group(1)), int(day.group(2)), int(day.group(3))
    return f"{year:04}-{month:02}-{date:02}" if 1 <= month <= 12 and 1 <= date <= 31 else None


def find_years(title: str, head: str) -> tuple[int, int] | None:
    """The first and last year planned for: “(2021—2025年)”, “第十四个五年规划”, “十四五”."""
    for text in (title, re.sub("《[^《》]*》", "", head)):
        if match := re.search(rf"({YEAR})年? *[-—–－~至到]+ *({YEAR})(?=年|\))", text):
            first, last = int(match.group(1)), int(match.group(2))
            if first < last <= first + 15:
                return first, last
        if match := re.search(
            f"第({ORDINAL})个(?:五|5)年|“({ORDINAL})五”.{{0,20}}{any_of('behind_five_years')}", title
        ):
            return years_of_plan(match.group(1) or match.group(2))
        if match := re.search(rf"第({ORDINAL})个五年.{{0,30}}(?:规划|计划)", text[:120]):
            return years_of_plan(match.group(1))
    return None


def find_year(
    title: str, kind: str, years: tuple[int, int] | None, published: str | None, text: str, name: str
) -> int | None:
    """The year it speaks for."""
    if (years and str(years[0]) in title) or (years and not re.search(YEAR, title)):
        return years[0]
    if match := re.search(YEAR, title):
        return int(match.group())
    if kind == "work_report":
        return _report_year(published, text)
    if kind == "news" and (match := re.search(rf"({YEAR})年", text[:400])):
        return int(match.group(1))
    if published:
        return int(published[:4])
    if match := re.search(r"(?<!\d)20\d\d(?!\d)", name):
        return int(match.group())
    named = Counter(int(year) for year in re.findall(rf"(?<![到至])({YEAR})年(?!前|底前|末)", text))
    return max(sorted(named), key=lambda year: named[year], default=None)


def _report_year(published: str | None, text: str) -> int | None:
    """A report of December speaks for the next year; without a date, a heading tells (“二、2014年工作安排”)."""
    if published:
        return int(published[:4]) + (int(published[5:7]) >= 11)
    plans = re.findall(
        f"({YEAR})年(?:的)?(?:经济社会发展)?(?:的)?(?:主要|重点|政府)?{any_of('yearly_work')}",
        text,
    )
    past = [int(year) + 1 for year in re.findall(rf"({YEAR})年(?:政府)?工作(?:的)?回顾", text)]
    named = past or [int(year) for year in plans]
    return max(named) if named else None

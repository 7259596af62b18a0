"""What to call a document that bears no title: ordered rules, from what it says of itself down to its file's name.

In: the document's folded text, the headings that any plan has, its file's name. Out: a title and the name of the rule
that guessed it, which stays with the document: pages say that the title is a guess, and a person may put it right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from urllib.parse import unquote

from graph.lexicon.wordings import wordings
from graph.writing.sentence_ends import LINE, TASK
from ingest.form.labels import label_at
from ingest.form.lines import split_lines

any_of = wordings("documents").any_of

LONGEST = 48  # characters of a guess
OPENING = 1500  # characters in which a document says what it is
FIRST_HEADINGS = 12
NAME_ONLY = "file name"

FORM = any_of("guessed_documents")
# “根据…,编制《…纲要》”: the own name of the document, and not of one that it rests on or tells of
_NAMES_ITSELF = re.compile(
    rf"(?:根据|按照|为)[^{TASK}{LINE}]{{4,120}}?" r"(?:制定|制订|编制|提出|形成)(?:本|了)?《(?P<name>[^《》]{6,60})》"
)
_ABOUT = ("意见", "措施", "政策", "规定", "办法", "细则")  # 关于…的意见, but …行动计划
_MAKES_ITSELF = re.compile(rf"(?:制定|制订|编制|出台|提出)(?:如下|以下)?本?(?P<form>{FORM})")
# 为加快…, and not 为贯彻落实…, which any plan begins with
_PURPOSE = re.compile(
    rf"(?:^|[,。;:\n] *)(?:现?就|为了?|以)?{any_of('way_of_purpose')}*"
    rf"(?P<what>{any_of('purposes')}[^,。;:《》\n]{{5,40}})"
)
_OF_LAW = re.compile(any_of("of_law"))
_TERM = re.compile(r"^[\"“「](?P<term>[^\"”」]{4,30})[\"”」]是")
_WORD = re.compile(r"[\u4e00-\u9fff]{2}")

Guess = Callable[[str, str], str | None]


@cache
def _usual() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Headings that tell nothing of what a document is about, and file names that tell nothing at all."""
    headings, names = any_of("usual_headings"), any_of("empty_file_names")
    return re.compile(headings), re.compile(rf"(?:{names}[-_ 0-9()]*)+", re.IGNORECASE)


def guess_title(flat: str, name: str) -> tuple[str, str]:
    """A title for the document whose text is `flat`, and the rule it comes from. name: of the source."""
    for rule, guess in RULES:
        found = guess(flat, name)
        if found:
            return _cut(found), rule
    return name_of_file(name), NAME_ONLY


def names_itself(flat: str, name: str) -> str | None:
    """“编制《…“九五”计划和二○一○年远景目标纲要》”."""
    match = _NAMES_ITSELF.search(flat[:OPENING])
    return match["name"] if match else None


def by_file_name(flat: str, name: str) -> str | None:
    """A file's name that is written as a title is: with words, and more than “文件下载”."""
    called = clean_file_name(name)
    return called if len(_WORD.findall(called)) >= 2 and not _usual()[1].fullmatch(called) else None


def by_purpose(flat: str, name: str) -> str | None:
    """“为加快发展…,制定本行动计划” → 加快发展…行动计划."""
    opening = flat[:OPENING]
    makes = _MAKES_ITSELF.search(opening)
    if makes is None:
        return None
    for match in _PURPOSE.finditer(opening, 0, makes.start()):
        if not _OF_LAW.search(match["what"]):
            what, form = match["what"].strip(), makes["form"]
            return f"关于{what}的{form}" if form.endswith(_ABOUT) else what + form
    return None


def by_term(flat: str, name: str) -> str | None:
    """““城市公共交通智能化应用示范工程”是…”."""
    match = _TERM.match(next((line for line in flat[:OPENING].splitlines() if line.strip()[:1] not in ("", "#")), ""))
    return match["term"] if match else None


def by_heading(flat: str, name: str) -> str | None:
    """The first heading that is not one of those that any plan has."""
    usual, seen = _usual()[0], 0
    for line in split_lines(flat, 0, min(len(flat), 30_000)):
        label = label_at(flat, line.start, line.end)
        if label is None or seen >= FIRST_HEADINGS:
            continue
        seen += 1
        title = re.split("[。;:]", flat[label.end : line.end].strip())[0].strip()
        if 4 <= len(title) <= 30 and title[0] != "本" and not usual.search(title):
            return title
    return None


RULES: tuple[tuple[str, Guess], ...] = (
    ("names itself", names_itself),
    ("file name in words", by_file_name),
    ("purpose", by_purpose),
    ("term", by_term),
    ("heading", by_heading),
)


def clean_file_name(name: str) -> str:
    """A file's name without folder, ending, what a browser or a website puts around it, and a second download's (1)."""
    stem = name_of_file(unquote(name))
    stem = re.sub(r"^(?:附件 ?\d* ?[:：、.]?|P?0?20\d{12,}|W0\d{10,})[-_ ]*", "", stem)
    stem = re.sub(r"(?: ?[(（]\d{1,2}[)）]| ?-? ?副本|[-_ ]*[(（]?(?:正文|最终稿|定稿|印发稿|下载)[)）]?)+$", "", stem)
    return re.sub(r"[_＿]+", " ", stem).strip()


def name_of_file(name: str) -> str:
    """The file's name without folder and ending."""
    return re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.rsplit("/", 1)[-1])


def _cut(title: str) -> str:
    """No longer than a title may be: up to a mark, where there is one."""
    if len(title) <= LONGEST:
        return title
    at = max(title.rfind(mark, 12, LONGEST) for mark in ",、 ")
    return f"{title[: at if at > 0 else LONGEST]}…"

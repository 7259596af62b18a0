"""numbering.xml → the number that Word prints before each paragraph of a list, as it would have been typed.

Lists that name the same abstract list count on together, unless one of them starts its count anew (startOverride).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.writing.numerals import numeral
from ingest.sources.word_styles import NO_LIST, Style, Styles
from ingest.sources.word_xml import Element, W, child, is_on, number, value

LEVELS = 9
CLOSES = re.compile(r"[、．.。）)】\]〕：:，,；;\s是\u2460-\u249b\u3220-\u32bf]$")  # nothing parts these from the text
CUSTOM = re.compile(r"0*1")  # w:numFmt w:format: 001, 002, …


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list: how its numbers are counted and printed."""

    start: int = 1
    format: str = "decimal"
    text: str = ""  # 第%1章, %1.%2
    restarts_after: int | None = None  # the level (from 1) whose numbers let it start anew; 0: none
    is_legal: bool = False  # all numbers in plain digits
    style: str = ""  # paragraphs of this style are of this level
    is_close: bool = False  # nothing stands between number and text


@dataclass(slots=True)
class WordList:
    """A list as paragraphs name it: its levels, the count it shares, where it starts that count anew."""

    key: str
    levels: list[ListLevel]
    restarts: dict[int, int]
    begun: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Numbering:
    """The lists of a file and how far each has been counted; asked paragraph by paragraph, in reading order."""

    lists: dict[int, WordList] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    def place(self, style: Style, own: tuple[int | None, int | None]) -> tuple[WordList, int] | None:
        """The list a paragraph belongs to, by itself or by its style, and its level there (from 0)."""
        identifier = own[0] if own[0] is not None else style.list_id
        if identifier is None or identifier == NO_LIST or identifier not in self.lists:
            return None
        found = self.lists[identifier]
        level = own[1]
        if level is None and own[0] is None:
            level = next((at for at, each in enumerate(found.levels) if each.style and each.style == style.id), None)
            level = style.list_level if level is None else level
        return found, min(max(level or 0, 0), LEVELS - 1)

    def count(self, found: WordList, level: int) -> str:
        """Count one more paragraph and give its number; empty for a bullet."""
        counts = self.counts.setdefault(found.key, [None] * LEVELS)
        if level in found.restarts and level not in found.begun:
            counts[level] = found.restarts[level]
        else:
            before = counts[level]
            counts[level] = found.levels[level].start if before is None else before + 1
        found.begun.add(level)
        for below in range(level + 1, LEVELS):
            after = found.levels[below].restarts_after
            if after is None or level + 1 <= after:
                counts[below] = None
        return _print(found, counts, level)


def _print(found: WordList, counts: list[int | None], level: int) -> str:
    own = found.levels[level]
    if own.format == "bullet":
        return ""

    def filled(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        if at > level:
            return ""
        shown = found.levels[at]
        counted = counts[at]
        format = "decimal" if own.is_legal and shown.format != "decimalZero" else shown.format
        counted = found.restarts.get(at, shown.start) if counted is None else counted
        return f"{counted:0{len(format)}d}" if format.startswith("0") else numeral(counted, format)

    return re.sub(r"%([1-9])", filled, own.text).strip("\t\n ")


def typed(label: str, text: str, is_close: bool) -> str:
    """A number before its text as it would have been typed: 一、工作目标, 第一章 总则, 1.1 目标."""
    text = text.lstrip()
    if not label or not text:
        return label + text
    breaks_figure = label[-1] in ".．0123456789" and text[0].isdigit()  # 1. 2025年, not 1.2025年
    parted = breaks_figure or not (is_close or CLOSES.search(label))
    return f"{label} {text}" if parted else label + text


def read_numbering(part: Element | None, styles: Styles) -> Numbering:
    """The lists of numbering.xml; none where the file has no such part."""
    if part is None:
        return Numbering()
    abstract = {each.get(f"{W}abstractNumId"): each for each in part.iterfind(f"{W}abstractNum")}
    named = {each.get(f"{W}numId"): each for each in part.iterfind(f"{W}num")}
    lists: dict[int, WordList] = {}
    for identifier, element in named.items():
        key = value(element, "abstractNumId")
        linked = value(abstract.get(key), "numStyleLink")
        if linked is not None:  # defined where that style's list is
            style = styles.of(linked)
            key = value(named.get(str(style.list_id)), "abstractNumId") or key
        at = number(identifier)
        if at is not None:
            lists[at] = _word_list(key or "", abstract.get(key), element)
    return Numbering(lists)


def _word_list(key: str, abstract: Element | None, element: Element) -> WordList:
    levels = [ListLevel()] * LEVELS
    for each in abstract.iterfind(f"{W}lvl") if abstract is not None else ():
        _put_level(levels, each)
    restarts: dict[int, int] = {}
    for override in element.iterfind(f"{W}lvlOverride"):
        own = child(override, "lvl")
        if own is not None:
            _put_level(levels, own)
        at, start = number(override.get(f"{W}ilvl")), number(value(override, "startOverride"))
        if at is not None and start is not None:
            restarts[at] = start
    return WordList(key, levels, restarts)


def _put_level(levels: list[ListLevel], element: Element) -> None:
    at = number(element.get(f"{W}ilvl"))
    if at is None or not 0 <= at < LEVELS:
        return
    start = number(value(element, "start"))
    levels[at] = ListLevel(
        1 if start is None else start,
        _format(element),
        value(element, "lvlText") or "",
        number(value(element, "lvlRestart")),
        bool(is_on(element, "isLgl")),
        value(element, "pStyle") or "",
        value(element, "suff") == "nothing",
    )


def _format(level: Element) -> str:
    """The name of the format; for one of Word's own making (001, 002, …) its first number."""
    for each in level.iter(f"{W}numFmt"):
        own = (each.get(f"{W}format") or "").split(",")[0].strip()
        if value(level, "numFmt") is None and CUSTOM.fullmatch(own) and len(own) > 1:
            return own
    return next(
        (each.get(f"{W}val") for each in level.iter(f"{W}numFmt") if each.get(f"{W}val") != "custom"), "decimal"
    )

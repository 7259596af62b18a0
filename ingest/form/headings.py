"""Where a heading's title ends: at the end of its line, at the first full stop, or where its text runs on.

Titles stand alone on their line, run into their text after a full stop (“1.开展促销活动。支持…”), or lost the stop
(“2022年主要工作2022年是…”). Ordered rules; the first that finds an end wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.lexicon.wordings import wordings
from graph.writing.sentence_ends import ENDS, FULL_STOP

any_of = wordings("form").any_of

LONGEST_LINE = 60  # a longer line is a heading with text behind it, or no heading
LONGEST_RUN_IN = 52
LONGEST_SURE_RUN_IN = 36  # a longer first sentence may be a title that lost its stop, and text
LONGEST_FUSED = 48
LONGEST_CLAUSE = 30

SENTENCE_INSIDE = re.compile(f"[{ENDS}](?=.)")
WIDE_BLANK = re.compile("(?<=[^ ]) {2,}(?=[^ ].{14})")
BLANK = re.compile('(?<=[^ \\d"”]) (?=[^ \\d].{14})')
CLOSING = ")”》』」】〕"
COLON_TITLE = re.compile(r"[^ ,。;:!?()]{2,14}:(?=.{12})(?=.*[,。;])")
# Words a title ends with, and words the text behind it opens with; both are needed to see a stop that was lost.
TITLE_END = re.compile(f"{any_of('title_end')}$")
TEXT_START = re.compile(any_of("text_start"))


def end_of_title(flat: str, start: int, limit: int, is_fused: bool = False) -> int | None:
    """The end of the title that opens at `start` (its full stop included); None when the text does not show it.

    `is_fused`: the heading stands inside a line that holds a whole report, where stops are lost as a rule.
    """
    for rule in FUSED_RULES if is_fused else RULES:
        end = rule(flat, start, limit)
        if end is not None:
            return end
    return None


def whole_line(flat: str, start: int, limit: int) -> int | None:
    """A short line that holds one clause is all title."""
    if limit - start > LONGEST_LINE or SENTENCE_INSIDE.search(flat, start, limit):
        return None
    return limit


def wide_blank(flat: str, start: int, limit: int) -> int | None:
    """“第一章 发展环境　　“十一五”时期是…”: two blanks end a title that fills less than a line."""
    return _blank_end(WIDE_BLANK, flat, start, limit)


def single_blank(flat: str, start: int, limit: int) -> int | None:
    """“一、总体要求 坚持以…”: in a report that was put into one line, a blank stands where a line ended."""
    return _blank_end(BLANK, flat, start, limit)


def _blank_end(form: re.Pattern[str], flat: str, start: int, limit: int) -> int | None:
    last = min(limit, start + LONGEST_FUSED + 1)
    at = flat.find(" ", start + 2, last)
    while at >= 0 and not form.match(flat, at, limit):
        at = flat.find(" ", at + 1, last)
    return None if at < 0 or FULL_STOP.search(flat, start, at) else at


def repeated_opening(flat: str, start: int, limit: int) -> int | None:
    """“今后五年目标任务今后五年,…”, “…,推动产业扩量提质制造业是…”: the text opens with words of its title."""
    for at in range(start + 6, min(limit - 4, start + LONGEST_FUSED)):
        if FULL_STOP.match(flat, at - 1):
            return None
        if any(_repeats(flat, start, at, width) for width in (4, 3, 2)) and _ends_title(flat, start, at):
            return at
    return None


def _repeats(flat: str, start: int, at: int, width: int) -> bool:
    if flat[at : at + width] not in flat[start:at]:
        return False
    return width == 4 or flat[at + width : at + width + 1] in ("是", "作")


def _ends_title(flat: str, start: int, at: int) -> bool:
    return TITLE_END.search(flat[start:at]) is not None and not _opens_bracket(flat, start, at)


def salutation(flat: str, start: int, limit: int) -> int | None:
    """“加强自身建设各位代表!…”"""
    at = flat.find("各位代表", start + 2, min(limit, start + LONGEST_FUSED))
    return at if at > 0 and FULL_STOP.search(flat, start, at) is None else None


def run_in(flat: str, start: int, limit: int) -> int | None:
    """“1.开展系列消费促进活动。支持…”"""
    return _first_stop(flat, start, min(limit, start + LONGEST_SURE_RUN_IN))


def long_run_in(flat: str, start: int, limit: int) -> int | None:
    """The same with a title that is nearly too long."""
    return _first_stop(flat, start, min(limit, start + LONGEST_RUN_IN))


def _first_stop(flat: str, start: int, limit: int) -> int | None:
    match = FULL_STOP.search(flat, start, limit)
    if match is None:
        return None
    end = match.end()
    while end < limit and flat[end] in CLOSING:
        end += 1
    return end


def colon(flat: str, start: int, limit: int) -> int | None:
    """“发展目标:到2025年,…”"""
    match = COLON_TITLE.match(flat, start, limit)
    return match and match.end()


def lost_stop(flat: str, start: int, limit: int) -> int | None:
    """“完善多元的投入机制调整和优化科研投入结构,…”"""
    for match in TEXT_START.finditer(flat, start + 5, min(limit, start + LONGEST_FUSED)):
        if FULL_STOP.search(flat, start, match.start()):
            return None
        if _ends_title(flat, start, match.start()):
            return match.start()
    return None


Rule = Callable[[str, int, int], int | None]
FUSED_RULES: tuple[Rule, ...] = (
    wide_blank,
    single_blank,
    colon,
    whole_line,
    salutation,
    repeated_opening,
    lost_stop,
    run_in,
    long_run_in,
)
RULES: tuple[Rule, ...] = (wide_blank, colon, whole_line, run_in, repeated_opening, lost_stop, long_run_in)


def _opens_bracket(flat: str, start: int, end: int) -> bool:
    piece = flat[start:end]
    return any(piece.count(left) > piece.count(right) for left, right in ("“”", "()", "《》", "〔〕"))


def first_clause(flat: str, start: int, limit: int) -> int:
    """Where the first clause ends: what stands for a title that cannot be told from its text."""
    limit = min(limit, start + LONGEST_CLAUSE)
    match = re.compile("[,。;:!?]").search(flat, start + 1, limit)
    return match.start() if match else limit

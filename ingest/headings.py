"""Where a heading's title ends: at the end of its line, at the first full stop, or where its text runs on.

Titles stand alone on their line, run into their text after a full stop (“1.开展促销活动。支持…”), or lost the stop
(“2022年主要工作2022年是…”). Ordered rules; the first that finds an end wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

LONGEST_LINE = 60  # a longer line is a heading with text behind it, or no heading
LONGEST_RUN_IN = 52
LONGEST_FUSED = 48
LONGEST_CLAUSE = 30

STOP = re.compile("[。!?]")
SENTENCE_INSIDE = re.compile("[。!?;](?=.)")
CLOSING = ")”》』」】〕"
COLON_TITLE = re.compile(r"[^ ,。;:!?()]{2,14}:(?=.{12})")
# Words a title ends with, and words the text behind it opens with; both are needed to see a stop that was lost.
TITLE_END = re.compile(
    "(?:回顾|工作|任务|目标|安排|措施|要求|思路|部署|成效|成就|进展|作为|气象|突破|进步|高度|提升|建设|发展|政府|体系|水平"
    "|质量|效率|效益|基地|集群|走廊|机制|氛围|改革|行动|工程|计划|环境|格局|优势|动能|动力|活力|需求|富裕|振兴|城市|乡村"
    "|生态|转型|升级|保障|底线|能力|管理|治理|制度|服务|合作|开放|产业|经济|企业|市场|交通|平台|园区|关系|法治|统一领导|成本)$"
)
TEXT_START = re.compile(
    r"各位代表|(?:今后|过去|未来|这|近)[一二三四五几]年|[一二三四五]年来|一年来|20\d\d年[,是全我]|当前|面对|围绕|依托|坚持|全力|狠抓"
    "|坚决|紧紧|始终|尊重|市.{1,2}届|落实|聚焦|统筹部署|实施|开展|建立|健全|完善|加快|加强|调整|深化|规范|破除|进一步|积极"
    "|充分|着眼|按照|根据|通过|以[^,。]{1,12}为|推进|发挥|严格|抢抓|抓好|把|促进|支持|鼓励|立足|突出|优化|大力|全面"
)


def end_of_title(flat: str, start: int, limit: int) -> int | None:
    """The end of the title that opens at `start` (its full stop included); None when the text does not show it."""
    for rule in RULES:
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
    match = re.compile(r"(?<=[^ ]) {2,}(?=[^ ].{10})").search(flat, start + 2, min(limit, start + LONGEST_FUSED))
    if match is None or STOP.search(flat, start, match.start()):
        return None
    return match.start()


def repeated_opening(flat: str, start: int, limit: int) -> int | None:
    """“今后五年目标任务今后五年,…”: the text opens with words its title holds."""
    for at in range(start + 6, min(limit - 4, start + LONGEST_FUSED)):
        if flat[at - 1] in ",、:; “(《" or _opens_bracket(flat, start, at):
            continue
        width = 4 if flat[at : at + 4] in flat[start:at] else 0
        if width == 0 and flat[at + 2 : at + 3] in ("是", "作") and flat[at : at + 2] in flat[start:at]:
            width = 2
        if width == 0 and flat[at + 3 : at + 4] in ("是", "作") and flat[at : at + 3] in flat[start:at]:
            width = 3
        if width and TITLE_STOPS.search(flat, start, at) is None:
            return at
    return None


def salutation(flat: str, start: int, limit: int) -> int | None:
    """“加强自身建设各位代表!…”"""
    at = flat.find("各位代表", start + 2, min(limit, start + LONGEST_FUSED))
    return at if at > 0 and STOP.search(flat, start, at) is None else None


def run_in(flat: str, start: int, limit: int) -> int | None:
    """“1.开展系列消费促进活动。支持…”"""
    match = STOP.search(flat, start, min(limit, start + LONGEST_RUN_IN))
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
        at = match.start()
        title = flat[start:at]
        if STOP.search(title) or _opens_bracket(flat, start, at):
            return None
        if TITLE_END.search(title):
            return at
    return None


TITLE_STOPS = STOP
Rule = Callable[[str, int, int], int | None]
RULES: tuple[Rule, ...] = (whole_line, wide_blank, salutation, repeated_opening, run_in, colon, lost_stop)


def _opens_bracket(flat: str, start: int, end: int) -> bool:
    piece = flat[start:end]
    return any(piece.count(left) > piece.count(right) for left, right in ("“”", "()", "《》", "〔〕"))


def first_clause(flat: str, start: int, limit: int) -> int:
    """Where the first clause ends: what stands for a title that cannot be told from its text."""
    limit = min(limit, start + LONGEST_CLAUSE)
    match = re.compile("[,。;:!?]").search(flat, start + 1, limit)
    return match.start() if match else limit

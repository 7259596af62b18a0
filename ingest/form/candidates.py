"""The lines of a document → the labels that may open headings, in reading order.

A label counts at the start of a line; inside a line only when the line holds a whole report. A short line between
two paragraphs may be a heading without a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from graph.lexicon.wordings import wordings
from graph.writing.sentence_ends import FULL_STOP
from ingest.form.headings import LONGEST_LINE, end_of_title
from ingest.form.labels import RANK, Label, label_at, lost_part_at
from ingest.form.lines import Line, fold_signs
from ingest.form.numbering import BACK_MATTER, PLAIN, LabelSeen

any_of = wordings("form").any_of

FUSED_LINE = 1500  # a line longer than this may hold headings
INSIDE = re.compile(
    r"(?:(?<=[。!?;:)”》…\]】〕]) *|(?<! ) +)"
    r"(?=[(〔]? ?[一二三四五六七八九十]{1,4} ?[)〕、.]|第[一二三四五六七八九十]{1,4}[篇编章节条]|\d{1,2}[.、]\D)"
)
BEHIND = re.compile(
    r"[^。;:!?]{2,}? +(?=[(〔]? ?[一二三四五六七八九十]{1,4} ?[)〕、.]|第[一二三四五六七八九十]{1,4}[篇编章节条])"
    r"|[^。;:!?]{5,}?[\u4e00-\u9fff](?=\d{1,2}\.[\u4e00-\u9fff“]|\([一二三四五六七八九十]{1,3}\)[\u4e00-\u9fff]{3})"
)
ENDS_SENTENCE = "。!?;:)”》…]】〕"
SENTENCE_END = "。;,、:!?.…—-"
SHORTEST_TEXT = 40
LONGEST_PLAIN = 28
NO_PLAIN = re.compile(
    rf"\d{{4}}年(?!.{{0,16}}{any_of('year_titles')}$)"
    r"|^附 *件|:|^[^\w“]|^\d(?!\d{3}年)|\d$|[<>]|^[图表] ?[\d一二三四五六七八九十]|^[^\u4e00-\u9fff]*$"
)
BACK = re.compile(r"[《(]?.{0,14}?[》)]?.{0,6}(?:名词|术语|用语|专业词汇)(?:解释|注释|说明)[)]?")
LAST_TITLE = re.compile(any_of("last_part"))
ANNEX_LIST = re.compile(r"附 *件[^。]{2,}")  # 附件:1.名单
LISTED = re.compile(r"\d{1,2} *[.、] *[^。]{2,60}$")


def find_candidates(flat: str, lines: Sequence[Line], title: str, levels: Mapping[int, int]) -> Iterator[LabelSeen]:
    """The labels that may open headings; `levels`: of the lines that the file itself calls headings, by their start."""
    listed = annex_list(lines)
    own_title = fold_signs(title).replace(" ", "")
    parts = 0
    for at, line in enumerate(lines):
        if line.start in listed:
            continue
        label = label_of_line(flat, line, parts)
        if label is not None:
            parts = label.number if label.kind == "part" else parts
            if opens_heading(flat, label, line):
                sure = line.start in levels or is_sure(flat, label, line)
                yield LabelSeen(label, strict=False, sure=sure, last=is_last(flat, label))
        elif (kind := PLAIN if line.start in levels else kind_without_label(lines, at)) and (
            line.text.replace(" ", "") not in own_title
        ):
            yield LabelSeen(Label(kind, 0, "", line.start, line.start), strict=False)
        if len(line.text) > FUSED_LINE:
            yield from labels_inside(flat, line, label.end if label else line.start)
        elif label is not None:
            yield from labels_behind(flat, line, label)


def label_of_line(flat: str, line: Line, parts: int) -> Label | None:
    """The label a line opens with; `parts` is the number of the 篇 it stands in."""
    label = label_at(flat, line.start, line.end)
    if label is None and parts and len(line.text) <= LONGEST_LINE and line.text[-1] not in SENTENCE_END:
        lost = lost_part_at(flat, line.start, line.end)
        return lost if lost and lost.number == parts + 1 else None
    return label


def opens_heading(flat: str, label: Label, line: Line) -> bool:
    """Whether what follows the label can be a heading at all."""
    if label.kind != "dash":
        return label.end < line.end
    end = end_of_title(flat, label.end, line.end)
    return end is not None and end < line.end and flat[end - 1] in "。:!?"


def is_sure(flat: str, label: Label, line: Line) -> bool:
    """A label in Chinese figures with a title behind it."""
    return label.kind in ("cn", "cn_paren") and end_of_title(flat, label.end, line.end) is not None


def is_last(flat: str, label: Label) -> bool:
    """A title that ends a document: of two open lists it belongs to the outer one."""
    return LAST_TITLE.search(flat, label.end, label.end + LONGEST_PLAIN) is not None


def labels_inside(flat: str, line: Line, start: int) -> Iterator[LabelSeen]:
    """Labels inside a line that holds a whole report, each after a sentence's end or after a title."""
    title_start, above = start, ""
    for match in INSIDE.finditer(flat, start, line.end):
        label = label_at(flat, match.end(), line.end)
        if label is None or label.kind in ("digit_paren", "circled", "dash"):
            continue
        before = flat[max(line.start, match.start() - 1) : match.end()].rstrip(" ")[-1:]
        ends_line = match.end() - match.start() > 1  # where a line ended, two blanks and more were left
        if before and before not in ENDS_SENTENCE and not ends_line:
            in_title = match.start() - title_start <= LONGEST_LINE and not FULL_STOP.search(
                flat, title_start, match.start()
            )
            if not in_title or (label.number != 1 and label.kind == above):
                continue
        title_start, above = label.end, label.kind
        yield LabelSeen(label, strict=True, last=is_last(flat, label))


def labels_behind(flat: str, line: Line, label: Label) -> Iterator[LabelSeen]:
    """“第一篇 指导原则 第一章 全面建设小康社会”: headings one after the other on one line."""
    while match := BEHIND.match(flat, label.end, min(line.end, label.end + LONGEST_LINE)):
        behind = label_at(flat, match.end(), line.end)
        if behind is None or RANK[behind.kind] <= RANK[label.kind]:
            return
        yield LabelSeen(behind, strict=RANK[behind.kind] > RANK["article"])
        label = behind


def kind_without_label(lines: Sequence[Line], at: int) -> str | None:
    """What a line without a label opens: the back of the document, a plain section, nothing."""
    if at == 0 or at + 1 >= len(lines):
        return None
    if BACK.fullmatch(lines[at].text):
        return BACK_MATTER
    return PLAIN if is_plain_heading(lines[at].text, lines[at - 1].text, lines[at + 1].text) else None


def is_plain_heading(line: str, before: str, after: str) -> bool:
    """A short line without label or stop between a finished paragraph and a long one."""
    if not 3 <= len(line) <= LONGEST_PLAIN or line[-1] in SENTENCE_END or NO_PLAIN.search(line):
        return False
    return before[-1] in "。)”!" and len(before) > 20 and len(after) >= SHORTEST_TEXT and after[0] not in ",。、;"


def annex_list(lines: Sequence[Line]) -> set[int]:
    """The lines of the list of annexes under a notice (“附件:1.…”, “2.…”), which are no headings."""
    listed: set[int] = set()
    for at, line in enumerate(lines):
        if not ANNEX_LIST.fullmatch(line.text):
            continue
        listed.add(line.start)
        for following in lines[at + 1 : at + 30]:
            if not LISTED.match(following.text):
                break
            listed.add(following.start)
    return listed

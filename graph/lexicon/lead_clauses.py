"""Who leads and who is responsible, as planning documents write it down: a text goes in, clauses come out.

    (市商务局牵头,市发展改革委等负责)          in parentheses after the task it speaks of
    (牵头责任单位:市教育局)                    the same with labels
    责任单位:省工信厅、财政厅                   a line of its own
    由市应急局牵头,市公安局配合                 within a sentence
    (市农牧业局、市财政局)                       a bracket of bodies alone, behind the full stop of the task

The text is folded (ingest/form/reading.py): half-width signs, no white space, a line break where a block ends. A clause
knows where its units stand; what the units are called is for ingest/entities/departments.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from graph.writing.sentence_ends import ENDS, LINE, TASK, TASK_END

BRACKETS = {"(": ")", "[": "]", "【": "】", "〔": "〕"}
SIGN = re.compile("[" + re.escape("".join([*BRACKETS, *BRACKETS.values()])) + "。]")
MAX_CLAUSE = 700  # characters; the longest list of responsible units seen has 350

# Taken whole, never given back: “各自职责分工” can be read in many ways, and a row of them in any number.
DUTY = (
    r"(?:(?:依据?|按照?|根据|在)?(?:各自)?(?:工作)?(?:职责|职能|职权)(?:范围内)?(?:任务)?(?:分工)?"
    r"|分工|分别|各自|共同|联合|具体|依法|密切)*+"
)
LEAD_WORD = (
    r"(?:总?牵头(?!(?:责任)?(?:部门|单位|人|企业|领导))(?:实施|落实|负责|组织|推进|抓总)*|主办(?!单位)|主责(?!单位)"
    r"|(?<![者的])为(?:总?牵头|主办|主责|第一责任)(?:责任)?(?:单位|部门))"
)
RESPONSIBLE_WORD = (
    r"(?:(?:负责(?!人|制|同志)|配合(?!单位|部门)|协助|协同|协办(?!单位)|参与|参加(?!单位)|落实|承办|实施|推进)+"
    r"|为(?:责任|配合|参加|协办|协助)(?:单位|部门))"
)
VERB = re.compile(rf"(?:等)?{DUTY}(?:(?P<lead>{LEAD_WORD})|(?P<other>{RESPONSIBLE_WORD}))")
DUTY_SIGNS = (
    "牵头",
    "负责",
    "配合",
    "单位",
    "部门",
    "主体",
    "主责",
    "主办",
)  # a clause in parentheses holds one of them
BODY = r"(?:单位|部门|处室|科室|机构)"
LABEL = re.compile(
    rf"(?P<lead>(?:总?牵头|主办|主责|第一责任|主要责任)(?:责任|负责|主管)?{BODY}|牵头)?"
    r"(?P<other>(?:共同)?(?:责任|负责|配合|参加|参与|协办|协作|协同|协助|落实|主管|实施|承办|对接|承担)"
    rf"(?:责任)?{BODY}|(?:责任|负责|配合|实施|落实)主体)?(?:及分工)?:"
)
DUTY_HEADER = re.compile(rf"(?P<lead>牵头|主办|主责)|(?:责任|负责|配合|参与|主管|实施|承办|协办|落实){BODY}")
# Where a list of units that stands outside parentheses ends.
LIST_END = re.compile(
    r"[。\n]|\((?:[一二三四五六七八九十]+|\d+)\)|(?<![一二三四五六七八九十])[一二三四五六七八九十]+、|(?<=\D)\d+[.．、](?!\d)"
    r"|[(【\[](?!市|区|县|[^()]{1,8}\))"
)
TWO_UNITS = re.compile(r"(?<=[局委办厅部院会府])(?:以及|和|及|会同|与)(?=[省市县区国])|(?:以及|和|及)(?=各|有关|相关)")
FIRST_LEADS = re.compile(r"(?:列|排)(?:在)?(?:首位|首|第一位?|前面?)(?:的|者)*(?:单位|部门)?为牵头")
# who to call, and how the list is to be read, stand after the bodies and are none
NO_UNITS = re.compile(rf"联系人|联系电话|联系方式|电话:|{FIRST_LEADS.pattern}")
UNITS = r"(?P<units>[^。;\n由,:]{3,80}?)"
CHARGED = r"负责(?=建设|实施|推进|推动|组织|打造|抓好|落实|统筹|协调|承办|[,。;])"
SENTENCE_DUTY = re.compile(
    rf"(?:由|(?<![^。;,\n])(?=[省市县区州盟旗自]|[\u4e00-\u9fff]{{2,6}}[省市县区州盟旗海])){UNITS}{DUTY}(?:(?P<lead>{LEAD_WORD})|(?P<other>{CHARGED}))"
)
HELPED = re.compile(rf",(?:会同|联合)?{UNITS}(?:等)?{DUTY}(?:配合|参与|协助|协同|协办|参加)(?=[,。;\n])")
BODY_NAME = r"[^、,。;:()和及与]{2,20}(?:局|委|厅|办|部|院|会|府|署|海关|银行|中心|支队|总队|公司|集团)"
OTHER_BODY = re.compile(rf"{BODY_NAME}|各[^()]{{2,14}}|[^、,。;:()]{{0,12}}成员单位")
LONGEST_OTHER = 22  # characters that fit it
FIRST_BODY = re.compile(BODY_NAME)
BODIES_ALONE = re.compile(
    rf"(?<=[{ENDS}])[(]" r"(?=[省市县区州盟旗]|国家|自治区|[\u4e00-\u9fff]{2,6}[省市县区州盟旗])(?P<bodies>[^()]*+)[)]"
)
BEHIND_ONE = re.compile(rf"[{TASK}{LINE}]|[(]?[\d一二三四五六七八九十]|$")


class Role(StrEnum):
    """What a clause says of a body: it leads (牵头), or is responsible (负责, 责任单位)."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"


@dataclass(frozen=True, slots=True)
class Part:
    """Units of one role: where each stands in the text, and for which half of the task (工业企业) if not for all."""

    role: Role
    units: tuple[tuple[int, int], ...]
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of who does it. `kind`: bracket | line | sentence | bodies."""

    start: int
    end: int
    kind: str
    parts: tuple[Part, ...]


def find_clauses(text: str) -> list[Clause]:
    """All clauses in order of place, none inside another."""
    is_first_lead = bool(FIRST_LEADS.search(text))
    found: list[Clause] = []  # by their start, none overlapping
    for finder in (bracket_clauses, line_clauses, sentence_clauses, bodies_alone):
        starts = [clause.start for clause in found]
        found += [c for c in finder(text) if (at := bisect_left(starts, c.end)) == 0 or found[at - 1].end <= c.start]
        found.sort(key=lambda clause: clause.start)
    return [promote_first(clause) for clause in found] if is_first_lead else found


def bracket_clauses(text: str) -> Iterator[Clause]:
    """“(市商务局牵头,市发展改革委等负责)”, “[责任单位:市国资委]”; not “(由企业自愿牵头申报的除外)”."""
    for start, end in brackets(text):
        is_labelled = any(label["lead"] or label["other"] for label in LABEL.finditer(text, start + 1, end - 1))
        parts = (labelled_parts if is_labelled else spoken_parts)(text, start + 1, end - 1)
        parts = parts or first_named(text, start + 1, end - 1)
        if parts:
            yield Clause(start, end, "bracket", parts)


def line_clauses(text: str) -> Iterator[Clause]:
    """“责任单位:省工信厅、财政厅” after a full stop or at the beginning of a line."""
    end = 0
    for label in re.finditer(r"(?<=[。\n;!,])" + LABEL.pattern, text):
        if label.start() < end or not (label["lead"] or label["other"]):
            continue
        stop = LIST_END.search(text, label.end())
        end = stop.start() if stop else len(text)
        parts = labelled_parts(text, label.start(), min(end, label.start() + MAX_CLAUSE))
        if parts:
            yield Clause(label.start(), end, "line", parts)


def sentence_clauses(text: str) -> Iterator[Clause]:
    """“由市农牧业局牵头,市财政局参与”, “市商务局负责建设陆港”: the units before the verb, and those that help."""
    duties = list(SENTENCE_DUTY.finditer(text))
    helped = HELPED.search(text)
    stop = -1
    for found, following in zip_longest(duties, duties[1:]):
        units = split_units(text, *found.span("units"))
        if not units:
            continue
        parts = [Part(Role.LEAD if found["lead"] else Role.RESPONSIBLE, units)]
        if helped and helped.start() < found.end():
            helped = HELPED.search(text, found.end())
        if stop < found.end():
            stop = end_of_sentence(text, found.end())
        # who helps is named in the same sentence, before the next duty
        if helped and helped.start() < stop and (following is None or following.end() > helped.start("units")):
            parts.append(Part(Role.RESPONSIBLE, split_units(text, *helped.span("units"))))
        yield Clause(found.start(), found.end(), "sentence", tuple(parts))


def end_of_sentence(text: str, at: int) -> int:
    """Where the sentence ends: at its stop, or where the block does."""
    stop = TASK_END.search(text, at)
    return stop.start() if stop else len(text) - 1


def bodies_alone(text: str) -> Iterator[Clause]:
    """“增加储备。(市农牧业局、市财政局)”: who is responsible, without a word that says so."""
    for found in BODIES_ALONE.finditer(text):
        start, end = found.span("bodies")
        is_one = FIRST_BODY.fullmatch(text, start, end) and BEHIND_ONE.match(text, found.end())
        if not is_one and not is_row_of_bodies(text, start, end):
            continue
        units = split_units(text, found.start() + 1, found.end() - 1)
        yield Clause(found.start(), found.end(), "bodies", (Part(Role.RESPONSIBLE, units),))


def is_row_of_bodies(text: str, start: int, end: int) -> bool:
    """Whether a stretch names several bodies and nothing else; “各县、市” may hold the signs that part them."""
    cuts = [*(at for at in range(start, end) if text[at] in "、,和"), end]
    if len(cuts) < 2 or not FIRST_BODY.fullmatch(text, start, cuts[0]):
        return False
    reached = {cuts[0]}
    for at, cut in enumerate(cuts[:-1]):
        if cut in reached:
            near = cuts[at + 1 : bisect_right(cuts, cut + 1 + LONGEST_OTHER)]
            reached.update(later for later in near if OTHER_BODY.fullmatch(text, cut + 1, later))
    return end in reached


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Outermost parentheses that speak of a duty, not longer than a clause may be."""
    at = 0
    for start, end in sorted(closings(text).items()):
        if start >= at and any(sign in text[start:end] for sign in DUTY_SIGNS):
            yield start, end
            at = end


def closings(text: str) -> dict[int, int]:
    """Where each parenthesis that may hold a clause opens, and the place behind its end; a sentence's end closes
    none, unless it ends what is said of the list."""
    ends: dict[int, int] = {}
    waiting: list[tuple[int, str]] = []
    for sign in SIGN.finditer(text):
        at, character = sign.start(), sign[0]
        if character in BRACKETS:
            waiting.append((at, BRACKETS[character]))
        elif character == "。":
            if not text.endswith(("下同", "为牵头单位"), 0, at):
                waiting.clear()
        elif waiting and character == waiting[-1][1]:
            start, _ = waiting.pop()
            if at - start < MAX_CLAUSE:
                ends[start] = at + 1
    return ends


def labelled_parts(text: str, start: int, end: int) -> tuple[Part, ...]:
    """“牵头单位:A、B;配合单位:C”."""
    labels = [m for m in LABEL.finditer(text, start, end) if m["lead"] or m["other"]]
    parts = []
    for label, following in zip_longest(labels, labels[1:]):
        stop = following.start() if following else end
        others = NO_UNITS.search(text, label.end(), stop)
        units = split_units(text, label.end(), others.start() if others else stop)
        if units:
            parts.append(Part(Role.LEAD if label["lead"] else Role.RESPONSIBLE, units))
    return tuple(parts)


def spoken_parts(text: str, start: int, end: int) -> tuple[Part, ...]:
    """“A牵头,B、C等配合”; a verb that no list stands before, or words after the last verb, make it no clause."""
    parts = []
    at = start
    for verb in VERB.finditer(text, start, end):
        units = split_units(text, at, verb.start())
        following = text[verb.end() : end]
        if following and not re.match(r"[,;、。]", following):
            continue
        at = verb.end()
        if not units:
            continue
        role = Role.LEAD if verb["lead"] else Role.RESPONSIBLE
        parts += list(halves(text, role, units))
    rest = text[at:end]
    if rest and not re.match(r"[,;。、](?:列|排|下同|以下|各)|等?$", rest):
        return ()
    return tuple(parts)


def halves(text: str, role: Role, units: tuple[tuple[int, int], ...]) -> Iterator[Part]:
    """“工业企业由市工业和信息化局” leads only for 工业企业."""
    first = text[units[0][0] : units[0][1]]
    topic, by, _ = first.rpartition("由" if "由" in first else ":")
    if by and topic:
        yield Part(role, ((units[0][0] + len(topic) + 1, units[0][1]), *units[1:]), topic)
    else:
        yield Part(role, ((units[0][0] + len(by), units[0][1]), *units[1:]))


def first_named(text: str, start: int, end: int) -> tuple[Part, ...]:
    """“市教育局、市财政局,列首位的为牵头单位,下同”: the list before the words that tell how to read it."""
    told = FIRST_LEADS.search(text, start, end)
    units = split_units(text, start, told.start()) if told else ()
    return (Part(Role.RESPONSIBLE, units),) if units else ()


def split_units(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The places of a list's entries: parted at 、 , ; outside parentheses, without 等 and the like."""
    entries: list[tuple[int, int]] = []
    depth, begin = 0, start
    for at in range(start, end + 1):
        character = text[at] if at < end else "、"
        if character in "([〔":
            depth += 1
        elif character in ")]〕":
            depth -= 1
        elif character in "、,;。\n" and (depth <= 0 or at == end) and (character != "\n" or at == end):
            entries += trimmed(text, begin, at)
            begin = at + 1
    return tuple(entries)


def trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """An entry without 等, 等部门, 会同 and the like; nothing when nothing is left. “A和B” of two bodies is two."""
    entry = text[start:end]
    lead = re.match(r"(?:以及|会同|联合|及|和|并|\n)+", entry)
    start += lead.end() if lead else 0
    tail = re.search(r"等(?:(?:有关|相关|市直|省直|各)*(?:部门|单位|企业))?$", text[start:end])
    end = start + tail.start() if tail else end
    if end <= start:
        return []
    both = TWO_UNITS.search(text, start, end)
    if both:
        return trimmed(text, start, both.start()) + trimmed(text, both.end(), end)
    return [(start, end)]


def promote_first(clause: Clause) -> Clause:
    """Where the document says that the first unit of a list leads, it does."""
    if any(part.role is Role.LEAD for part in clause.parts) or not clause.parts:
        return clause
    first, *others = clause.parts
    lead = Part(Role.LEAD, first.units[:1], first.topic)
    rest = (Part(Role.RESPONSIBLE, first.units[1:], first.topic),) if first.units[1:] else ()
    return Clause(clause.start, clause.end, clause.kind, (lead, *rest, *others))

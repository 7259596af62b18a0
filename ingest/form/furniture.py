"""Lines of a document that are no content: contents pages, page frames, the frame of a web page, imprint lines.

In: the lines of a document (folded). Out: the starts of those lines. Ordered rules on one line, then the contents
page, which is a run of lines that come again as headings.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from graph.lexicon.wordings import wordings
from ingest.form.known import GUESSED, Known
from ingest.form.labels import label_at
from ingest.form.lines import Line
from ingest.form.wraps import wrap_width

any_of = wordings("form").any_of

# Each run of dots and of blanks is tried once, from its beginning: such lines are all dots and blanks.
LEADERS = re.compile(
    r"(?:(?<!\.)\.{4,}|(?<!…)…{2,}|(?<!·)·{4,}|(?<!-)-{6,}|(?<!_)_{6,})"
    r" *+(?:[-—] *+)?(?:(?:\d{1,4}|[IVXivx]{1,6}) *+)?[-—]?$"
)
RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("origin", re.compile(r"# ?(?:source|来源|url|http)\b.*", re.IGNORECASE)),
    ("page number", re.compile(r"[-—–] *\d{1,4} *[-—–]|第 *\d{1,4} *页(?:[,/ ]*共 *\d{1,4} *页)?|\d{1,4} */ *\d{1,4}")),
    ("published", re.compile(r"(?:发布|发表|更新|公开|成文)?(?:时间|日期) *:? *\d{4}.{0,60}")),
    ("origin of page", re.compile(r"(?:信息|稿件|文章)?来源 *:.{0,40}")),
    (
        "button",
        re.compile(any_of("buttons")),
    ),
    (
        "navigation",
        re.compile(f"{any_of('page_lines')}.{{0,60}}|.{{0,4}}ICP备.{{0,40}}"),
    ),
    ("font size", re.compile(r"【?字[号体].{0,20}")),
    ("code to scan", re.compile(r"扫一扫.{0,30}|手机.{0,6}扫.{0,20}")),
    ("related", re.compile(r"相关(?:报道|链接|文件|附件|阅读|解读).{0,2}")),
    ("counter", re.compile(r"(?:浏览|点击|阅读)(?:量|次数|数).{0,20}")),
    ("editor", re.compile(r"责任编辑.{0,20}|责编.{0,20}|(?:编辑|作者|审核|校对) *:.{0,20}")),
    ("catalogue entry", re.compile(r"(?:索引号|主题分类|有效性).{0,60}")),
    ("copies", re.compile(r"(?:抄 *送|抄 *报|主 *送|分 *送) *:.{0,120}")),
    (
        "printing office",
        re.compile(rf".{{2,30}}{any_of('signed_by')} *20\d\d年\d{{1,2}}月\d{{1,2}}日 *印发"),
    ),
    ("contents line", LEADERS),
    ("rule", re.compile(r"[-=*_~—·.]+")),
)
BARE_PAGE_NUMBER = re.compile(r"\d{1,3}")  # only where lines are set as on a page
PAGE_NUMBER = dict(RULES)["page number"]
FIRST_LINES = 3  # of a document, which bear its title
CONTENTS = re.compile(r"目 *[录次]")
MOST_CONTENTS_LINES = 400
LONGEST_ENTRY = 80
SHORTEST_ENTRY = 6


def find_furniture(lines: Sequence[Line], known: Known = GUESSED) -> set[int]:
    """The starts of the lines that are no content."""
    starts = {line.start for line in lines if is_furniture(line.text)} | known.furniture
    contents = Contents(lines)
    starts.update(contents.starts())
    starts.update(line.start for line in unnamed_contents(contents))
    if not known.is_whole and wrap_width([line for line in lines if line.start not in starts]) is not None:
        starts.update(line.start for line in lines if BARE_PAGE_NUMBER.fullmatch(line.text))
    starts.update(imprint_tail(lines, starts))
    if not known.is_whole:
        starts.update(running_heads(lines))
    return starts


def running_heads(lines: Sequence[Line]) -> list[int]:
    """Lines beside a page number that stand beside another one too, or repeat one of the first lines."""
    numbers = {at: line for at, line in enumerate(lines) if PAGE_NUMBER.fullmatch(line.text)}
    beside = [at for number in numbers for at in (number - 1, number + 1) if 0 <= at < len(lines) and at not in numbers]
    texts = Counter(lines[at].text for at in beside)
    first = {line.text for line in lines[:FIRST_LINES]}
    return [
        lines[at].start
        for at in beside
        if at >= FIRST_LINES
        and len(lines[at].text) >= SHORTEST_ENTRY
        and (texts[lines[at].text] > 1 or lines[at].text in first)
    ]


def is_furniture(text: str) -> bool:
    """Whether a line is no content by itself."""
    if len(text) > 160:
        return False
    return any(form.search(text) if form is LEADERS else form.fullmatch(text) for _, form in RULES)


class Contents:
    """Finds the contents pages among lines; what a line is called in one is read once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.keys: list[str] = []
        self.by_opening: defaultdict[str, list[int]] = defaultdict(list)  # lines whose keys open alike
        self.long: list[int] = []  # lines too long for an entry

    def _read(self) -> None:
        self.keys = [_entry_key(line.text) for line in self.lines]
        for at, key in enumerate(self.keys):
            self.by_opening[key[:SHORTEST_ENTRY]].append(at)
        self.long = [at for at, line in enumerate(self.lines) if len(line.text) > LONGEST_ENTRY]

    def page(self, at: int) -> Sequence[Line]:
        """The entries that begin at the given line: they end where the first of them comes again."""
        if not self.keys:
            self._read()
        if at >= len(self.keys) or len(first := self.keys[at]) < SHORTEST_ENTRY:
            return []
        same = self.by_opening[first[:SHORTEST_ENTRY]]
        end = at + MOST_CONTENTS_LINES
        if (place := bisect_right(self.long, at)) < len(self.long):
            end = min(end, self.long[place])
        behind = same[bisect_right(same, at) : bisect_left(same, end)]
        again = next((again for again in behind if self.keys[again].startswith(first)), at)
        return self.lines[at:again]

    def starts(self) -> Iterator[int]:
        """The starts of the lines of contents pages under their heading, 目录."""
        for at, line in enumerate(self.lines):
            if CONTENTS.fullmatch(line.text):
                yield line.start
                yield from (entry.start for entry in self.page(at + 1))


def unnamed_contents(contents: Contents) -> Sequence[Line]:
    """A contents page without the word 目录: the first heading and the short lines up to where it comes again."""
    first = next((at for at, line in enumerate(contents.lines[:60]) if label_at(line.text, 0, len(line.text))), None)
    if first is None:
        return []
    entries = contents.page(first)
    labelled = sum(label_at(line.text, 0, len(line.text)) is not None for line in entries)
    return entries if len(entries) >= 3 and labelled * 2 >= len(entries) else []


def _entry_key(text: str) -> str:
    return re.sub(r"(?<![.…·\-—\s])[.…·\-—\s]++\d*$|\s+", "", text)[:20]


def imprint_tail(lines: Sequence[Line], starts: set[int]) -> list[int]:
    """The lines between 抄送 and the line of the printing office (“…2023年1月30日印发”)."""
    tail = [
        at for at, line in enumerate(lines) if line.start in starts and line.text.replace(" ", "").startswith("抄送")
    ]
    if not tail or len(lines) - tail[-1] > 12:
        return []
    return [line.start for line in lines[tail[-1] :] if len(line.text) < 80]

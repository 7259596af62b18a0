"""The first lines of a document → its title, put together again when it is broken over lines or fused with its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.lexicon.wordings import wordings
from ingest.form.furniture import is_furniture
from ingest.form.labels import label_at
from ingest.form.lines import Line, fold_signs
from ingest.form.outline import fold_title

any_of = wordings("form").any_of

LONGEST_TITLE = 90
TITLE_WORD = any_of("documents")
WHOLE = re.compile(rf"(?:{TITLE_WORD})(?:的(?:通知|决定|批复|报告|公告|意见))?(?: *\(.{{1,24}}\))?》?$")
FUSED = re.compile(f".{{4,70}}?(?:{any_of('fused_title')}|(?:方案|计划|规划|措施)(?= ))")
ACCORDING = re.compile(r" *+(.{8,70}?(?:规划纲要|规划|纲要|计划|方案)) *+,? *+根据")
ANNEX_HEAD = r"附 *+[件录表] *+(?:\d{1,2}|[一二三四五六七八九十]{1,3})?(?: *+[-—] *+\d{1,2})?"
NOT_A_TITLE = re.compile(
    rf"{ANNEX_HEAD} *+:?|"
    r".*[。;:,!?/>]|.*[。;!/>].*|[-—–].*|(?:19|20)\d\d *年.{1,12}日.*|\(.*|.*〔.{2,12}号|\d{4}[-/.].*|分类号.*"
    f"|.*{any_of('offices')} *.{{2,5}}"
    r"|.{0,6}(?:要闻|新闻|动态|公开|专题|信息)|(?:.{2,4}要闻){1,3}"
)
SALUTATION = re.compile(any_of("salutations"))
LEADING_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}[〔\[(] *20\d\d *[〕\])] *\d{1,4} *号 *")
BODY_OPENS = re.compile(f"^{any_of('text_opens')}")


def find_title(text: str, flat: str, lines: Sequence[Line]) -> str | None:
    """The title of a document that is no annex."""
    content = [line for line in lines if not is_furniture(line.text)]
    for at, line in enumerate(content[:8]):
        if SALUTATION.match(line.text) or label_at(flat, line.start, line.end):
            return None
        if len(line.text) > LONGEST_TITLE or (BODY_OPENS.match(line.text) and len(line.text) > 30):
            return fused_title(text, line)
        if (
            NOT_A_TITLE.fullmatch(line.text)
            or BODY_OPENS.match(line.text)
            or not re.search(r"[\u4e00-\u9fff]{2}", line.text)
        ):
            continue
        title = joined_title(text, content[at:])
        if "," in fold_signs(title) and not WHOLE.search(fold_signs(title)):
            return None  # a paragraph
        return fold_title(re.sub(rf"^{ANNEX_HEAD} *[:：、] *", "", title))
    return None


def joined_title(text: str, lines: Sequence[Line]) -> str:
    """A title broken over lines: what follows is joined until the title is whole."""
    title = text[lines[0].start : lines[0].end]
    if WHOLE.search(lines[0].text) and _is_balanced(lines[0].text):
        return title
    joined, folded = title, lines[0].text
    for line in lines[1:4]:
        if len(line.text) > 40 or NOT_A_TITLE.fullmatch(line.text) or BODY_OPENS.match(line.text):
            break
        joined += text[line.start : line.end]
        folded += line.text
        if WHOLE.search(folded) and _is_balanced(folded):
            return joined
    return title


def fused_title(text: str, line: Line) -> str | None:
    """A title at the head of a line that holds the whole document."""
    match = ACCORDING.match(line.text)
    if match:
        return fold_title(text[line.start + match.start(1) : line.start + match.end(1)])
    start = number.end() if (number := LEADING_NUMBER.match(line.text)) else 0
    match = FUSED.match(line.text, start)
    if match is None or re.search("[。,;]", match.group()):
        return None
    return fold_title(text[line.start + start : line.start + match.end()])


def find_annex_title(text: str, lines: Sequence[Line]) -> str | None:
    """The title of an annex: behind 附件N on its line, or the lines under it."""
    head = re.match(
        r"附 *[件录表] *(?:\d{1,2}|[一二三四五六七八九十]{1,3})?(?: *[-—] *\d{1,2})? *[:、.]? *", lines[0].text
    )
    inline = lines[0].text[head.end() :] if head else ""
    if head and inline:
        return fold_title(text[lines[0].start + head.end() : lines[0].end])
    if len(lines) < 2 or len(lines[1].text) > LONGEST_TITLE or NOT_A_TITLE.fullmatch(lines[1].text):
        return fold_title(lines[0].text)
    return fold_title(joined_title(text, lines[1:]))


def _is_balanced(folded: str) -> bool:
    return folded.count("《") == folded.count("》") and folded.count("“") == folded.count("”")

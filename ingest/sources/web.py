"""Web pages → the title and the article: headings, paragraphs, lists and tables, without what the site puts around it.

What the page says of itself (发布日期, 文号, 发文机关) is kept beside the text. A page that holds no article, because a
script fetches it or a frame holds it, is refused with the remedy.
"""

from __future__ import annotations

import itertools
import re

from lxml.html import HtmlElement

from ingest.sources.reading import Heard, Reading, Writing, unheard
from ingest.sources.unreadable import Unreadable
from ingest.sources.web_about import find_about, page_title
from ingest.sources.web_blocks import Blocks
from ingest.sources.web_lines import lines_of
from ingest.sources.web_main import Prose, drop_related, find_main
from ingest.sources.web_page import Page, drop_unread, parse_page
from ingest.sources.web_words import attached, is_noise

HEAD_LINES = 12  # of the article, among which its title may stand
LONGEST_TITLE = 80
LEAST_ARTICLE = 15  # characters, of a page whose article may stand elsewhere
NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]+[章节条]")
MOST_NAMED = 5


def read_html(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """The title and the article of a page."""
    page = parse_page(raw, name)
    title = page_title(page.root)
    links = _attachments(page.root)
    drop_unread(page.root)
    drop_related(page.root)
    about = find_about(page.root)
    main = find_main(page.root)
    if main.tag == "html" or not _has_article(page, main, about.title or title):
        raise _without_article(page, name)
    writing = Writing(about=about, remarks=list(page.remarks))
    _write_title(writing, about.title, title, main)
    Blocks(writing, about.title or "").write(main)
    if links:
        named = "、".join(links[:MOST_NAMED]) + (" …" if len(links) > MOST_NAMED else "")
        writing.remark("attachments", count=len(links), names=named)
    return writing.reading("html")


def _has_article(page: Page, main: HtmlElement, title: str) -> bool:
    """Whether there is a line beside the title and what every page of the site has, that is more than a link."""
    least = LEAST_ARTICLE if page.has_scripts or page.has_frames else 1
    return Prose(main).of(main) >= least and any(line != title and not is_noise(line) for line in lines_of(main))


def _write_title(writing: Writing, said: str | None, page: str, main: HtmlElement) -> None:
    """The title, where the article does not begin with one: the page's own only if nothing there looks like one."""
    lines = [line for line in itertools.islice(lines_of(main), HEAD_LINES) if not is_noise(line)]
    head = "".join("".join(lines).split())
    title = said or (page if not any(_may_be_title(line) for line in lines[:2]) else "")
    if title and "".join(title.split()) not in head:
        writing.line(title)


def _may_be_title(line: str) -> bool:
    return 6 <= len(line) <= LONGEST_TITLE and line[-1] not in "。；;：:，," and NUMBERED.match(line) is None


def _without_article(page: Page, name: str) -> Unreadable:
    if page.has_frames:
        return Unreadable(name, "frames")
    return Unreadable(name, "shell" if page.has_scripts else "no_article")


def _attachments(root: HtmlElement) -> list[str]:
    """The names of the files that the page links to and does not hold."""
    names: dict[str, None] = {}
    for link in root.iter("a"):
        text = " ".join("".join(link.itertext()).split())
        if text and (attached().search(link.get("href") or "") or attached().search(text)) and len(text) >= 4:
            names.setdefault(text)
    return list(names)

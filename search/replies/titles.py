"""How a document is called in an answer: 2019年韶关市政府工作报告, 怀化市打好发展“六仗”总体方案."""

from __future__ import annotations

import re

from graph.records import Document
from graph.writing.years import year_of
from search.replies.contract import Base

NAMED = re.compile(r"(?:印发|发布|转发)(?:的)?[《<](.+)[》>](?:的)?(?:通知|公告|函)?$")
REPORT = re.compile(r"^(?:(?:19|20)\d\d年)?(?P<place>.*?)(?:人民)?政府工作报告")
HEAD = 240  # characters


def title_of(document: Document) -> str:
    """The title without the notice around it; of a work report with its year and place."""
    title = re.sub(r"\s+", "", document.title)
    report = REPORT.match(title)
    if document.kind == "work_report" and report:
        year = year_of(document)
        place = re.sub(r"(?:19|20)\d\d年", "", report["place"]) or document.region or ""
        return f"{year}年{place}政府工作报告" if year else f"{place}政府工作报告"
    if named := NAMED.search(title):
        return named[1]
    return title


def head_of(document: Document, base: Base) -> str:
    """The title, and the first words of the text, where the title often stands when nothing marks it as one."""
    text = base.text_of(document.source)[document.start : min(document.end, document.start + HEAD)]
    return f"{document.title} " + re.sub(r"\s+", "", text)

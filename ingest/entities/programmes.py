"""What is taken for a project and is none, whatever found it: a document's mentions go in, the others come out.

A programme (雨露计划, 就业惠民工程) is carried out everywhere, a number alone or a public body is none, and a name
that ends inside a word was cut: 国际陆港产 of 国际陆港产业.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import rjieba

from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import alternation
from graph.records import EntityType, Mention, Structure
from ingest.entities.departments import DepartmentWords
from ingest.entities.project_names import ends_like_project
from ingest.form.reading import Reading

DIVISIONS = Divisions.load()
JOINTS = "和及与等"
BEHIND = 6  # characters behind a name that tell whether it ends inside a word
SAYS_SOMETHING = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]|[A-Za-z]")


def without_programmes(structure: Structure, mentions: Sequence[Mention]) -> list[Mention]:
    """All but the projects that are programmes, numbers or parts of words."""
    reading = Reading.of(structure)
    return [m for m in mentions if m.type is not EntityType.PROJECT or not (is_none(m.name) or is_cut(reading, m))]


def is_none(name: str) -> bool:
    """“110”, “2”; “科技型中小企业培育工程”, “雨露计划”; 省公安厅; not 3号线, 长沙人才培养工程 or 口岸提升工程."""
    if not SAYS_SOMETHING.search(name) or is_body(name):
        return True
    return bool(programmes().search(name)) and not any(hit.start == 0 for hit in DIVISIONS.find(name))


def is_body(name: str) -> bool:
    """省公安厅 that builds something in a list; not 国际邮件互换局."""
    words = DepartmentWords.load()
    return bool(words.titled.fullmatch(name) or words.unlevelled.fullmatch(name))


@lru_cache(maxsize=1)
def programmes() -> re.Pattern[str]:
    """How the names of programmes end."""
    return re.compile(rf"(?:{alternation('programme_names')})(?:项目)?$")


def is_cut(reading: Reading, project: Mention) -> bool:
    """Whether a word of the dictionary goes over the end of a name that does not end as projects do."""
    if project.name != "".join(project.surface.split()) or ends_like_project(project.name):
        return False
    start, end = reading.index(project.start), reading.index(project.end - 1) + 1
    at = start
    if reading.text[end] in JOINTS:
        return False
    for word in rjieba.cut(reading.text[start : end + BEHIND], True):
        if at < end < at + len(word):
            return "\n" not in word and rjieba.has_word(word)
        at += len(word)
    return False

"""Projects that a text tells by what it says of them: 横山水库位于会理市,总投资18.49亿元; 总投资6亿元的二水厂扩建工程.

In: a document's mentions. Out: the same, with the projects that nothing else names and without what is said of a
project in its name: 投资35亿元的五强溪扩机工程 is 五强溪扩机工程.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from graph.lexicon.lexicon import alternation
from graph.lexicon.wordings import wordings
from graph.records import BlockKind, EntityType, Mention, Span, Structure
from graph.writing.sentence_ends import ENDS
from ingest.entities.heads import words
from ingest.entities.mentions import mention_of, stretches_of
from ingest.entities.places import Places
from ingest.entities.project_names import ends_like_project, generic
from ingest.entities.project_proper import is_named
from ingest.entities.stretches import Finding, Stretch
from ingest.facts.attribute_phrases import Phrase, find_phrases
from ingest.facts.attribute_words import MONEY, load_words
from ingest.form.view import View
from ingest.rules import Example, rule

any_of = wordings("project_attributes").any_of

SENTENCE = re.compile(f"[^{ENDS}]+")
LABEL = re.compile(
    r"(?:\d{1,3}[.、)]|\(\d{1,3}\)|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、|[①-⑳]|项目名称:)?"
)
COUNTED = re.compile(r"(?:[\d多余]+|[一两三四五六七八九十]+)[个项条座所处宗]")
TITLES = (BlockKind.HEADING, BlockKind.BOX_TITLE)
LONGEST_HEAD = 200  # characters of a paragraph that are looked at
LONGEST_NAME = 40
SHORTEST_NAME = 4

TOLD_PROJECT = rule(
    "project-told",
    EntityType.PROJECT,
    says="what a sum of investment is said of, at the head of a sentence or behind 的",
    example=Example(
        "横山水库位于内东乡马颈村,总投资18.49亿元。总投资6亿元的洪江二水厂扩建工程已开工。",
        "横山水库|洪江二水厂扩建工程",
    ),
    counter=Example("重点建设项目总投资120亿元。总投资6亿元的5个扩建工程已开工。"),
)


def with_told(structure: Structure, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, projects named without what is said of them, and those that only an attribute tells."""
    found = [_bare(structure, mention) if mention.type is EntityType.PROJECT else mention for mention in mentions]
    taken = Places((m.start, m.end) for m in found if m.type in (EntityType.PROJECT, EntityType.PARK))
    for stretch, finding in _told(structure):
        mention = mention_of(structure, stretch, finding)
        if not taken.overlap(mention.start, mention.end):
            found.append(mention)
    return found


def _told(structure: Structure) -> Iterator[tuple[Stretch, Finding]]:
    title: Stretch | None = None
    for stretch in stretches_of(structure):
        if stretch.kind is not BlockKind.TABLE and any(sign.isdigit() for sign in stretch.text):
            if title is not None and _tells_of_title(stretch.text):
                yield from ((title, finding) for finding in _titled(title))
            yield from ((stretch, finding) for finding in told_in(stretch))
        title = stretch if stretch.kind in TITLES else None


# ------------------------------------------------------------------------------------------------- names made bare


def _bare(structure: Structure, mention: Mention) -> Mention:
    """The mention without 总投资35亿元的 before its name and (总投资3亿元) behind it."""
    if not any(sign.isdigit() for sign in mention.name):
        return mention
    view = View.of(structure.text, [Span(mention.start, mention.end)])
    start, end = _bare_name(view.text)
    if (start, end) == (0, len(view.text)):
        return mention
    span = view.span(start, end)
    surface = structure.text[span.start : span.end]
    return replace(mention, start=span.start, end=span.end, surface=surface, name=view.text[start:end])


def _bare_name(text: str) -> tuple[int, int]:
    phrases = [phrase for phrase in find_phrases(text) if phrase.kind in MONEY]
    start, end = 0, len(text)
    for phrase in phrases:
        opened = text.rfind("(", 0, phrase.start)
        if text.startswith("的", phrase.end) and end - phrase.end > SHORTEST_NAME:
            start = phrase.end + 1
        elif opened >= start + SHORTEST_NAME and text.endswith(")"):
            end = min(end, opened)
    return start, end


# ------------------------------------------------------------------------------------------------------ told names


def told_in(stretch: Stretch) -> Iterator[Finding]:
    """The projects of a stretch that what is said of them tells, from left to right."""
    for sentence in SENTENCE.finditer(stretch.text):
        if not any(sign.isdigit() for sign in sentence.group()):
            continue
        phrases = find_phrases(sentence.group())
        if not any(phrase.kind in MONEY for phrase in phrases):
            continue
        places = [*_heads(sentence.group()), *_behind(sentence.group(), phrases)]
        for start, end in places:
            name = sentence.group()[start:end]
            at = sentence.start() + start
            if _is_name(stretch, name, at, at + len(name)):
                yield Finding(at, at + len(name), EntityType.PROJECT, name, TOLD_PROJECT)


def _tells_of_title(text: str) -> bool:
    """Whether a paragraph begins with what it says of the thing in its heading: 全长1286米,估算投资6.8亿元."""
    phrases = find_phrases(text[:LONGEST_HEAD])
    begins = re.match(load_words().same, text)
    starts = {0, begins.end() if begins else 0}
    return bool(phrases) and phrases[0].start in starts and any(phrase.kind in MONEY for phrase in phrases)


def _titled(title: Stretch) -> Iterator[Finding]:
    """沅江特大桥项目 of 2.沅江特大桥项目:."""
    label = LABEL.match(title.text)
    start, end = label.end() if label else 0, len(title.text.rstrip(":。;"))
    if _is_name(title, title.text[start:end], start, end):
        yield Finding(start, end, EntityType.PROJECT, title.text[start:end], TOLD_PROJECT)


def _heads(sentence: str) -> Iterator[tuple[int, int]]:
    """横山水库 of 横山水库位于…,总投资18.49亿元."""
    label = LABEL.match(sentence)
    lead = _lead().match(sentence, label.end() if label else 0)
    match = _head().match(sentence, lead.end() if lead else 0)
    if match:
        yield match.span("name")


def _behind(sentence: str, phrases: Sequence[Phrase]) -> Iterator[tuple[int, int]]:
    """二水厂扩建工程 of 总投资6亿元的二水厂扩建工程."""
    for phrase in phrases:
        match = _named().match(sentence, phrase.end) if phrase.kind in MONEY else None
        if match:
            yield match.span("name")


def _is_name(stretch: Stretch, name: str, start: int, end: int) -> bool:
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME or name in generic() or COUNTED.match(name):
        return False
    told = load_words()
    if told.not_bearers.search(name) or told.not_told.search(name) or words("project_cues", "^").match(name):
        return False
    if words("project_vague", "^").match(name) or not ends_like_project(name):
        return False
    return is_named(stretch, start, end)


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{load_words().lead_ins})[,:])?")


@cache
def _head() -> re.Pattern[str]:
    told = load_words()
    then = f"[,:(]|(?:{told.leads}){{0,4}}(?:{told.totals}|投资)|{told.years}|{any_of('tells_of_project')}"
    return re.compile(rf"(?P<name>[^,。;:、()]{{{SHORTEST_NAME},{LONGEST_NAME}}}?)(?={then})")


@cache
def _named() -> re.Pattern[str]:
    then = rf"[、,;。)]|$|等|以及|和|及|已|将|正|顺利|{alternation('project_predicates')}"
    return re.compile(
        rf"的(?P<name>[^、,;:()。的]{{{SHORTEST_NAME},{LONGEST_NAME}}}?(?:{alternation('project_heads')}))(?={then})"
    )

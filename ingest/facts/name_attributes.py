"""Attributes in a project's name, or in the verb before it: 年产200万吨…项目, X扩建工程; 新建X, 续建项目:X、Y."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from graph.records import Attribute, AttributeKind, EntityType
from ingest.facts.attribute_phrases import MULTIPLE, find_phrases
from ingest.facts.attribute_words import NUMBER, Value, load_words
from ingest.facts.marks import Mark, MarkedText
from ingest.rules import Example, Rule, rule

JOINT = re.compile(r"[”\"》]?(?:\([^()]*\))?(?:项目|工程|建设)?(?:[、和与及]|以及)(?:[“\"《])?")

SCALE_IN_NAME = rule(
    "attribute.scale-in-name",
    AttributeKind.SCALE,
    says="the scale that a project's name holds",
    example=Example("推进怀化年产40万吨浆纸一体化项目建设。", "怀化年产40万吨浆纸一体化项目 年产40万吨"),
    counter=Example("推进怀化东500千伏变电站项目建设。"),
)
NATURE_IN_NAME = rule(
    "attribute.nature-in-name",
    AttributeKind.NATURE,
    says="the kind that ends a project's name",
    example=Example("推进芷江机场改扩建工程建设。", "芷江机场改扩建工程 改扩建"),
    counter=Example("推进芷江机场提质工程建设。"),
)
NATURE_BEFORE = rule(
    "attribute.nature-before",
    AttributeKind.NATURE,
    says="the verb that governs a project's name, or the list that it stands in",
    example=Example("新建怀化舞水大桥、阳塘冷链物流园。", "怀化舞水大桥 新建|阳塘冷链物流园 新建"),
    counter=Example("新建学校5所,推进怀化舞水大桥建设。"),
)


def name_attributes(marked: MarkedText) -> Iterator[Attribute]:
    """What names say of their projects, and the verbs before them."""
    marks = marked.outermost(marked.of_type(EntityType.PROJECT))
    for mark in marks:
        yield from _in_name(marked, mark)
    yield from _before(marked, marks)


def _in_name(marked: MarkedText, mark: Mark) -> Iterator[Attribute]:
    name = marked.text[mark.start : mark.end]
    nature = load_words().nature_ends.search(name)
    if nature:
        yield _attribute(marked, mark, mark.start, AttributeKind.NATURE, nature["nature"], NATURE_IN_NAME)
    scale = next((p.value for p in find_phrases(name) if p.kind is AttributeKind.SCALE), None)
    amount = _amount().search(name)
    if scale or amount:
        value = scale or (amount.group() if amount else "")
        yield _attribute(marked, mark, mark.start, AttributeKind.SCALE, value, SCALE_IN_NAME)


def _before(marked: MarkedText, marks: list[Mark]) -> Iterator[Attribute]:
    nature: tuple[str, int] | None = None
    last = 0
    for mark in marks:
        between = marked.text[last : mark.start]
        verb = _verb().search(between)
        if verb:
            nature = verb["nature"], last + verb.start("nature")
        elif nature is None or not JOINT.fullmatch(between):
            nature = None
        if nature is not None:
            yield _attribute(marked, mark, nature[1], AttributeKind.NATURE, nature[0], NATURE_BEFORE)
        last = mark.end


def _attribute(
    marked: MarkedText, mark: Mark, start: int, kind: AttributeKind, value: str, rule: Rule
) -> Attribute:  # fmt: skip
    return marked.attribute(mark.mention, kind, Value(value), rule, marked.reading.span(start, mark.end))


@cache
def _verb() -> re.Pattern[str]:
    """A verb right before a name: 新建, 续建项目:, 新建项目包括."""
    verbs = "|".join(load_words().nature_verbs)
    return re.compile(rf"(?<![改新扩迁和与及、])(?P<nature>{verbs})(?:了|项目|工程)?(?:有|包括|为)?:?[“\"《]?$")


@cache
def _amount() -> re.Pattern[str]:
    return re.compile(rf"(?:\d+×)?{NUMBER}{MULTIPLE}[多余]?(?:{load_words().name_units})")

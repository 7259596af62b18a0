"""The styles of a Word file: what each says of a paragraph's level, its list, and whether its text is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.sources.word_xml import VAL, Element, W, child, is_on, number, value

HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
CONTENTS_NAME = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)|table of figures|图表目录", re.IGNORECASE)
TITLE_NAME = re.compile(r"(?:sub)?title|副?标题", re.IGNORECASE)
PROMPT_NAME = re.compile(r"placeholder text|占位符文本", re.IGNORECASE)
BODY_LEVEL = 9  # w:outlineLvl: 0 to 8 are headings
DEEPEST = 20  # styles that one style is based on, one on the other; Word makes no more than 11
NO_LIST = 0  # w:numId that takes a paragraph out of its style's list


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says with all that it is based on; None where it says nothing."""

    id: str = ""
    level: int | None = None  # of a heading, 1 for the outermost; 0 for running text
    list_id: int | None = None
    list_level: int | None = None
    is_hidden: bool = False
    is_contents: bool = False  # a line of a contents page
    is_title: bool = False
    is_prompt: bool = False  # what a form says where nothing was written: 单击此处输入文字
    opens_page: bool = False


PLAIN_STYLE = Style()


@dataclass(slots=True)
class Styles:
    """Styles by their identifiers, each worked out when it is first asked for."""

    elements: dict[str, Element] = field(default_factory=dict)
    usual: str = ""  # the style of a paragraph that names none
    known: dict[str, Style] = field(default_factory=dict)

    def of(self, identifier: str | None) -> Style:
        """The style; the usual one for None or for one that is not there."""
        wanted = identifier if identifier in self.elements else self.usual
        if wanted not in self.elements:
            return PLAIN_STYLE
        if wanted not in self.known:
            self.known[wanted] = self._work_out(wanted)
        return self.known[wanted]

    def character(self, identifier: str) -> Style:
        """The style of a stretch of text, which says nothing where it is not there."""
        return self.of(identifier) if identifier in self.elements else PLAIN_STYLE

    def _work_out(self, identifier: str) -> Style:
        lineage = self._lineage(identifier)
        elements = [self.elements[each] for each in lineage]
        names = [value(element, "name") or "" for element in elements]
        levels = (_level(element, name) for element, name in zip(elements, names, strict=True))
        hidden = (is_on(element, "rPr", "vanish") for element in elements)
        opens = (is_on(element, "pPr", "pageBreakBefore") for element in elements)
        return Style(
            identifier,
            next((level for level in levels if level is not None), None),
            next((found for element in elements if (found := list_of(element)[0]) is not None), None),
            next((found for element in elements if (found := list_of(element)[1]) is not None), None),
            next((found for found in hidden if found is not None), False),
            any(CONTENTS_NAME.fullmatch(name) for name in names),
            any(TITLE_NAME.fullmatch(name) for name in names),
            any(PROMPT_NAME.fullmatch(name) for name in names),
            next((found for found in opens if found is not None), False),
        )

    def _lineage(self, identifier: str) -> list[str]:
        """The style and those it is based on."""
        lineage: list[str] = []
        while identifier in self.elements and len(lineage) < DEEPEST and identifier not in lineage:
            lineage.append(identifier)
            identifier = value(self.elements[identifier], "basedOn") or ""
        return lineage


def read_styles(part: Element | None) -> Styles:
    """The styles of styles.xml; none where the file has no such part."""
    styles = Styles()
    for element in part.iterfind(f"{W}style") if part is not None else ():
        identifier = element.get(f"{W}styleId") or ""
        styles.elements[identifier] = element
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on"):
            styles.usual = identifier
    return styles


def outline_level(properties: Element | None) -> int | None:
    """The level that w:outlineLvl says: 1 for the outermost heading, 0 for running text, None where it is not there."""
    said = number(value(properties, "outlineLvl"))
    if said is None:
        return None
    return said + 1 if 0 <= said < BODY_LEVEL else 0


def list_of(element: Element) -> tuple[int | None, int | None]:
    """Which list and which level of it (from 0) a style or a paragraph names."""
    found = child(element, "pPr", "numPr")
    if found is None:
        return None, None
    lists, levels = child(found, "numId"), child(found, "ilvl")
    return (
        number(lists.get(VAL)) if lists is not None else None,
        number(levels.get(VAL)) if levels is not None else None,
    )


def _level(element: Element, name: str) -> int | None:
    said = outline_level(child(element, "pPr"))
    if said is not None:
        return said
    match = HEADING_NAME.fullmatch(name.strip())
    return int(match.group(1)) if match else None

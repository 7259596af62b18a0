"""Documents and mentions made for the tests of names: a document is a list of (type, name) that stand in its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.lexicon.divisions import Divisions
from graph.records import Document, EntityType, Mention, Relation

PROJECT, PARK, COUNTY = EntityType.PROJECT, EntityType.PARK, EntityType.COUNTY
ENTERPRISE, DEPARTMENT, INDICATOR = EntityType.ENTERPRISE, EntityType.DEPARTMENT, EntityType.INDICATOR
INDUSTRY = EntityType.INDUSTRY
HUAIHUA, SHAOYANG, CHANGDE, YUEYANG = "431200", "430500", "430700", "430600"
JINHUA, FANGCHENGGANG = "330700", "450600"


@dataclass
class Plans:
    """A few plans with what they mention, ready for `resolve` and `find_links`."""

    documents: list[Document] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def add(self, year: int, region: str | None, *named: tuple[EntityType, str], between: str = "、") -> Plans:
        """A plan whose text is the names with `between` in between; returns itself."""
        source = f"{len(self.documents)}.txt"
        text = ""
        for kind, name in named:
            start = len(text)
            text += name + between
            code = counties(name) if kind is COUNTY else None
            self.mentions.append(
                Mention(source, f"{source}#1", start, start + len(name), name, kind, name, "made", code=code)
            )
        area = Divisions.load().by_code[region].name if region else None
        self.documents.append(
            Document(f"{source}#1", source, source, "other", None, None, str(year), year, area, region, 0, len(text))
        )
        self.texts[source] = text
        return self


def counties(name: str) -> str:
    return Divisions.load().by_name(name)[0].code


def projects(*names: str) -> Sequence[tuple[EntityType, str]]:
    return [(PROJECT, name) for name in names]

"""Names taken apart: a name as written → its place, core, phase and stretch, so that two names can be compared.

How official names are shortened lies in ``ontology/abbreviations.tsv``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph.divisions import Divisions
from graph.model import EntityType, Level

PHASE = re.compile(r"\(?(?:第?([一二三四五六七八九十\d]+)期)(?:工程|项目|建设)*\)?")
STRETCH = re.compile(r"(?:\(([^()]{2,16}段)\)|(?<=[路速铁线道渠河江港])([一-鿿]{2,3}段))(?=建设$|工程$|项目$|$)")
MARKS = re.compile(r"[\s“”\"‘’'《》〈〉·•「」【】]")
RANKS = re.compile(r"(?:国家级|省级|市级|国家|省|市)$")
LEAST_CORE = 2  # characters that must be left when a prefix or suffix is taken off


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart. `core` is what is left of the normal form when place, phase and kind words are taken off."""

    normal: str
    core: str
    place: str | None  # code of the area the name begins with, or whose thing it is
    phase: str | None  # 二
    stretch: str | None  # 怀化段


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, tuple[tuple[str, str, bool], ...]]:
    """By type: (long, short, only at the end), in the order they are applied."""
    rules: defaultdict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    path = Path(__file__).parent / "ontology" / "abbreviations.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, long, short, where = line.split("\t")
            rules[kind].append((long, short, where == "end"))
    return {kind: tuple(found) for kind, found in rules.items()}


def normal_form(name: str) -> str:
    """Half-width, without blanks and quotation marks, one kind of dash."""
    folded = unicodedata.normalize("NFKC", name)
    return MARKS.sub("", folded).replace("—", "-").replace("–", "-").replace("--", "-")


def shorten(text: str, kind: EntityType) -> str:
    """The text with the long forms of its type made short, as long as something of it is left."""
    for long, short, at_end in abbreviations().get(kind.value, ()):
        fits = text.endswith(long) if at_end else long in text
        if fits:
            shorter = text[: -len(long)] + short if at_end else text.replace(long, short)
            text = shorter if len(shorter) >= LEAST_CORE else text
    return text


def leading_places(text: str, home: str | None) -> tuple[str, str | None]:
    """The text without the areas it begins with (湖南省怀化市沅陵县…), and the code of the innermost of them."""
    divisions = Divisions.load()
    code: str | None = None
    while True:
        hit = next((hit for hit in divisions.find(text[:16]) if hit.start == 0), None)
        if hit is None or len(text) - hit.end < LEAST_CORE:
            return text, code
        division = divisions.nearest(text[: hit.end], code or home)
        if division is None:
            return text, code
        text, code = text[hit.end :], division.code


@lru_cache(maxsize=1 << 16)
def take_apart(name: str, kind: EntityType, home: str | None) -> NameParts:
    """A name's parts; `home`: code of the area whose document or section it stands in."""
    normal = normal_form(name)
    if kind in (EntityType.COUNTY, EntityType.INDICATOR):
        return NameParts(normal, normal, home, None, None)
    text, place = leading_places(normal, home)
    stretch = phase = None
    if kind in (EntityType.PROJECT, EntityType.PARK):
        if (match := STRETCH.search(text)) and match.start() >= LEAST_CORE:
            stretch, text = match[1] or match[2], text[: match.start()] + text[match.end() :]
        if (match := PHASE.search(text)) and len(text) - len(match[0]) >= LEAST_CORE:
            phase, text = match[1], text[: match.start()] + text[match.end() :]
    core = shorten(text, kind)
    if kind is EntityType.PARK:
        core = re.sub(r"^(国家级|国家|省级|市级)(?=.{2})", "", core)
    if kind is EntityType.DEPARTMENT:
        core, place = owner_of(core, normal, home, place)
    return NameParts(normal, core, place or home, phase, stretch)


def owner_of(core: str, normal: str, home: str | None, place: str | None) -> tuple[str, str | None]:
    """A public body's name without its 市/县/省, and whose it is: 市商务局 in a county's document is its city's."""
    divisions = Divisions.load()
    for word, level in (("省", Level.PROVINCE), ("市", Level.CITY), ("县", Level.COUNTY), ("区", Level.COUNTY)):
        if core.startswith(word) and len(core) > LEAST_CORE and place is None:
            owner = divisions.at_level(home, level) if home else None
            return core[1:], owner.code if owner else home
    return core, place

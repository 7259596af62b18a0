"""A text in one form, so that the same said in two ways is written once.

Half-width, without blanks and marks of quotation; names of one thing by its official name (GDP → 地区生产总值), zones
by their short one; numbers in digits (三十点五万吨 → 30.5万吨); “A和B分别增长5%和6%” as “A增长5%,B增长6%”.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.lexicon.wordings import wordings
from graph.records import EntityType
from graph.resolve.names import shortenings
from graph.writing.foldings import fold_text
from graph.writing.numerals import VALUES, number_of
from search.claims.words import load_claim_words
from search.synonyms import same_names
from search.texts.quantities import find_quantities

any_of = wordings("claims").any_of

MARKS = re.compile("[“”\"'‘’《》「」『』]")
NUMERAL = re.compile(
    r"(?<![一二三四五六七八九十百千第])(?P<whole>[一二两三四五六七八九十百零]+)(?:点(?P<part>[零〇一二三四五六七八九]+))?"
    f"(?=[万亿]{{0,2}}(?:{any_of('counted_units')}|%))"
)
HEADING = re.compile(
    r"^(\s*(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）]|第.{1,3}[章节篇])[^\n。,，;；:：]{2,24})\n",
    re.MULTILINE,
)
PERCENT = re.compile(r"百分之([零一二三四五六七八九十百两]+|\d+(?:\.\d+)?)(?:点([零〇一二三四五六七八九]+))?")
APART = re.compile(
    r"(?:^|(?<=[,;:。(]))(?P<heads>[^,;:。()\d]{2,60}?)(?P<how>年均|累计|同比|平均)?分别(?P<verb>[^\d,;。、]{0,8})"
)
SHORT_HEAD = 3  # characters of a head that has its noun from the last: 货物|和集装箱吞吐量
SHARED_TAIL = 3
BETWEEN = re.compile(r"[、,和与及]|以及")


@lru_cache(maxsize=512)
def fold_claim(text: str) -> str:
    """The text in that form."""
    plain = HEADING.sub(r"\1。", re.sub(r"\s*\n\s*\n\s*", "。", re.sub(r"[\t|]+", ",", text)))
    plain = MARKS.sub("", fold_text(plain)).replace(" ", "")
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)
    plain = _names().sub(lambda match: _official()[match[0]], plain)
    return _set_apart(NUMERAL.sub(_in_digits, PERCENT.sub(_in_percent, plain)))


@lru_cache(maxsize=1)
def _official() -> dict[str, str]:
    """By every name, folded, the one that stands for it."""
    found: dict[str, str] = {}
    for names in same_names():
        folded = MARKS.sub("", fold_text(names[0]))
        for one in names:
            found.setdefault(MARKS.sub("", fold_text(one)), folded)
    for rule in shortenings()[EntityType.PARK.value]:
        if rule.short and rule.where == "any" and len(rule.long) > SHORT_HEAD:
            found.setdefault(fold_text(rule.long), fold_text(rule.short))
    return found | load_claim_words().same_bodies


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    names = sorted(_official(), key=lambda name: (-len(name), name))
    return re.compile(
        "|".join(f"(?<![a-z]){re.escape(name)}(?![a-z])" if name.isascii() else re.escape(name) for name in names)
    )


def _in_digits(match: re.Match[str]) -> str:
    whole = number_of(match["whole"])
    if whole is None or match["whole"] in ("百", "千"):
        return match[0]
    part = "".join(str(VALUES[digit]) for digit in match["part"] or "")
    return f"{whole}.{part}" if part else str(whole)


def _in_percent(match: re.Match[str]) -> str:
    whole = match[1] if match[1][0].isdigit() else number_of(match[1])
    part = "".join(str(VALUES[digit]) for digit in match[2] or "")
    return match[0] if whole is None else f"{whole}{'.' if part else ''}{part}%"


def _heads(said: str) -> list[str]:
    """固定资产投资、社会消费品零售总额 as they are; 货物和集装箱吞吐量 → 货物吞吐量, 集装箱吞吐量."""
    heads = [head for head in re.split("、|和|与|及|以及", said) if head]
    tail = heads[-1][-SHARED_TAIL:] if heads else ""
    return [head if len(head) > SHORT_HEAD or head is heads[-1] else head + tail for head in heads]


def _set_apart(text: str) -> str:
    """“A和B分别增长5%和6%” → “A增长5%,B增长6%”, where there are as many figures as heads."""
    match = APART.search(text)
    if match is None:
        return text
    heads = _heads(match["heads"])
    figures: list[str] = []
    end = match.end()
    for quantity in find_quantities(text):
        if quantity.start < end or len(figures) == len(heads):
            continue
        if (figures and not BETWEEN.fullmatch(text[end : quantity.start])) or (not figures and quantity.start != end):
            break
        figures.append(text[quantity.start : quantity.end])
        end = quantity.end
    if len(figures) != len(heads) or len(heads) < 2:
        return text[: match.end()] + _set_apart(text[match.end() :])
    said = ",".join(
        f"{head}{match['how'] or ''}{match['verb']}{figure}" for head, figure in zip(heads, figures, strict=True)
    )
    return text[: match.start()] + said + _set_apart(text[end:])

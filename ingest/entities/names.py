"""Where a name begins and whether it is one: the end of a name goes in, its beginning comes out.

A name reaches back over words to the nearest sign, verb or other word that does not belong to names. It is a proper
name when it holds an area's name, a quoted word, letters or digits of a code, or a word that no dictionary knows.
"""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba

from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import word_list
from graph.lexicon.wordings import wordings
from ingest.entities.signs import OPENING
from ingest.entities.stretches import Stretch

NAMES = wordings("names")
any_of = NAMES.any_of

DIVISIONS = Divisions.load()
SIGN = re.compile(r"[、,。;:!?/<>|…]")
PROPER_TAGS = frozenset({"ns", "nr", "nrt", "nrfg", "nz"})
FEATURES = frozenset(NAMES.words("feature_signs")[0])
ROAD = re.compile(r"(?<![A-Za-z])[GSXYC]\d{2,4}(?!\d)")
BRAND = re.compile(r"[A-Z]{3,}")
SHORT_FOR = re.compile(r"\([A-Z]+\)")  # 船舶自动识别系统(AIS)
TECHNICAL = frozenset(NAMES.words("technical_words"))
# single characters that words of plans are made of, so that they do not make a name unknown
COMMON = frozenset("".join(NAMES.words("common_signs")))


def name_start(stretch: Stretch, end: int, floor: int = 0, limit: int = 30) -> int:
    """Where the name that ends at `end` begins, at the earliest at `floor` or `limit` characters before."""
    text, stops = stretch.text, word_list("name_stops")
    floor = max(floor, end - limit)
    words = stretch.words(floor, end)
    begin = end
    depth = 0
    for start, stop in reversed(words):
        word = text[start:stop]
        if word in OPENING.values() and word != "”":
            depth += 1
        elif word in OPENING and word != "“":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and (SIGN.fullmatch(word) or (word in "“”" and begin == end) or word in stops):
            break
        begin = start
    return trim_front(stretch, begin, end) if depth == 0 else end


LEADING = re.compile(r"^(v|vn|d|p|c|u\w*|r|m|f|t|x|ad)$")


def trim_front(stretch: Stretch, start: int, end: int) -> int:
    """Drops signs, verbs and adverbs before the name: “赋予娄底经开区”, “——怀化高新区”; 怀化 itself is no verb."""
    text = stretch.text
    for a, b in stretch.words(start, end):
        word = text[a:b]
        if (
            DIVISIONS.called(word)
            or text[b : b + 1] == "("
            or (word == "“" and "”" in text[b:end])
            or (b - a > 1 and "\u4e00" <= word <= "\u9fff" and not rjieba.has_word(word))  # 濮耐: the tag is a guess
            or not is_leading(word)
        ):
            return a
    return end


@lru_cache(maxsize=1 << 14)
def is_leading(word: str) -> bool:
    """A sign, verb, adverb, preposition or numeral, which no name of a place or company starts with."""
    if re.fullmatch(r"[A-Za-z0-9.]+", word) or word in word_list("companies"):
        return False
    tags = rjieba.tag(word)
    return len(tags) == 1 and bool(LEADING.match(tags[0][1])) and (len(word) > 1 or not "\u4e00" <= word <= "\u9fff")


@lru_cache(maxsize=1 << 15)
def is_proper_word(word: str) -> bool:
    """蟒塘溪, 观音寺: no dictionary word, or one the dictionary has as a proper name, and not a word of plans."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,}", word) or word in word_list("plain_words"):
        return False
    if not rjieba.has_word(word):
        return any(sign not in COMMON for sign in word)
    return any(tag in PROPER_TAGS for _, tag in rjieba.tag(word)[:1]) and word not in word_list("division_words")


def is_proper(stretch: Stretch, start: int, end: int) -> bool:
    """Whether the stretch names something of its own, not a kind of thing."""
    text = stretch.text[start:end]
    if ROAD.search(text) or any(brand not in TECHNICAL for brand in BRAND.findall(SHORT_FOR.sub("", text))):
        return True
    ordinary = word_list("division_words")
    if any(text[hit.start : hit.end] not in ordinary for hit in DIVISIONS.find(text)):
        return True
    return bool(TOWN.search(text)) or has_unknown(stretch, start, end)


TOWN = re.compile(
    r"[\u4e00-\u9fff]{2}(?<![特中重各级城村乡名古个强集新进返建小])(?<!特色)(?<!中心)(?<!重点)[镇乡](?![村镇乡域级土愁贤风])"
)
FEATURE = re.compile(rf"[\u4e00-\u9fff]{{2,4}}[{NAMES.words('feature_signs')[0]}]$")
LANDSCAPE = re.compile(rf"({any_of('landscape_words')})[{NAMES.words('feature_signs')[0]}]$")


def has_unknown(stretch: Stretch, start: int, end: int) -> bool:
    """Whether a word, or a run of single characters, is a proper name by itself."""
    lonely = 0
    for a, b in stretch.words(start, end):
        word = stretch.text[a:b]
        lonely = lonely + 1 if len(word) == 1 and "\u4e00" <= word <= "\u9fff" and word not in COMMON else 0
        if lonely >= 2 or is_proper_word(word):
            return True
        if word in FEATURES and a > start:  # 天子|湖
            name = stretch.text[max(start, a - 3) : b]
            if FEATURE.search(name) and not LANDSCAPE.search(name):
                return True
    return False


def own_end(stretch: Stretch, start: int, end: int) -> int:
    """Where the last word that is a name of its own ends: “天祝县藏|医院业务楼”; `start`: there is none."""
    text, last, lonely = stretch.text, start, 0
    for hit in DIVISIONS.find(text[start:end]):
        last = start + hit.end
    for a, b in stretch.words(start, end):
        word = text[a:b]
        lonely = lonely + 1 if len(word) == 1 and "\u4e00" <= word <= "\u9fff" and word not in COMMON else 0
        if is_proper_word(word) or lonely >= 2 or ((word in FEATURES or word in "滩坝沟庄") and a > start):
            last = max(last, b)
    return last

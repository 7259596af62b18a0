"""Folded text → the quantities in it: number, unit and what limits them, as written.

In: a stretch without blanks, half-width (`search.texts.flat`). Out: `Quantity`s from left to right. No quantities are
years and dates, ordinals (第3位), names (5G, G209, 3A级) and numbers of headings. Figures side by side share the unit
of the last (3090、4601元).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.wordings import wordings
from graph.writing.numerals import number_of

MULTIPLES = frozenset(("万", "亿", "万亿", "千", "百"))
SIZES = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}


@dataclass(frozen=True, slots=True)
class Quantity:
    """``text[start:end]`` is what is said: 不低于5000元/年, 1—3个月. `number`: the value, the first of a range."""

    start: int
    end: int
    at: int  # where its number begins
    number: float  # with its multiple: 2.65万个 → 26500
    unit: str  # as written, with its multiple: 万个
    base: str  # without: 个
    dimension: str
    worded: bool = False  # in Chinese numerals: 三个


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """``quantities.yaml``, read."""

    dimension_of: Mapping[str, str]
    pattern: re.Pattern[str]
    worded: re.Pattern[str]
    risen: re.Pattern[str]
    asks: tuple[tuple[str, re.Pattern[str]], ...]
    attributes: tuple[tuple[re.Pattern[str], frozenset[str]], ...]
    growth: re.Pattern[str]
    asks_growth: re.Pattern[str]
    asks_level: re.Pattern[str]
    flow: re.Pattern[str]
    stock: re.Pattern[str]
    measures: tuple[str, ...]
    of_whom: tuple[tuple[str, ...], ...]  # by group of people its names
    aimed: re.Pattern[str]
    reached: re.Pattern[str]
    older: re.Pattern[str]
    yearly: re.Pattern[str]
    summed: re.Pattern[str]
    cumulated: re.Pattern[str]
    asking: tuple[re.Pattern[str], ...]
    generic: frozenset[str]
    weak: frozenset[str]
    single: frozenset[str]
    tells: Mapping[str, float]

    def is_unit(self, word: str) -> bool:
        """亿元, 户, 万人次."""
        return re.sub("^(?:万亿|亿|万|千|百)", "", word) in self.dimension_of or word in MULTIPLES


def _any(words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words.split()), key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1)
def load_quantity_words() -> QuantityWords:
    """The words of ``quantities.yaml``, compiled."""
    rows = wordings("quantities").lists
    dimension_of = {unit: name for name, units in rows["units"].items() for unit in units.split()}
    units, many = _any(" ".join(dimension_of)), _any(rows["multiples"])
    number = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    bound = rf"(?:{_any(rows['bounds'])})?"
    tail = rf"(?:/[年日天月人亩户小时公里万]{{1,2}})?(?:{_any(rows['limits'])})?"
    upto = rf"(?:(?:{many})?(?:{units})?[-—–~～至到](?P<upto>{number}))?"
    pattern = (
        rf"(?P<bound>{bound})(?P<number>(?<![\dA-Za-z.第])-?{number}){upto}[多余几]?(?P<many>{many})?[多余]?"
        rf"(?P<unit>{units}){tail}"
    )
    numeral = "[一二两三四五六七八九十百千]"
    worded = (
        rf"(?P<bound>{bound})(?P<number>(?<![第一二两三四五六七八九十百千]){numeral}{{1,4}})(?P<many>万|亿)?"
        rf"(?P<unit>{_any(rows['counted_in_words'])}|个月|元|人|户|倍|天|年|小时){tail}"
    )
    percent = r"百分之(?P<percent>[零一二三四五六七八九十百点]+|\d+(?:\.\d+)?)"
    return QuantityWords(
        dimension_of,
        re.compile(pattern),
        re.compile(f"{percent}|{worded}"),
        re.compile(rf"[^,;。\d]{{0,8}}?(?:{_any(rows['risen'])})[了]?(?:到|至|为|成)?[^,;。\d]{{0,4}}$"),
        tuple((row["dimension"], re.compile(row["cue"])) for row in rows["asks"]),
        tuple((re.compile(row["cue"]), frozenset(row["dimensions"].split())) for row in rows["attributes"]),
        re.compile(rows["growth"]),
        re.compile(rows["asks_growth"]),
        re.compile(rows["asks_level"]),
        re.compile(rows["flow"]),
        re.compile(rows["stock"]),
        tuple(rows["measures"].split()),
        tuple(tuple(names.split()) for names in rows["of_whom"]),
        aimed=re.compile(rows["aimed"]),
        reached=re.compile(rows["reached"]),
        older=re.compile(rows["older"]),
        yearly=re.compile(rows["yearly"]),
        summed=re.compile(rows["summed"]),
        cumulated=re.compile(rows["cumulated"]),
        asking=tuple(re.compile(cue) for cue in rows["asking"]),
        generic=frozenset(rows["generic"].split()),
        weak=frozenset(rows["weak"].split()),
        single=frozenset(rows["single"].split()),
        tells=rows["tells"],
    )


# Numbers that share the unit of the next: 3090、4601元; 5.4亿吨 stays itself.
JOINTS = ("、", "和", "与", "及")
SHARES = re.compile(r"(?<![\dA-Za-z.第])(?P<number>\d+(?:\.\d+)?)(?P<many>万亿|亿|万)?$")
BARE = re.compile(
    r"(?:从|由)(?P<old>\d+(?:\.\d+)?)(?=[^\d,;。]{1,10}(?:到|至|为))|(?:到|至|为|为|是|达)(?P<new>\d+\.\d+)(?=[,;。、)]|$)"
    r"|(?P<ratio>\d+(?:\.\d+)?[:∶]\d+(?:\.\d+)?)"
)
MANY = re.compile(r"(?<![\dA-Za-z.第])(?P<number>\d+(?:\.\d+)?)(?P<many>万亿|亿|万)(?=[、,;。)和及与增提升降到至的]|$)")


@lru_cache(maxsize=8192)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a folded text, from left to right, not overlapping."""
    found: list[Quantity] = []
    for quantity in sorted(
        (*_with_units(text), *_worded(text), *_bare(text), *_many(text)), key=lambda one: (one.start, -one.end)
    ):
        if not found or quantity.start >= found[-1].end:
            found.append(quantity)
    return tuple(_with_shared(text, found))


def _with_units(text: str) -> Iterator[Quantity]:
    words = load_quantity_words()
    for match in words.pattern.finditer(text):
        if _is_date(text, match) or _is_name(text, match):
            continue
        value = float(match["number"].replace(",", ""))
        yield _quantity(match, value, worded=False)


def _quantity(match: re.Match[str], value: float, *, worded: bool) -> Quantity:
    words = load_quantity_words()
    many = match["many"] or ""
    for character in many:
        value *= SIZES[character]
    base = match["unit"]
    return Quantity(
        match.start(),
        match.end(),
        match.start("number"),
        value,
        many + base,
        base,
        words.dimension_of.get(base, "count"),
        worded,
    )


def _is_date(text: str, match: re.Match[str]) -> bool:
    """2025年, 3月1日: times, not measures; 3年 and 15日内 are."""
    unit, number = match["unit"], match["number"]
    if unit == "年":
        return (len(number) == 4 and not match["many"]) or number.startswith("0")
    if unit in ("日", "周"):
        return bool(re.search(r"月$", text[: match.start("number")]))
    return False


def _is_name(text: str, match: re.Match[str]) -> bool:
    """3A级, 2个大类 stay; “1块”, “8城” … of one character that begins a longer word are names; so is 5P."""
    unit, before = match["unit"], text[max(0, match.start("number") - 1) : match.start("number")]
    if unit in (
        "P",
        "国",
        "市",
        "省",
        "星",
        "企",
        "大",
        "级",
        "城",
        "道",
        "股",
        "块",
        "组",
        "版",
        "期",
        "届",
        "班",
        "成",
        "度",
    ):
        after = text[match.end() : match.end() + 1]
        if (
            unit == "P"
            or before in ("第", "+")
            or (unit == "级" and after not in ",;。、)")
            or unit in ("期", "届", "版")
        ):
            return True
    return before == "+"


def _worded(text: str) -> Iterator[Quantity]:
    for match in load_quantity_words().worded.finditer(text):
        if match["percent"]:
            value = _percent(match["percent"])
            if value is not None:
                yield Quantity(match.start(), match.end(), match.start(), value, "%", "%", "share", worded=True)
            continue
        number = number_of(match["number"])
        if number is not None and match["number"] not in ("千", "百"):
            yield _quantity(match, float(number), worded=True)


def _percent(numeral: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", numeral):
        return float(numeral)
    whole, _, part = numeral.partition("点")
    number = number_of(whole)
    digits = "".join(str(number_of(character) or 0) for character in part)
    return None if number is None else float(f"{number}.{digits or 0}")


def _bare(text: str) -> Iterator[Quantity]:
    """Figures without a unit: 由2.07缩小至1.96, 1.5:1."""
    for match in BARE.finditer(text):
        group = match.lastgroup
        assert group is not None
        said = match[group]
        number = float(re.split("[:∶]", said)[0])
        if group == "old" and re.match(r"[年月日]|(?:19|20)\d\d", text[match.start(group) :]) and len(said) == 4:
            continue
        dimension = "ratio" if group == "ratio" or "." in said else "count"
        yield Quantity(match.start(group), match.end(group), match.start(group), number, "", "", dimension)


def _many(text: str) -> Iterator[Quantity]:
    """Numbers with a multiple alone: 人口增至超100万."""
    for match in MANY.finditer(text):
        value = float(match["number"])
        for character in match["many"]:
            value *= SIZES[character]
        yield Quantity(match.start(), match.end(), match.start(), value, match["many"], "", "count")


def _with_shared(text: str, found: list[Quantity]) -> list[Quantity]:
    """The figures, with those that have their unit from the next."""
    whole: list[Quantity] = []
    for quantity in reversed(found):
        whole.append(quantity)
        first = quantity
        while shared := _shared(text, first):
            if any(other.start < shared.end and shared.start < other.end for other in found):
                break
            whole.append(shared)
            first = shared
    return whole[::-1]


def _shared(text: str, behind: Quantity) -> Quantity | None:
    """The number right before a figure, with the figure's unit."""
    if not text.startswith(JOINTS, behind.start - 1):
        return None
    match = SHARES.search(text[max(0, behind.start - 16) : behind.start - 1])
    if match is None:
        return None
    many = match["many"] or behind.unit[: len(behind.unit) - len(behind.base)]
    value = float(match["number"])
    for character in many:
        value *= SIZES[character]
    start = max(0, behind.start - 16) + match.start()
    return Quantity(start, behind.start - 1, start, value, many + behind.base, behind.base, behind.dimension)


def speaks_of_those_asked(asked: str, said: str) -> bool:
    """Whether what is said is of the people asked for: 居民人均可支配收入 is not of 农村居民."""
    groups = [names for names in load_quantity_words().of_whom if any(name in asked for name in names)]
    if len(groups) != 1 or "城乡" in asked:
        return True
    return "城乡" in said or any(name in said for name in groups[0])

"""Numerals, read and printed: 十二 ↔ 12, ③, 叁, (乙), iv. Formats of printing bear the names that Word gives them.

Three readings differ, as the same signs mean other things: running text counts (`number_of`: 三五家 is no number),
a label counts digit by digit too and is read whatever it says (`number_of_label`), a page may be Roman
(`number_of_page`).
"""

from __future__ import annotations

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
VALUES = {digit: value for value, digit in enumerate(DIGITS)} | {"零": 0, "○": 0, "两": 2, "俩": 2}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
LEGAL_DIGITS_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
MOST = 9999  # beyond it every format prints plain digits


# ---------------------------------------------------------------------------------------------------------- reading


def number_of(numeral: str) -> int | None:
    """Of what is counted in running text: 12, 十二, 两, 一百零五 → the number; None for what is none, and for none."""
    if numeral.isdecimal():
        return int(numeral)
    total, rest = 0, numeral
    for unit, size in (("百", 100), ("十", 10)):
        if unit in rest:
            head, rest = rest.split(unit, 1)
            if head and head not in VALUES:
                return None
            total += (VALUES[head] if head else 1) * size
    rest = rest[1:] if rest[:1] in ("零", "〇") else rest
    if not rest:
        return total or None
    return total + VALUES[rest] if rest in VALUES else None


def number_of_label(written: str) -> int:
    """Of a heading's label: 十二 → 12, ③ → 3, 二〇 → 20 digit by digit, "" → 0."""
    if not written:
        return 0
    if written in CIRCLED:
        return CIRCLED.index(written) + 1
    if written.isdecimal():
        return int(written)
    return _digits_read(written) if set(written) <= set(VALUES) else number_of(written) or 0


def number_of_page(printed: str) -> int | None:
    """Of a page, as its foot has it: 12, xiv, 十二, 一〇二; None for what counts no pages."""
    if printed[0] in ROMAN_VALUES:
        values = [ROMAN_VALUES[letter] for letter in printed]
        return sum(
            -value if any(later > value for later in values[at + 1 : at + 2]) else value
            for at, value in enumerate(values)
        )
    return _digits_read(printed) if set(printed) <= set(VALUES) else number_of(printed)


def _digits_read(written: str) -> int:
    """二〇 → 20."""
    return int("".join(str(VALUES[digit]) for digit in written))


# --------------------------------------------------------------------------------------------------------- printing


def numeral(number: int, format: str) -> str:
    """The numeral; plain digits for a format that is not known, nothing for a bullet."""
    if format in ("none", "bullet"):
        return ""
    write = FORMATS.get(format)
    return str(number) if write is None or not 0 < number <= MOST else write(number)


def count_in_chinese(number: int, digits: str = DIGITS, places: str = "十百千", zero: str = "零") -> str:
    """12 → 十二, 110 → 一百一十, 203 → 二百零三."""
    spoken, is_gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            is_gap = bool(spoken)
            continue
        spoken += (zero if is_gap else "") + digits[digit] + (places[place - 1] if place else "")
        is_gap = False
    opens = digits[1] + places[0]
    return spoken[1:] if digits == DIGITS and spoken.startswith(opens) else spoken


def _counting(number: int) -> str:
    """Words up to 99, digit by digit beyond: 一〇一."""
    return count_in_chinese(number) if number < 100 else _digit_by_digit(number)


def _digit_by_digit(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def _legal(number: int) -> str:
    return count_in_chinese(number, LEGAL_DIGITS, "拾佰仟")


def _legal_traditional(number: int) -> str:
    return count_in_chinese(number, LEGAL_DIGITS_TRADITIONAL, "拾佰仟")


def roman(number: int) -> str:
    """4 → iv."""
    spoken = ""
    for worth, sign in ROMAN:
        spoken += sign * (number // worth)
        number %= worth
    return spoken


def _letters(number: int) -> str:
    """a … z, aa, bb …"""
    times, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (times + 1) if times < 30 else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _sexagenary(number: int) -> str:
    return STEMS[(number - 1) % 10] + BRANCHES[(number - 1) % 12]


def _sign(first: str, most: int) -> Callable[[int], str]:
    """Signs that stand in a row in Unicode; plain digits beyond the last."""
    return lambda number: chr(ord(first) + number - 1) if number <= most else str(number)


def circled(number: int) -> str:
    """① to ㊿, in brackets beyond."""
    for first, last, sign in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if first <= number <= last:
            return chr(ord(sign) + number - first)
    return f"({number})"


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedFullstop": _sign("⒈", 20),
    "decimalEnclosedParen": _sign("⑴", 20),
    "numberInDash": lambda number: f"-{number}-",
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _counting,
    "chineseCountingThousand": count_in_chinese,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": count_in_chinese,
    "japaneseCounting": count_in_chinese,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "koreanDigital2": _digit_by_digit,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal_traditional,
    "japaneseLegal": _legal_traditional,
    "ideographTraditional": _cycle(STEMS),
    "ideographZodiac": _cycle(BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographEnclosedCircle": _sign("㊀", 10),
}

"""A number → the numeral as it is printed: 三, 叁, (乙), ③, iv. Formats bear the names that Word gives them."""

from __future__ import annotations

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
LEGAL_DIGITS_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
MOST = 9999  # beyond it every format prints plain digits


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

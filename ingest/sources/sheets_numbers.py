"""A number and the format of its cell → what a person sees there: 12.5%, 120,000, 2025年6月, 2025-06-30.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (number formats, those of zh-cn). Zeros at the end of a fraction are left
out, but for 2025.10, which may be a month. Dates without 年 are shown the same everywhere, as the file's own order
depends on where it is opened.
"""

from __future__ import annotations

import datetime
import math
import re
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from functools import cache

DAY, MONTH = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"'
MONTH_DAY = 'm"月"d"日"'
BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "yyyy-m-d"},
    **{16: "m-d", 17: "yyyy-m", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm"},
    **{27: MONTH, 28: MONTH_DAY, 29: MONTH_DAY, 30: "yyyy/m/d", 31: DAY, 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"'},
    **{34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: MONTH, 37: "#,##0", 38: "#,##0", 39: "#,##0.00"},
    **{40: "#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"'},
    **{44: '#,##0.00;-#,##0.00;"-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 50: MONTH, 51: MONTH_DAY, 52: MONTH},
    **{53: MONTH_DAY, 54: MONTH_DAY, 55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"', 57: MONTH, 58: MONTH_DAY},
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)|(?P<science>E[+-])"
    r"|(?P<date>y+|e+(?![+-])|m+|d+|h+|s+|a{3,4})|(?P<digit>[0#?])|(?P<sign>.)",
    re.I | re.S,
)
_CONDITION = re.compile(r"([<>=]{1,2})\s*(-?[\d.]+)")
_WEEKDAYS = "一二三四五六日"
Token = tuple[str, str]  # its kind and its text
MOST_FORMAT = 255  # characters, as Excel allows


def show_number(value: float, code: str, *, from_1904: bool = False) -> str:
    """What a cell of this format shows of the value."""
    if not math.isfinite(value):
        return ""
    tokens, is_signless = _section(value, code)
    if not tokens and ";" in code:  # 0;-0;; shows no zeros
        return ""
    kinds = {kind for kind, _ in tokens}
    if kinds & {"date", "elapsed"} and not kinds & {"digit", "general", "science"}:
        moment = _moment(value, from_1904)
        return show_number(value, "") if moment is None else _show_moment(moment, tokens, value)
    if "science" in kinds or "general" in kinds or not tokens or ("sign", "/") in tokens:
        shown = "".join(show_plain(value) if kind == "general" else text for kind, text in tokens if kind in _SEEN)
        return shown.strip() if "general" in kinds else show_plain(value)
    return _show_digits(abs(value) if is_signless else value, tokens)


def show_plain(value: float) -> str:
    """A number without a format: integers without .0, fractions with ten digits, as a cell has room for."""
    if not math.isfinite(value):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return _trim(format(Decimal(f"{value:.10g}"), "f"))


def trim_zeros(shown: str, value: float) -> str:
    """A shown number without the zeros at the end of its fraction, unless it may be a month (2025.10)."""
    if re.fullmatch(r"(?:19|20)\d\d\.(?:0[1-9]|1[0-2])", shown) and 1900 <= value < 2100:
        return shown
    return re.sub(r"(\d\.\d*?)0+(?!\d)", lambda match: match[1].removesuffix("."), shown)


_SEEN = ("literal", "general", "sign")


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _section(value: float, code: str) -> tuple[list[Token], bool]:
    """The part of a format that holds for the value, and whether that part says the sign itself."""
    sections = _sections(code[:MOST_FORMAT])
    if len(sections) == 1:
        return list(sections[0][1]), False
    for at, (condition, tokens) in enumerate(sections[:3]):
        holds = _holds(value, condition) if condition else (value > 0, value < 0, value == 0)[at]
        last = at == min(len(sections), 3) - 1
        if holds or (condition == "" and last and any(other for other, _ in sections)):
            return list(tokens), value < 0 and at == 1
    return list(sections[0][1]), False  # two parts and a zero


def _holds(value: float, condition: str) -> bool:
    match = _CONDITION.match(condition)
    if match is None:
        return False
    sign, bound = match[1], float(match[2] if re.fullmatch(r"-?\d*\.?\d+", match[2]) else 0)
    tests = {">": value > bound, "<": value < bound, ">=": value >= bound, "<=": value <= bound}
    return tests.get(sign, value == bound if sign == "=" else value != bound)


@cache
def _sections(code: str) -> tuple[tuple[str, tuple[Token, ...]], ...]:
    """Each part of a format with its condition ("" for none)."""
    sections: list[tuple[str, list[Token]]] = [("", [])]
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "", match[0]
        if kind == "sign" and text == ";":
            sections.append(("", []))
        elif kind == "bracket" and _CONDITION.match(match["bracket"]):
            sections[-1] = (match["bracket"], sections[-1][1])
        elif kind == "bracket" and re.fullmatch(r"h+|m+|s+", match["bracket"], re.I):
            sections[-1][1].append(("elapsed", match["bracket"].lower()))
        elif kind in ("quoted", "escaped", "currency"):
            sections[-1][1].append(("literal", match[kind]))
        elif kind and kind != "bracket":
            sections[-1][1].append((kind, text.lower() if kind == "date" else text))
    return tuple((condition, tuple(tokens)) for condition, tokens in sections)


def _show_digits(value: float, tokens: list[Token]) -> str:
    places = [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]
    if not places:
        return "".join(text for kind, text in tokens if kind in _SEEN and text != "@").strip()
    before, number, after = tokens[: places[0]], tokens[places[0] : places[-1] + 1], tokens[places[-1] + 1 :]
    scaling = 0
    while after and after[0] == ("sign", ","):
        scaling, after = scaling + 1, after[1:]
    percent = sum(token == ("sign", "%") for token in tokens)
    try:
        shown = _digits(Decimal(f"{value:.15g}") * Decimal(100) ** percent / Decimal(1000) ** scaling, number)
    except DecimalException:  # more digits than can be counted with: nothing that a table shows
        return show_plain(value)
    texts = ["".join(text for kind, text in part if kind in _SEEN) for part in (before, after)]
    sign = "-" if shown.startswith("-") else ""
    return trim_zeros(f"{sign}{texts[0].lstrip()}{shown.removeprefix('-')}{texts[1]}".strip(), value)


def _digits(value: Decimal, number: list[Token]) -> str:
    """The digits of a number between its first and last place, with what stands between them."""
    point = next((at for at, token in enumerate(number) if token == ("sign", ".")), len(number))
    whole, fraction = number[:point], number[point:]
    decimals = sum(kind == "digit" for kind, _ in fraction)
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if rounded == 0 and not any(token == ("digit", "0") for token in number):
        return ""
    grouped = ("sign", ",") in whole
    shown = format(abs(rounded), ",f" if grouped else "f")
    least = sum(token == ("digit", "0") for token in whole)
    digits, _, rest = shown.partition(".")
    digits = digits if grouped else digits.zfill(least)
    digits = _insert(digits, whole)
    keep_zeros = decimals == 2 and not grouped
    rest = rest if keep_zeros else rest.rstrip("0")
    return ("-" if rounded < 0 else "") + (f"{digits}.{rest}" if rest else digits)


def _insert(digits: str, whole: list[Token]) -> str:
    """Put what a format has between places (0!.0, shows ten thousands) into the digits, counted from the right."""
    behind = 0
    for kind, text in reversed(whole):
        if kind == "digit":
            behind += 1
        elif kind == "literal":
            digits = digits.zfill(behind + 1)
            digits = digits[: len(digits) - behind] + text + digits[len(digits) - behind :]
            behind += len(text)
    return digits


def _moment(value: float, from_1904: bool) -> datetime.datetime | None:
    if not 0 <= value < 2_958_466:  # the year 10000
        return None
    if from_1904:
        start = datetime.datetime(1904, 1, 1)
    else:  # there was no 29 February 1900, which is day 60
        start = datetime.datetime(1899, 12, 31) if value < 60 else datetime.datetime(1899, 12, 30)
    try:
        return start + datetime.timedelta(seconds=round(value * 86400))
    except OverflowError:
        return None


def _show_moment(moment: datetime.datetime, tokens: list[Token], value: float) -> str:
    if any(kind == "elapsed" for kind, _ in tokens):
        minutes = round(value * 1440)
        return f"{minutes // 60}:{minutes % 60:02}"
    fields = _fields(tokens)
    if any(text in ("年", "月", "日", "时") for kind, text in tokens if kind in ("literal", "sign")):
        return "".join(_field(moment, kind, text) for kind, text in fields).strip()
    letters = {text[0] for kind, text in fields if kind == "date"}
    return show_date(moment, letters)


def show_date(moment: datetime.datetime, letters: set[str]) -> str:
    """A moment by which of year (y), month (m), day (d) and hour (h) a format asks for."""
    letters = {"y" if letter == "e" else letter for letter in letters}
    dates = {
        "ymd": moment.strftime("%Y-%m-%d") if moment.year >= 1000 else "",
        "ym": f"{moment.year}年{moment.month}月",
        "md": f"{moment.month}月{moment.day}日",
        "y": str(moment.year),
        "m": f"{moment.month}月",
        "d": f"{moment.day}日",
    }
    date = dates.get("".join(letter for letter in "ymd" if letter in letters), "")
    has_time = letters & {"h", "s", "n"} and (not date or moment.time() != datetime.time())
    return f"{date} {moment:%H:%M}".strip() if has_time else date


def _fields(tokens: list[Token]) -> list[Token]:
    """The tokens with minutes told from months: an m beside an hour or a second is n."""
    fields = list(tokens)
    dates = [at for at, (kind, _) in enumerate(fields) if kind == "date"]
    for order, at in enumerate(dates):
        if fields[at][1][0] != "m":
            continue
        before = fields[dates[order - 1]][1][0] if order else ""
        after = fields[dates[order + 1]][1][0] if order + 1 < len(dates) else ""
        if before == "h" or after == "s":
            fields[at] = ("date", "n" * len(fields[at][1]))
    return fields


def _field(moment: datetime.datetime, kind: str, text: str) -> str:
    if kind == "half" or (kind == "sign" and text == "@"):
        return ""
    if kind != "date":
        return text
    if text[0] == "a":
        return ("星期" if len(text) == 4 else "") + _WEEKDAYS[moment.weekday()]
    values = {"y": moment.year, "e": moment.year, "m": moment.month, "d": moment.day}
    value = {**values, "h": moment.hour, "n": moment.minute, "s": moment.second}[text[0]]
    return f"{value:02}" if len(text) == 2 and text[0] not in "ye" else str(value)

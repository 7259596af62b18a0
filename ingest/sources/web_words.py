"""The words of web.yaml: names of elements, lines that are no content, labels of what a page says of itself."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from graph.data_files import read_yaml

LONGEST_NOISE = 200
LONGEST_VALUE = 40
BETWEEN = re.compile(r"[\s|｜]+")
LABEL_END = re.compile(r"([:：])\s+")  # of a label and the blanks before its value
MOMENT = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}:\d\d(?::\d\d)?")


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = read_yaml(Path(__file__).parent / "web.yaml")
    return words


@cache
def word_set(name: str) -> frozenset[str]:
    """A list of words, in lower case."""
    return frozenset(str(word).lower() for word in _words()[name])


@cache
def noise() -> re.Pattern[str]:
    """A line that is no content, whole."""
    return re.compile("|".join(f"(?:{form})" for form in _words()["noise"]), re.IGNORECASE)


@cache
def related() -> re.Pattern[str]:
    """The title of a list of links."""
    return re.compile(rf"[【\[]?\s*(?:{_words()['related']})\s*[】\]]?\s*[:：>＞»]*")


@cache
def attached() -> re.Pattern[str]:
    """The address or the name of a file."""
    return re.compile(rf"\.(?:{'|'.join(_words()['attached'])})(?:$|[?#&)）])", re.IGNORECASE)


@cache
def about() -> dict[str, dict[str, list[str]]]:
    """Of each thing that a page says of itself: the names of <meta> and the labels that say it, the first the best."""
    found: dict[str, dict[str, list[str]]] = _words()["about"]
    return found


@cache
def labels() -> frozenset[str]:
    """All labels of such bars and tables."""
    return word_set("labels") | {label for said in about().values() for label in said["labels"]}


@lru_cache(maxsize=1 << 16)
def is_noise(line: str) -> bool:
    """Whether a line around or in an article is no content: one thing of every page, or a bar of them."""
    line = " ".join(line.split()).strip("】]|｜ ")
    if not line or len(line) > LONGEST_NOISE:
        return not line
    return noise().fullmatch(line) is not None or (BETWEEN.search(line) is not None and _is_bar(line))


def names_label(line: str) -> bool:
    """Whether a line is a label of such a table with its value: “发文字号：某政发〔2024〕6号”."""
    label, colon, value = line.replace("：", ":").partition(":")
    return bool(colon) and "".join(label.split()).strip("【[") in labels() and len(value) <= LONGEST_NOISE


def _is_bar(line: str) -> bool:
    """“发布日期：2024-03-05 来源：某市政府办 【字体：大 中 小】 打印”: two or more things that all are known ones."""
    pieces = [piece.strip("【】[]()（） ") for piece in BETWEEN.split(LABEL_END.sub(r"\1", line))]
    known = [piece for piece in pieces if piece]
    labelled = sum(
        piece.replace("：", ":").split(":")[0] in labels() for piece in known if ":" in piece.replace("：", ":")
    )
    others = [piece for piece in known if not _is_known(piece)]
    return len(known) > 1 and not others and (labelled > 0 or all(noise().fullmatch(piece) for piece in known))


def _is_known(piece: str) -> bool:
    label, colon, value = piece.replace("：", ":").partition(":")
    if colon and label in labels() and len(value) <= LONGEST_VALUE:
        return True
    return noise().fullmatch(piece) is not None or MOMENT.fullmatch(piece) is not None

"""Latin letters in a question → Chinese: English words by a table, pinyin by the words of the documents.

Acronyms and what the documents write in Latin letters stay (GDP, RCEP).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.lexicon import FOLDER
from graph.lexicon.wordings import wordings
from search.plan.pinyin import PinyinWords, is_pinyin

any_of = wordings("asking").any_of

RUN = re.compile(r"[A-Za-z]+(?:[ '’.,-]+[A-Za-z]+)*")
TOKEN = re.compile(r"[A-Za-z]+")
ACRONYM = re.compile(r"^[A-Z][A-Z0-9]+$|^[A-Z]$|^[a-z]{1}$")
LONGEST_PHRASE = 7  # words
ZONE = re.compile(any_of("zones"))
HAN = r"[\u3400-\u9fff]"


@dataclass(frozen=True, slots=True)
class English:
    """`anywhere` and `first`: phrase → Chinese; `first` only at the start of a question, said at its end."""

    anywhere: dict[str, str]
    first: dict[str, str]


@lru_cache(maxsize=1)
def load_english() -> English:
    """The table ``graph/lexicon/english.tsv``."""
    anywhere: dict[str, str] = {}
    first: dict[str, str] = {}
    for line in (FOLDER / "english.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, _, chinese = line.partition("\t")
            (first if phrase.startswith("^") else anywhere)[phrase.lstrip("^")] = chinese.strip()
    return English(anywhere, first)


def put_in_chinese(text: str, pinyin: Callable[[], PinyinWords]) -> tuple[str, list[tuple[str, str]]]:
    """The question with its Latin words in Chinese, and what was read for what."""
    if not re.search(HAN, text) and is_english(text):
        chinese = _question_in_english(text, pinyin)
        return chinese, [(text, chinese)]
    parts: list[str] = []
    changes: list[tuple[str, str]] = []
    place = 0
    for match in RUN.finditer(text):
        chinese = _read_run(match[0], pinyin)
        parts += [text[place : match.start()], chinese]
        place = match.end()
        if chinese != match[0]:
            changes.append((match[0], chinese))
    joined = "".join(parts) + text[place:]
    return (_closed_up(joined) if changes else text), changes


def is_english(text: str) -> bool:
    """Whether a text in Latin letters is English, not pinyin."""
    return _has_english(TOKEN.findall(text))


def _has_english(tokens: list[str]) -> bool:
    """Whether a run of words is English: one of them is in the table and is no pinyin."""
    table = load_english()
    words = {word for phrase in (*table.anywhere, *table.first) for word in phrase.split()}
    return any(token.lower() in words and not is_pinyin(token) and not ACRONYM.match(token) for token in tokens)


def _stays(token: str) -> bool:
    """Acronyms, and what is no pinyin."""
    return bool(ACRONYM.match(token)) or not is_pinyin(token)


def _read_run(run: str, pinyin: Callable[[], PinyinWords]) -> str:
    """One run of Latin words, as English or as pinyin."""
    tokens = TOKEN.findall(run)
    if _has_english(tokens):
        return _english_words(tokens, pinyin)
    said: list[str] = []
    letters: list[str] = []
    for token in tokens:
        if _stays(token):
            said += [*_pinyin_words(letters, pinyin), token]
            letters = []
        else:
            letters.append(token)
    return _joined([*said, *_pinyin_words(letters, pinyin)])


def _pinyin_words(letters: list[str], pinyin: Callable[[], PinyinWords]) -> list[str]:
    if not letters:
        return []
    read = pinyin().read("".join(letters).lower())
    return [read] if read else [" ".join(letters)]


def _question_in_english(text: str, pinyin: Callable[[], PinyinWords]) -> str:
    """A whole question in English: its question words are said at the end."""
    pieces: list[str] = []
    behind = ""
    for number, piece in enumerate(re.split(r"(\d[\d.,%]*)", re.sub(r"[-_]", " ", text).replace("?", " "))):
        if number % 2:
            pieces.append(piece)
            continue
        tokens = TOKEN.findall(piece)
        if number == 0:
            tokens, behind = _without_first(tokens)
        pieces.append(_english_words(tokens, pinyin))
    said = [piece.strip() for piece in [*pieces, behind] if piece.strip()]
    return _with_years(" ".join(said))


def _without_first(tokens: list[str]) -> tuple[list[str], str]:
    """The words behind those that open the question, and what those say."""
    said = ""
    first = load_english().first
    while tokens:
        for length in range(min(LONGEST_PHRASE, len(tokens)), 0, -1):
            phrase = " ".join(tokens[:length]).lower()
            if phrase in first:
                said = said or first[phrase]
                tokens = tokens[length:]
                break
        else:
            return tokens, said
        if said:
            return tokens, said
    return tokens, said


def _english_words(tokens: list[str], pinyin: Callable[[], PinyinWords]) -> str:
    """Words by the table, the longest phrase first; places and names by their pinyin."""
    said: list[str] = []
    place, is_name = 0, False
    table = load_english().anywhere
    while place < len(tokens):
        length, chinese = _longest(tokens[place:], table)
        named = False
        if not length and (name := _longest_name(tokens[place:], pinyin)):
            (length, chinese), named = name, True
        if not length:
            length, chinese = 1, tokens[place]
        joins = bool(said) and bool(ZONE.match(chinese)) and is_name
        said += [] if joins else [" "] if said and (is_name or named) else []
        said.append(chinese)
        is_name, place = named, place + length
    return _closed_words(said)


def _longest(tokens: list[str], table: dict[str, str]) -> tuple[int, str]:
    for length in range(min(LONGEST_PHRASE, len(tokens)), 0, -1):
        phrase = " ".join(tokens[:length]).lower()
        if phrase in table:
            return length, table[phrase]
    return 0, ""


def _longest_name(tokens: list[str], pinyin: Callable[[], PinyinWords]) -> tuple[int, str] | None:
    """A name in pinyin, of up to four words (Huai Hua)."""
    for length in range(min(4, len(tokens)), 0, -1):
        letters = "".join(tokens[:length]).lower()
        if letters in pinyin().named or (length == 1 and letters in pinyin().by_letters):
            return length, pinyin().by_letters[letters][0]
    return None


def _closed_words(said: list[str]) -> str:
    """Chinese words side by side, Latin ones with blanks."""
    text = ""
    for word in said:
        latin = bool(text and word) and text[-1].isascii() and text[-1].isalnum() and word[0].isascii()
        text += (" " if latin and word[0].isalnum() else "") + word
    return re.sub(r" +", " ", text).strip()


def _joined(said: list[str]) -> str:
    """Chinese words without blanks between them, others with."""
    return _closed_up(" ".join(word for word in said if word))


def _closed_up(text: str) -> str:
    """No blanks between Chinese characters, nor between a number and 年."""
    text = re.sub(rf"(?<={HAN}) +(?={HAN})", "", re.sub(r" +", " ", text))
    return re.sub(r"(?<=\d) +(?=年|个|条|万|亿)|(?<=[在]) +(?=\d)", "", text).strip()


def _with_years(text: str) -> str:
    return re.sub(r"(?<!\d)((?:19|20)\d\d)(?!\d|年)", r"\1年", text)

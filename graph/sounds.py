"""How a name sounds: pinyin without tones, for finding what is typed by its sound, by its initials or with a homophone.

In: a name. Out: a syllable a character, 怀化国际陆港 → huai hua guo ji lu gang; Latin letters and figures sound as they
are written, each of them a syllable of its own; all other signs are silent. ü is u here, as nobody types it alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from graph.writing.foldings import name_key

TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿế", "aaaaeeeeiiiioooouuuuvvvvvnnnme")
LONGEST_WORD = 4  # characters of a word that says how its characters are read: 重庆, not 重


def toneless(sound: str) -> str:
    """zhòng → zhong, lǜ → lv."""
    return sound.translate(TONES)


@lru_cache(maxsize=4096)
def syllables(name: str) -> tuple[str, ...]:
    """The syllables of a name, as they are read in its words: 重庆 → chong qing, 重点 → zhong dian."""
    key = name_key(name)
    return tuple(sound for character, sound in _read(key) if _is_sounded(character) and sound)


def sounded(name: str) -> tuple[tuple[str, str], ...]:
    """The characters that sound, each with its syllable."""
    return tuple((one, sound) for one, sound in _read(name_key(name)) if _is_sounded(one) and sound)


def sound_of(name: str) -> str:
    """All syllables in one: huaihuaguojilugang."""
    return "".join(syllables(name))


def initials_of(name: str) -> str:
    """The first letter of each syllable: hhgjlg."""
    return "".join(sound[0] for sound in syllables(name))


def _is_sounded(character: str) -> bool:
    return character.isalnum()


def _read(key: str) -> Iterator[tuple[str, str]]:
    """Each character with its sound, by the longest words from the left."""
    at = 0
    while at < len(key):
        length = 1 if key.isascii() else LONGEST_WORD
        while length > 1 and not _said(key[at : at + length]):
            length -= 1
        word = key[at : at + length]
        said = _said(word) if length > 1 else ()
        for place, character in enumerate(word):
            yield character, said[place] if said else _sound(character)
        at += len(word)


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    """The usual one of a character; a letter or figure itself; nothing for one that has none."""
    if character.isascii():
        return "u" if character == "v" else character
    # imported late: it is large, and only names that are written or looked for by their sound need it
    from pypinyin.pinyin_dict import pinyin_dict

    return _plain(pinyin_dict.get(ord(character), "").partition(",")[0])


def _plain(sound: str) -> str:
    return toneless(sound).replace("v", "u")


@lru_cache(maxsize=65536)
def _said(word: str) -> tuple[str, ...]:
    """The sounds of a word of the dictionary; nothing for what is none."""
    from pypinyin.phrases_dict import phrases_dict

    said = phrases_dict.get(word, ())
    return tuple(_plain(sounds[0]) for sounds in said) if len(said) == len(word) else ()

"""How a name sounds: pinyin without tones, for finding what is typed by its sound, by its initials or with a homophone.

In: a name. Out: a syllable a character, 怀化国际陆港 → huai hua guo ji lu gang; Latin letters and figures sound as they
are written, each of them a syllable of its own; all other signs are silent. ü is u here, as nobody types it alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from graph.keys import name_key

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
    """Each character with its sound; by the longest words from the left where one of them may be read in several
    ways."""
    if key.isascii() or not _of_several_sounds().intersection(key):
        yield from ((character, _sound(character)) for character in key)
        return
    words, at = _words(), 0
    while at < len(key):
        length = LONGEST_WORD
        while length > 1 and key[at : at + length] not in words:
            length -= 1
        word = key[at : at + length]
        said = words.get(word, ())
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


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """Words of the dictionary with their sounds."""
    from pypinyin.phrases_dict import phrases_dict

    return {
        word: tuple(_plain(sounds[0]) for sounds in said)
        for word, said in phrases_dict.items()
        if len(word) == len(said) <= LONGEST_WORD
    }


@cache
def _of_several_sounds() -> frozenset[str]:
    """The characters that some word reads otherwise than usual: 重, 行, 长 …"""
    return frozenset(
        character for word, said in _words().items() for character, sound in zip(word, said, strict=True)
        if sound != _sound(character)
    )  # fmt: skip

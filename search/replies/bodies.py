"""Names of public bodies compared: 卫健委 is 市卫生健康委员会, 国网怀化供电公司 is 国网怀化供电分公司."""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba

from graph.lexicon.lexicon import FOLDER
from graph.lexicon.wordings import wordings

any_of = wordings("answers").any_of

LEVEL = re.compile(
    rf"^(?:{any_of('area_of_body')}|[\u4e00-\u9fff]{{2,6}}?(?:自治区|自治州|自治县|[省市县区州盟旗]))(?=[\u4e00-\u9fff]{{2}})"
)
LEVELS = wordings("answers").sorts("body_levels")  # 州 → 市
HEADS = wordings("answers").sorts("body_kinds")  # 委员会 → 委
ALIKE = (frozenset({"委", "局", "厅", "办", ""}),)  # one body bears them by turns: 发展改革局, 发展改革委
OF_LEVEL = {"厅": "省", "部": "国家"}  # a 厅 is a province's, a 部 the state's
OF_PARTY = re.compile(any_of("party_sections"))
HEAD = re.compile(f"{any_of('body_kinds')}$")
JOINED = re.compile(r"[和与及、]")


def looks_like_body(name: str) -> bool:
    """Whether a name ends as public bodies do."""
    return HEAD.search(name) is not None


@lru_cache(maxsize=4096)
def take_apart(name: str) -> tuple[str, str, str]:
    """Level, what it cares for, and the kind of body: 市卫生健康委员会 → 市|卫生健康|委."""
    text = re.sub(r"[\s()]", "", name)
    level = ""
    if (match := LEVEL.match(text)) and not text.endswith(("供电公司", "供电分公司")):
        word = match[0]
        level = LEVELS.get(word[-2:]) or LEVELS.get(word[-3:]) or LEVELS.get(word[-1], "")
        text = text[match.end() :]
    text = re.sub(r"^人民政府|^政府(?=.{2})|^委(?=[\u4e00-\u9fff]{2,}[办部局委])", "", text)
    head = HEAD.search(text)
    core = text[: head.start()] if head and head.start() else text
    kind = HEADS[head[0]] if head and head.start() else ""
    if not level and not OF_PARTY.search(core):
        level = OF_LEVEL.get(kind, "")
    return level, JOINED.sub("", core), kind


def area_of(name: str) -> str:
    """The area that a body's name begins with: 崂山区 of 崂山区人民政府; "" for 市, 我县, 国家."""
    match = LEVEL.match(re.sub(r"[\s()]", "", name))
    word = match[0] if match else ""
    return word if len(word) > 2 and word not in LEVELS and word[0] != "我" else ""


def are_apart(area: str, other: str) -> bool:
    """Whether two areas of one rank are not the same: 崂山区 is not 德化县, but 靖州县 is 靖州苗族侗族自治县."""
    if not area or not other or LEVELS.get(area[-1]) != LEVELS.get(other[-1]):
        return False
    return area[:2] != other[:2]


@lru_cache(maxsize=8192)
def is_same_body(said: str, written: str) -> bool:
    """Whether a name that people use means the body that a document writes."""
    if said == written:
        return True
    if are_apart(area_of(said), area_of(written)):
        return False
    level, core, head = take_apart(said)
    written_level, written_core, written_head = take_apart(written)
    if level and written_level and level != written_level:
        return False
    if head != written_head and not any(head in alike and written_head in alike for alike in ALIKE):
        return False
    if not core or not written_core or {head, written_head} == {"", "政府"}:
        return core == written_core
    short, long = sorted((core, written_core), key=len)
    return short == long or abbreviates(short, long)


@lru_cache(maxsize=1)
def load_changes() -> tuple[tuple[str, frozenset[str]], ...]:
    """What bodies care for now, and what they were called for before."""
    lines = (FOLDER / "body_changes.tsv").read_text(encoding="utf-8").splitlines()
    fields = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((now, frozenset(before.split())) for now, before in fields)


def changed_names(name: str, *, earlier: bool) -> list[str]:
    """What a body was made into, or made from, without its level: 经信委 → 工业和信息化局, …厅, …委."""
    _, core, head = take_apart(name)
    if not head:
        return []
    heads = ("局", "委", "厅", "部", "委员会") if head in ("局", "委", "厅", "部", "办") else (head,)
    cores: list[str] = []
    for now, before in load_changes():
        bare = {JOINED.sub("", one) for one in before}
        if not earlier and core in bare:
            cores.append(now)
        elif earlier and core in (JOINED.sub("", now), now):
            cores += sorted(before, key=lambda one: (-len(one), one))
    return [one + end for one in cores for end in heads]


@lru_cache(maxsize=8192)
def abbreviates(short: str, long: str) -> bool:
    """Whether `short` is made of beginnings of the words of `long`, in their order, the first word among them: 人社 of
    人力资源社会保障; or of its first words whole: 自然资源 of 自然资源规划.
    """
    if len(short) < 2 or short[0] != long[0]:
        return False
    if long.startswith(short):
        return len(short) >= 0.4 * len(long)
    return _made_of(short, [word[at : at + 2] for word in rjieba.cut(long) for at in range(0, len(word), 2)])


def _made_of(short: str, words: list[str]) -> bool:
    """Each character of `short` is spent on a beginning of a word; words may be left out but the first."""
    if not short:
        return True
    for place, word in enumerate(words):
        for length in range(min(len(word), len(short)), 0, -1):
            if word[:length] == short[:length] and _made_of(short[length:], words[place + 1 :]):
                return True
    return False

"""Running text and table rows → every figure in them with what it is said of.

In: a sentence made plain (`search.texts.flat`). Out: `Said`s: the quantity, the words that name it (what stands before
it since the last comma or figure, what follows it as its noun), what its sentence said before, and whether another
figure took its place (从4600元提高到5000元).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.lexicon.wordings import wordings
from graph.writing.sentence_ends import ENDS, LINE
from search.texts.quantities import Quantity, find_quantities, load_quantity_words

any_of = wordings("quantities").any_of

END = re.compile(rf"[{ENDS}{LINE}]+[”’\")]*")
BREAK = re.compile(r"[,;:。()\n!?]")
NOUN = re.compile(r"的?[^,;:。、()\n!?\d和及与]{2,24}(?:\([^()\d]{1,8}\))?")
RUNS_ON = re.compile(f"[、,]?(?:{any_of('runs_on')}|,)")
OLD = re.compile(r"(?:从|由|自)[^,;。\d]{0,10}(?:(?:19|20)\d\d年[末底初]?的?)?[^,;。\d]{0,4}$")
NOUN_OF_LAST = re.compile(r"^的[^、和与及]*(?=[、和与及])")  # 的防城港钢铁基地项目|和装机
PASSES = re.compile(f"{any_of('passes')}[了]?$")
REACHES = re.compile(r"(?:大关|台阶|关口|门槛)?[,、](?:实际)?(?:达到|达|为|实现|完成|增至|升至)了?")
JOINED = re.compile(r"^[、和与及]+|^以及")
SHORT_NAME = 8  # characters: a figure's own words that name no thing of their own (总投资, 装机)
LONGEST_NOUN = 20
SHARED_TAIL = 3  # characters that the last of several heads lends the others: 吞吐量


@dataclass(frozen=True, slots=True)
class Said:
    """A figure of a sentence. `name`: its own words; `noun`: what it counts or belongs to behind it; `lead`: the
    sentence before its own words; `replaced`: the next figure took its place; `replaces`: it
    took the place of the last.
    """

    quantity: Quantity
    start: int  # of its own words
    name: str
    noun: str
    lead: str
    replaced: bool = False
    replaces: bool = False
    passed: bool = False  # a mark on the way to the next: 突破20亿元,达到21.92亿元

    @property
    def words(self) -> str:
        """What names it, before and behind."""
        return f"{self.name}{self.noun}"


def cut_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a plain text, each with its stop."""
    cuts, start = [], 0
    for match in END.finditer(text):
        if text.count("(", start, match.start()) > text.count(")", start, match.start()) and "\n" not in match[0]:
            continue
        cuts.append((start, match.end()))
        start = match.end()
    return [*cuts, (start, len(text))] if start < len(text) else cuts


@lru_cache(maxsize=8192)
def read_figures(sentence: str) -> tuple[Said, ...]:
    """The figures of one sentence, from left to right."""
    quantities = find_quantities(sentence)
    said: list[Said] = []
    for place, quantity in enumerate(quantities):
        before = quantities[place - 1] if place else None
        behind = quantities[place + 1] if place + 1 < len(quantities) else None
        said.append(_said(sentence, before, quantity, behind, said[-1] if said else None))
    return tuple(_with_shared_heads(_with_nouns(sentence, said)))


def _said(
    sentence: str, before: Quantity | None, quantity: Quantity, behind: Quantity | None, last: Said | None
) -> Said:
    start = max(_last_break(sentence, quantity.start), before.end if before else 0)
    name = JOINED.sub("", NOUN_OF_LAST.sub("", sentence[start : quantity.start]))
    if last is not None and last.replaced:
        return Said(quantity, last.start, _without_old(last.name), _noun(sentence, quantity), last.lead, replaces=True)
    replaced = behind is not None and _gives_way(sentence, quantity, behind)
    if behind is not None and _is_passed(sentence, quantity, behind):
        return Said(quantity, start, name, "", sentence[:start], replaced=True, passed=True)
    return Said(
        quantity, start, name, "" if replaced else _noun(sentence, quantity), sentence[:start], replaced=replaced
    )


def _last_break(sentence: str, place: int) -> int:
    return max((match.end() for match in BREAK.finditer(sentence, 0, place)), default=0)


def _gives_way(sentence: str, quantity: Quantity, behind: Quantity) -> bool:
    """从4600元提高到5000元; 1500亿元增加到2000亿元."""
    between = sentence[quantity.end : behind.start]
    if len(between) > 14 or not load_quantity_words().risen.match(between):
        return False
    return bool(OLD.search(sentence[: quantity.start]) or re.search("[到至为成]", between))


def _is_passed(sentence: str, quantity: Quantity, behind: Quantity) -> bool:
    """突破20亿元,达到21.92亿元."""
    if quantity.dimension != behind.dimension or not PASSES.search(sentence[: quantity.at]):
        return False
    return bool(REACHES.fullmatch(sentence[quantity.end : behind.at]))


def _without_old(name: str) -> str:
    return re.sub(r"(?:从|由|自)(?:(?:19|20)\d\d年[末底初]?的?)?(?=[^,;。]{0,6}$)", "", name)


def _noun(sentence: str, quantity: Quantity) -> str:
    """150个以上|示范街道, 686亿元|的防城港钢铁基地项目."""
    if RUNS_ON.match(sentence, quantity.end):
        return ""
    match = NOUN.match(sentence, quantity.end)
    return match[0][:LONGEST_NOUN] if match else ""


def _with_nouns(sentence: str, said: list[Said]) -> list[Said]:
    """装机600万千瓦、总投资近700亿元的红沙核电项目: both are of 红沙核电项目."""
    whole = said[::-1]
    for place, one in enumerate(whole[1:], 1):
        behind = whole[place - 1]
        between = sentence[one.quantity.end : behind.quantity.start]
        if not one.noun and behind.noun.startswith("的") and between.startswith("、") and len(between) <= SHORT_NAME:
            whole[place] = replace(one, noun=behind.noun)
    return whole[::-1]


def _with_shared_heads(said: list[Said]) -> list[Said]:
    """货物和集装箱吞吐量分别达到5.4亿吨、1931.5万标箱: to each its own; without 分别 the words of the first hold on."""
    whole: list[Said] = []
    for place, one in enumerate(said):
        if one.words or not whole:
            whole.append(one)
            continue
        first = next(n for n in range(place - 1, -1, -1) if said[n].name or n == 0)
        end = next((n for n in range(place, len(said)) if said[n].words), len(said))
        heads = _heads(said[first].name)
        if len(heads) == end - first:
            whole[first] = replace(said[first], name=heads[0])
            whole.append(replace(one, name=heads[place - first], start=said[first].start, lead=said[first].lead))
        else:
            whole.append(replace(one, name=said[first].name, noun=said[first].noun))
    return whole


def _heads(name: str) -> list[str]:
    """货物和集装箱吞吐量分别达到 → 货物吞吐量, 集装箱吞吐量."""
    before, shares, _ = name.partition("分别")
    if not shares:
        return []
    heads = [head for head in re.split("、|和|与|及|以及", before) if head]
    tail = heads[-1][-SHARED_TAIL:] if heads else ""
    return [head if head.endswith(tail[-2:]) else head + tail for head in heads]

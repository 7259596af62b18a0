"""The signs between members of a list: a clause → the stretches between them, and the lists that they make.

、 of one level of brackets, 和 and its like, or nothing between “A”“B”.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.texts.edges import counted_end, is_free
from search.texts.flat import Flat
from search.texts.sentence import MARKS, Region, Sentence, Stretch, Word
from search.texts.words import ETC, NUMERAL, load_list_words

AND = ("以及", "和", "及", "与", "暨")
AND_SURE = ("以及", "和", "及")


def split_members(flat: Flat) -> list[str]:
    """A stretch that is nothing but a list, as in a cell of a table, cut at 、 outside of brackets; without 等."""
    sentence = Sentence(flat, 0, len(flat.text))
    whole = Region(0, len(flat.text), 0)
    found = []
    for one in segments_of(sentence, whole) if flat.text else ():
        text = re.sub(r"等$", "", flat.text[one.start : one.end].strip("。;,、\n"))
        if text:
            found.append(text)
    return found


def segments_of(sentence: Sentence, clause: Region) -> list[Stretch]:
    """The clause cut at 、 of its level, and between a closing and an opening mark of quotation."""
    text = sentence.flat.text
    cuts = []
    for place in range(clause.start, clause.end):
        if text[place] == "、" and sentence.depth(place) == clause.level:
            cuts.append((place, place + 1))
        elif (
            place > clause.start
            and text[place] in "“《"
            and text[place - 1] == MARKS[text[place]]
            and sentence.depth(place) == clause.level + 1
        ):
            cuts.append((place, place))
    edges = [clause.start, *(edge for cut in cuts for edge in cut), clause.end]
    found = [Stretch(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [one for one in found if one.end > one.start]


def groups_of(sentence: Sentence, segments: Sequence[Stretch]) -> list[list[Stretch]]:
    """“A、B、丽水综试区和湖州、绍兴市场试点”, “A、B等水库和C、D等电站”, “A、B、新建C、D”: two runs."""
    usual = sorted(one.end - one.start for one in segments)[(len(segments) - 1) // 2]
    verbs = [_opens_with_lead(sentence, one) for one in segments]
    few_verbs = sum(verbs[1:]) * 3 <= len(verbs)
    groups: list[list[Stretch]] = [[]]
    for at, one in enumerate(segments):
        joint = joint_in(sentence, one, AND_SURE, in_names=("及", "以及")) if 0 < at < len(segments) - 1 else None
        if joint and _parts(sentence, one, joint, usual):
            groups[-1].append(Stretch(one.start, joint.start))
            groups.append([Stretch(joint.end, one.end)])
        elif at and verbs[at] and few_verbs and at + 1 < len(segments):
            groups.append([one])
        else:
            groups[-1].append(one)
        if at + 1 < len(segments) and _is_counted_last(sentence, one, len(groups[-1])):
            groups.append([])
    return [group for group in groups if group]


def _is_counted_last(sentence: Sentence, one: Stretch, count: int) -> bool:
    """“A、B、C三座水库开工、D…”: the third closes the list."""
    text = sentence.of(one.start, one.end)
    free = [place for place in range(len(text)) if is_free(sentence, one, place)]
    end, number = counted_end(text, free, count)
    counted = end is not None and re.match(rf"{NUMERAL}(?:大|个|项|座|条|种|类|家|处|方面|批|件)", text[end:])
    return count > 1 and bool(counted) and number == count


def _parts(sentence: Sentence, one: Stretch, joint: Word, usual: int) -> bool:
    """Whether a 和 inside a segment parts two lists: the first ends with 等…, or the segment is longer than others."""
    if ETC.search(sentence.of(one.start + 1, joint.start)):
        return True
    return one.end - one.start >= usual + 5 and joint.start - one.start > usual


def _opens_with_lead(sentence: Sentence, one: Stretch) -> bool:
    words = sentence.words_in(one.start, one.end)
    return len(words) > 1 and words[0].text in load_list_words().lead_words and words[0].tag != "c"


def pair_of(sentence: Sentence, clause: Region) -> list[Stretch] | None:
    """Two members that 和 alone joins."""
    whole = Stretch(clause.start, clause.end)
    joint = joint_in(sentence, whole, AND_SURE) or joint_in(sentence, whole, AND)
    if joint is None:
        return None
    return [Stretch(clause.start, joint.start), Stretch(joint.end, clause.end)]


def joint_in(
    sentence: Sentence, stretch: Stretch, words: Sequence[str], *, in_names: Sequence[str] = ()
) -> Word | None:
    """The first word that joins, on the level of the stretch, with something on both sides; within a name only one of
    `in_names`.
    """
    level = sentence.depth(stretch.start) - (sentence.flat.text[stretch.start] in '“‘《("')
    named = sentence.named_in(stretch.start, stretch.end)
    joints = [word for word in sentence.words_in(stretch.start, stretch.end) if word.text in words]
    # the segmenter may cut a name wrongly: 高速公路|及松|从|高速
    joints += [
        Word(name.start - 1, name.start, before, "c")
        for name in named
        if (before := sentence.of(name.start - 1, name.start)) in words
    ]
    for word in sorted(joints, key=lambda word: word.start):
        inside = stretch.start < word.start and word.end < stretch.end
        in_name = any(name.start < word.start and word.end < name.end for name in named)
        if inside and (not in_name or word.text in in_names) and sentence.depth(word.start) <= level:
            return word
    return None

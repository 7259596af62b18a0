"""Members of a list within one clause: “统筹推进双清白马、大祥桃花、北塔雪峰、犬木塘四大片区开发” → the four of them.

In: a sentence taken apart. Out: runs of members, each with what stands before the first and behind the last.
The signs between members are 、, 和 and their like on one level of brackets, or nothing between “A”“B”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import rjieba

from graph.records import EntityType
from search.texts.flat import Flat
from search.texts.sentence import Named, Region, Sentence, Word
from search.texts.words import NUMERAL, load_list_words, number_of

AND = ("以及", "和", "及", "与", "暨")
AND_SURE = ("以及", "和", "及")
ETC = re.compile(r"(?<![平高同对中初相何劣])等(?![级值效候待额次边量同于式比温]|离子)")
QUOTED_NUMBER = re.compile(rf"[“\"]{NUMERAL}[^“”\"]{{0,8}}[”\"]")
WHERE = re.compile(r"^(?:中心城区|主城区|[全我本][市省县区州旗国]|市区|城区|市域|县域|省内|市内)(?=.)")
TIME = re.compile(r"^(?:(?:19|20)?\d\d年(?:\d+月)?(?:底|末|初|前)?|“?十[一二三四五]?五”?(?:期间|时期|末)|今年|去年|全年|年内|目前|期间)")
MARKS = {"“": "”", "‘": "’", "《": "》", '"': '"'}
LONGEST_HEAD = 4  # characters that may stand before the class noun in what the members share


@dataclass(frozen=True, slots=True)
class Stretch:
    """A member's place in the flat text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Members side by side in a clause. `number`: so many the text says they are."""

    members: tuple[Stretch, ...]
    start: int  # of the clause
    end: int
    before: str
    behind: str
    number: int | None
    head: str = ""  # what the last member shares with the others: (城龙)高速公路
    pair: bool = False  # two joined by 和 alone


def find_runs(sentence: Sentence, *, heads: Sequence[str] = (), count: int | None = None) -> list[Run]:
    """All runs of a sentence. heads: class nouns that may stand behind the last member, of which the question speaks;
    count: how many members are asked for; both only decide where the text leaves a doubt.
    """
    found = []
    for region in sentence.regions():
        clauses = sentence.clauses(region)
        for at, clause in enumerate(clauses):
            for run in _runs_of(sentence, clause, heads, count):
                whole = _longer(sentence, run, clauses[:at], heads) if run.number else run
                found.append(_with_surroundings(sentence, whole, region, clauses, at))
    return found


def split_members(flat: Flat) -> list[str]:
    """A stretch that is nothing but a list, as in a cell of a table, cut at 、 outside of brackets; without 等."""
    sentence = Sentence(flat, 0, len(flat.text))
    whole = Region(0, len(flat.text), 0)
    found = []
    for one in _segments(sentence, whole) if flat.text else ():
        text = re.sub(r"等$", "", flat.text[one.start : one.end].strip("。;,、\n"))
        if text:
            found.append(text)
    return found


# ------------------------------------------------------------------------------------------------ a clause → its runs


def _runs_of(sentence: Sentence, clause: Region, heads: Sequence[str], count: int | None) -> Iterator[Run]:
    segments = _segments(sentence, clause)
    if len(segments) > 1:
        groups = _groups(sentence, segments)
        for at, group in enumerate(groups):
            if len(group) > 1:
                run = _read(sentence, clause, group, heads, count)
                lead = sentence.of(clause.start, run.start) if at == 0 else ""
                behind = sentence.of(run.members[-1].end, group[-1].end) if at + 1 < len(groups) else run.behind
                yield replace(run, before=run.before if at == 0 else lead + sentence.of(group[0].start, run.members[0].start), behind=behind)
    elif pair := _pair(sentence, clause):
        run = _read(sentence, clause, pair, heads, 2)
        yield replace(run, pair=True)


def _segments(sentence: Sentence, clause: Region) -> list[Stretch]:
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


def _groups(sentence: Sentence, segments: Sequence[Stretch]) -> list[list[Stretch]]:
    """“A、B、丽水综试区和湖州、绍兴市场试点”, “A、B等水库和C、D等电站”, “A、B、新建C、D”: two runs."""
    usual = sorted(one.end - one.start for one in segments)[(len(segments) - 1) // 2]
    verbs = [_opens_with_lead(sentence, one) for one in segments]
    few_verbs = sum(verbs[1:]) * 3 <= len(verbs)
    groups: list[list[Stretch]] = [[]]
    for at, one in enumerate(segments):
        joint = _joint(sentence, one, AND_SURE) if 0 < at < len(segments) - 1 else None
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
    free = [place for place in range(len(text)) if _is_free(sentence, one, place)]
    end, number = _counted_end(sentence, text, free, one, count)
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


def _pair(sentence: Sentence, clause: Region) -> list[Stretch] | None:
    whole = Stretch(clause.start, clause.end)
    joint = _joint(sentence, whole, AND_SURE) or _joint(sentence, whole, AND)
    if joint is None:
        return None
    return [Stretch(clause.start, joint.start), Stretch(joint.end, clause.end)]


def _joint(sentence: Sentence, stretch: Stretch, words: Sequence[str]) -> Word | None:
    """The first word that joins, on the level of the stretch, with something on both sides."""
    level = sentence.depth(stretch.start) - (sentence.flat.text[stretch.start] in "“‘《(\"")
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
        if inside and not in_name and sentence.depth(word.start) <= level:
            return word
    return None


# ---------------------------------------------------------------------------------------------- segments → a run read


def _read(
    sentence: Sentence, clause: Region, segments: Sequence[Stretch], heads: Sequence[str], count: int | None
) -> Run:
    """The reading whose number of members is the one that the text says, or the question; else the plain one."""
    readings = [_trimmed(sentence, clause, pieces, heads) for pieces in _splittings(sentence, segments)]
    readings += [run for run in (_last_of(sentence, clause, segments, heads, readings[0].number),) if run]
    for run in readings:
        if run.number == len(run.members):
            return run
    return next((run for run in readings if not run.number and count == len(run.members)), readings[0])


def _last_of(
    sentence: Sentence, clause: Region, segments: Sequence[Stretch], heads: Sequence[str], number: int | None
) -> Run | None:
    """“A、B以及C、D、E三座电站”: the last three, where a word that joins stands before them."""
    if not number or number >= len(segments):
        return None
    at = len(segments) - number
    joint = _joint(sentence, segments[at], AND)
    if joint is None:
        return None
    return _trimmed(sentence, clause, [Stretch(joint.end, segments[at].end), *segments[at + 1 :]], heads)


def _splittings(sentence: Sentence, segments: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """The last segment cut at 和; not cut; cut at 与; every segment cut."""
    *first, last = segments
    joint = _joint(sentence, last, AND_SURE)
    if joint:
        yield [*first, Stretch(last.start, joint.start), Stretch(joint.end, last.end)]
    yield list(segments)
    if other := _joint(sentence, last, AND):
        yield [*first, Stretch(last.start, other.start), Stretch(other.end, last.end)]
    pieces = []
    for one in segments:
        inner = _joint(sentence, one, AND)
        pieces += [Stretch(one.start, inner.start), Stretch(inner.end, one.end)] if inner else [one]
    if len(pieces) > len(segments):
        yield pieces


def _trimmed(sentence: Sentence, clause: Region, pieces: Sequence[Stretch], heads: Sequence[str]) -> Run:
    first = _start_of_first(sentence, pieces[0], pieces[1:])
    last, number = _end_of_last(sentence, pieces, heads)
    members = [Stretch(first, pieces[0].end), *pieces[1:-1], Stretch(pieces[-1].start, last)]
    members = [one for member in members if (one := _bare(sentence, member)) and one.end > one.start]
    behind = sentence.of(last, clause.end)
    return Run(
        tuple(members), clause.start, clause.end, sentence.of(clause.start, first), behind, number,
        _shared_head(sentence, members, behind, heads) if number is None else "",
    )  # fmt: skip


def _bare(sentence: Sentence, member: Stretch) -> Stretch:
    """Without signs at its ends, and without quotation marks that hold the whole of it."""
    start, end = member.start, member.end
    text = sentence.flat.text
    while start < end and text[start] in "、,;:· \n":
        start += 1
    while end > start and text[end - 1] in "、,;:。· \n":
        end -= 1
    if end - start > 2 and MARKS.get(text[start]) == text[end - 1] and text[end - 1] not in text[start + 1 : end - 1]:
        return Stretch(start + 1, end - 1)
    return Stretch(start, end)


# ------------------------------------------------------------------------------------------------------- left of first


def _start_of_first(sentence: Sentence, first: Stretch, others: Sequence[Stretch]) -> int:
    """Where the first member begins: behind the verb, the preposition or the moment that leads to the list."""
    if first.start > 0 and sentence.flat.text[first.start - 1] in "“‘《\"(":
        return first.start
    text = sentence.of(first.start, first.end)
    if quoted := _last_quoted(text):
        return first.start + quoted
    if (name := _name_at_end(sentence, first)) and _like_others(sentence, name, others):
        return name.start
    if moment := TIME.match(text):
        first = Stretch(first.start + moment.end(), first.end) if moment.end() < len(text) else first
    return _behind_lead(sentence, first, others)


def _last_quoted(text: str) -> int | None:
    """“创建“五好”园区”, “围绕“A””: where a mark of quotation opens that closes at the very end."""
    if text[-1:] not in MARKS.values():
        return None
    opening = next(mark for mark, closing in MARKS.items() if closing == text[-1])
    place = text[:-1].rfind(opening)
    return place if place >= 0 else None


def _name_at_end(sentence: Sentence, first: Stretch) -> Named | None:
    ending = [name for name in sentence.named_in(first.start, first.end) if name.end == first.end]
    return min(ending, key=lambda name: name.start, default=None)


def _like_others(sentence: Sentence, name: Named, others: Sequence[Stretch]) -> bool:
    """Whether another member holds a name of the same type."""
    return any(one.type is name.type for other in others for one in sentence.named_in(other.start, other.end))


def _behind_lead(sentence: Sentence, first: Stretch, others: Sequence[Stretch]) -> int:
    words = sentence.words_in(first.start, first.end)
    usual = sum(one.end - one.start for one in others[:-1] or others) / len(others[:-1] or others)
    place = _chained(words)
    if not any(_holds_verb(sentence, one) for one in others):
        place = max(place, _last_lead(words, place, load_list_words().lead_verbs))
    if first.end - (words[place].start if place < len(words) else first.end) > max(1.6 * usual, usual + 3):
        place = max(place, _last_lead(words, place, load_list_words().lead_words))
    start = words[place].start if place < len(words) else first.start
    where = WHERE.match(sentence.of(start, first.end))
    return start + where.end() if where and first.end - start > where.end() else start


def _chained(words: Sequence[Word]) -> int:
    """How many words at the beginning only lead: 着力|掀起|…; a name's own verb does not, when nothing stands before."""
    lists = load_list_words()
    place = 0
    while place < len(words) - 1:
        word = words[place]
        leads = word.text in lists.lead_words or word.text in lists.weak_leads or word.tag == "ul"
        if not leads:
            break
        place += 1
    return place


def last_lead(sentence: Sentence, start: int, end: int) -> int:
    """Where a name begins that stands at the end of a clause: behind the last word that surely leads."""
    words = sentence.words_in(start, end)
    place = max(_chained(words), _last_lead(words, 0, load_list_words().lead_words))
    while place < len(words) - 2 and words[place].tag == "v":
        place += 1
    return words[place].start if place < len(words) else start


def without_verbs(name: str) -> str:
    """大力提升旅游产业 → 旅游产业: without the words that only lead, where three characters are left."""
    lists, rest = load_list_words(), name
    for word, tag in rjieba.tag(name):
        leads = word in lists.lead_words or word in lists.weak_leads or tag in ("v", "d")
        if not leads or len(rest) - len(word) < 3:
            break
        rest = rest[len(word) :]
    return rest


def _holds_verb(sentence: Sentence, one: Stretch) -> bool:
    return any(word.text in load_list_words().lead_verbs for word in sentence.words_in(one.start, one.end)[:-1])


def _last_lead(words: Sequence[Word], from_place: int, leads: frozenset[str]) -> int:
    """Behind the last of the words that lead; no name is a single character."""
    for place in range(len(words) - 2, from_place - 1, -1):
        if words[place].text in leads and words[-1].end - words[place].end > 1:
            return place + 1 + _chained(words[place + 1 :])
    return from_place


# ------------------------------------------------------------------------------------------------------- right of last


def _end_of_last(sentence: Sentence, pieces: Sequence[Stretch], heads: Sequence[str]) -> tuple[int, int | None]:
    """Where the last member ends, and how many members the text says there are."""
    last = pieces[-1]
    text = sentence.of(last.start, last.end)
    free = [place for place in range(len(text)) if _is_free(sentence, last, place)]
    end, number = _counted_end(sentence, text, free, last, len(pieces))
    if end is None:
        end = _uncounted_end(sentence, text, free, pieces, heads)
    end = _before_predicate(sentence, last, min(end, len(text)))
    return last.start + end, number


def _is_free(sentence: Sentence, last: Stretch, place: int) -> bool:
    """Whether the place is on the level of the member's beginning: not in brackets of its own."""
    opened = sentence.flat.text[last.start] in "“‘《(\""
    return sentence.depth(last.start + place) <= sentence.depth(last.start) - opened


def _counted_end(
    sentence: Sentence, text: str, free: Sequence[int], last: Stretch, count: int
) -> tuple[int | None, int | None]:
    """“…等8个重点县”, “…四大片区”, “…“三个清零””."""
    etc = next((match for match in ETC.finditer(text) if match.start() in free and match.start() > 0), None)
    lists = load_list_words()
    start = etc.end() if etc else 1
    for match in (*lists.counted.finditer(text, start), *re.finditer(NUMERAL + r"(?=[^\d.%])", text[start : start + 4])):
        offset = match.start() if match.re is lists.counted else match.start() + start
        number = number_of(match[1] if match.re is lists.counted else match[0])
        plain = match.re is not lists.counted
        if number is None or number < 2 or offset not in free or (plain and number != count):
            continue
        if lists.quantity.match(text, offset + len(match[1] if not plain else match[0])):
            continue
        if (etc is None and number != count and number > 30) or (etc and offset > etc.end() + 4):
            continue
        if etc is None and offset < 1:
            continue
        return (etc.start() if etc else offset), number
    quoted = QUOTED_NUMBER.search(text, 1)
    if quoted and etc is None:
        number = re.match(NUMERAL, quoted[0][1:])
        return quoted.start(), number_of(number[0]) if number else None
    return (etc.start() if etc else None), None


def _uncounted_end(
    sentence: Sentence, text: str, free: Sequence[int], pieces: Sequence[Stretch], heads: Sequence[str]
) -> int:
    last, others = pieces[-1], pieces[:-1]
    texts = [sentence.of(one.start, one.end) for one in others]
    if text[0] in MARKS and (close := text.find(MARKS[text[0]])) > 0:
        return close + 1
    if (suffix := _common_suffix(texts)) and (place := text.find(suffix)) > 0:
        return place + len(suffix)
    found = [(place, head) for head in heads if len(head) > 1 and (place := text.find(head)) > 0 and place in free]
    if found:
        place, head = min(found, key=lambda one: (one[0], -len(one[1])))
        if any(head in one or one.endswith(head[:2]) for one in texts):
            return text.rfind(head) + len(head)
        return _without_longer_head(sentence, last, last.start + place, texts) - last.start
    if name := _name_at_start(sentence, last, others):
        return name.end - last.start
    if not any("的" in one for one in texts) and (place := text.find("的")) > 0 and place in free:
        return place
    return _as_long_as_others(sentence, last, texts)


def _without_longer_head(sentence: Sentence, last: Stretch, end: int, texts: Sequence[str]) -> int:
    """宝山、金山、浚县和鹤淇产业|集聚区: a last word that the other members do not have belongs to the head."""
    if not texts:
        return end
    longest = max(map(len, texts[1:] or texts))
    for word in reversed(sentence.words_in(last.start, end)[1:]):
        if end - last.start <= longest or not word.tag.startswith(("n", "vn")) or word.tag.startswith(("nr", "ns", "nz")):
            break
        end = word.start
    return end


def _name_at_start(sentence: Sentence, last: Stretch, others: Sequence[Stretch]) -> Named | None:
    """The longest name that begins the last member, of a type that the others have."""
    types = {name.type for one in others for name in sentence.named_in(one.start, one.end) if name.end == one.end}
    starting = [n for n in sentence.named_in(last.start, last.end) if n.start == last.start and n.type in types]
    return max(starting, key=lambda name: name.end, default=None)


def _common_suffix(texts: Sequence[str]) -> str:
    """At least two characters with which all others end: …产业集群; of the first only its end is sure."""
    if len(texts) < 2:
        return ""
    suffix = texts[0]
    for text in texts[1:]:
        while suffix and not text.endswith(suffix):
            suffix = suffix[1:]
    return suffix if len(suffix) >= 2 and all(len(text) > len(suffix) for text in texts[1:]) else ""


def _as_long_as_others(sentence: Sentence, last: Stretch, texts: Sequence[str]) -> int:
    """“白新、永新、新新、城龙高速公路”: where all others are of one short length, the last is too."""
    if not texts:
        return last.end - last.start
    lengths = {len(text) for text in texts[1:]} or ({len(texts[0])} if len(texts[0]) <= 4 else set())
    whole = last.end - last.start
    if len(lengths) == 1 and (length := lengths.pop()) <= 4 and whole > length + 1:
        ends = {word.end for word in sentence.words_in(last.start, last.end)}
        if last.start + length in ends:
            return length
    return whole


def _before_predicate(sentence: Sentence, last: Stretch, end: int) -> int:
    """The member ends before the word that says something of all: C|入选首批…."""
    lists = load_list_words()
    words = sentence.words_in(last.start, last.start + end)
    for word in words[1:]:
        outside = _is_free(sentence, last, word.start - last.start)
        if outside and word.text in lists.predicates and word.start > last.start:
            return word.start - last.start
    return end


def _shared_head(sentence: Sentence, members: Sequence[Stretch], behind: str, heads: Sequence[str]) -> str:
    """高速公路 behind 城龙, where the other members are too short to hold it themselves."""
    for head in heads:
        place = behind.find(head)
        if 0 <= place <= LONGEST_HEAD and not any(head in sentence.of(one.start, one.end) for one in members):
            whole = behind[: place + len(head)]
            plain = re.fullmatch(r"[\u4e00-\u9fff]+", whole) and whole[0] not in "等的"
            return whole if plain and not ETC.search(whole) else ""
    return ""


# ---------------------------------------------------------------------------------------------------- over the clauses


def _longer(sentence: Sentence, run: Run, before: Sequence[Region], heads: Sequence[str]) -> Run:
    """“A、B,C、D等N个”: members of the clauses before it, where so many are said to be."""
    if not run.number or len(run.members) >= run.number or run.before.strip("“"):
        return run
    members = list(run.members)
    for clause in reversed(before):
        segments = _segments(sentence, clause)
        if _end_of_last(sentence, segments, heads)[0] < segments[-1].end:
            return run
        first = _start_of_first(sentence, segments[0], run.members)
        members = [Stretch(first, segments[0].end), *segments[1:], *members]
        if len(members) >= run.number:
            break
    if len(members) != run.number:
        return run
    start = min(run.start, members[0].start)
    return replace(run, members=tuple(_bare(sentence, one) for one in members), start=start)


def _with_surroundings(
    sentence: Sentence, run: Run, region: Region, clauses: Sequence[Region], at: int
) -> Run:
    """What leads to the run with a colon, and what stands behind the quotation marks it is in, belongs to it."""
    before, behind = run.before, run.behind
    if at and sentence.flat.text[clauses[at].start - 1] == ":":
        before = sentence.of(clauses[at - 1].start, clauses[at].start) + before
    if region.inner:
        outer = next(
            (c for c in sentence.clauses(Region(sentence.start, sentence.end, 0)) if c.start <= region.start < c.end), None
        )
        if outer:
            before = sentence.of(outer.start, region.start - 1) + before
            behind = behind + sentence.of(region.end + 1, outer.end)
            run = replace(run, start=outer.start, end=outer.end)
    number = run.number or _number_said(before) or _number_said(behind[:12])
    return replace(run, before=before, behind=behind, number=number)


def _number_said(text: str) -> int | None:
    """“实现五项基本功能:”, “的“三个一”政策”: the last such number."""
    lists = load_list_words()
    found = [
        number
        for match in lists.counted.finditer(text)
        if (number := number_of(match[1])) and number > 1 and not lists.quantity.match(text, match.end(1))
    ]
    return found[-1] if found else None


def types_of(sentence: Sentence, member: Stretch) -> set[EntityType]:
    """The types of the names in a member."""
    return {name.type for name in sentence.named_in(member.start, member.end)}

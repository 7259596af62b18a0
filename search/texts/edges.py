"""Where the first member of a list begins and the last one ends: what leads to the list and what follows it is cut off.

In: a sentence and the stretches between the signs of a list. Out: places in the flat text.
“统筹推进|双清白马、…、犬木塘|四大片区开发”, “…、四平新开区|入选首批…”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import rjieba

from graph.lexicon.wordings import wordings
from graph.writing.numerals import number_of
from search.texts.sentence import MARKS, NamedEntity, Sentence, Stretch, Word
from search.texts.words import ETC, NUMERAL, load_list_words

any_of = wordings("enumerations").any_of

FARTHEST_NUMBER = 4  # characters behind 等
MOST_MEMBERS = 30  # that a number may count which no 等 introduces
QUOTED_NUMBER = re.compile(rf"[“\"]{NUMERAL}[^“”\"]{{0,8}}[”\"]")
WHERE = re.compile(f"^{any_of('where')}(?=.)")
TIME = re.compile(f"^{any_of('when')}")


def bare(sentence: Sentence, member: Stretch) -> Stretch:
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


def start_of_first(sentence: Sentence, first: Stretch, others: Sequence[Stretch]) -> int:
    """Where the first member begins: behind the verb, the preposition or the moment that leads to the list."""
    if first.start > 0 and sentence.flat.text[first.start - 1] in '“‘《"(':
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


def _name_at_end(sentence: Sentence, first: Stretch) -> NamedEntity | None:
    ending = [name for name in sentence.named_in(first.start, first.end) if name.end == first.end]
    return min(ending, key=lambda name: name.start, default=None)


def _like_others(sentence: Sentence, name: NamedEntity, others: Sequence[Stretch]) -> bool:
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
    """How many words at the beginning only lead: 着力|掀起|…."""
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
    """大力提升旅游产业 → 旅游产业; 打好优化环境持久仗 → 优化环境持久仗: without what only leads and one verb, where
    three characters are left.
    """
    lists, rest = load_list_words(), name
    for word, tag in rjieba.tag(name):
        verb = word in lists.lead_verbs or (tag == "v" and word not in lists.weak_leads)
        if (
            not (verb or word in lists.lead_words or word in lists.weak_leads or tag == "d")
            or len(rest) - len(word) < 3
        ):
            break
        rest = rest[len(word) :]
        if verb:
            rest = rest.removeprefix("好")  # 打|好
            break
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


def end_of_last(sentence: Sentence, pieces: Sequence[Stretch], heads: Sequence[str]) -> tuple[int, int | None]:
    """Where the last member ends, and how many members the text says there are."""
    last = pieces[-1]
    text = sentence.of(last.start, last.end)
    free = [place for place in range(len(text)) if is_free(sentence, last, place)]
    end, number = counted_end(text, free, len(pieces))
    if end is None:
        end = _uncounted_end(sentence, text, free, pieces, heads)
    end = _before_predicate(sentence, last, min(end, len(text)))
    return last.start + end, number


def is_free(sentence: Sentence, last: Stretch, place: int) -> bool:
    """Whether the place is on the level of the member's beginning: not in brackets of its own."""
    opened = sentence.flat.text[last.start] in '“‘《("'
    return sentence.depth(last.start + place) <= sentence.depth(last.start) - opened


def counted_end(text: str, free: Sequence[int], count: int) -> tuple[int | None, int | None]:
    """“…等8个重点县”, “…四大片区”, “…“三个清零””. count: of the members that were told."""
    etc = next((match for match in ETC.finditer(text) if match.start() in free and match.start() > 0), None)
    start, latest = (etc.end(), etc.end() + FARTHEST_NUMBER) if etc else (1, len(text))
    for place, said, is_counted in _numbers_behind(text, start):
        number = number_of(said)
        if number is None or number < 2 or place not in free or place > latest:
            continue
        if load_list_words().quantity.match(text, place + len(said)):
            continue
        if number == count or (is_counted and (etc or number <= MOST_MEMBERS)):
            return (etc.start() if etc else place), number
    quoted = QUOTED_NUMBER.search(text, 1)
    if quoted and etc is None:
        inside = re.match(NUMERAL, quoted[0][1:])
        return quoted.start(), number_of(inside[0]) if inside else None
    return (etc.start() if etc else None), None


def _numbers_behind(text: str, start: int) -> Iterator[tuple[int, str, bool]]:
    """Place and numeral; first those that count (8个), then any that stands near."""
    for match in load_list_words().counted.finditer(text, start):
        yield match.start(), match[1], True
    for match in re.finditer(NUMERAL + r"(?=[^\d.%])", text[start : start + FARTHEST_NUMBER]):
        yield start + match.start(), match[0], False


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
        if (
            end - last.start <= longest
            or not word.tag.startswith(("n", "vn"))
            or word.tag.startswith(("nr", "ns", "nz"))
        ):
            break
        end = word.start
    return end


def _name_at_start(sentence: Sentence, last: Stretch, others: Sequence[Stretch]) -> NamedEntity | None:
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
        outside = is_free(sentence, last, word.start - last.start)
        if outside and word.text in lists.predicates and word.start > last.start:
            return word.start - last.start
    return end

"""The words of a question after a figure → the things that the figure must be said of, each in its wordings.

Names of entities and indicators stay whole, with their other names; of the rest every word that says what is meant:
not those that ask (多少, 分别), measure (数量, 总额) or name places and years, which are compared in their own right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from graph.lexicon.divisions import Division
from graph.records import Entity, EntityType
from graph.writing.foldings import fold_text
from search.plan.measures import load_measures
from search.plan.plan import Plan
from search.question import load_cues, moments_in, word_starts
from search.replies.contract import Base
from search.synonyms import load_synonyms
from search.texts.quantities import load_quantity_words
from search.texts.times import MONTHS

SHORTEST_NAME = 3  # characters
MOST_NAMES = 12
SHORTEST_FORM = 4  # characters of a written form that is taken for what people say of it
WEAK_TAIL = re.compile(r"(?<=..)(?:数量|总数|总量|个数|情况|水平|目标)$")
LETTERS = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Thing:
    """`wordings`: the question's own first; `tells`: how much it tells beside a noun, 0 to 1; `is_name`: of an
    entity.
    """

    wordings: tuple[str, ...]
    tells: float = 1.0
    is_name: bool = False


def things_of(plan: Plan, base: Base) -> tuple[Thing, ...]:
    """The indicator first where a word list knows it, then names, then words in the order of the table of wordings."""
    text = _without_places(fold_text(plan.question.text), plan.question.places)
    things: list[Thing] = []
    if names := names_of_indicator(plan, text):
        text = text.replace(names[0], " ", 1)
        things.append(Thing(names))
    for known in plan.question.known:
        name = fold_text(known.name)
        if len(name) >= SHORTEST_NAME and name in text and not known.entity_ids[0].startswith(("county", "indicator")):
            others = _other_names(name, base.entities(known.entity_ids).values())
            things.append(Thing((name, *others), is_name=True))
            text = text.replace(name, " ", 1)
    text = MONTHS.sub(" ", _without(text, moments_in(text)))
    for cue in load_quantity_words().asking:
        text = cue.sub(" ", text)
    sayings = list(_sayings(text))
    for saying, _ in sayings:
        text = text.replace(saying, " ", 1)
    words = [(word, tag) for word, tag in _words(text) if not _says_nothing(word)]
    telling = [(word, tag) for word, tag in words if word not in load_quantity_words().generic]
    if not telling and not sayings and not things:
        telling = words
    tells = load_quantity_words().tells
    things += [Thing((word,), tells.get(tag, 1.0)) for word, tag in telling]
    things += [Thing((saying, *forms)) for saying, forms in sayings]
    return tuple(things)


def names_of_indicator(plan: Plan, text: str) -> tuple[str, ...]:
    """The indicator as the question names it, first, and its other names; none where no word list knows it."""
    asked = fold_text(plan.asked)
    if not plan.indicator or not asked or asked not in text:
        return ()
    weak = load_quantity_words().weak | load_quantity_words().generic
    names = [WEAK_TAIL.sub("", fold_text(name)) for name in (plan.indicator, *plan.wordings)]
    known = [name for name in names if len(name) > 1 and name not in weak and name in load_measures()]
    own = max((name for name in known if name in asked), key=len, default="")
    if not own and len(known) > 1:  # said otherwise: 人平均能活
        return tuple(dict.fromkeys((asked, *known)))
    # what the question says more exactly is not met by less (人均GDP by GDP), but by what the word lists hold the same
    return tuple(dict.fromkeys((own, *map(fold_text, load_measures()[own])))) if own else ()


def _other_names(name: str, entities: Collection[Entity]) -> list[str]:
    named = [entity for entity in entities if entity.type is not EntityType.COUNTY]
    found = [fold_text(one) for entity in named for one in (entity.name, *entity.aliases)]
    return [one for one in dict.fromkeys(found) if one != name and len(one) >= SHORTEST_NAME][:MOST_NAMES]


def _without_places(text: str, places: Sequence[Division]) -> str:
    """The text with the places blanked; “青岛市场” names 青岛, not 青岛市."""
    starts = {*word_starts(text), len(text)}
    left = text
    for whole in (True, False):
        for place in places:
            for name in sorted(map(fold_text, place.names), key=len, reverse=True):
                for match in re.finditer(re.escape(name), left):
                    if match.end() in starts or not whole:
                        left = left[: match.start()] + " " * len(name) + left[match.end() :]
    return left


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    left = list(text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    return "".join(left)


# ---------------------------------------------------------------------------------------------------------- words


def _words(text: str) -> Iterator[tuple[str, str]]:
    """The words with their tags; single characters side by side are a name the segmenter does not know (蟒|塘)."""
    run = ""
    for word, tag in rjieba.tag(text):
        single = len(word) == 1 and word >= "\u3400" and word not in load_cues().function_words
        if single:
            run += word
            continue
        if run:
            yield run, "nr" if len(run) > 1 else "n"
            run = ""
        if word.strip() and word not in load_cues().function_words:
            yield word, tag
    if run:
        yield run, "nr" if len(run) > 1 else "n"


def _says_nothing(word: str) -> bool:
    """A number, a unit, a word of measuring or moving, a single character that is no known noun."""
    words = load_quantity_words()
    if re.fullmatch(r"[\d.%]+|十[一二三四五]?五|\W+", word) or word in words.weak or words.is_unit(word):
        return True
    if words.growth.fullmatch(word):
        return True
    return len(word) == 1 and word not in words.single


# -------------------------------------------------------------------------------------------------------- sayings


@lru_cache(maxsize=1)
def _both_ways() -> dict[str, tuple[str, ...]]:
    """By what people say, how documents write it; by a written form long enough, the other forms and sayings."""
    found: dict[str, list[str]] = {saying: list(forms) for saying, forms in load_synonyms().items()}
    for saying, forms in load_synonyms().items():
        for form in forms:
            if len(form) >= SHORTEST_FORM and form not in load_synonyms():
                found.setdefault(form, []).append(saying)
    return {form: tuple(dict.fromkeys(others)) for form, others in found.items()}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_both_ways(), key=lambda one: (-len(one), one)))))


def _sayings(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(what the question says, how else it is said), from left to right, the longest first."""
    weak = load_quantity_words().weak | load_quantity_words().generic
    for match in _pattern().finditer(text):
        cuts_letters = LETTERS.match(match[0]) and LETTERS.match(text[match.end() : match.end() + 1])
        if match[0] not in weak and not cuts_letters:
            yield match[0], _both_ways()[match[0]]

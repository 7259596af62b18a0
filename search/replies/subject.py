"""What a question is about: a plan and the knowledge base go in, a `Subject` with all its names comes out.

A name that the knowledge base knows brings its other names and those of the things it is linked with; a description
(“久日新材那个光引发剂项目”) is the words that must be said together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import rjieba

from graph.lexicon.wordings import wordings
from graph.records import Entity, EntityType, LinkKind
from graph.writing.foldings import fold_text
from search.plan.plan import Plan
from search.question import WORD, Known, load_cues
from search.replies.contract import Base
from search.synonyms import written_forms
from search.wanted import Wanted

any_of = wordings("answers").any_of

SAME = (LinkKind.SAME, LinkKind.RENAMED)
NAMED_BY = (EntityType.PROJECT, EntityType.PARK, EntityType.ENTERPRISE)  # types that a description may name
# What may stand beside a known name without telling another thing.
PLAIN = re.compile(rf"{any_of('not_subject')}|[\s,、。?!“”\"'()《》]")
EDGES = re.compile(r"^(?:那边|这边|那里|那|这|[\s、,的在是由把将对被给])+|[\s、,的在是由把将对被给归让来去要到至]+$")
# What a question says of the thing before it names it: 支持建设的|绿色新型建材产业园.
LED_UP = re.compile(
    rf"^[^的\s]{{0,6}}?{any_of('done_with_subject')}的"
    r"(?=[\u4e00-\u9fff]{3})"
)
LONGEST_CUT = 2  # characters of a name that a place in front was cut off
SHORTEST_NAME = 2
SAYS_NAME = 0.87  # share of a description that a thing's name must say to be meant
# A number with what it counts tells one thing from another: 8号线, 1.5万吨.
NUMBERED = re.compile(rf"(?<![\d.])\d+(?:\.\d+)?{any_of('measured_parts')}")
SIZE = re.compile(r"(\d+(?:\.\d+)?)(万|亿)")
SHARED_CLASS = re.compile(
    r"[一二两三四五六七八九十\d](?:条|座|段|个|项|处|家)(?P<class>[\u4e00-\u9fff]{2,6}?)"
    rf"(?=[,、\s??]|{any_of('behind_class')}|20|$)"
)
PARTED = re.compile(r"[、,]|以及|和(?!谐|平|田|顺|县)|与|及(?!其)|跟")


@dataclass(frozen=True, slots=True)
class Subject:
    """`said`: in the question's words; `names`: all its names, folded, the longest first; `words`: what a sentence must
    say to speak of it, each in any of its wordings; `whole`: whether the names name all of it; `named`: how many of the
    words are names, the first ones.
    """

    said: str
    names: tuple[str, ...]
    entity_ids: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    whole: bool
    named: int = 0


def find_subject(plan: Plan, base: Base, *, said: str | None = None) -> Subject | None:
    """What the plan is about; `said`: a part of it alone."""
    words = LED_UP.sub("", _without_place(EDGES.sub("", said if said is not None else plan.subject), plan))
    words = _with_cut_place(words, plan)
    if not words:
        return None
    known = [one for one in plan.subjects if fold_text(one.name) in fold_text(words)]
    entities = _entities_of(known, base)
    rest = _rest(words, [one.name for one in known])
    if known and not rest:
        return _named(words, known, entities, base)
    described = _described(plan, words, known, entities)
    named = sum(any(one.type is not EntityType.COUNTY for one in entities[name]) for name in entities)
    named += len(NUMBERED.findall(words))
    if not described:
        return None
    meant = _meant(described, plan, base)
    if meant:
        names = _names_of(meant)
        return Subject(words, names, tuple(one.id for one in meant), described, bool(names), named)
    return Subject(words, (fold_text(re.sub(r"\s+", "", words)),), (), described, False, named)


def _without_place(words: str, plan: Plan) -> str:
    """Without a place that stands apart in front: places are compared in their own right."""
    names = [name for place in plan.question.places for name in place.names]
    first, _, rest = words.partition(" ")
    return rest.strip() if rest and first.rstrip("的") in names else words


def _with_cut_place(words: str, plan: Plan) -> str:
    """With the place in front that was cut off a short name: 乐昌|峡."""
    first = PARTED.split(words)[0]
    if len(first) > LONGEST_CUT:
        return words
    for place in plan.question.places:
        if place.short + first in plan.question.text and first not in place.name:
            return place.short + words
    return words


def _entities_of(known: Sequence[Known], base: Base) -> dict[str, list[Entity]]:
    """By known name what it means; areas only where it means nothing else."""
    found = base.entities({id_ for one in known for id_ in one.entity_ids})
    meant: dict[str, list[Entity]] = {}
    for one in known:
        entities = [found[id_] for id_ in one.entity_ids if id_ in found]
        things = [entity for entity in entities if entity.type is not EntityType.COUNTY]
        meant[one.name] = things or entities
    return meant


def _rest(words: str, names: Iterable[str]) -> str:
    left = fold_text(words)
    for name in sorted(map(fold_text, names), key=len, reverse=True):
        left = left.replace(name, " ")
    return PLAIN.sub("", left)


def _named(words: str, known: Sequence[Known], entities: dict[str, list[Entity]], base: Base) -> Subject:
    """All names of the known things and of what they are linked with as the same."""
    direct = [entity for one in known for entity in entities[one.name]]
    linked = with_linked(direct, base)
    names = _names_of([*direct, *linked], also=[one.name for one in known])
    return Subject(words, names, tuple(dict.fromkeys(one.id for one in (*direct, *linked))), (names,), True)


def with_linked(entities: Collection[Entity], base: Base) -> list[Entity]:
    """Other things that are the same under another name."""
    own = {entity.id for entity in entities}
    others = {
        other
        for entity in entities
        for link in base.links_of(entity.id)
        if link.kind in SAME
        for other in (link.a_id, link.b_id)
        if other not in own
    }
    return list(base.entities(others).values())


def _names_of(entities: Iterable[Entity], also: Iterable[str] = ()) -> tuple[str, ...]:
    names = [*also, *(name for entity in entities for name in (entity.name, *entity.aliases))]
    folded = dict.fromkeys(re.sub(r"\s+", "", fold_text(name)) for name in names)
    return tuple(sorted((name for name in folded if len(name) >= SHORTEST_NAME), key=lambda name: (-len(name), name)))


def _described(
    plan: Plan, words: str, known: Sequence[Known], entities: dict[str, list[Entity]]
) -> tuple[tuple[str, ...], ...]:
    """What must be said: each known name in all its wordings, and the words that are left."""
    left = words
    things: list[tuple[str, ...]] = []
    for one in known:
        if all(entity.type is EntityType.COUNTY for entity in entities[one.name]):
            continue
        left = re.sub(re.escape(one.name), " ", left)
        names = _names_of(entities[one.name], also=[one.name])
        things.append((fold_text(one.name), *(name for name in names if name != fold_text(one.name))))
    for match in list(NUMBERED.finditer(left)):
        left = left.replace(match[0], " ", 1)
        things.append(tuple(_sizes(match[0])))
    things += [thing for thing in _words_of(left, plan) if not PLAIN.fullmatch(thing[0])]
    return tuple(dict.fromkeys(things))


def _words_of(text: str, plan: Plan) -> Iterator[tuple[str, ...]]:
    """The words of a description, each in people's and in the documents' wording; characters that the segmenter leaves
    alone side by side are one word (成武高速: 成武, 高速). Places are compared in their own right.
    """
    left = fold_text(text)
    for saying, forms in written_forms(left):
        left = left.replace(saying, " ", 1)
        yield (saying, *forms)
    for name in sorted(
        (fold_text(name) for place in plan.question.places for name in place.names), key=len, reverse=True
    ):
        left = left.replace(name, " ")
    function_words = load_cues().function_words
    run = ""
    for word in [*rjieba.cut(left), " "]:
        if len(word) == 1 and WORD.match(word) and word not in function_words:
            run += word
            continue
        if run:
            yield (run,)
        run = ""
        if WORD.search(word) and word not in function_words:
            yield from ((part,) for part in _parts_of_word(word))


def _parts_of_word(word: str) -> list[str]:
    """批发市场 is 批发 and 市场: documents put other words between them."""
    parts = set(rjieba.cut_for_search(word))
    pairs = [word[at : at + 2] for at in range(0, len(word), 2)]
    return pairs if len(word) == 4 and parts.issuperset(pairs) else [word]


def _sizes(said: str) -> Iterator[str]:
    """1.5万吨 and 15000吨; 8号线 is itself."""
    yield fold_text(said)
    if match := SIZE.match(said):
        number = float(match[1]) * {"万": 10_000, "亿": 100_000_000}[match[2]]
        yield fold_text(f"{number:.0f}{said[match.end() :]}")


def _meant(described: tuple[tuple[str, ...], ...], plan: Plan, base: Base) -> list[Entity]:
    """The things of the graph whose name says (nearly) all of the description, those with the shortest such names."""
    wanted = Wanted(described, base.rarity)
    places = [place.short for place in plan.question.places]
    found = base.things_saying(wanted, NAMED_BY, least=SAYS_NAME)
    fitting = [(share, entity) for share, entity in found if _of_places(entity, places)]
    if not fitting:
        return []
    best = max(share for share, _ in fitting)
    near = [entity for share, entity in fitting if share >= best - 0.02]
    shortest = min(len(entity.name) for entity in near)
    return [entity for entity in near if len(entity.name) <= shortest + 6][:4]


def _of_places(entity: Entity, places: Sequence[str]) -> bool:
    """Whether the thing's names say the innermost place asked for, where any of them says a place at all."""
    return not places or any(place in name for place in places for name in (entity.name, *entity.aliases))


def parts_of(plan: Plan) -> list[str]:
    """The subjects named side by side, each with the class behind the last: 武罐、成武两条高速 → 武罐高速, 成武高速."""
    text = plan.question.text
    parts = [EDGES.sub("", part) for part in PARTED.split(plan.subject.replace(" ", "、"))]
    parts = [_with_cut_place(part, plan) for part in parts if part]
    if len(parts) < 2 or not re.search(r"分别|各", text):
        return []
    tail = SHARED_CLASS.search(text)
    if tail is None:
        return parts
    parts = [re.sub(r"[一二两三四五六七八九十\d]+(?:条|个|座|项|家|处|段).*$", "", part) or part for part in parts]
    return [part if part.endswith(tail["class"]) else part + tail["class"] for part in parts]

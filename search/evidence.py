"""Which sentence answers: sentences of the best passages → the same, scored, best first.

Every feature is a number between 0 and 1 that can be read: how much of what is asked the sentence says (in any of its
wordings), how much its headings and its passage add, whether it holds the kind of thing asked for, whether year and
place agree, and how well its passage ranked. The weights were set by hand on the labelled questions
(benchmarks/answering.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from graph.lexicon.wordings import wordings
from graph.records import EntityType
from graph.writing.foldings import fold_text
from search.agreement import Candidate, place_agrees, year_agrees
from search.question import Asked, Question, load_cues
from search.wanted import Wanted, find_wanted

any_of = wordings("answers").any_of

WEIGHTS = {
    "words": 1.0,
    "context": 0.35,
    "kind": 0.3,
    "figure": 0.3,
    "unit": 0.2,
    "year": 0.3,
    "place": 0.3,
    "rank": 0.5,
}
# What a sentence must hold to answer; a sentence without it can only support.
HOLDS = {
    Asked.NUMBER: re.compile(r"\d|[一二两三四五六七八九十百千]+[个家条项]"),
    Asked.LEADER: re.compile(any_of("led_by")),
    Asked.PERSON: re.compile(r"同志|担任|任(组长|召集人)|[^,。]{2,12}任"),
    Asked.WHEN: re.compile(r"\d+(年|月|日|小时|天)|底前|时期|期间"),
    Asked.LIST: re.compile(r"[、和,;]"),
    Asked.PARK: re.compile(r"园|[新开中]区|港|基地"),
    Asked.ENTERPRISE: re.compile(r"公司|集团|股份|银行"),
    Asked.INDUSTRY: re.compile(r"业|链"),
    Asked.PROJECT: re.compile(r"项目|工程|建设|、"),
}
# The entities that answer a question for a kind of thing.
ANSWERS = {
    Asked.COUNTY: EntityType.COUNTY,
    Asked.PARK: EntityType.PARK,
    Asked.ENTERPRISE: EntityType.ENTERPRISE,
    Asked.INDUSTRY: EntityType.INDUSTRY,
    Asked.PROJECT: EntityType.PROJECT,
    Asked.LEADER: EntityType.DEPARTMENT,
}
YEAR_FIGURE = re.compile(r"(?:19|20)\d\d年?|[“\"]?十[一二三四五]?五[”\"]?")
SAYS_ALL = 0.85  # share of what is asked from which the rest of the sentence is likely to be the answer
LOOKED_UP = 16  # sentences whose entities are looked up
MONEY = ("元", "万元", "亿元", "亿美元", "万美元")


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score and what made it up."""

    candidate: Candidate
    score: float
    features: dict[str, float] = field(hash=False)


def score_candidates(
    question: Question,
    candidates: Sequence[Candidate],
    rarity: Callable[[str], float],
    named: Callable[[Candidate], Sequence[tuple[EntityType, str]]],
    gives: Callable[[Candidate], bool],
) -> list[Scored]:
    """Candidates with their scores, best first. `rarity`: how rare a pair of characters is in the whole base; `named`:
    type and wording of the entities in a sentence; `gives`: whether it gives the figure asked for; these two are
    looked up only for those that say most of what is asked.
    """
    if not candidates:
        return []
    wanted = Wanted(find_wanted(question), rarity)
    words = wanted.share_said(wanted.presence([fold_text(candidate.text) for candidate in candidates]))
    around = [fold_text(candidate.context + candidate.text) for candidate in candidates]
    context = wanted.share_said(wanted.presence(around))
    floor = sorted((float(word) for word in words), reverse=True)[:LOOKED_UP][-1]
    scored = []
    for place, candidate in enumerate(candidates):
        features = {
            "words": float(words[place]),
            "context": float(context[place] - words[place]),
            "kind": kind_held(question, candidate, float(words[place]), named if words[place] >= floor else None),
            "figure": float(words[place] >= floor and gives(candidate)),
            "unit": float(question.unit is not None and question.unit in candidate.text),
            "year": year_agrees(question, candidate),
            "place": place_agrees(question, candidate),
            "rank": candidate.rank,
        }
        scored.append(Scored(candidate, sum(WEIGHTS[name] * value for name, value in features.items()), features))
    return sorted(scored, key=lambda s: (-s.score, s.candidate.document.id, s.candidate.span.start))


def kind_held(
    question: Question,
    candidate: Candidate,
    words: float,
    named: Callable[[Candidate], Sequence[tuple[EntityType, str]]] | None,
) -> float:
    """1 when the sentence holds the kind of thing asked for; 0.5 when it does not but says all of the question."""
    if question.asked is Asked.LEADER and candidate.lead:
        return 1.0
    if holds_kind(question, candidate.text, named(candidate) if named else ()):
        return 1.0
    return 0.5 if words >= SAYS_ALL and question.asked is not Asked.NUMBER else 0.0


def holds_kind(question: Question, text: str, named: Sequence[tuple[EntityType, str]] = ()) -> bool:
    """Whether the sentence holds the kind of thing asked for: a figure in the unit asked for (a year is none), an
    entity of the type that the question does not name itself, or the words that go with it.
    """
    if question.asked is Asked.NUMBER:
        bare = YEAR_FIGURE.sub("", text)
        return has_unit(question.unit, bare) if question.unit else bool(HOLDS[Asked.NUMBER].search(bare))
    wanted = ANSWERS.get(question.asked)
    if wanted and any(kind is wanted and surface not in question.text for kind, surface in named):
        return True
    holds = HOLDS.get(question.asked)
    return wanted is not EntityType.COUNTY and (holds is None or bool(holds.search(text)))


def has_unit(unit: str, text: str) -> bool:
    """Whether a figure stands in the unit, or in another of money, or is counted at all when the unit only counts; a
    table says its unit in the indicator's name.
    """
    counters = load_cues().counters
    bases = MONEY if unit in MONEY else sorted(counters) if unit in counters else (unit,)
    units = "|".join(map(re.escape, bases))
    return bool(re.search(rf"[\d一二两三四五六七八九十百千][余多万]?({units})|\(万?({units})\).*\d", text))

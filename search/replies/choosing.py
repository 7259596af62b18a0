"""Which enumeration is the one asked for: drafts → the same, weighed, best first, and whether one surely fits.

Every feature is a number that can be read: how much of what is asked stands with the members, in their sentence, around
it; whether their number, group, class and type are those asked for; whether year and place agree. The weights were set
by hand on the labelled questions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from graph.records import EntityType, Span
from graph.writing.foldings import fold_text
from graph.writing.numerals import number_of
from search.agreement import Candidate, innermost, place_agrees, year_agrees
from search.answer import Found
from search.plan.plan import Plan
from search.replies.contract import Base
from search.replies.drafts import LONGEST_SENTENCE, Draft, find_drafts
from search.replies.members import MEASURE, Members
from search.texts.enumeration import Enumeration, Member
from search.texts.words import NUMERAL
from search.wanted import Wanted, find_wanted

any_of = wordings("answers").any_of

STRICT_TYPES = (EntityType.COUNTY, EntityType.ENTERPRISE, EntityType.PARK)
WEIGHTS = {
    "clause": 0.6,
    "sentence": 0.4,
    "context": 0.35,
    "count": 0.5,
    "group": 0.4,
    "noun": 0.35,
    "held": 0.45,
    "named": 0.4,
    "type": 0.3,
    "year": 0.3,
    "place": 0.3,
    "rank": 0.4,
}
BUILDS = re.compile(any_of("builds"))
CLAUSE = re.compile("[,，;；。]")
SAYS_BESIDE = 0.75
OF_ANOTHER = 0.2
AS_GOOD = 0.9  # share of the best one's score from which another enumeration is taken in
BRACKETS = re.compile(r"\([^()]*\)$")
GENERIC_TAIL = re.compile("(?<=..)(?:建设)?(?:项目|工程|建设|行动|任务|开发)$")


@dataclass(frozen=True, slots=True)
class Choice:
    """An enumeration found, the passage it was found by, and how well it fits."""

    enumeration: Enumeration
    found: Found
    rank: int
    score: float
    features: dict[str, float]


def choose_enumerations(plan: Plan, wanted: Members, base: Base) -> list[Choice]:
    """All enumerations of the passages found, best first."""
    return score(find_drafts(plan, wanted, base), wanted, base)


# ---------------------------------------------------------------------------------------------------- weighing


def score(drafts: Sequence[Draft], wanted: Members, base: Base) -> list[Choice]:
    """The drafts with their features, best first."""
    if not drafts:
        return []
    compared = Wanted(find_wanted(wanted.question), base.rarity)
    clauses, sentences, contexts = [], [], []
    for enumeration, one, _ in drafts:
        text = base.text_of(one.passage.source)
        members = "\n".join(member.text for member in enumeration.members)
        clause = fold_text(f"{enumeration.before}\n{members}\n{enumeration.behind}")
        whole = enumeration.sentence
        clauses.append(clause)
        sentences.append(clause + (fold_text(text[whole.start : whole.end]) if whole else ""))
        around = text[max(one.document.start, enumeration.span.start - 200) : enumeration.span.start]
        contexts.append(sentences[-1] + fold_text("\n".join((one.document.title, *one.passage.section, around))))
    shares = [compared.share_said(compared.presence(texts)) for texts in (clauses, sentences, contexts)]
    choices = []
    for place, (enumeration, one, rank) in enumerate(drafts):
        features = {
            "clause": float(shares[0][place]),
            "sentence": float(shares[1][place]),
            "context": float(shares[2][place] - shares[1][place]),
            "rank": 1 / (1 + rank / 2),
            "named": float(all(name in contexts[place] for name in wanted.named)),
            **fit_features(enumeration, wanted, base, one),
        }
        total = sum(WEIGHTS[name] * value for name, value in features.items())
        choices.append(Choice(enumeration, one, rank, total, features))
    return sorted(choices, key=lambda choice: (-choice.score, choice.found.document.id, choice.enumeration.span.start))


def fit_features(enumeration: Enumeration, wanted: Members, base: Base, one: Found) -> dict[str, float]:
    """How number, group, class, type, year and place agree."""
    members = len(enumeration.members)
    label = fold_text(enumeration.label)
    report = year_of_report(wanted, one)
    whole = enumeration.sentence or enumeration.span
    text = base.text_of(one.passage.source)[whole.start : min(whole.end, whole.start + LONGEST_SENTENCE)]
    candidate = Candidate(one.passage, one.document, enumeration.span, text, "\n".join(one.passage.section), 1.0)
    return {
        "count": count_fits(wanted.count, members, enumeration.number),
        "held": held_by_members(wanted, enumeration),
        "group": float(bool(wanted.group) and group_said(wanted, near_label(enumeration))),
        "noun": noun_fits(wanted.nouns, enumeration, label),
        "type": type_fits(wanted.type, enumeration, one, base),
        "year": year_agrees(wanted.question, candidate) if report is None else report,
        "place": min(place_agrees(wanted.question, candidate), place_of_clause(wanted, enumeration, one, base)),
    }


def place_of_clause(wanted: Members, enumeration: Enumeration, one: Found, base: Base) -> float:
    """Of a place within the one that the document speaks for: 1 where the clause names it, less where the rest of the
    sentence does: 荣获…称号,义乌获得…称号,兰溪获得….
    """
    places, divisions = innermost(wanted.question.places), Divisions.load()
    region = one.document.region_code
    if not places or (region and any(divisions.is_within(region, place.code) for place in places)):
        return 1.0
    said = enumeration.label + "".join(member.text for member in enumeration.members)
    headings = "".join(one.passage.section)
    if any(place.short in said or place.short in headings for place in places):
        return 1.0
    # 溆浦A、B,通道C、D: each list is of the place that it begins with
    whole = enumeration.sentence
    beside = whole is not None and any(
        place.short in base.text_of(one.passage.source)[whole.start : whole.end] for place in places
    )
    return OF_ANOTHER if beside else 0.6


def year_of_report(wanted: Members, one: Found) -> float | None:
    """“2018年报告里…”: that report, whatever year it speaks of."""
    scope = wanted.scope
    if scope.kinds != ("work_report",) or not scope.years:
        return None
    return float(one.document.kind == "work_report" and one.document.year in scope.years)


def near_label(enumeration: Enumeration) -> str:
    """What stands right before and behind the members; of members over paragraphs all that leads to them."""
    if enumeration.rule not in ("run", "pair"):
        return fold_text(enumeration.label)
    return fold_text(f"{enumeration.before[-30:]}…{enumeration.behind[:20]}")


def count_fits(asked: int | None, members: int, said: int | None) -> float:
    """1: as many as asked; -1: another number."""
    if asked is None:
        return 0.2 if said == members else 0.0
    return (1.1 if said == members else 1.0) if members == asked else -1.0


def group_said(wanted: Members, label: str) -> bool:
    """Whether the label names the group: 五个矸石电厂 is 5个矸石电厂, 六大产业集群 is “六大产业集群”."""
    if fold_text(wanted.group) in label:
        return True
    name = GENERIC_TAIL.sub("", fold_text(wanted.group_name))
    numbers = re.finditer(rf"({NUMERAL}){MEASURE}?{re.escape(name)}", label) if len(name) > 1 else ()
    return any(number_of(match[1]) == wanted.count for match in numbers)


def noun_fits(nouns: Sequence[str], enumeration: Enumeration, label: str) -> float:
    """1 when the members are called by the full class noun; less for a shorter one."""
    for place, noun in enumerate(nouns):
        if noun in label or _share_ending(enumeration, noun) >= 0.6:
            return 1.0 if place == 0 else 0.8
    return 0.0


def held_by_members(wanted: Members, enumeration: Enumeration) -> float:
    """How many members end in the class noun themselves, or hold the group's name or its sign."""
    shares = [
        _share_ending(enumeration, noun) * (1.0 if place == 0 else 0.6) for place, noun in enumerate(wanted.nouns)
    ]
    name = wanted.sign or fold_text(wanted.group_name)
    if name:
        shares.append(sum(name in fold_text(one.text) for one in enumeration.members) / len(enumeration.members))
    return max(shares, default=0.0)


def _share_ending(enumeration: Enumeration, noun: str) -> float:
    """How many members end in the noun, without the head that is lent to them and without brackets."""
    texts = [fold_text(BRACKETS.sub("", one.text.removesuffix(enumeration.head))) for one in enumeration.members]
    return sum(text.endswith(noun) for text in texts) / len(texts)


def type_fits(kind: EntityType | None, enumeration: Enumeration, one: Found, base: Base) -> float:
    """How many of the members hold a name of the type."""
    if kind is None:
        return 0.0
    held = 0
    for member in enumeration.members:
        named = base.named_in(one.passage.source, member.span)
        held += any(type_ is kind for type_, _ in named) or (kind is EntityType.COUNTY and is_area(member.text))
    return held / len(enumeration.members)


def is_area(text: str) -> bool:
    """Whether an area is called so."""
    return bool(Divisions.load().by_name(text))


# ---------------------------------------------------------------------------------------------------- deciding


def fits(choice: Choice, wanted: Members) -> bool:
    """Whether the enumeration surely is of what is asked: so many, of that class, with the words of the question."""
    features = choice.features
    if features["count"] < 0 or features["year"] == 0 or features["place"] <= OF_ANOTHER:
        return False
    if features["group"] and features["count"] >= 1:
        return True
    if not features["named"] and features["clause"] < 0.8:
        return False
    named = max(features["group"], features["noun"], features["held"])
    least = 0.8 if wanted.type is EntityType.COUNTY else 0.5
    if wanted.type in STRICT_TYPES and features["type"] < least and named < 0.7:
        return False
    if choice.enumeration.rule == "headings" and wanted.count is None and features["noun"] < 1:
        return False
    return _says_enough(features, max(named, features["type"]), counted=wanted.count is not None)


def _says_enough(features: Mapping[str, float], called: float, *, counted: bool) -> bool:
    """called: how surely the members are of the class asked for."""
    first = features["rank"] == 1
    said = max(features["clause"], 0.9 * features["sentence"]) + 0.5 * features["context"]
    agrees = first and min(features["year"], features["place"]) >= 0.8
    if called >= 0.6:
        least = 0.15 if counted and called >= 0.8 else 0.3 if counted or features["type"] >= 0.8 else 0.4
        return said >= (least if agrees else 0.4)
    if features["clause"] >= (0.5 if counted else 0.7):
        return said >= 0.45
    return first and features["clause"] >= 0.5 and features["sentence"] >= 0.65


def sureness(choice: Choice, wanted: Members) -> float:
    """How surely the enumeration is the one asked for: its group or class is named, its number agrees, its sentence was
    found first.
    """
    features = choice.features
    called = max(features["group"], features["noun"], features["held"], features["type"])
    agrees = min(features["year"], features["place"]) >= 0.8 or not (wanted.question.years or wanted.question.places)
    if features["count"] >= 1 and called >= 0.8:
        return 0.95
    of_report = wanted.scope.kinds == ("work_report",) and choice.found.document.year in wanted.scope.years
    if (features["rank"] == 1 or of_report) and called >= 0.8 and agrees:
        return 0.92
    return 0.8


# ---------------------------------------------------------------------------------------------------- others beside it


def with_others(best: Choice, choices: Sequence[Choice], wanted: Members) -> list[Choice]:
    """The best; where no number is asked for, also those of the same sentence or document that say as much of the same
    class of things.
    """
    complete = best.enumeration.number == len(best.enumeration.members)
    if wanted.count is not None or complete or wanted.type is None:
        return [best]
    taken = [best]
    for one in choices:
        alike = one.found.document.id == best.found.document.id and fits(one, wanted)
        alike = alike and one.enumeration.rule == best.enumeration.rule == "run"
        says = one.features["clause"] >= 0.95 * best.features["clause"]
        called = one.features["type"] >= 0.8 and _names_class(one, wanted)
        does = bool(BUILDS.search(one.enumeration.before)) == bool(BUILDS.search(best.enumeration.before))
        apart = all(not _overlap(one.enumeration, other.enumeration) for other in taken)
        if one is not best and apart and alike and says and called and does and one.score >= AS_GOOD * best.score:
            taken.append(one)
    return sorted(taken, key=lambda one: one.enumeration.span)


def named_beside(choice: Choice, wanted: Members, base: Base) -> list[Member]:
    """Names of the wanted class that stand in the sentence before or behind its list: 支持A产业集群…,培育B、C等集群."""
    sentence = choice.enumeration.sentence
    if wanted.count is not None or wanted.type is None or not wanted.nouns or sentence is None:
        return []
    source = choice.found.passage.source
    text = base.text_of(source)
    compared = Wanted(find_wanted(wanted.question), base.rarity)
    found = []
    for mention in base.mentions_in(source, sentence):
        called = mention.surface.endswith(wanted.nouns[0]) and len(mention.surface) > len(wanted.nouns[0])
        apart = all(mention.end <= m.span.start or m.span.end <= mention.start for m in choice.enumeration.members)
        if called and apart and mention.entity_id.startswith(wanted.type.value.lower()):
            clause = fold_text(
                CLAUSE.split(text[sentence.start : mention.start])[-1]
                + CLAUSE.split(text[mention.start : sentence.end])[0]
            )
            says = float(compared.share_said(compared.presence([clause]))[0])
            if says < SAYS_BESIDE * choice.features["clause"]:
                continue
            found.append(Member(mention.surface, Span(mention.start, mention.end)))
    return found


def _names_class(choice: Choice, wanted: Members) -> bool:
    """Whether the class noun stands with the members or in one of them."""
    said = choice.enumeration.label + "".join(member.text for member in choice.enumeration.members)
    return not wanted.nouns or wanted.nouns[0] in fold_text(said)


def _overlap(one: Enumeration, other: Enumeration) -> bool:
    return any(a.span.start < b.span.end and b.span.start < a.span.end for a in one.members for b in other.members)

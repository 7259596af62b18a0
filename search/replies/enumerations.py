"""Lists that the texts themselves set out: the enumeration that says what a question asks for.

In: a plan and the knowledge base. Out: a reply with its members, or None where no enumeration fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.lexicon.divisions import Divisions
from graph.records import EntityType, Passage, Section, Span
from search.agreement import innermost
from search.answer import Found
from search.evidence import Candidate, place_agrees, year_agrees
from search.plan.plan import Plan
from search.replies.contract import LONGEST_SHORT, Base, Item, Proof, Reply
from search.replies.members import MEASURE, QUOTED, Members, measure_word, members_wanted
from search.sentences import is_inside_parenthesis
from search.terms import fold_text
from search.texts.classes import find_class_members
from search.texts.coordination import Run, find_runs, without_verbs
from search.texts.enumeration import Enumeration, Member
from search.texts.flat import Flat, flatten
from search.texts.outlines import find_outlines
from search.texts.sentence import Named, Sentence
from search.texts.sequences import find_sequences
from search.texts.words import NUMERAL, number_of
from search.wanted import Wanted, find_wanted

READ_PASSAGES = 20
READ_SECTIONS = 6
READ_OCCURRENCES = 4
MOST_OCCURRENCES = 40
STRICT_TYPES = (EntityType.COUNTY, EntityType.ENTERPRISE, EntityType.PARK)
LONGEST_SECTION = 5000
FAR = 12000  # characters behind a group's name in which its members are looked for
LONGEST_SENTENCE = 300  # characters looked at beyond a passage's edges
FULL_STOP = re.compile(r"[。!?！？]|\n\s*\n")
SENTENCE_END = re.compile(r"[。!?\n]+[”\"]?")
WEIGHTS = {"clause": 0.6, "sentence": 0.4, "context": 0.35, "count": 0.5, "group": 0.4, "noun": 0.35, "held": 0.45, "named": 0.4, "type": 0.3,
           "year": 0.3, "place": 0.3, "rank": 0.4}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """An enumeration found, the passage it was found by, and how well it fits."""

    enumeration: Enumeration
    found: Found
    rank: int
    score: float
    features: dict[str, float]


def reply_with_enumeration(plan: Plan, base: Base) -> Reply | None:
    """The members of the enumeration that fits best."""
    wanted = members_wanted(plan)
    choices = choose_enumerations(plan, wanted, base)
    best = next((one for one in choices if fits(one, wanted)), None)
    return compose(plan, wanted, with_others(best, choices, wanted), base) if best else None


BUILDS = re.compile("建|修|开工|动工|推[进动]|加快|启动|实施|打造|培育|发展|抓|支持|办|引进|落地")
CLAUSE = re.compile("[,，;；。]")
SAYS_BESIDE = 0.75
AS_GOOD = 0.9  # share of the best one's score from which another enumeration is taken in


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
            clause = fold_text(CLAUSE.split(text[sentence.start : mention.start])[-1] + CLAUSE.split(text[mention.start : sentence.end])[0])
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


# ------------------------------------------------------------------------------------------------------------- finding


def choose_enumerations(plan: Plan, wanted: Members, base: Base) -> list[Choice]:
    """All enumerations of the passages found, best first."""
    found = base.find(plan.question.text, top=READ_PASSAGES)
    ranked = [*enumerate(with_catchword(plan, wanted, base)), *enumerate(found)]
    drafts: dict[tuple[str, tuple[Span, ...]], tuple[Enumeration, Found, int]] = {}
    for rank, one in ranked[:READ_SECTIONS]:
        for enumeration in of_one_ending(one, wanted, base):
            key = (one.passage.source, tuple(member.span for member in enumeration.members))
            drafts.setdefault(key, (enumeration, one, rank))
    for rank, one in ranked:
        for enumeration in in_passage(one, wanted, base):
            key = (one.passage.source, tuple(member.span for member in enumeration.members))
            drafts.setdefault(key, (enumeration, one, rank))
    seen: set[tuple[str, Span]] = set()
    for rank, one in (one for one in ranked if one[0] < READ_SECTIONS):
        section = (one.passage.source, _section_around(one, base.sections(one.document.id)))
        if section in seen:
            continue
        seen.add(section)
        for enumeration in around_passage(one, wanted, base):
            key = (one.passage.source, tuple(member.span for member in enumeration.members))
            drafts.setdefault(key, (enumeration, one, rank))
    return score(list(drafts.values()), wanted, base)


def with_catchword(plan: Plan, wanted: Members, base: Base) -> list[Found]:
    """Passages in which a quoted catchword or the group stands, in documents that speak for the place."""
    words = [*QUOTED.findall(plan.question.text), *([wanted.group] if wanted.group else [])]
    words = [one for one in words if len(one) >= 2]
    if not words:
        return []
    found: list[Found] = []
    for place in base.occurrences(words)[:MOST_OCCURRENCES]:
        document = base.documents[place.document_id]
        alone = Candidate(Passage("", document.id, place.source, (), 0, 0, "text"), document, place.span, "", "", 1.0)
        if (not plan.question.places or place_agrees(plan.question, alone)) and year_agrees(plan.question, alone):
            passage = base.cite(place.source, place.span).passage
            if passage.id and all(one.passage != passage for one in found):
                found.append(Found(passage, document, 0.0))
    return found[:READ_OCCURRENCES]


def in_passage(one: Found, wanted: Members, base: Base) -> Iterator[Enumeration]:
    """Lists within the sentences of a passage."""
    source = one.passage.source
    flat = flatten(base.text_of(source), whole_sentences(base.text_of(source), one))
    for sentence in sentences_of(flat, source, base):
        for run in find_runs(sentence, heads=wanted.nouns, count=wanted.count):
            if len(run.members) > 1:
                yield as_enumeration(sentence, run)


def whole_sentences(text: str, one: Found) -> Span:
    """The passage, and the rest of the sentences that its edges cut."""
    document, passage = one.document, one.passage
    start, end = passage.start, passage.end
    before = max(document.start, start - LONGEST_SENTENCE)
    stops = [match.end() for match in FULL_STOP.finditer(text, before, start)]
    behind = FULL_STOP.search(text, max(start, end - 1), min(document.end, end + LONGEST_SENTENCE))
    return Span(stops[-1] if stops else start, behind.end() if behind else end)


def sentences_of(flat: Flat, source: str, base: Base, *, every: bool = False) -> Iterator[Sentence]:
    """Those that may hold a list, or all of them."""
    start = 0
    for match in [*SENTENCE_END.finditer(flat.text), None]:
        end = match.start() if match else len(flat.text)
        if match and is_inside_parenthesis(flat.text, start, match.start()):
            continue
        if end - start > 3 and (every or re.search("[、和与及]|”“|》《", flat.text[start:end])):
            yield Sentence(flat, start, end, () if every else names_in(flat, start, end, source, base))
        start = match.end() if match else end


def names_in(flat: Flat, start: int, end: int, source: str, base: Base) -> list[Named]:
    mentions = base.mentions_in(source, flat.span(start, end))
    types = {kind.value.lower(): kind for kind in EntityType}
    return [
        Named(flat.at(m.start), flat.at(m.end), types[m.entity_id.partition("-")[0]], m.entity_id)
        for m in mentions
        if m.entity_id.partition("-")[0] in types
    ]


def as_enumeration(sentence: Sentence, run: Run) -> Enumeration:
    flat = sentence.flat
    members = []
    for member in run.members:
        text = sentence.of(member.start, member.end)
        members.append(Member(text + run.head if len(run.head) <= 4 else text, flat.span(member.start, member.end)))
    return Enumeration(
        tuple(members), run.before, run.behind, flat.span(run.start, run.end), "pair" if run.pair else "run",
        run.number, run.head, flat.span(sentence.start, sentence.end),
    )  # fmt: skip


def of_one_ending(one: Found, wanted: Members, base: Base) -> Iterator[Enumeration]:
    """五化: a list of five that all end (or begin) with 化, wherever in the document."""
    text = base.text_of(one.passage.source)
    sign = wanted.sign
    if not sign or not wanted.count or wanted.count < 2:
        return
    document = one.document
    ending = rf"(?:[\u4e00-\u9fff]{{1,8}}?{sign}[、和,]){{{wanted.count - 1}}}[\u4e00-\u9fff]{{1,8}}?{sign}"
    for match in list(re.finditer(ending, text[document.start : document.end]))[:3]:
        stretch = Span(document.start + match.start(), document.start + match.end())
        passage = replace(one.passage, start=stretch.start, end=stretch.end)
        for enumeration in in_passage(replace(one, passage=passage), wanted, base):
            if len(enumeration.members) == wanted.count and all(m.text.endswith(sign) for m in enumeration.members):
                yield replace(enumeration, behind=f"{wanted.group or sign}{enumeration.behind}")


def around_passage(one: Found, wanted: Members, base: Base) -> Iterator[Enumeration]:
    """Members set out over the section of a passage, and the headings around it."""
    text = base.text_of(one.passage.source)
    sections = base.sections(one.document.id)
    span = _section_around(one, sections)
    flat = flatten(text, span)
    yield from find_sequences(text, span)
    found = [
        enumeration
        for noun in (wanted.nouns if wanted.count else ())
        for enumeration in find_class_members(flat, noun, wanted.count, wanted.group)
    ]
    yield from found
    if not found and wanted.group and wanted.count and fold_text(wanted.group) in fold_text(flat.text):
        yield from find_class_members(_behind(one, text), wanted.nouns[0] if wanted.nouns else "", wanted.count, "")
    for enumeration in find_outlines(text, tuple(sections)):
        if enumeration.span.start - 400 <= one.passage.start < enumeration.span.end:
            yield enumeration


def _behind(one: Found, text: str) -> Flat:
    """What follows the passage in its document, as far as a group's members may be away."""
    start = one.passage.start
    return flatten(text, Span(start, min(one.document.end, start + FAR)))


def _section_around(one: Found, sections: Sequence[Section]) -> Span:
    passage, document = one.passage, one.document
    holding = [s for s in sections if s.start <= passage.start and passage.end <= s.end]
    inner = max(holding, key=lambda section: section.depth, default=None)
    start, end = (inner.start, inner.end) if inner else (document.start, document.end)
    if end - start > LONGEST_SECTION:
        start = max(start, passage.start - LONGEST_SECTION // 2)
        end = min(end, passage.end + LONGEST_SECTION // 2)
    return Span(start, end)


# ------------------------------------------------------------------------------------------------------------- scoring


def score(drafts: Sequence[tuple[Enumeration, Found, int]], wanted: Members, base: Base) -> list[Choice]:
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
        "place": min(place_agrees(wanted.question, candidate), place_of_clause(wanted, enumeration, one)),
    }


BRACKETS = re.compile(r"\([^()]*\)$")
GENERIC_TAIL = re.compile("(?<=..)(?:建设)?(?:项目|工程|建设|行动|任务|开发)$")


def place_of_clause(wanted: Members, enumeration: Enumeration, one: Found) -> float:
    """Of a place within the one that the document speaks for: 1 where the clause names it, less where the rest of the
    sentence does: 荣获…称号,义乌获得…称号,兰溪获得….
    """
    places, divisions = innermost(wanted.question.places), Divisions.load()
    region = one.document.region_code
    if not places or (region and any(divisions.is_within(region, place.code) for place in places)):
        return 1.0
    said = enumeration.label + "".join(member.text for member in enumeration.members)
    headings = "".join(one.passage.section)
    return 1.0 if any(place.short in said or place.short in headings for place in places) else 0.6


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
    shares = [_share_ending(enumeration, noun) * (1.0 if place == 0 else 0.6) for place, noun in enumerate(wanted.nouns)]
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
    return bool(Divisions.load().by_name(text))


def fits(choice: Choice, wanted: Members) -> bool:
    """Whether the enumeration surely is of what is asked: so many, of that class, with the words of the question."""
    features = choice.features
    if features["count"] < 0 or features["year"] == 0 or features["place"] == 0:
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


# ------------------------------------------------------------------------------------------------------------- saying


def compose(plan: Plan, wanted: Members, choices: Sequence[Choice], base: Base) -> Reply:
    proof, items = Proof(), []
    for choice in choices:
        source = choice.found.passage.source
        whole = proof.add(base.cite(source, choice.enumeration.sentence or choice.enumeration.span)) if choice.enumeration.rule in ("run", "pair") else None
        beside = named_beside(choice, wanted, base) if whole is not None else []
        choice = replace(choice, enumeration=called_plainly(choice.enumeration, wanted))
        if wanted.type is EntityType.COUNTY:
            choice = replace(choice, enumeration=areas_of(choice, base))
        for member in sorted((*beside, *choice.enumeration.members), key=lambda member: member.span):
            place = whole if whole is not None else proof.add(base.cite(source, member.proof or member.span))
            if member.text not in {item.text for item in items}:
                items.append(Item(member.text, member.of or None, proof=(place,)))
    sure = min(sureness(choice, wanted) for choice in choices)
    return Reply(say_items(plan, items), tuple(proof.citations), tuple(items), sure=sure)


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


def areas_of(choice: Choice, base: Base) -> Enumeration:
    """The areas with which the members begin: 沅陵车坪、辰溪孝坪 → 沅陵, 辰溪; only where all do."""
    source, members = choice.found.passage.source, []
    for member in choice.enumeration.members:
        named = [
            mention
            for mention in base.mentions_in(source, member.span)
            if mention.entity_id.startswith("county") and mention.start == member.span.start
        ]
        if named:
            longest = max(named, key=lambda mention: mention.end)
            members.append(Member(longest.surface, Span(longest.start, longest.end), member.proof))
    whole = len(members) == len(choice.enumeration.members)
    return replace(choice.enumeration, members=tuple(members)) if whole else choice.enumeration


def called_plainly(enumeration: Enumeration, wanted: Members) -> Enumeration:
    """“巩固提高烟草产业”, “大力提升旅游产业” as members of 支柱产业: without the verbs, where all end in a class noun."""
    if enumeration.rule in ("run", "pair", "class"):
        return enumeration
    name = fold_text(wanted.group_name)
    quoted = [re.search("[“\"]([^”\"]*)[”\"]", member.text) for member in enumeration.members]
    if name and all(match and name in fold_text(match[1]) for match in quoted):
        texts = [match[1] for match in quoted if match]
        members = [replace(one, text=text) for one, text in zip(enumeration.members, texts, strict=True)]
        return replace(enumeration, members=tuple(members))
    if not wanted.nouns:
        return enumeration
    noun = wanted.nouns[0] if len(wanted.nouns[0]) <= 2 else wanted.nouns[0][-2:]
    if not all(member.text.endswith(noun) for member in enumeration.members):
        return enumeration
    return replace(
        enumeration, members=tuple(replace(one, text=without_verbs(one.text)) for one in enumeration.members)
    )


def say_items(plan: Plan, items: Sequence[Item]) -> str:
    """N个:A、B、C, cut where the line is full; 一:A;二:B where they are asked for by their marks."""
    if all(item.of for item in items):
        return ";".join(f"{item.of}:{item.text}" for item in items)[:LONGEST_SHORT]
    text = f"{len(items)}{measure_word(plan.question.text)}:" + "、".join(item.text for item in items)
    return text if len(text) <= LONGEST_SHORT else text[: LONGEST_SHORT - 1] + "…"

"""How many there are: a count that a sentence states, or the numbered items of a document or section.

In: a plan of kind count and the knowledge base. Out: a reply such as 40条, with what was counted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.lexicon.wordings import wordings
from graph.records import Document, Section, Span
from graph.writing.foldings import fold_text, half_width
from graph.writing.numerals import number_of
from search.agreement import Candidate, place_agrees, year_agrees
from search.answer import Citation, Found
from search.plan.plan import Plan
from search.replies.choosing import Choice, choose_enumerations, fits, group_said
from search.replies.contract import Base, Proof, Reply
from search.replies.drafts import sentences_of, whole_sentences
from search.replies.members import MEASURE, Members, measure_word, members_wanted
from search.replies.shared import reply_with_set
from search.replies.titles import head_of
from search.texts.flat import flatten
from search.texts.outlines import number_in, style_of
from search.texts.words import NUMERAL, load_list_words
from search.wanted import Wanted, find_wanted

any_of = wordings("answers").any_of

READ_PASSAGES = 12
SHORT_COUNT = 70  # characters of a count with the names of what is counted
LEAST_ITEMS = 3
WITHOUT_GAPS = 0.8  # share of the numbers of labelled lines that must be there
SAID_BESIDE = 0.35  # … where the whole noun stands right behind the number
SAID_OF_GROUP = 0.1  # … where the group itself is named: 十件实事中…6件实事均已完成
SAID = 0.55  # share of what is asked that the sentence of a stated count must say
TITLED = 0.6  # share of it that a section's or document's title must say
OF_A_TEXT = re.compile(any_of("parts_of_text"))
LABELLED = re.compile("(?:多少|几)(?:个|条|张|份)?(?:任务)?(?:专栏|附件|附表|章|篇|节)")
SINGLE_ITEMS = re.compile("条|项|任务|措施|举措|件")
IN_ALL = re.compile(any_of("in_all"))


THROUGHOUT = re.compile(any_of("throughout"))
# Numbers at the beginning of a line: 27. ２７． (二十七) 二十七、 第二十七条 [27]
NUMBERED = (
    re.compile(r"^\s*([0-9０-９]{1,3})[.．、](?![0-9０-９])", re.M),
    re.compile(r"^\s*[（(]([一二三四五六七八九十]{1,3})[）)]", re.M),
    re.compile(r"^\s*[（(]([0-9０-９]{1,3})[）)]", re.M),
    re.compile(r"^\s*([一二三四五六七八九十]{1,3})、", re.M),
    re.compile(r"^\s*第([一二三四五六七八九十]{1,4})条", re.M),
    re.compile(r"^\s*[\[［〔]([0-9０-９]{1,3})[\]］〕]", re.M),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A count with what it rests on; `score`: how surely it is the one asked for."""

    number: int
    said: str
    citations: tuple[Citation, ...]
    score: float


def reply_with_count(plan: Plan, base: Base) -> Reply | None:
    """Members of a group that a condition keeps; else the items of a text, a stated count, or the members of a list."""
    kept = reply_with_set(plan, base)
    if kept is not None:
        return kept
    wanted = members_wanted(plan)
    stated = stated_count(plan, wanted, base)
    of_text = OF_A_TEXT.search(_asked(plan)) and IN_ALL.search(plan.question.text)
    items = count_items(plan, wanted, base) if of_text or LABELLED.search(plan.question.text) else None
    found = _surer(stated, items)
    if found is None and THROUGHOUT.search(plan.question.text) and OF_A_TEXT.search(_asked(plan)):
        found = count_throughout(plan, base)
    found = found or _count_of_list(plan, wanted, base)
    if found is None:
        return None
    return Reply(found.said[:SHORT_COUNT], found.citations, None, sure=min(1.0, found.score))


def _asked(plan: Plan) -> str:
    many = re.search(rf"(?:多少|几)({MEASURE}|条|章|篇|节)?", plan.question.text)
    return (many[1] or "" if many else "") + plan.asked


def _surer(stated: Counted | None, items: Counted | None) -> Counted | None:
    """Both where they agree; else the items of the text that the question names, else the stated count."""
    if stated and items:
        return stated if stated.number == items.number or stated.score > items.score else items
    return stated or items


def say_count(number: int, plan: Plan, names: Sequence[str]) -> str:
    """5个:A、B…, where the names are short enough to stand beside the count."""
    count = f"{number}{measure_word(plan.question.text)}"
    named = f"{count}:{'、'.join(names)}"
    return named if len(named) <= SHORT_COUNT else count


# ---------------------------------------------------------------------------------------------------------- stated


def stated_count(plan: Plan, wanted: Members, base: Base) -> Counted | None:
    """成立3个常态巡查组: a number right before the noun that is asked for, in a sentence that says the rest."""
    nouns = [noun for noun in wanted.nouns if len(noun) > 1]
    if not nouns:
        return None
    found = base.find(plan.question.text, top=READ_PASSAGES)
    drafts = list(_stated(found, nouns, wanted, base))
    if not drafts:
        return None
    compared = Wanted(find_wanted(wanted.question), base.rarity)
    sentences = [fold_text(sentence) for _, _, _, sentence, _ in drafts]
    context = [
        fold_text("\n".join((one.document.title, *one.passage.section))) + s
        for (one, *_), s in zip(drafts, sentences, strict=True)
    ]
    shares = compared.share_said(compared.presence(sentences))
    around = compared.share_said(compared.presence(context))
    best: tuple[float, Counted] | None = None
    clauses = compared.share_said(compared.presence([fold_text(said) for _, _, said, _, _ in drafts]))
    for (one, number, said, sentence, span), share, whole, own in zip(drafts, shares, around, clauses, strict=True):
        candidate = Candidate(one.passage, one.document, span, sentence, "\n".join(one.passage.section), 1.0)
        year, place = year_agrees(plan.question, candidate), place_agrees(plan.question, candidate)
        of_group = bool(wanted.group) and group_said(wanted, fold_text(sentence))
        least = SAID_OF_GROUP if of_group else SAID_BESIDE if nouns[0] in said else SAID
        told = fold_text("\n".join((one.document.title, *one.passage.section))) + fold_text(sentence)
        if any(name not in told for name in wanted.named):
            continue
        if not year or not place or share + 0.5 * (whole - share) < least:
            continue
        score = float(share) + 0.3 * year + 0.3 * place + 0.5 * of_group + 0.3 * float(own) + 0.4 * (nouns[0] in said)
        if best is None or score > best[0]:
            best = score, Counted(number, said.partition(",")[0], (base.cite(one.passage.source, span),), float(share))
    return best[1] if best else None


def _stated(
    found: Sequence[Found], nouns: Sequence[str], wanted: Members, base: Base
) -> Iterator[tuple[Found, int, str, str, Span]]:
    quantity = load_list_words().quantity
    pattern = re.compile(
        rf"(?<![\d第.年\-])({NUMERAL})({MEASURE}|条|件|支|名)([^,;。:、等\d]{{0,8}}?)"
        rf"({'|'.join(map(re.escape, nouns))})"
    )
    for one in found:
        source = one.passage.source
        flat = flatten(base.text_of(source), whole_sentences(base.text_of(source), one))
        for sentence in sentences_of(flat, source, base, every=True):
            for match in pattern.finditer(sentence.text):
                number = number_of(match[1])
                own = wanted.group and number == wanted.count
                if number and number > 1 and not own and not quantity.match(match[2]):
                    behind = sentence.text[match.end() :]
                    said = match[0] + re.split("[,;。]", behind)[0][:20]
                    yield one, number, said, sentence.text, flat.span(sentence.start, sentence.end)


# ---------------------------------------------------------------------------------------------------------- items


def count_items(plan: Plan, wanted: Members, base: Base) -> Counted | None:
    """The numbered items of the section or document that the question names."""
    found = base.find(plan.question.text, top=READ_PASSAGES)
    documents = [base.documents[i] for i in plan.scope.titles] or _documents(found)
    compared = Wanted(find_wanted(wanted.question), base.rarity)
    best: Counted | None = None
    for document in documents[:4]:
        for noun in wanted.nouns:
            labelled = _labelled_lines(document, noun, plan, base)
            if labelled is not None and (best is None or labelled.score > best.score):
                best = labelled
        sections = base.sections(document.id)
        for score, series in _series_of(document, sections, wanted, compared, head_of(document, base)):
            if len(series) >= LEAST_ITEMS and (best is None or score > best.score):
                said = f"{len(series)}{measure_word(plan.question.text)}"
                best = Counted(len(series), said, _ends(document, series, base), score)
    return best


def _labelled_lines(document: Document, noun: str, plan: Plan, base: Base) -> Counted | None:
    """专栏1 … 专栏21: lines that bear the noun with a number, where they count on from one."""
    text = base.text_of(document.source)
    numbered = re.compile(rf"^[^\S\n]*[^\n\d]{{0,4}}{re.escape(noun)}[^\S\n]*(\d{{1,3}})(?!\d)", re.M)
    places: dict[int, Span] = {}
    for match in numbered.finditer(text, document.start, document.end):
        places.setdefault(int(match[1]), Span(match.start(), text.find("\n", match.end()) % (len(text) + 1)))
    if len(places) < LEAST_ITEMS or len(places) < WITHOUT_GAPS * max(places):
        return None
    proof = Proof()
    for number in (min(places), max(places)):
        proof.add(base.cite(document.source, places[number]))
    count = max(places)
    return Counted(count, f"{count}{measure_word(plan.question.text)}", tuple(proof.citations), 2.5)


def _documents(found: Sequence[Found]) -> list[Document]:
    return list(dict.fromkeys(one.document for one in found))


def _series_of(
    document: Document, sections: Sequence[Section], wanted: Members, compared: Wanted, head: str
) -> Iterator[tuple[float, list[Section]]]:
    """Series of headings with how well they answer: those called by the noun that is asked for; those below a heading
    that says what is asked; those that are numbered through the whole document.
    """
    title = 1.0 if document.id in wanted.scope.titles else _share(compared, head)
    for noun in wanted.nouns:
        labelled = [s for s in sections if fold_text(s.label).startswith(noun) and number_in(s.label)]
        if labelled:
            yield 2.0 + title, labelled
    for section in sections:
        said = _share(compared, f"{document.title}{' '.join(section.path)}")
        own = _share(compared, section.heading)
        if own >= 0.3 and said >= TITLED:
            for children in _styles([child for child in sections if child.parent_id == section.id]):
                yield said + own, children
    if title >= TITLED:
        for run in _continuous(sections):
            fine = SINGLE_ITEMS.search(wanted.question.text) is not None
            yield title + (1.0 if fine else 0.5) * (len(run) if fine else 1 / len(run)) / 100, run


def _share(compared: Wanted, text: str) -> float:
    return float(compared.share_said(compared.presence([fold_text(text)]))[0])


def _styles(children: Sequence[Section]) -> Iterator[list[Section]]:
    """Headings of one style of numbering, in reading order."""
    by_style: dict[str, list[Section]] = defaultdict(list)
    for child in children:
        if number_in(child.label):
            by_style[style_of(child.label)].append(child)
    yield from by_style.values()


def _continuous(sections: Sequence[Section]) -> Iterator[list[Section]]:
    """Headings that count on from one through the document, whatever stands between: 1. … 40."""
    by_style: dict[str, list[Section]] = defaultdict(list)
    for section in sections:
        number = number_in(section.label)
        series = by_style[style_of(section.label)]
        if number == len(series) + 1:
            series.append(section)
    yield from sorted(by_style.values(), key=len)


def _ends(document: Document, series: Sequence[Section], base: Base) -> tuple[Citation, ...]:
    """The first and the last of what was counted."""
    proof = Proof()
    for section in (series[0], series[-1]):
        proof.add(base.cite(document.source, Span(section.start, section.heading_end)))
    return tuple(proof.citations)


# ------------------------------------------------------------------------------------------------- a whole text


def count_throughout(plan: Plan, base: Base) -> Counted | None:
    """The numbered lines of the document that the question describes, where they count on from one to its end."""
    found = [base.documents[i] for i in plan.scope.titles] or _documents(
        base.find(plan.question.text, top=READ_PASSAGES)
    )
    if not found:
        return None
    document = found[0]
    text = base.text_of(document.source)
    series = max((list(_counting_on(style, document, text)) for style in NUMBERED), key=len)
    if len(series) < LEAST_ITEMS:
        return None
    proof = Proof()
    for place in (series[0], series[-1]):
        end = text.find("\n", place)
        proof.add(base.cite(document.source, Span(place, min(end if end > 0 else document.end, place + 60))))
    return Counted(len(series), f"{len(series)}{measure_word(plan.question.text)}", tuple(proof.citations), 0.6)


def _counting_on(style: re.Pattern[str], document: Document, text: str) -> Iterator[int]:
    """Where the numbers one, two, three … of a style of numbering stand; one that begins again is passed over."""
    expected = 1
    for match in style.finditer(text, document.start, document.end):
        number = number_of(half_width(match[1]))
        if number == expected:
            yield match.start()
            expected += 1


# ---------------------------------------------------------------------------------------------------------- a list


def _is_called_so(choice: Choice) -> bool:
    """What is set out over paragraphs is counted only where it bears the name of what is counted."""
    features = choice.features
    return choice.enumeration.rule in ("run", "pair") or max(features["held"], features["group"]) >= 0.6


def _count_of_list(plan: Plan, wanted: Members, base: Base) -> Counted | None:
    """The members of the enumeration that fits best."""
    choices = choose_enumerations(plan, wanted, base)
    best = next((one for one in choices if fits(one, wanted) and _is_called_so(one)), None)
    if best is None:
        return None
    enumeration = best.enumeration
    number = enumeration.number or len(enumeration.members)
    span = enumeration.sentence or enumeration.span
    said = say_count(number, plan, [one.text for one in enumeration.members])
    return Counted(number, said.partition(",")[0], (base.cite(best.found.passage.source, span),), 0.5)

"""Attributes that running text states of one project: what a phrase is bound to, by where it stands.

Before the name (总投资12.5亿元的X), in brackets behind it (X(总投资5亿元)), behind it (X,占地120亩,总投资5亿元),
in a sentence that goes on with it (该项目总投资5亿元), or as what is spent on it (投资5亿元建设X). A sum of several
(A、B等5个项目总投资30亿元) is none of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.lexicon.wordings import wordings
from graph.records import Attribute, AttributeKind, Document
from graph.writing.sentence_ends import last_end
from ingest.facts.attribute_phrases import Phrase
from ingest.facts.attribute_sentences import Sentence, around, is_title, read_sentence, sentences_of
from ingest.facts.attribute_words import Value, load_words
from ingest.facts.marks import Mark, MarkedText
from ingest.rules import Example, Rule, rule

any_of = wordings("project_attributes").any_of

JOINTS = "、和与及"
CHAIN = re.compile(r"[、,和且]?(?:其中)?")  # between phrases that stand before one name
PART = "其中"
LARGEST_GAP = 120
STEPS_BACK = 3  # sentences that one may go on with
MODIFIES = re.compile(rf"的(?=[\u4e00-\u9fff]*{any_of('parts_of_works')})")  # 京哈通道的延长线
SPEAKS_OF = re.compile(f"(?:项目|工程)?(?:{any_of('speaks_of')}|,)")
LABEL = re.compile(r"(?:\d{1,3}[.、)]|\(\d{1,3}\)|[(]?[一二三四五六七八九十]+[)、]+)?")
CLAUSE_END = re.compile(rf"[,;:。!?、)\n]|{any_of('behind_project')}|$|[(]")
ATTRIBUTIVE = re.compile(r"的?(?:[^、,;:()。\d]{0,24})")
SPENT_ON = re.compile(rf"(?:的|,)?{any_of('done_with_project')}{{1,2}}(?:[^、,;:()。\d]{{0,12}})")
DIRECTLY = re.compile(r"[”\"》]?(?:的?(?:建设)?(?:项目|工程)?(?:建设)?)")

PLANS = ("action_plan", "five_year_plan", "annex")  # kinds of documents that speak of what is to come

_EVERY = tuple(AttributeKind)


BEFORE_NAME = rule(
    "attribute.before-name",
    *_EVERY,
    says="what stands with 的 before a project's name",
    example=Example("推进总投资12.5亿元的阳塘冷链物流园项目建设。", "阳塘冷链物流园项目 12.5亿元"),
    counter=Example("推进总投资12.5亿元的阳塘冷链物流园项目等5个项目建设。"),
)
IN_BRACKETS = rule(
    "attribute.in-brackets",
    *_EVERY,
    says="what brackets behind a project's name hold",
    example=Example(
        "建设阳塘冷链物流园项目(总投资5亿元,建设年限2023—2025年)。",
        "阳塘冷链物流园项目 5亿元|阳塘冷链物流园项目 2023—2025年",
    ),
    counter=Example("建设阳塘冷链物流园项目等5个项目(总投资5亿元)。"),
)
BEHIND_NAME = rule(
    "attribute.behind-name",
    *_EVERY,
    says="what a sentence goes on to say of the project it has named",
    example=Example(
        "横山水库工程位于内东乡,占地120亩,总投资5亿元。",
        "横山水库工程 占地120亩|横山水库工程 5亿元",
    ),
    counter=Example("推进横山水库工程建设,全市引进项目40个,总投资50亿元。"),
)
GOES_ON = rule(
    "attribute.goes-on",
    *_EVERY,
    says="what the next sentence says of the only project that the one before named",
    example=Example("横山水库工程开工建设。该项目总投资5亿元。", "横山水库工程 5亿元"),
    counter=Example("横山水库工程、怀化舞水大桥工程开工建设。该项目总投资5亿元。"),
)
SPENT_ON_IT = rule(
    "attribute.spent-on-it",
    AttributeKind.TOTAL_INVESTMENT,
    says="what is spent to build a project",
    example=Example("投资5亿元建设阳塘冷链物流园项目。", "阳塘冷链物流园项目 5亿元"),
    counter=Example("投资5亿元建设横山水库工程、怀化舞水大桥工程。"),
)


def prose_attributes(marked: MarkedText) -> Iterator[Attribute]:
    """What the running text of a document says of its projects, but what their names say."""
    before: list[Sentence] = []
    for start, end in sentences_of(marked):
        if marked.text[max(0, start - 1) : start] in ("\n", ""):
            before = before[-1:] if is_title(marked, before[-1:]) else []
        sentence = read_sentence(marked, start, end)
        for phrase in sentence.phrases:
            bound = bind(marked, around(sentence, phrase), phrase, before)
            if bound is not None:
                yield _attribute(marked, phrase, *bound)
        before.append(sentence)


def bind(
    marked: MarkedText, sentence: Sentence, phrase: Phrase, before: Sequence[Sentence]
) -> tuple[Mark, Rule] | None:
    """The project that a phrase is of, and the rule that tells; None: no one, or not for sure."""
    text = marked.text
    if _is_of_phase(text, phrase) or not CLAUSE_END.match(text, phrase.end):
        return None
    named = _behind_chain(text, sentence, phrase)
    if named is not None:
        return (named, BEFORE_NAME) if named.start > phrase.start else None
    if _is_attributive(text, phrase):
        return None
    if phrase.is_bare:
        spent = _spent_on(text, sentence, phrase)
        if spent is not None:
            return spent, SPENT_ON_IT
    earlier = [mark for mark in sentence.projects if mark.end <= phrase.start]
    if earlier:
        return _behind(marked, sentence, earlier, phrase)
    known = _spoken_of(text, before)
    if known is not None and _goes_on(text, sentence, phrase):
        return known, GOES_ON
    return None


# ------------------------------------------------------------------------------------------------ before the name


def _behind_chain(text: str, sentence: Sentence, phrase: Phrase) -> Mark | None:
    """The one project before whose name this phrase, and those that follow it at once, stand."""
    last = phrase
    for other in sentence.phrases:
        if other.start >= last.end and CHAIN.fullmatch(text, last.end, other.start):
            last = other
    mark = next((mark for mark in sentence.projects if mark.start >= last.end), None)
    if mark is None or not text.startswith("的", last.end) or not ATTRIBUTIVE.fullmatch(text, last.end, mark.start):
        return None
    return mark if _is_alone(text, sentence, mark) else None


def _is_attributive(text: str, phrase: Phrase) -> bool:
    """总投资80亿元的63个项目: said of what follows."""
    return text.startswith("的", phrase.end) and phrase.kind is not AttributeKind.PROGRESS


def _spent_on(text: str, sentence: Sentence, phrase: Phrase) -> Mark | None:
    mark = next((mark for mark in sentence.projects if mark.start >= phrase.end), None)
    if mark is None or not SPENT_ON.fullmatch(text, phrase.end, mark.start):
        return None
    return mark if _is_alone(text, sentence, mark) else None


def _is_alone(text: str, sentence: Sentence, mark: Mark) -> bool:
    """Whether what stands before a name is said of it alone: none follows that would share it."""
    behind = DIRECTLY.match(text, mark.end)
    at = behind.end() if behind else mark.end
    if text.startswith("等", at) or text.startswith(("以及", "及其"), at):
        return False
    if text[at : at + 1] not in JOINTS or not text[at : at + 1]:
        return True
    following = next((other for other in sentence.projects if other.start >= at), None)
    own = any(at <= phrase.start <= at + 12 for phrase in sentence.phrases)
    return own and not (following is not None and following.start <= at + 2)


# ------------------------------------------------------------------------------------------------ behind the name


def _behind(marked: MarkedText, sentence: Sentence, earlier: list[Mark], phrase: Phrase) -> tuple[Mark, Rule] | None:
    text, mark = marked.text, _speaker(marked.text, earlier)
    if mark is None:
        return None
    gap = text[mark.end : _lead_in(text, phrase)]
    if len(gap) > LARGEST_GAP:
        return None
    directly = DIRECTLY.match(gap)
    rest = gap[directly.end() :] if directly else gap
    if rest.startswith("(") and ")" not in rest:
        return None if _breaks(rest) else (mark, IN_BRACKETS)
    if rest.startswith(("、", "和", "与", "及")) or rest.startswith("等") or _breaks(_without_brackets(gap)):
        return None
    if phrase.is_bare and rest != gap and "建设" in gap[: len(gap) - len(rest)]:
        return None  # 公路建设投资85亿元
    if _is_joined(text, earlier) or not _begins_clause(text, mark.end, phrase):
        return None
    return mark, BEHIND_NAME


def _speaker(text: str, earlier: list[Mark]) -> Mark | None:
    """Of the names before a phrase the last, or the one whose clause it is in: X是Y的延长线,全长318公里."""
    last = earlier[-1]
    clause = last_end(text, ",;:。\n", 0, last.start)
    together = [mark for mark in earlier if mark.start >= clause]
    if MODIFIES.match(text, last.end):
        return together[0] if len(together) > 1 and SPEAKS_OF.match(text, together[0].end) else None
    if len(together) == 1 or re.search("[、和与及(]", text[together[-2].end : last.start]):
        return last
    return together[0] if SPEAKS_OF.match(text, together[0].end) else None


def _is_joined(text: str, earlier: list[Mark]) -> bool:
    """Whether the last name is one of several: A、B,总投资30亿元."""
    last = earlier[-1]
    at = last.start - 1 if text[last.start - 1 : last.start] not in '“"《' else last.start - 2
    return text[at : at + 1] in JOINTS and at >= 0


def _begins_clause(text: str, start: int, phrase: Phrase) -> bool:
    """Whether only words like 项目 or 该工程 stand between a sign, or the name, and the phrase."""
    before = text[start : _lead_in(text, phrase)]
    cut = max(before.rfind(sign) for sign in ",:;、()")
    return re.fullmatch(rf"的?(?:建设)?{load_words().same}", before[cut + 1 :]) is not None


def _breaks(gap: str) -> bool:
    return load_words().breaks.search(gap) is not None


def _without_brackets(gap: str) -> str:
    return re.sub(r"\([^()]*\)", "", gap)


# ---------------------------------------------------------------------------------------------- the next sentence


def _spoken_of(text: str, before: Sequence[Sentence]) -> Mark | None:
    """The only project that the last sentence with projects named."""
    for sentence in reversed(before[-STEPS_BACK:]):
        if sentence.projects:
            return _subject(text, sentence)
        if _breaks(text[sentence.start : sentence.end]):
            return None
    return None


def _subject(text: str, sentence: Sentence) -> Mark | None:
    """The only project of a sentence, or the one that it begins with and speaks of: X位于…,是Y的配套工程."""
    mark = sentence.projects[0]
    if text[mark.end : mark.end + 1] in (*JOINTS, "等"):
        return None
    if len({other.mention.name for other in sentence.projects}) > 1:
        label = LABEL.match(text, sentence.start)
        begins = mark.start <= (label.end() if label else sentence.start)
        return mark if begins and SPEAKS_OF.match(text, mark.end) else None
    return None if _breaks(text[sentence.start : mark.start]) else mark


def _goes_on(text: str, sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a sentence without a name before the phrase speaks on of the same project."""
    head = text[sentence.start : phrase.start]
    if len(head) > LARGEST_GAP or _breaks(head):
        return False
    begins = re.match(load_words().same, head)
    says = begins is not None and (begins.end() > 0 or begins.end() == len(head) or _opens(sentence, phrase))
    return says and _begins_clause(text, sentence.start, phrase)


def _opens(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the sentence begins with a phrase, this or an earlier one."""
    return sentence.phrases[0].start == sentence.start and sentence.phrases[0].start <= phrase.start


# ------------------------------------------------------------------------------------------------------- reading


def _lead_in(text: str, phrase: Phrase) -> int:
    """Where a phrase begins with the word that leads it in: a year's sum is part of the total (总投资…,其中2024年…)."""
    is_of_year = phrase.kind in (AttributeKind.YEAR_INVESTMENT, AttributeKind.DONE_INVESTMENT)
    return phrase.start - len(PART) if is_of_year and text.endswith(PART, 0, phrase.start) else phrase.start


def _is_of_phase(text: str, phrase: Phrase) -> bool:
    """一期总投资5亿元, 其中中央投资…: a part of it."""
    start = _lead_in(text, phrase)
    words = text[max(0, start - 4) : start]
    phase = load_words().phases.search(words)
    return phase is not None and phase.end() == len(words)


def _attribute(marked: MarkedText, phrase: Phrase, mark: Mark, rule: Rule) -> Attribute:
    document = marked.structure.document
    place = marked.reading.span(min(mark.start, phrase.start), max(mark.end, phrase.end))
    said = Value(phrase.value, phrase.unit, phrase.comparator)
    return marked.attribute(
        mark.mention, _kind_in(phrase, document), said, rule, place, _year_of(phrase, document.year)
    )


def _kind_in(phrase: Phrase, document: Document) -> AttributeKind:
    """What a plan says is 完成 in its own year is planned."""
    year = _year_of(phrase, document.year)
    is_ahead = document.kind in PLANS and year is not None and year >= (document.year or year)
    is_done = phrase.kind is AttributeKind.DONE_INVESTMENT
    return AttributeKind.YEAR_INVESTMENT if is_done and is_ahead else phrase.kind


def _year_of(phrase: Phrase, spoken: int | None) -> int | None:
    """2024年 → 2024; 今年, 年度 → the year the document speaks for."""
    if phrase.year is None:
        return None
    if phrase.year[:4].isdigit():
        return int(phrase.year[:4])
    if spoken is None:
        return None
    return spoken + {"明年": 1, "去年": -1, "上年": -1}.get(phrase.year, 0)

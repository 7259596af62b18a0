"""A question after a question: “那2026年呢?”, “邵阳呢?”, “它们由谁牵头?” → the whole question, from the last plan.

Put together in the words of the last question, so that it is read like any other; what is asked about the members of
the last answer comes as a step after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph.lexicon.wordings import wordings
from graph.writing.foldings import fold_question
from graph.writing.sentence_ends import FULL
from search.plan.cues import load_cues
from search.plan.measures import load_measures
from search.plan.plan import Kind, Plan
from search.plan.subjects import place_spans
from search.question import Question, moments_in, years_in

any_of = wordings("asking").any_of

OPENING = re.compile(f"^{any_of('opens_following')}+[,, ]?")
ENDING = re.compile(r"(?:又|的话)?(?:呢|怎么样|如何|呐|咧)?" rf"[{FULL}]*$")
SHORT = 14  # characters: a follow-up that only names what is different
MANY_KINDS = (Kind.LIST, Kind.DEFINITION, Kind.LED, Kind.SHARED)


@dataclass(frozen=True, slots=True)
class Followed:
    """`text`: the whole question; `before`: the last plan where the question is about the members of its answer."""

    text: str
    before: Plan | None = None


def follow(typed: str, last: Plan) -> Followed | None:
    """The whole question that a follow-up means after the last plan; None where it stands for itself."""
    text = fold_question(typed)
    bare = ENDING.sub("", OPENING.sub("", text)).strip()
    patterns = load_cues().patterns
    many = patterns["the_many"].search(text)
    if many and (last.kind in MANY_KINDS or last.before is not None):
        left = text[: many.start()] + text[many.end() :]
        return Followed(left.strip(" ,的"), last)
    pronoun = many or patterns["the_one"].search(text)
    if pronoun and last.subject:
        return Followed(text[: pronoun.start()] + last.subject.replace(" ", "、") + text[pronoun.end() :])
    asks_on = len(bare) <= SHORT and (bare != re.sub(rf"[{FULL}]+$", "", text))
    if not asks_on or not bare or not last.question.text:
        return None
    return Followed(_with_other(bare, last))


def _with_other(bare: str, last: Plan) -> str:
    """The last question with another year, place, attribute or name in it."""
    question = last.question
    years = years_in(bare if "年" in bare else f"{bare}年")
    rest = bare
    text = question.text
    if years:
        text = _with_years(text, "、".join(f"{year}年" for year in years))
        rest = re.sub(r"\d{2,4}年?|[、,和到]", "", bare).strip()
    rest = rest.strip("的 ")
    if not rest:
        return text
    if re.search(r"[谁哪啥吗]|什么|多少|几|怎|如何", rest):
        return f"{last.subject or question.text}{rest}"
    figure = load_cues().patterns["figure_words"].fullmatch(rest)
    if figure and last.asked:
        return _with_figure(text, last, rest)
    if _is_attribute(rest):
        return _with_attribute(text, last, rest)
    return _with_name(replace(question, text=text), last, rest)


def _with_years(text: str, years: str) -> str:
    spans = sorted(moments_in(text))
    if not spans:
        return years + text
    start, end = spans[0][0], max(stop for _, stop in spans)
    between = re.sub(r"[\s、,和与跟及到至年底\d]", "", text[start:end])
    return text[:start] + years + (text[end:] if not between else _blanked(text, spans)[spans[0][1] :])


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_attribute(word: str) -> bool:
    return word in load_cues().attributes or word.lower() in load_measures()


def _with_figure(text: str, last: Plan, word: str) -> str:
    """Target or result, growth or level, of the same measure."""
    place = "、".join(one.short for one in last.question.places) or last.subject
    years = "、".join(f"{year}年" for year in last.scope.years)
    measure = re.sub(r"(?:增长|增速|增幅|目标|实际)+$", "", last.asked) or last.asked
    moves = "增长" if last.growth and not re.search(r"增|总量", word) else ""
    return f"{place}{years}{measure}{moves}{word}是多少"


def _with_attribute(text: str, last: Plan, word: str) -> str:
    if last.asked and last.asked in text:
        return text.replace(last.asked, word, 1)
    return f"{last.subject}的{word}是什么" if last.subject else text


def _with_name(question: Question, last: Plan, name: str) -> str:
    """Another place or thing in the place of the one asked about."""
    text = question.text
    things = [known for known in last.subjects if known.name in text]
    spans = [(text.find(known.name), text.find(known.name) + len(known.name)) for known in things]
    places = place_spans(question, text)
    if all(any(start < stop and begin < end for begin, stop in places) for start, end in spans):
        spans = places  # areas alone: all of them, also those that no document names
    if not spans and last.subject and last.subject in text:
        start = text.find(last.subject)
        spans = [(start, start + len(last.subject))]
    if not spans:
        return f"{name}{text}"
    start, end = min(spans)[0], max(spans)[1]
    return text[:start] + name + text[end:]

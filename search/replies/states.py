"""How far a thing is, as a sentence about it says: a `Saying` goes in, a `State` comes out.

The state is the clause that names the thing and says what is done to it, with the year it speaks of; words lie in
``graph/lexicon/states.yaml`` and ``stages.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.data_files import read_yaml
from graph.lexicon.lexicon import FOLDER
from graph.lexicon.stage_words import pattern, stage_between
from graph.lexicon.wordings import wordings
from graph.records import STAGES, Document
from graph.writing.years import year_of
from search.question import years_in
from search.replies.sayings import Saying, outer_commas
from search.texts.times import years_of

any_of = wordings("answers").any_of

BEFORE_REACHED = {"开工": "前期", "建成": "在建", "投用": "在建"}
PLANS = ("work_report", "five_year_plan", "action_plan", "policy", "notice", "annex")
DONE = re.compile(r"已|了|成功|顺利|正在|目前")
PART_DONE = re.compile(f"[^,。;]{{0,8}}完成(?!{any_of('not_part_done')}|[,。;]|$)[^,。;]{{2,}}")
LIST_GOES_ON = re.compile(r"(?P<own>[^,。;、在将已获正等]{0,8}?)(?:[、和及与等]|以及)")
QUOTES = re.compile(r"[“”\"‘’《》]")
REVIEW = re.compile(any_of("review"))
LONGEST_PHRASE = 46  # characters
LEAD_IN = re.compile(f"^(?:{any_of('opens_clause')}|——)+[,:、]?")


@dataclass(frozen=True, slots=True)
class StateWords:
    """The cues of ``states.yaml``, compiled."""

    states: re.Pattern[str]
    aims: re.Pattern[str]
    denials: re.Pattern[str]
    reached: tuple[tuple[str, re.Pattern[str]], ...]
    levels: dict[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def load_state_words() -> StateWords:
    """Once."""
    words = read_yaml(FOLDER / "states.yaml")
    return StateWords(
        re.compile("|".join(words["states"].split())),
        re.compile(words["aims"]),
        re.compile(words["denials"]),
        tuple((stage, re.compile(cue)) for stage, cue in words["reached"]),
        {level: re.compile(cue) for level, cue in words["level_marks"].items()},
    )


@dataclass(frozen=True, slots=True)
class State:
    """`phrase`: the clause that says it; `brief`: the same without the things listed beside; `year`: the year it speaks
    of; `stage`: None where no word tells it; `said`: whether the clause says anything of how far the thing is; `aimed`:
    it has yet to come about; `alone`: it names the thing alone, not in a list.
    """

    saying: Saying
    phrase: str
    brief: str
    year: int | None
    stage: str | None
    said: bool
    aimed: bool
    alone: bool

    @property
    def rank(self) -> int:
        """How far it is: 谋划 0 … 投用 5; -1 where it is not told."""
        return STAGES.index(self.stage) if self.stage in STAGES else -1

    @property
    def reached(self) -> int:
        """How far it has come for sure: what a plan wants done is not done yet."""
        stage = BEFORE_REACHED.get(self.stage or "") if self.aimed else None
        return STAGES.index(stage) if stage else self.rank


def state_of(saying: Saying) -> State:
    """What a sentence says of how far the thing is."""
    first, last = _clause_with_verb(saying)
    phrase = _trimmed(saying.text[first:last])
    stage = stage_of(saying)
    words = load_state_words()
    around = saying.text[first : saying.start] + saying.text[saying.end : last]
    said = stage is not None or bool(words.states.search(around or phrase))
    aimed = _is_aimed(saying, first, last)
    beside = saying.text[max(0, saying.start - 1) : saying.start] + saying.text[saying.end : saying.end + 1]
    return State(
        saying,
        phrase,
        _brief(saying, first, last) or phrase,
        year_spoken_of(saying),
        stage,
        said,
        aimed,
        not re.search(r"[、和与及]", beside),
    )


def stage_of(saying: Saying) -> str | None:
    """The stage by the words around the name."""
    if saying.end <= saying.start:
        return None
    before = QUOTES.sub("", saying.text[: saying.start])
    after = QUOTES.sub("", saying.text[saying.end :])
    stage = stage_between(before, after)
    # what is complete may be a part of it: 成武高速完成路基工程
    return "在建" if stage == "建成" and PART_DONE.match(after) else stage


def _is_aimed(saying: Saying, first: int, last: int) -> bool:
    """Whether it has yet to come about: what plans and the plans for the year in reports say, unless they look back or
    say that it is done.
    """
    if _looks_back(saying) or saying.document.kind == "news":
        return False
    clause = saying.text[max(0, first - 12) : last]
    if load_state_words().aims.search(clause):
        return True
    return saying.document.kind in PLANS and not DONE.search(saying.text[first:last])


def _clause_with_verb(saying: Saying) -> tuple[int, int]:
    """The clause that names the thing; with the next ones where it says nothing yet; of a list the whole sentence."""
    text = saying.text
    cuts = [-1, *outer_commas(text), len(text)]
    at = max(place for place, cut in enumerate(cuts[:-1]) if cut < max(saying.start, 1))
    end = next((place for place in range(at + 1, len(cuts)) if cuts[place] >= saying.end), len(cuts) - 1)
    states = load_state_words().states
    own = text[cuts[at] + 1 : saying.start] + text[saying.end : cuts[end]]
    if not states.search(own) and end + 1 < len(cuts):
        following = text[cuts[end] + 1 : cuts[end + 1]]
        if states.search(following):
            end += 1
    return cuts[at] + 1, cuts[end]


def _brief(saying: Saying, first: int, last: int) -> str:
    """The name with the verb that governs it: 推进白龙核电、红沙核电三期、钦州电厂项目 → 推进红沙核电三期."""
    text = saying.text
    if saying.end <= saying.start:
        return ""
    more = LIST_GOES_ON.match(text, saying.end, last)
    end = more.end("own") if more else last
    listed = more is not None or text[max(first, saying.start - 1) : saying.start] in tuple("、和及与")
    before, after = text[first : saying.start], text[saying.end : last]
    verbs = list(pattern("front").finditer(before))
    behind = pattern("behind").search(after) or load_state_words().states.search(after)
    if behind and not (verbs and listed):
        return _trimmed(text[saying.start : last]) if not listed else text[saying.start : end] + after[behind.start() :]
    return _trimmed(verbs[-1][0] + text[saying.start : end if listed else last]) if verbs else ""


def _trimmed(phrase: str) -> str:
    phrase = LEAD_IN.sub("", phrase.strip(" 。;,:、\n"))
    return phrase if len(phrase) <= 2 * LONGEST_PHRASE else phrase[: 2 * LONGEST_PHRASE - 1] + "…"


# --------------------------------------------------------------------------------------------------- when


def year_spoken_of(saying: Saying) -> int | None:
    """The year that the sentence speaks of: as it says before the thing, as its headings say, else its document's; what
    a yearly report looks back on is of the year before.
    """
    document = saying.document
    own = years_of(saying.text[: max(saying.end, 1)], document)
    if own:
        return own[-1]
    if document.kind != "work_report":
        return year_of(document)
    return _year_of_part(saying.headings, document)


def _year_of_part(headings: Sequence[str], document: Document) -> int | None:
    given = year_of(document)
    for heading in headings:
        if REVIEW.search(heading):
            named = years_in(heading)
            return max(named) if named else (given - 1 if given else None)
    return given


def _looks_back(saying: Saying) -> bool:
    """Whether it stands in a part that says what was done."""
    return any(REVIEW.search(heading) for heading in saying.headings)

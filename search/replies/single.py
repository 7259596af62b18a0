"""One thing of a class where a question may mean several: “获批了什么国家级示范区” → 国家级出口质量安全示范区.

In: a plan and the knowledge base. Out: a reply with the name that ends in the class noun, in a sentence that says the
rest for sure.
"""

from __future__ import annotations

from search.answer import as_citation, confidence_of
from search.plan.plan import Plan
from search.replies.contract import Base, Item, Reply
from search.replies.members import Members, members_wanted
from search.texts.edges import last_lead
from search.texts.flat import Flat, flatten
from search.texts.sentence import Sentence

READ_PASSAGES = 12
SURE = 0.3
LONGEST_NAME = 24
STOPS = ",;:。!?、\n"


def reply_with_single(plan: Plan, base: Base) -> Reply | None:
    """The one name of the class in the best sentence; None where the sentence has several, or is not sure."""
    wanted = members_wanted(plan)
    if wanted.count is not None and wanted.count > 1:
        return None
    nouns = [noun for noun in wanted.nouns if len(noun) > 2]
    ranked = base.ranked(plan.question, READ_PASSAGES)
    for scored in ranked[:2]:
        if not nouns or confidence_of(scored) < SURE:
            return None
        candidate = scored.candidate
        flat = flatten(base.text_of(candidate.passage.source), candidate.span)
        names = _names(flat, nouns, wanted)
        if len(names) == 1:
            return Reply(
                names[0], (as_citation(plan.question, candidate, base),), (Item(names[0], proof=(0,)),), sure=0.6
            )
    return None


def _names(flat: Flat, nouns: list[str], wanted: Members) -> list[str]:
    """Names that end in one of the nouns and say more than the question does."""
    found: list[str] = []
    text = flat.text
    for noun in nouns:
        place = text.find(noun)
        while place >= 0:
            end = place + len(noun)
            start = max((text.rfind(stop, 0, place) for stop in STOPS), default=-1) + 1
            first = last_lead(Sentence(flat, start, end), start, end)
            name = text[first:end]
            if (
                len(noun) < len(name) <= LONGEST_NAME
                and "等" not in name
                and name not in wanted.question.text
                and name not in found
            ):
                found.append(name)
            place = text.find(noun, end)
        if found:
            return found
    return found

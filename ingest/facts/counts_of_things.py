"""A count before its noun, where its limit shows that it is aimed at: “培育10家以上示范企业”, “形成200项左右重大成果”.

In: a clause in folded text and one of its quantities. Out: verb and noun as the indicator's name (培育示范企业).
Without a limit the same words tell as often of things that are there (建成3个湿地公园), and are left.
"""

from __future__ import annotations

import re

from graph.lexicon.wordings import wordings
from graph.records import Comparator
from ingest.facts.indicator_lists import Subject
from ingest.facts.indicator_names import counting_verb, is_nameable, read_name
from ingest.facts.quantities import Quantity

any_of = wordings("indicators").any_of

# The noun goes on to the clause's end, or to the next count of a list.
NOUN = re.compile(r"[^,;。:()\d]+?(?=$|[,;。:(]|[、和及](?:[^,;。、\d]{0,6})?\d)")
HAPPENS = re.compile(f"{any_of('done_with_counted')}|^(?:以上|左右|的)")
WHEN = re.compile(f"^{any_of('before_counted')}+")
LETTING = ("推动", "支持", "引导", "鼓励", "组织", "推进", "对", "完善")


def find_counted_noun(words: str, start: int, quantity: Quantity, limit: Comparator | None) -> Subject | None:
    """The indicator of a count between its verb, which begins after ``words[start]``, and its noun."""
    if not quantity.counted or (quantity.comparator is Comparator.EQUAL and limit is None):
        return None
    verb = _verb(words[start : quantity.start])
    noun = NOUN.match(words, quantity.end)
    if not verb or noun is None or HAPPENS.search(noun.group()) or len(noun.group()) < 2:
        return None
    name = verb + noun.group()
    return Subject(name, noun.start(), noun.end()) if is_nameable(name) else None


def _verb(words: str) -> str:
    """The verb right before the count, or ""."""
    noun = WHEN.sub("", read_name(words).noun) or words[-2:]
    verb = counting_verb(noun + "物")
    return verb if verb == noun and not verb.startswith(LETTING) else ""

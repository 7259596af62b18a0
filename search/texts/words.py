"""The words by which texts set out several things: ``graph/lexicon/enumerations.yaml``, loaded once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.wordings import wordings

ETC = re.compile(r"(?<![平高同对中初相何劣])等(?![级值效候待额次边量同于式比温]|离子)")
NUMERAL = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,4})"


@dataclass(frozen=True, slots=True)
class ListWords:
    """All of ``enumerations.yaml`` that is read in texts."""

    lead_verbs: frozenset[str]
    lead_words: frozenset[str]  # these verbs, and other words that lead
    weak_leads: frozenset[str]
    predicates: frozenset[str]
    measures: tuple[str, ...]
    counted: re.Pattern[str]  # a number with what it counts: 四|大, 8|个
    quantity: re.Pattern[str]


@lru_cache(maxsize=1)
def load_list_words() -> ListWords:
    """The words of ``enumerations.yaml``, compiled."""
    lists = wordings("enumerations")
    return ListWords(
        frozenset(lists.words("lead_verbs")),
        frozenset((*lists.words("lead_verbs"), *lists.words("lead_particles"))),
        frozenset(lists.words("weak_leads")),
        frozenset(lists.words("predicates")),
        lists.words("measures"),
        re.compile(rf"(?<![\d第.年\-])({NUMERAL}){lists.any_of('measures')}"),
        re.compile(lists.any_of("quantities")),
    )

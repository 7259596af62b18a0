"""The words by which texts set out several things: ``graph/lexicon/enumerations.yaml``, loaded once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from graph.data_files import read_yaml

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
    words = read_yaml(resources.files("graph") / "lexicon" / "enumerations.yaml")
    measures = tuple(sorted(words["measures"].split(), key=len, reverse=True))
    return ListWords(
        frozenset(words["lead_verbs"].split()),
        frozenset((*words["lead_verbs"].split(), *words["lead_particles"].split())),
        frozenset(words["weak_leads"].split()),
        frozenset(words["predicates"].split()),
        measures,
        re.compile(rf"(?<![\d第.年\-])({NUMERAL})(?:{'|'.join(measures)})"),
        re.compile(words["quantities"]),
    )

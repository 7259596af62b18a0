"""Where a tag's name really ends: the tagger proposes, the words behind decide.

A small network sometimes stops inside a name whose rest it has seldom seen: 江山|旅游区, 徽商银行阜阳|分行. What
follows at once and can only be the end of such a name is taken in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from graph.lexicon.lexicon import word_list
from graph.records import EntityType
from ingest.tagger.contract import Tag

BETWEEN = r"[^,、。;:!?()“”《》和与及等]{0,10}?"  # of a zone's name: 湘琼|先进制造业共建产业园
BRANCH = "分行|支行|分公司|子公司|研究院"
STOPS = r"(?=[,、。;:!?)”]|等|项目|工程|[一二三四五六]期|公司|集团|$)"


def whole(tag: Tag, text: str) -> Tag:
    """The tag with the end of its name, where it lacks it."""
    rest = REST.get(tag.type)
    match = rest(text, tag) if rest else None
    return replace(tag, end=match.end()) if match else tag


def _rest_of_zone(text: str, tag: Tag) -> re.Match[str] | None:
    heads = _zone_heads()
    if any(match.end() == tag.end for match in heads.finditer(text, tag.start, tag.end)):
        return None
    return re.compile(BETWEEN + f"(?:{heads.pattern})").match(text, tag.end)


def _rest_of_company(text: str, tag: Tag) -> re.Match[str] | None:
    return _company_rest().match(text, tag.end)


@lru_cache(maxsize=1)
def _zone_heads() -> re.Pattern[str]:
    words = {word for name in ("park_heads", "zone_heads") for word in word_list(name) if len(word) > 1}
    words -= {"基地", "园区"}  # these are also what a zone holds, or no name's end
    return re.compile("|".join(sorted(words, key=lambda word: (-len(word), word))))


@lru_cache(maxsize=1)
def _company_rest() -> re.Pattern[str]:
    words = sorted((word for word in word_list("company_tails") if len(word) > 1), key=lambda word: (-len(word), word))
    return re.compile(rf"(?:{'|'.join(words)}){STOPS}|(?:[\u4e00-\u9fff]{{2,3}})?(?:{BRANCH})")


REST: Mapping[EntityType, Callable[[str, Tag], re.Match[str] | None]] = {
    EntityType.PARK: _rest_of_zone,
    EntityType.ENTERPRISE: _rest_of_company,
}

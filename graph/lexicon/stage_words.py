"""How far a thing has come, as the clause around its name says: a text goes in, a stage comes out.

The stages are 谋划, 前期, 开工, 在建, 建成, 投用; the words lie in ``stages.tsv``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.lexicon.lexicon import FOLDER
from graph.writing.sentence_ends import ENDS, last_end

CLAUSE_END = re.compile(r"[,:]")
# A list may go on behind the name before its verb comes: “A、B等项目建成投用”.
BEFORE_REACHED = {"开工": "前期", "建成": "在建", "投用": "在建"}
# A whole word of time that makes a plan of it: “到2025年,建成…”.
LIST_GOES_ON = re.compile(r"^$|[、和及]$")
TAKEN = re.compile(r"[以与向对将把](?!外)|依托|围绕|聚焦|融入|服务|到$|在$")
# “建设” alone is also the end of many names; as a verb it begins a clause.
PLAIN_VERB = re.compile(r"(?:^|[,:]|主要|逐步|将)建设")
BY_YEAR = re.compile(r"到20\d\d")  # in the same sentence
BEFORE_YEAR = re.compile(r"20\d\d年底?前")


@lru_cache(maxsize=1)
def stage_words() -> dict[str, dict[str, str]]:
    """By position (front, behind): word → stage, or “aim”."""
    found: dict[str, dict[str, str]] = {"front": {}, "behind": {}, "aim front": {}, "aim behind": {}}
    for line in (FOLDER / "stages.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            stage, where, listed = line.split("\t")
            found[f"aim {where}" if stage == "aim" else where].update(dict.fromkeys(listed.split(), stage))
    return found


@lru_cache(maxsize=4)
def pattern(where: str) -> re.Pattern[str]:
    """Finds the words of a position (a key of `stage_words`), the longest first."""
    return re.compile("|".join(sorted(map(re.escape, stage_words()[where]), key=lambda word: (-len(word), word))))


def stage_between(before: str, after: str) -> str | None:
    """The stage of what stands between two stretches of a sentence: what its clause says behind the name counts first,
    then the nearest verb in front of it, in its clause or, where that has none, in an earlier one.
    """
    cut = CLAUSE_END.search(after)
    clause_after = after[: cut.start()] if cut else after
    breaks = list(CLAUSE_END.finditer(before))
    clause_start = breaks[-1].end() if breaks else 0
    behind = pattern("behind").search(clause_after)
    front = verbs_for(before, clause_start)
    stage = stage_words()["behind"][behind[0]] if behind and belongs(clause_after[: behind.start()]) else None
    if stage is None and front:
        stage = stage_words()["front"][front[-1][0]]
        return aimed_at(stage, before[: front[-1].start()], "")
    if stage is None and PLAIN_VERB.search(before):
        return "在建"
    return aimed_at(stage, before[clause_start:], clause_after[: behind.start()] if behind else "") if stage else None


def verbs_for(before: str, clause_start: int) -> list[re.Match[str]]:
    """The verbs in front that the name may be the object of, in its own clause, or in an earlier one whose list goes on
    with it; not where another word takes it (以国际陆港为支点, 与国际陆港相配套).
    """
    verbs = list(pattern("front").finditer(before, clause_start))
    if not verbs and LIST_GOES_ON.search(before[clause_start:]):
        verbs = list(pattern("front").finditer(before))
    return [] if verbs and TAKEN.search(before, verbs[-1].end()) else verbs


def belongs(between: str) -> bool:
    """Whether a word behind the name speaks of it: only the rest of a list may stand between, no other verb."""
    return pattern("front").search(between) is None


def aimed_at(stage: str, before: str, between: str) -> str:
    """确保…建成投用 says that it is being built."""
    aim = pattern("aim front").search(CLAUSE_END.split(before)[-1]) or pattern("aim behind").search(between)
    sentence = last_end(before, ENDS, 0, len(before))
    is_planned = aim or BY_YEAR.search(before, sentence) or BEFORE_YEAR.search(before)
    return BEFORE_REACHED.get(stage, stage) if is_planned else stage

"""What stands around a statement's words in its quote, and may turn them: denials, conditions, roles, who does it."""

from __future__ import annotations

import re

from search.claims.reading import EMPTY_TAGS
from search.claims.support import cuts_name, tags_of
from search.claims.way import Way
from search.claims.words import load_claim_words

COVERED = 0.5  # share of the words of a condition that must be said
FOR_WHOM = re.compile(r"^(?:对|凡)[^,;。:]*?(?:的|单位|企业|项目|个人)?[,:]")
BUT = re.compile(r"^[,;]?\(?(?:但|然而|不过|除|不含|不包括|扣除|尚|未(?!经)|因|其余)")


def nothing_before_turns_it(way: Way) -> bool:
    """不得新建…; 基本|建成; 会同|市商务局: what stands before the first word in its clause."""
    words, first = load_claim_words(), way.matched[0]
    start, _ = way.reading.clause(first.start, first.end)
    left = way.reading.masked[start : first.start]
    if any(words.patterns[name].search(left) for name in ("negations", "conditions")):
        return False
    if first.token.figure is None and re.search(
        f"(?:{words.patterns['hedges'].pattern}|{words.patterns['roles'].pattern})[、和]?$", left
    ):
        return re.search("(?:建设|实施|支持|[负责])$", left) is not None and "配合" not in left
    restricts = left.endswith("的") and any(tag in ("v", "vi") for _, tag in tags_of(left))
    if restricts and not _is_said(way, left):
        return False
    verbs = [one for one in way.matched if one.token.is_verb]
    if verbs and words.patterns["urges"].search(left):
        return False
    before = way.reading.masked[way.reading.sentence_start(start) : start].rpartition(";")[2]
    if before.endswith(":") and words.patterns["negations"].search(before.rsplit(",", 1)[-1]):
        return False
    return all(_is_said(way, clause) for clause in _conditions(before))


def doer_is_said(way: Way) -> bool:
    """出口总额|创历史新高: what does it, or is part of its name, right before the first word is said or asked."""
    first = way.matched[0]
    start, _ = way.reading.clause(first.start, first.end)
    words = load_claim_words()
    left: list[str] = []
    for word, tag in reversed(tags_of(way.reading.masked[start : first.start])):
        if not left and (tag in ("d", "ad", "u", "c", "b") or word in ("等", "均", "都", "也")):
            continue  # 累计进场人次等均|创历史新高
        if tag[:1] not in ("n", "j") and tag != "vn":
            break
        left.append(word)
    common = words.sets["generic"] | words.sets["tails"] | words.sets["light"] | words.sets["droppable"]
    told = f"{way.told}{way.said}{way.asked.text}"
    return first.token.figure is not None or all(word in common or word in told for word in left)


def _conditions(before: str) -> list[str]:
    """The clauses before that condition what follows."""
    clauses = [part for part in re.split("(?<=[,;:])", before) if part]
    pattern = load_claim_words().patterns["conditions"]
    return [
        clause for clause in clauses if pattern.search(clause) or (clause is clauses[-1] and FOR_WHOM.match(clause))
    ]


def _is_said(way: Way, clause: str) -> bool:
    """Whether most of a clause's words are said or asked."""
    found = [word for word, tag in tags_of(clause) if tag not in EMPTY_TAGS]
    here = [word for word in found if word in way.said or word in way.asked.text]
    return len(here) > COVERED * len(found)


def nothing_behind_turns_it(way: Way) -> bool:
    """…未实现; …除外; 水库|移民安置点; 启动|前期工作."""
    words, last = load_claim_words(), way.matched[-1]
    _, end = way.reading.clause(last.start, last.end)
    right = way.reading.masked[last.end : end]
    if words.patterns["negations"].search(right) or cuts_name(last, right):
        return False
    after = way.reading.masked[end : end + 24]
    if BUT.match(after) and words.patterns["negations"].search(after):
        return False
    if last.token.is_verb and right.strip("\0\1") and words.patterns["roles"].search(last.token.text) is None:
        word, tag = tags_of(right)[0]
        return (tag[:1] != "n" and tag != "vn") or word in words.sets["tails"] | words.sets["droppable"]
    return True

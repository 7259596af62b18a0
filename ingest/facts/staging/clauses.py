"""What a clause says of the name in it: by a predicate behind it, or by a verb of which it is the object.

In: a sentence in which the name, the other names and brackets stand under signs of their own (`Said` counts its
places). Out: what is said, the surest first. Lists share what is said only of all of it: “A、B等项目建成投用”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.facts.staging.words import OTHER, OTHERS, OWN, PLAIN, load_staging_words, split_adverbs

CLAUSE_END = re.compile(r"[,:;。!?]")
UNDER_WAY, EARLY, DONE = "在建", "前期", ("建成", "投用")
PONDERED = re.compile("谋划|规划|筹划|研究|论证|探索")  # what a verb behind it says is thought of: 谋划开通
PONDERED_STAGE = "谋划"
BEFORE_REACHED = {"开工": "前期", "建成": "在建", "投用": "在建"}
CLASS_WORD = re.compile(
    "^(?:新|重点|重大)?(?:项目|工程|建设|公司|集团)+"
)  # that ends the list and begins a run of adverbs
AGAIN = re.compile(r"[、并和及]?(?:并且)?")
LONGEST = 160  # characters looked at on each side of the name
MOST_TRIED = 4  # predicates or verbs
# what may stand between a verb and the first of its objects: an attribute, a short word (新一轮)
_OPEN = rf"(?:[“\"《『]|{OTHER}+)*"
ATTRIBUTE = re.compile(rf"(?:[^、,:;]{{0,30}}的)?{_OPEN}[^、,:;]{{0,5}}{_OPEN}")
BOUNDARY = re.compile(rf"(?:^|[、和并及与来元以法地要,:;)市县区省州旗“\"]|年|月|政府|公司|{OTHER})$")
LABEL = re.compile(r"(?:[一二三四五六七八九十\d]+(?:是|、|[.)])|[(][一二三四五六七八九十\d]+[)]|——|[①-⑳]|其中|同时)*")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said.

    `start` and `end` of its words in the sentence; `begins`: where its clause does. `marks`: the adverbs and times
    right before it; `lead`: the clause before the name, or before the end of the verb (`is_by_verb`). `is_caused`: a
    verb in front wants it (推动X建成); `is_plain`: the verb tells what is to be done as much as what is; `is_denied`:
    it is not so. `sure`: by how it stands there.
    """

    stage: str
    start: int
    end: int
    begins: int
    marks: str
    lead: str
    sure: float
    is_by_verb: bool = False
    is_caused: bool = False
    is_plain: bool = False
    is_denied: bool = False


def said_of(sentence: str) -> list[Said]:
    """What a sentence says of the name in it, in its order."""
    first, last = sentence.index(OWN), sentence.rindex(OWN) + 1
    begins = max((cut.end() for cut in CLAUSE_END.finditer(sentence, max(0, first - LONGEST), first)), default=0)
    begins = max(begins, first - LONGEST)
    cut = CLAUSE_END.search(sentence, last, last + LONGEST)
    ends = cut.start() if cut else min(len(sentence), last + LONGEST)
    found = list(_behind(sentence, begins, first, last, ends))
    if not found and (by_verb := _by_verb(sentence, begins, first, last, ends)):
        found = [by_verb]
    return found + list(_going_on(sentence, begins, first, ends, found))


# ------------------------------------------------------------------------------------------------------- predicates


def _behind(sentence: str, begins: int, first: int, last: int, ends: int) -> Iterator[Said]:
    """The predicates behind the name, if it is their subject, alone or in a list."""
    words = load_staging_words()
    lead = sentence[begins:first]
    if words.taken.search(lead):
        return
    for tried, found in enumerate(words.behind_pattern.finditer(sentence, last, ends)):
        if tried == MOST_TRIED:
            return
        if not _is_said(sentence, found.end()):
            continue
        rest, marks = split_adverbs(sentence[last : found.start()])
        if words.list_rest.fullmatch(rest) is None or words.next_verb.search(rest):
            return
        wanted = _verb_over(lead)
        start = found.start() - len(CLASS_WORD.sub("", marks))
        said = Said(words.behind[found[0]], start, found.end(), begins, marks, lead, 0.97)
        if rest.startswith(("、", "和", "及", "与", "以及", "等")) or lead.endswith(("、", "和", "及", "与")):
            said = replace(said, sure=0.93)
        yield _denied(replace(said, is_caused=wanted is not None and said.stage != PONDERED_STAGE))
        yield from _more(sentence, found.end(), ends, said)
        return


def _is_said(sentence: str, at: int) -> bool:
    """Whether a predicate that ends here is one: 建成通车里程 is none."""
    words = load_staging_words()
    return words.ends.match(sentence, at) is not None and words.not_said.match(sentence, at) is None


def _more(sentence: str, at: int, ends: int, before: Said) -> Iterator[Said]:
    """Further predicates of the same subject: 已获批并开工建设."""
    words = load_staging_words()
    while at < ends:
        joint = AGAIN.match(sentence, at, ends)
        begin = joint.end() if joint else at
        run = words.adverbs.match(sentence, begin, ends)
        behind = words.behind_pattern.match(sentence, run.end() if run else begin, ends)
        if behind is None or (begin == at and not (run and run[0])) or not _is_said(sentence, behind.end()):
            return
        marks = before.marks + (run[0] if run else "")
        yield replace(before, stage=words.behind[behind[0]], start=begin, end=behind.end(), marks=marks)
        at = behind.end()


def _denied(said: Said) -> Said:
    """尚未建成 says that it is being built."""
    if load_staging_words().denied.search(said.marks) is None:
        return said
    return replace(said, stage=BEFORE_REACHED.get(said.stage, ""), is_denied=True, sure=0.8)


def _going_on(sentence: str, begins: int, first: int, ends: int, found: list[Said]) -> Iterator[Said]:
    """What the next clauses say of the subject that the first one names: X于2021年开工,目前已建成."""
    words = load_staging_words()
    lead = split_adverbs(LABEL.sub("", sentence[begins:first]))[0]
    if lead or OTHER * 4 in sentence[first:ends] or any(said.is_caused for said in found):
        return
    at, tried = ends, 0
    while at < len(sentence) - 1 and sentence[at] in ",:" and tried < MOST_TRIED:
        cut = CLAUSE_END.search(sentence, at + 1)
        end = cut.start() if cut else len(sentence)
        run = words.adverbs.match(sentence, at + 1, end)
        begin = run.end() if run else at + 1
        predicate = words.behind_pattern.match(sentence, begin, end)
        if predicate and _is_said(sentence, predicate.end()):
            marks = run[0] if run else ""
            said = Said(words.behind[predicate[0]], at + 1, predicate.end(), at + 1, marks, "", 0.85)
            yield _denied(said)
        at, tried = end, tried + 1


# ------------------------------------------------------------------------------------------------------------ verbs


def _verb_over(lead: str) -> re.Match[str] | None:
    """The verb that the name at the end of `lead` is an object of, alone or in a list."""
    words = load_staging_words()
    verbs = list(words.front_pattern.finditer(lead))
    for verb in reversed(verbs[-MOST_TRIED:]):
        between = lead[verb.end() :]
        if between.startswith(("、", "和", "及", "与", "工作")):
            continue  # the end of the item before: 推进A建设、X
        if not _begins(lead, verb):
            continue
        item = re.split(r"[、和及与]|以及", between)[-1]
        if words.taken.search(between) or not ATTRIBUTE.fullmatch(item):
            return None
        return verb
    return None


def _begins(lead: str, verb: re.Match[str]) -> bool:
    """Whether a verb begins what it stands in: 建设 also ends names."""
    rest, marks = split_adverbs(lead[: verb.start()])
    return load_staging_words().front[verb[0]] != PLAIN or bool(marks) or BOUNDARY.search(rest) is not None


def _by_verb(sentence: str, begins: int, first: int, last: int, ends: int) -> Said | None:
    """What the verb in front says of the name; none where the name only tells which other thing is meant."""
    words = load_staging_words()
    lead = sentence[begins:first]
    verb = _verb_over(lead)
    if verb is None or words.front[verb[0]] == OTHERS:
        return None
    is_attribute = lead[verb.end() :] == "的"  # 正在建设的X
    after = "" if is_attribute else sentence[last:ends]
    following = words.next_verb.search(after)
    object_rest = after[: following.start()] if following else after
    end = words.object_end.search(object_rest)
    rest = object_rest[: end.start()] if end else object_rest
    if words.list_rest.fullmatch(rest) is None or (is_attribute and words.front[verb[0]] == PLAIN):
        return None
    changed = words.object_ends[end["word"]] if end else ""
    marks = split_adverbs(lead[: verb.start()])[1]
    start = begins + verb.start() - len(marks)
    is_listed = lead.endswith(("、", "和", "及", "与")) or lead[verb.end() :].count("、") > 0
    said = Said(
        PONDERED_STAGE if PONDERED.search(marks) else words.front[verb[0]],
        start,
        begins + verb.end(),
        begins,
        marks,
        lead[: verb.end()],
        0.9 if is_listed or is_attribute else 0.95,
        is_by_verb=True,
    )
    if said.stage == PLAIN:
        is_done = verb[0] in words.built and lead[verb.end() :].startswith("了")  # 改造了X
        said = replace(said, stage=DONE[0] if is_done else UNDER_WAY, is_plain=not is_done)
        said = replace(said, marks=f"{marks}了", end=said.end + 1) if is_done else said
    if changed and end and (not said.stage or _changes(said.stage, changed)):
        said = replace(said, stage=changed, end=last + end.end(), is_plain=False)
    return _denied(said)


def _changes(stage: str, changed: str) -> bool:
    """Whether the end of the object makes the stage another: 完成X主体工程 is being built, 谋划X前期工作 stays."""
    return stage != PONDERED_STAGE and (changed == EARLY or stage in DONE)

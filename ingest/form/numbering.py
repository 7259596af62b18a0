"""Labels in reading order → which of them open headings, and how deep each stands.

A number belongs to a heading when it continues a list that is open (or that was open before), or begins a new one.
Which kind of label stands above which is learned from the document: a kind that starts again between two numbers of
another stands below it. Where a document does not show it, GB/T 9704-2012 decides (一、 (一) 1. (1) ①).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.form.labels import RANK, Label

PLAIN = "plain"  # the kind of a heading without a label
BACK_MATTER = "back"  # a glossary at the end: above all other kinds
MOST_DEPTH = 12  # of open lists; a text of nothing but 一、 would nest without end, and each path hold all above it
LONG_LIST = 5  # behind 五、 a new 一、 begins a list beside it, whose heading has no label
CN_PAREN = RANK["cn_paren"]
UNNUMBERED = (PLAIN, BACK_MATTER, "dash")


@dataclass(frozen=True, slots=True)
class LabelSeen:
    """A label that may open a heading. `strict`: it stands inside a line, so its number must be the one expected.
    `sure`: by kind and title it is a heading even when the numbers before it were lost. `last`: its title is one that
    ends a document (“四、加强政府自身建设”, “三、组织实施”), so it stands as far out as its number allows.
    """

    label: Label
    strict: bool
    sure: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A heading's label with its depth, 1 for the outermost."""

    label: Label
    depth: int


@dataclass(slots=True)
class Level:
    """An open list: the kind of its labels and the last number seen."""

    kind: str
    number: int


def place_labels(candidates: Sequence[LabelSeen]) -> list[Placed]:
    """The labels that open headings, with their depths."""
    above = learn_order(candidates)
    stack: list[Level] = []
    last: dict[str, int] = {}
    placed: list[Placed] = []
    following = next_numbers(candidates)
    for at, candidate in enumerate(candidates):
        kind, number = candidate.label.kind, candidate.label.number
        depth = find_depth(candidate, stack, last, above, following[at])
        if depth is None:
            continue
        del stack[depth:]
        stack.append(Level(kind, number))
        last[kind] = number
        placed.append(Placed(candidate.label, depth + 1))
    return placed


def place_by_levels(placed: Sequence[Placed], levels: Mapping[int, int]) -> list[Placed]:
    """The headings with the depths that the file gives them; those it knows nothing of stand below the last it knows.

    levels: of headings by their start, 1 the outermost; a level may be left out (1, 3: depths 1, 2).
    """
    if not levels:
        return list(placed)
    known: list[int] = []  # open levels, outermost first
    below: list[int] = []  # depths, as the labels tell them, of the headings open under the last known one
    found: list[Placed] = []
    for place in placed:
        level = levels.get(place.label.start)
        if level is None:
            while below and below[-1] >= place.depth:
                below.pop()
            below.append(place.depth)
        else:
            level = min(level, MOST_DEPTH)
            known = [*(above for above in known if above < level), level]
            below = []
        found.append(Placed(place.label, len(known) + len(below)))
    return found


def find_depth(
    candidate: LabelSeen, stack: Sequence[Level], last: dict[str, int], above: Counter[tuple[str, str]], following: int
) -> int | None:
    """At which depth of the stack the label belongs, None if it opens no heading."""
    kind, number = candidate.label.kind, candidate.label.number
    open_depths = [depth for depth, level in enumerate(stack) if level.kind == kind]
    if kind == BACK_MATTER:
        return 0
    if kind in UNNUMBERED:
        return open_depths[-1] if open_depths else _depth_of_new(kind, stack, above)
    expected = [depth for depth in open_depths if stack[depth].number + 1 == number]
    if expected:
        # The same number is due in an outer and an inner list: when the next number is 1, this heading has a list
        # of its own, so it is the outer one.
        return expected[0] if following == 1 or candidate.last else expected[-1]
    if number == 1:
        return _depth_of_first(kind, stack, open_depths, above)
    if last.get(kind, 0) + 1 == number and (not open_depths or kind == "article"):
        return _depth_of_new(kind, stack, above)
    if candidate.strict or not (candidate.sure or _is_near(number, last.get(kind, 0), kind)):
        return None
    if not open_depths and RANK[kind] > CN_PAREN and kind not in last:
        return None  # a list that begins with 3: a note under a table, a page that was lost
    return open_depths[-1] if open_depths else _depth_of_new(kind, stack, above)


def _depth_of_first(
    kind: str, stack: Sequence[Level], open_depths: Sequence[int], above: Counter[tuple[str, str]]
) -> int:
    if not open_depths:
        return _depth_of_new(kind, stack, above)
    deepest = open_depths[-1]
    is_last = deepest == len(stack) - 1 and len(stack) < MOST_DEPTH
    if is_last and kind in ("cn", "digit") and stack[deepest].number < LONG_LIST:
        return len(stack)  # 一、 right under 一、: the two levels use one kind
    return deepest


def _depth_of_new(kind: str, stack: Sequence[Level], above: Counter[tuple[str, str]]) -> int:
    depth = len(stack)
    while depth > 0 and stands_above(kind, stack[depth - 1].kind, above):
        depth -= 1
    return depth


def stands_above(kind: str, other: str, above: Counter[tuple[str, str]]) -> bool:
    """Whether labels of the first kind are coarser than those of the second."""
    if PLAIN in (kind, other) or BACK_MATTER in (kind, other):
        return False
    seen = above[kind, other] - above[other, kind]
    return seen > 0 if seen else RANK[kind] < RANK[other]


def learn_order(candidates: Sequence[LabelSeen]) -> Counter[tuple[str, str]]:
    """How often a list of the second kind began between two neighbouring numbers of the first."""
    above: Counter[tuple[str, str]] = Counter()
    last: dict[str, int] = {}
    begun: dict[str, list[str]] = {}
    for candidate in candidates:
        kind, number = candidate.label.kind, candidate.label.number
        if candidate.strict or kind in UNNUMBERED:
            continue
        if number == last.get(kind, 0) + 1 and number > 1:
            above.update((kind, other) for other in begun.get(kind, []) if other != kind)
        begun[kind] = []
        last[kind] = number
        if number == 1:
            for others in begun.values():
                others.append(kind)
    return above


def next_numbers(candidates: Sequence[LabelSeen]) -> list[int]:
    """For every label the number of the next one of its kind, 0 for the last."""
    numbers: list[int] = []
    later: dict[str, int] = {}
    for candidate in reversed(candidates):
        numbers.append(later.get(candidate.label.kind, 0))
        later[candidate.label.kind] = candidate.label.number
    return numbers[::-1]


def _is_near(number: int, last: int, kind: str) -> bool:
    """A number that was skipped or given twice; the coarse kinds may jump, they are sure by their form."""
    if kind in ("part", "chapter", "section", "article"):
        return True
    return -1 <= number - last - 1 <= 2

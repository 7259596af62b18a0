"""The tasks that two documents set, held against one another by their wording.

In: the documents of a knowledge base. Out: pairs of tasks that are the same or changed, and those that only one sets. A
task is a sentence of what is to come that begins with a verb of doing, or says who does it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.data_files import read_yaml
from graph.lexicon.lexicon import FOLDER
from graph.records import Section, Structure
from graph.writing.sentence_ends import STORED
from ingest.facts.staging.times import Stance, Stances
from ui.app.opened import Opened

SHORTEST, LONGEST = 10, 240  # characters of a task
SAME, CHANGED = 0.93, 0.56  # likeness of wordings: from here on the same, or the same task in other words
SHORT, CHANGED_SHORT = 28, 0.72  # characters; short ones are alike by their verbs alone
LABELLED = 20  # characters; what is shorter and has a number is a heading
MOST_CANDIDATES = 6  # that share most with a task, which are looked at closely
COMMON = 25  # pairs of characters that so many tasks hold tell none apart
FIGURE = re.compile(r"\d+(?:\.\d+)?")
SENTENCE = re.compile(f"[^{STORED}]+[{STORED}]?")
LABEL = re.compile(r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[一二三四五六七八九十]是|——|[①-⑳]|\s)+")


@dataclass(frozen=True, slots=True)
class Task:
    """A sentence at its place, with the headings above it; `bare`: its wording without blanks and marks."""

    source: str
    document_id: str
    start: int
    end: int
    section: tuple[str, ...]
    text: str
    bare: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tasks, or one; `likeness`: of the wording of two."""

    before: Task | None
    after: Task | None
    likeness: float = 0.0

    @property
    def is_same(self) -> bool:
        """Whether nothing of it changed: no figure either, however alike the wordings."""
        if self.before is None or self.after is None or self.likeness < SAME:
            return False
        return FIGURE.findall(self.before.text) == FIGURE.findall(self.after.text)


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a task begins, and who does it."""
    read = read_yaml(FOLDER / "tasks.yaml")
    leads, verbs, led = ("|".join(map(re.escape, read[name].split())) for name in ("leads", "verbs", "led"))
    return re.compile(rf"(?:{leads})*+(?:{verbs})|(?:[^,，]{{0,14}}[,，])?(?:{leads})*+(?:{verbs})"), re.compile(led)


def tasks_of(opened: Opened, document_id: str) -> list[Task]:
    """What a document wants done, in its order."""
    document = opened.documents[document_id]
    text, sections = opened.text_of(document.source), tuple(opened.sections(document_id))
    stances = Stances(Structure(document, text, sections, (), (), ()))
    found = []
    for passage in opened.passages_of(document_id):
        if passage.kind != "text":
            continue
        stance, _ = stances.at(_innermost(sections, passage.start), passage.start)
        if stance is not Stance.BACK:
            found += [
                Task(passage.source, document_id, start, end, passage.section, text[start:end], bare)
                for start, end in _sentences(text, passage.start, passage.end)
                if (bare := _bare(text[start:end])) and _is_task(text[start:end], bare)
            ]
    return found


def _innermost(sections: Sequence[Section], place: int) -> Section | None:
    inside = (section for section in sections if section.start <= place < section.end)
    return max(inside, key=lambda section: section.depth, default=None)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in SENTENCE.finditer(text, start, end):
        first, last = match.span()
        first += len(match[0]) - len(match[0].lstrip())
        if first < last:
            yield first, last


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", LABEL.sub("", text))


def _is_task(text: str, bare: str) -> bool:
    begins, led = _words()
    whole = "".join(text.split())
    said = LABEL.sub("", whole)
    shortest = SHORTEST if said == whole else LABELLED
    return shortest <= len(bare) <= LONGEST and (begins.match(said) is not None or led.search(said) is not None)


# ---------------------------------------------------------------------------------------------------------- matching


def matched(before: Sequence[Task], after: Sequence[Task]) -> list[Pair]:
    """Each task once: the likest pairs first, then what is left of the later and of the earlier ones."""
    taken_before: set[int] = set()
    taken_after: set[int] = set()
    pairs: list[Pair] = []
    for likeness, one, other in sorted(_likenesses(before, after), key=lambda found: (-found[0], found[1], found[2])):
        if one not in taken_before and other not in taken_after:
            taken_before.add(one)
            taken_after.add(other)
            pairs.append(Pair(before[one], after[other], likeness))
    pairs.sort(key=lambda pair: pair.after.start if pair.after else 0)
    pairs += [Pair(None, task) for number, task in enumerate(after) if number not in taken_after]
    return pairs + [Pair(task, None) for number, task in enumerate(before) if number not in taken_before]


def _likenesses(before: Sequence[Task], after: Sequence[Task]) -> Iterator[tuple[float, int, int]]:
    """Of each earlier task with the later ones that share most pairs of characters with it."""
    from rapidfuzz import fuzz

    holding: defaultdict[str, list[int]] = defaultdict(list)
    for number, task in enumerate(after):
        for piece in _pieces(task.bare):
            holding[piece].append(number)
    for number, task in enumerate(before):
        shared: Counter[int] = Counter()
        for piece in _pieces(task.bare):
            if len(holding[piece]) <= COMMON:
                shared.update(holding[piece])
        for other, _ in shared.most_common(MOST_CANDIDATES):
            likeness = fuzz.ratio(task.bare, after[other].bare) / 100
            is_short = min(len(task.bare), len(after[other].bare)) < SHORT
            if likeness >= (CHANGED_SHORT if is_short else CHANGED):
                yield likeness, number, other


def _pieces(bare: str) -> set[str]:
    return {bare[at : at + 2] for at in range(len(bare) - 1)}

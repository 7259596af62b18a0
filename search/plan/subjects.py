"""What a question is about: the known names in it, and in words what is left when all that asks is taken out."""

from __future__ import annotations

import re

from graph.lexicon.wordings import wordings
from graph.records import EntityType
from search.plan.blanks import blank, blank_all, stretches
from search.plan.cues import load_cues
from search.question import Known, Question, word_starts

any_of = wordings("asking").any_of

TYPES = {kind.value: kind for kind in EntityType}
ASKING = re.compile(any_of("not_subject"))
WITHIN = re.compile(r"在(?P<what>[^,。在]{2,14}?)(?:里面|里边|里|中(?!心|型)|当中|之中|期间|方面)")
FOLLOWED = re.compile(f"$|{any_of('behind_subject')}")
INDUSTRY_LENGTH = 3  # characters of an industry's name that may be part of a longer word


def type_of_known(known: Known) -> EntityType | None:
    """The type of the entities a known name means; their identifiers begin with it."""
    prefix = re.split(r"[-:]", known.entity_ids[0])[0].capitalize() if known.entity_ids else ""
    return TYPES.get(prefix)


def names_something(known: Known, text: str) -> bool:
    """Whether a known name stands for itself in the text: no class noun, no number, no piece of a longer word."""
    cues = load_cues()
    if not text[known.start : known.end].strip() or known.name in cues.classes or known.name in cues.things:
        return False
    if re.fullmatch(r"[\d\W]+", known.name):
        return False
    if type_of_known(known) is EntityType.INDUSTRY and len(known.name) <= INDUSTRY_LENGTH:
        return FOLLOWED.match(text, known.end) is not None
    return True


def place_spans(question: Question, text: str) -> list[tuple[int, int]]:
    """Where the question's places stand: by their longest name that ends where a word ends, else by the short one."""
    ends = word_starts(text) | {len(text)}
    spans: list[tuple[int, int]] = []
    for place in question.places:
        for name in sorted(place.names, key=len, reverse=True):
            for match in re.finditer(re.escape(name), text):
                free = all(match.end() <= start or end <= match.start() for start, end in spans)
                if free and match.end() in ends:
                    spans.append(match.span())
    return spans


def known_subjects(question: Question, text: str, taken: list[tuple[int, int]]) -> tuple[Known, ...]:
    """The known names that are asked about, the same name once; areas only where nothing else is named."""
    named: dict[str, Known] = {}
    for known in question.known:
        inside = any(start <= known.start and known.end <= end for start, end in taken)
        if not inside and type_of_known(known) is not EntityType.INDICATOR and names_something(known, text):
            named.setdefault(known.name, known)
    things = [known for known in named.values() if type_of_known(known) is not EntityType.COUNTY]
    return tuple(things or named.values())


def subject_in_words(question: Question, text: str, taken: list[tuple[int, int]], subjects: tuple[Known, ...]) -> str:
    """The stretches that name what is asked about; places only inside a longer name or where nothing else is left."""
    names = [(one.start, one.end) for one in subjects if type_of_known(one) is not EntityType.COUNTY]
    places = [
        (first, last)
        for first, last in place_spans(question, text)
        if not any(start <= first and last <= end for start, end in names)
    ]
    left = blank(text, [*taken, *(span for span in places if not _inside_name(text, span))])
    left = blank_all(left, (WITHIN, ASKING))
    left = _without_fillers(left, names)
    left = re.sub(r"[“”\"‘’()()《》]", " ", left)
    parts = [re.sub(r"(?:是由|得由|由|归|落|压)$", "", part) for part in stretches(left)]
    parts = [part for part in parts if re.search(r"[\u4e00-\u9fffA-Za-z]{2}", part)]
    if names:
        clauses = [clause for clause in re.split(r"[,;。?!]", text) if any(text[a:b] in clause for a, b in names)]
        parts = [part for part in parts if any(part in clause for clause in clauses)]
    parts = parts or [one.name for one in subjects]
    return " ".join(dict.fromkeys(parts)) or "、".join(place.short for place in question.places)


def _inside_name(text: str, span: tuple[int, int]) -> bool:
    """Whether a place stands within a longer name (国网怀化供电公司), not before it."""
    before = text[max(0, span[0] - 1) : span[0]]
    return (
        bool(re.match(r"[\u4e00-\u9fff]", before))
        and before not in "的在是和与跟及到从对向由想去把给让请问"
        and (text[: span[0]].strip()[-2:] not in ("请问", "投资", "了解", "规划", "计划"))
    )


def _without_fillers(left: str, kept: list[tuple[int, int]]) -> str:
    """Blanks for words that name nothing, where they are words of their own and stand in no known name."""
    starts = word_starts(left)
    return load_cues().fillers.sub(
        lambda match: (
            match[0]
            if match.start() not in starts or any(start < match.end() and match.start() < end for start, end in kept)
            else " " * len(match[0])
        ),
        left,
    )

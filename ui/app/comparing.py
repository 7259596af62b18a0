"""Two documents side by side: which projects, targets and tasks are new, gone or changed, each with both quotes.

In: the knowledge base and two documents. Out: `CompareFields`. Projects are the same by the entity that their names
were resolved to, by a link between the two, or by nearly the same name; targets by indicator, place, unit and year;
tasks by their wording.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from graph.errors import MailuoError
from graph.records import STAGES, Document, EntityMention, EntityType, IndicatorTarget, LinkKind, type_of
from graph.writing.years import year_of
from ui.app import shapes
from ui.app.compared_tasks import Pair, Task, matched, tasks_of
from ui.app.fields import ChangeFields, ComparedFields, CompareFields
from ui.app.opened import Opened
from ui.app.pages import sentence_around
from ui.app.stages import stage_of

SURE = 0.5  # a project that only less sure mentions name is none
ONE_THING = (LinkKind.SAME, LinkKind.RENAMED, LinkKind.CONTINUES)
LIKE = 92.0  # of names, of 100
TAILS = ("建设项目", "建设工程", "项目", "工程", "建设")
SIGNS = {">=": "≥", "<=": "≤", "~": "约", "=": ""}


class DocumentUnknown(MailuoError):
    """No document, or more than one, is called so."""


def find_document(opened: Opened, called: str) -> Document:
    """By identifier, by its file where that holds one document, by title, or by a piece of the title that no other
    has."""
    documents = opened.documents
    if called in documents:
        return documents[called]
    by_source = opened.documents_in(called)
    found = list(by_source) or [one for one in documents.values() if one.title == called]
    found = found or [one for one in documents.values() if called and called in one.title]
    if len(found) == 1:
        return found[0]
    if not found:
        raise DocumentUnknown(f"no document is called “{called}”; “mailuo status” and the documents page list them")
    listed = "; ".join(f"{one.id} ({one.title})" for one in found[:6])
    raise DocumentUnknown(f"{len(found)} documents are called “{called}”; name one by its identifier: {listed}")


def compare(opened: Opened, a: str, b: str) -> CompareFields:
    """What became of what document A says in document B."""
    before, after = find_document(opened, a), find_document(opened, b)
    projects, same_projects = _projects(opened, before, after)
    targets, same_targets = _targets(opened, before, after)
    pairs = matched(tasks_of(opened, before.id), tasks_of(opened, after.id))
    return {
        "a": shapes.document(before, opened),
        "b": shapes.document(after, opened),
        "projects": projects,
        "targets": targets,
        "tasks": [_task(pair) for pair in pairs if not pair.is_same],
        "same": {
            "projects": same_projects,
            "targets": same_targets,
            "tasks": sum(pair.is_same for pair in pairs),
        },
    }


# ---------------------------------------------------------------------------------------------------------- projects

MentionsById = dict[str, list[EntityMention]]


def _projects(opened: Opened, before: Document, after: Document) -> tuple[list[ChangeFields], int]:
    """Changed ones first, then new ones, then those that are gone, each in the order of the text."""
    old, new = _named(opened, before), _named(opened, after)
    names = {entity.id: entity.name for entity in opened.store.entities({*old, *new})}
    as_before = _same_things(opened, old, new, names)
    changed: list[ChangeFields] = []
    same = 0
    for entity_id in new:
        was = as_before.get(entity_id)
        if was is None:
            continue
        one = _said_of(opened, old[was])
        other = _said_of(opened, new[entity_id])
        if _has_moved(one, other):
            changed.append(_change("changed", names[entity_id], entity_id, one, other))
        else:
            same += 1
    found = {*as_before.values()}
    fresh = [
        _change("new", names[one], one, None, _said_of(opened, said))
        for one, said in new.items()
        if one not in as_before
    ]
    gone = [
        _change("gone", names[one], one, _said_of(opened, said), None) for one, said in old.items() if one not in found
    ]
    return changed + fresh + gone, same


def _named(opened: Opened, document: Document) -> MentionsById:
    """The projects that a document names, in its order, with where."""
    found: defaultdict[str, list[EntityMention]] = defaultdict(list)
    for mention in opened.mentions_in(document.source, document.start, document.end):
        if mention.document_id == document.id and type_of(mention.entity_id) is EntityType.PROJECT:
            found[mention.entity_id].append(mention)
    return {one: said for one, said in found.items() if max(mention.confidence for mention in said) >= SURE}


def _same_things(opened: Opened, old: MentionsById, new: MentionsById, names: dict[str, str]) -> dict[str, str]:
    """By the later entity the earlier one that it is: itself, one that a link joins to it, one of nearly its name."""
    found = {one: one for one in new if one in old}
    taken = set(found)
    for link in opened.store.links_among({*old, *new}):
        if link.kind in ONE_THING:
            for one, other in ((link.a_id, link.b_id), (link.b_id, link.a_id)):
                if one in old and other in new and one not in taken and other not in found:
                    found[other] = one
                    taken.add(one)
    left = {_core(names[one]): one for one in old if one not in taken}
    for entity_id in new:
        if entity_id not in found and (best := _likest(_core(names[entity_id]), left)):
            found[entity_id] = left.pop(best)
    return found


def _core(name: str) -> str:
    for tail in TAILS:
        if name.endswith(tail) and len(name) > len(tail) + 3:
            return name.removesuffix(tail)
    return name


def _likest(core: str, others: dict[str, str]) -> str | None:
    from rapidfuzz import fuzz, process

    if core in others:
        return core
    best = process.extractOne(core, others.keys(), scorer=fuzz.ratio, score_cutoff=LIKE)
    # two numbers or phases are two things, however alike their names
    return best[0] if best and _figures(best[0]) == _figures(core) else None


def _figures(name: str) -> list[str]:
    return [sign for sign in name if sign.isdigit() or sign in "一二三四五六七八九十东西南北"]


def _said_of(opened: Opened, mentions: Sequence[EntityMention]) -> ComparedFields:
    """Its farthest stage in the document, else its first mention."""
    staged = [mention for mention in mentions if mention.stage]
    best = max(staged, key=_farthest, default=mentions[0])
    start, end = sentence_around(opened.text_of(best.source), best.start, best.end)
    said = _compared(opened, best.source, best.document_id, start, end)
    stage = stage_of(best, opened)
    if stage is not None:
        said["stage"], said["text"], said["year"] = stage, stage["stage"], stage["year"]
    return said


def _farthest(mention: EntityMention) -> tuple[bool, int, float]:
    assert mention.stage is not None
    return not mention.stage.is_planned, STAGES.index(mention.stage.name), mention.stage.confidence


def _has_moved(before: ComparedFields, after: ComparedFields) -> bool:
    """Whether both tell a stage, and not the same."""
    one, other = before.get("stage"), after.get("stage")
    return (
        one is not None and other is not None and (one["stage"], one["planned"]) != (other["stage"], other["planned"])
    )


# ----------------------------------------------------------------------------------------------------------- targets

Key = tuple[str, str, str, str, str]


def _targets(opened: Opened, before: Document, after: Document) -> tuple[list[ChangeFields], int]:
    old, new = _figures_of(opened, before), _figures_of(opened, after)
    changed: list[ChangeFields] = []
    fresh: list[ChangeFields] = []
    gone: list[ChangeFields] = []
    same = 0
    for key in dict.fromkeys((*new, *old)):
        pairs, left, more = _paired(old.get(key, []), new.get(key, []), before, after)
        for one, other in pairs:
            if _value(one) == _value(other):
                same += 1
            else:
                changed.append(_figure_change("changed", opened, one, other))
        fresh += [_figure_change("new", opened, None, other) for other in more]
        gone += [_figure_change("gone", opened, one, None) for one in left]
    return changed + fresh + gone, same


def _figures_of(opened: Opened, document: Document) -> dict[Key, list[IndicatorTarget]]:
    """A document's figures by what they are of; the same of one year once."""
    found: defaultdict[Key, list[IndicatorTarget]] = defaultdict(list)
    seen: set[tuple[Key, int | None]] = set()
    for figure in opened.store.targets_in(document.source):
        of = figure.target
        if of.document_id != document.id or of.unsafe:
            continue
        region = "" if of.region == document.region else of.region or ""
        key = (figure.indicator_id, region, of.unit or "", of.basis or "", of.kind.value)
        if (key, of.year) not in seen:
            seen.add((key, of.year))
            found[key].append(figure)
    return found


def _paired(
    old: Sequence[IndicatorTarget], new: Sequence[IndicatorTarget], before: Document, after: Document
) -> tuple[list[tuple[IndicatorTarget, IndicatorTarget]], list[IndicatorTarget], list[IndicatorTarget]]:
    """Of one indicator: figures of the same year, else of the year that lies as far from that of the document, else the
    only ones; and what is left on both sides."""
    pairs: list[tuple[IndicatorTarget, IndicatorTarget]] = []
    left, more = list(old), list(new)
    for is_relative in (False, True):
        for one in list(left):
            other = next((f for f in more if _is_of_same_time(one, f, (before, after), is_relative=is_relative)), None)
            if other is not None:
                pairs.append((one, other))
                left.remove(one)
                more.remove(other)
    if len(left) == len(more) == 1:
        return [*pairs, (left[0], more[0])], [], []
    return pairs, left, more


def _is_of_same_time(
    one: IndicatorTarget, other: IndicatorTarget, documents: tuple[Document, Document], *, is_relative: bool
) -> bool:
    years = one.target.year, other.target.year
    spoken = year_of(documents[0]), year_of(documents[1])
    if not is_relative or None in years or None in spoken:
        return years[0] == years[1]
    return (years[0] or 0) - (spoken[0] or 0) == (years[1] or 0) - (spoken[1] or 0)


def _value(figure: IndicatorTarget) -> tuple[str, str]:
    return figure.target.comparator.value, figure.target.value.replace(",", "")


def _figure_change(
    change: str, opened: Opened, before: IndicatorTarget | None, after: IndicatorTarget | None
) -> ChangeFields:
    said = after or before
    assert said is not None
    of = said.target
    own = opened.documents[of.document_id].region
    name = " ".join(part for part in ("" if of.region == own else of.region, of.indicator, of.basis) if part)
    return _change(
        change,
        name,
        said.indicator_id,
        None if before is None else _figure(opened, before),
        None if after is None else _figure(opened, after),
    )


def _figure(opened: Opened, figure: IndicatorTarget) -> ComparedFields:
    of = figure.target
    start, end = sentence_around(opened.text_of(of.source), of.start, of.end)
    said = _compared(opened, of.source, of.document_id, start, end)
    said["text"] = f"{SIGNS[of.comparator.value]}{of.value}{of.unit or ''}"
    said["year"] = of.year
    return said


# ------------------------------------------------------------------------------------------------------------- shapes


def _task(pair: Pair) -> ChangeFields:
    change = "new" if pair.before is None else "gone" if pair.after is None else "changed"
    said = pair.after or pair.before
    assert said is not None
    name = (said.section or ("",))[-1]
    found = _change(change, name, None, _task_side(pair.before), _task_side(pair.after))
    if pair.before and pair.after:
        found["likeness"] = round(pair.likeness, 2)
    return found


def _task_side(task: Task | None) -> ComparedFields | None:
    if task is None:
        return None
    return {
        "source": task.source,
        "document_id": task.document_id,
        "start": task.start,
        "end": task.end,
        "quote": task.text,
        "section": list(task.section),
        "text": "".join(task.text.split()),
        "year": None,
    }


def _compared(opened: Opened, source: str, document_id: str, start: int, end: int) -> ComparedFields:
    return {
        "source": source,
        "document_id": document_id,
        "start": start,
        "end": end,
        "quote": opened.text_of(source)[start:end],
        "section": list(opened.section_at(document_id, start, end)),
        "text": "",
        "year": None,
    }


def _change(
    change: str, name: str, identifier: str | None, before: ComparedFields | None, after: ComparedFields | None
) -> ChangeFields:
    return {"change": change, "name": name, "id": identifier, "before": before, "after": after}


def counted(changes: Iterable[ChangeFields]) -> dict[str, int]:
    """How many are changed, new and gone."""
    found = {"changed": 0, "new": 0, "gone": 0}
    for change in changes:
        found[change["change"]] += 1
    return found

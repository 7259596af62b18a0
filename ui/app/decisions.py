"""What people decided, as pages show it: all decisions with who, when and why, and which of them a fact bears.

In: the entries of the file (`graph.resolve.decisions`). Out: for a fact as it is shown the decision that made it so, or
that will change it once it is derived; each decision in words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from graph.records import AttributeKind, Comparator, EntityType, RelationType, TargetKind, source_of
from graph.resolve.corrections import (
    AttributeCorrection,
    Correction,
    Figure,
    Ground,
    MentionCorrection,
    NameChoice,
    RelationCorrection,
    TargetCorrection,
    ThingNamed,
    TypeCorrection,
    Value,
    grounds_of,
    kind_of,
)
from graph.resolve.decisions import Decision, Decisions, Entry, TitleChoice, Undoing, as_line
from graph.writing.foldings import normal_form
from ui.app.fields import AttributeFields, EntryFields, EvidenceFields, StatementFields, TargetFields
from ui.app.titles import titles_of

Names = Collection[str]


class AllDecisions:
    """Every line of the file, the last one last."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.standing = [one for one in entries if one.undone_by is None and not isinstance(one.said, Undoing)]
        self.by_id: Mapping[str, Entry] = {one.id: one for one in entries}
        self.titles = titles_of(self.standing)
        self._at: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._of: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.standing:
            for ground in _grounds(entry):
                self._at[ground.source, ground.quote].append(entry)
            for name in names_in(entry):
                self._of[normal_form(name)].append(entry)

    @property
    def decisions(self) -> Decisions:
        """Those that stand, as they are derived."""
        return Decisions.of(self.entries)

    def about(self, names: Iterable[str]) -> list[Entry]:
        """Those that speak of a thing of these names, in the order they were made."""
        found = {entry.id for name in names for entry in self._of.get(normal_form(name), ())}
        return [entry for entry in self.standing if entry.id in found]

    def on_target(self, shown: TargetFields) -> Entry | None:
        """The last decision on a target or result."""
        figure = Figure(
            shown["indicator"], shown["value"], shown["unit"], shown["year"], shown["region"],
            TargetKind(shown["kind"]), Comparator(shown["comparator"]), shown["basis"],
        )  # fmt: skip

        def is_meant(entry: Entry) -> bool:
            return isinstance(entry.said, TargetCorrection) and figure in (entry.said.said, entry.said.to)

        return self._last(shown, is_meant)

    def on_attribute(self, shown: AttributeFields) -> Entry | None:
        """The last decision on what is said of a project."""
        value = Value(
            AttributeKind(shown["kind"]), shown["value"], shown["unit"], shown["year"], Comparator(shown["comparator"])
        )

        def is_meant(entry: Entry) -> bool:
            return isinstance(entry.said, AttributeCorrection) and value in (entry.said.said, entry.said.to)

        return self._last(shown, is_meant)

    def on_relation(self, rel: str, head: Names, tail: Names, shown: EvidenceFields) -> Entry | None:
        """The last decision on a relation that a sentence says. head, tail: the names of its ends."""

        def is_meant(entry: Entry) -> bool:
            said = entry.said
            return (
                isinstance(said, RelationCorrection)
                and RelationType(rel) in (said.rel, said.to)
                and _is_called(said.head, head)
                and _is_called(said.tail, tail)
            )

        return self._last(shown, is_meant)

    def on_mention(self, document_id: str, start: int, quote: str) -> Entry | None:
        """The last decision on what is named at a place."""
        found = self._at.get((source_of(document_id), quote), ())
        said = [one for one in found if isinstance(one.said, MentionCorrection) and one.said.at.start == start]
        return said[-1] if said else None

    def on_title(self, document_id: str) -> list[Entry]:
        """All on the title of a document, in the order they were made."""
        titles = (entry for entry in self.standing if isinstance(entry.said, TitleChoice))
        return [entry for entry in titles if _document_id(entry) == document_id]

    def on_thing(self, kind: str, names: Names) -> Entry | None:
        """The last decision on the type or the name of a thing."""
        type_ = EntityType(kind)

        def is_meant(said: object) -> bool:
            if isinstance(said, TypeCorrection):
                return type_ in (said.thing.type, said.to)
            return isinstance(said, NameChoice) and said.thing.type is type_

        found = [entry for entry in self.about(names) if is_meant(entry.said)]
        return found[-1] if found else None

    def on_statement(self, shown: StatementFields) -> Entry | None:
        """The last decision on a fact as it may be put right."""
        names = (shown["values"].get("a", ""), shown["values"].get("b", ""))
        match shown["kind"]:
            case "names":
                pair = [e for e in self.about(names) if isinstance(e.said, Decision) and {*names} <= {*names_in(e)}]
                return pair[-1] if pair else None
            case "thing":
                return self.on_thing(shown["values"]["type"], [shown["values"]["name"]])
        found = [
            entry
            for entry in self._at.get((source_of(shown["document_id"]), shown["quote"]), ())
            if kind_of_entry(entry) == shown["kind"] and any(g.start == shown["start"] for g in _grounds(entry))
        ]
        return found[-1] if found else None

    def _last(self, shown: EvidenceFields, is_meant: Callable[[Entry], bool]) -> Entry | None:
        found = [one for one in self._at.get((shown["source"], shown["quote"]), ()) if is_meant(one)]
        # of two on the same words the one at this place
        near = [one for one in found if any(ground.start == shown["start"] for ground in _grounds(one))]
        return next(reversed(near or found), None)


def _is_called(thing: ThingNamed, names: Names) -> bool:
    return bool(set(map(normal_form, thing.names)) & set(map(normal_form, names)))


def kind_of_entry(entry: Entry) -> str:
    """What a decision is of: “names”, “undo”, or the kind of its correction."""
    said = entry.said
    match said:
        case Decision():
            return "names"
        case Undoing():
            return "undo"
        case TitleChoice():
            return "title"
        case correction:
            return kind_of(correction)


def _grounds(entry: Entry) -> tuple[Ground, ...]:
    said = entry.said
    return grounds_of(said) if isinstance(said, Correction) else ()


def _document_id(entry: Entry) -> str | None:
    """Of the document that a decision speaks of; None where it speaks of names."""
    if isinstance(entry.said, TitleChoice):
        return entry.said.document_id
    return next((ground.document_id for ground in _grounds(entry)), None)


def names_in(entry: Entry) -> list[str]:
    """The names of the things that a decision speaks of."""
    match entry.said:
        case Decision(a, b, _):
            return [a.name, b.name]
        case TypeCorrection(thing, _):
            return [*thing.names]
        case NameChoice(thing, name):
            return [*thing.names, name]
        case MentionCorrection():
            return [entry.said.name]
        case RelationCorrection():
            return [*entry.said.head.names, *entry.said.tail.names]
        case TargetCorrection(_, said, to):
            return [said.indicator, *([to.indicator] if to else [])]
        case AttributeCorrection():
            return [*entry.said.project.names]
    return []


# --------------------------------------------------------------------------------------------------------------- words


def entry_fields(entry: Entry, *, is_grounded: bool | None = None) -> EntryFields:
    """A decision as it is shown."""
    kind, about, said, to = _told(entry)
    grounds = _grounds(entry)
    return {
        "id": entry.id,
        "kind": kind,
        "about": about,
        "said": said,
        "to": to,
        "who": entry.signature.who,
        "when": entry.when,
        "why": entry.signature.why,
        "undone_by": entry.undone_by,
        "is_grounded": is_grounded,
        "place": None
        if not grounds
        else {
            "source": grounds[0].source,
            "start": grounds[0].start,
            "end": grounds[0].end,
            "quote": grounds[0].quote,
        },
        "document_id": _document_id(entry),
        "line": as_line(entry),
    }


def _told(entry: Entry) -> tuple[str, str, str, str]:
    """The kind, what it is about, what was read, what it is."""
    said = entry.said
    match said:
        case Decision(a, b, verdict):
            return verdict.value, a.name, "", b.name
        case Undoing(of):
            return "undo", of, "", ""
        case TitleChoice(document_id, title):
            return "title", source_of(document_id), "", title
        case TypeCorrection(thing, to):
            return "type", thing.names[0], thing.type.value, to.value if to else ""
        case NameChoice(thing, name):
            return "name", thing.names[0], thing.names[0], name
        case MentionCorrection():
            about = f"{said.type.value} {said.name}"
            return "mention", said.name, "" if said.is_meant else about, about if said.is_meant else ""
        case RelationCorrection():
            about = f"{said.head.names[0]} → {said.tail.names[0]}"
            return "relation", about, said.rel.value, said.to.value if said.to else ""
        case TargetCorrection():
            return "target", said.said.indicator, _figure(said.said), _figure(said.to) if said.to else ""
        case AttributeCorrection():
            return "attribute", said.project.names[0], _value(said.said), _value(said.to) if said.to else ""
    return kind_of(said), "", "", ""


def _figure(figure: Figure) -> str:
    where = " ".join(str(part) for part in (figure.region, figure.year, figure.basis) if part)
    return f"{figure.comparator.value}{figure.value}{figure.unit or ''}" + (f" ({where})" if where else "")


def _value(value: Value) -> str:
    return f"{value.comparator.value}{value.value}{value.unit or ''}" + (f" ({value.year})" if value.year else "")

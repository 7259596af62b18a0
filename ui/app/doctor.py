"""The doctor: model, library, graph and index checked against each other.

In: the settings. Out: findings, each with what was looked at, whether it is “ok”, worth a “note” or “wrong”, what was
seen, and how to mend it. A check that fails never keeps the others from being made.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import MailuoError
from graph.resolve.decisions import Decisions
from graph.store.engines.engine import ServerUnusable
from ingest.extract import rules_stamp
from ingest.generations import Generations
from ingest.library import Library
from ui.app.fields import FindingFields
from ui.app.settings import Settings
from ui.app.workspace import GraphElsewhere, Workspace

if TYPE_CHECKING:
    from ingest.tagger.contract import TextTagger
    from search.reader.contract import CloseReader

LEAST_FREE_BYTES = 500_000_000  # below this the next ingestion may not find room
REBUILD = "run “mailuo ingest --rebuild”"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw."""

    about: str
    state: str
    says: str
    mend: str | None = None


def examine(settings: Settings) -> list[FindingFields]:
    """All findings, the most basic first."""
    workspace = Workspace(settings)
    found: list[Finding] = []
    checks: tuple[tuple[str, str, Callable[[Workspace], Iterator[Finding]]], ...] = (
        ("home", "look at the folder that MAILUO_HOME names", _home),
        ("model", "unset MAILUO_MODEL to use the bundled model, or install Mailuo again", _model),
        ("tagger", "install Mailuo again", _tagger),
        ("reader", "install Mailuo again", _reader),
        ("library", REBUILD, _library),
        ("graph", REBUILD, _graph),
        ("index", REBUILD, _index),
        ("decisions", "mend or delete the line", _decisions),
    )
    for about, mend, check in checks:
        try:
            found += check(workspace)
        except (MailuoError, OSError) as error:
            says_how = isinstance(error, ServerUnusable | GraphElsewhere)
            found.append(Finding(about, "wrong", str(error), None if says_how else mend))
    workspace.close()
    return [_fields(finding) for finding in found]


def _fields(found: Finding) -> FindingFields:
    fields: FindingFields = {"about": found.about, "state": found.state, "says": found.says}
    if found.mend:
        fields["mend"] = found.mend
    return fields


def _home(workspace: Workspace) -> Iterator[Finding]:
    home = workspace.home
    if not home.is_dir():
        yield Finding("home", "note", f"{home} is not there yet", "run “mailuo ingest”")
        return
    if not os.access(home, os.W_OK):
        yield Finding("home", "wrong", f"{home} cannot be written to", "give this user the right to write there")
    free = shutil.disk_usage(home).free
    if free < LEAST_FREE_BYTES:
        yield Finding("home", "wrong", f"only {free / 1e6:.0f} MB are free on the disk of {home}", "make room")
    current = Generations(home).current()
    if current is None:
        yield Finding("home", "note", f"{home} holds no knowledge base yet", "run “mailuo ingest”")
        return
    yield Finding("home", "ok", f"{home}, generation {current.number}")
    left = [folder.name for folder in current.folder.parent.glob("*.draft")]
    if left:
        # not a fault: an ingestion may be running at this moment
        yield Finding("home", "note", f"an ingestion is running, or left {', '.join(left)}", "the next one clears it")


def _model(workspace: Workspace) -> Iterator[Finding]:
    stamp = workspace._encoder.stamp
    yield Finding("model", "ok", stamp)
    current = Generations(workspace.home).current()
    if current and current.about["stamps"]["model"] != stamp:
        made = current.about["stamps"]["model"]
        yield Finding("model", "wrong", f"the knowledge base was made with {made}", f"{REBUILD}, or set it back")


def _tagger(workspace: Workspace) -> Iterator[Finding]:
    return _learned("tagger", workspace._tagger, "names in running text are found by rules alone")


def _reader(workspace: Workspace) -> Iterator[Finding]:
    return _learned("reader", workspace._reader, "answers come from rules and sentences alone")


def _learned(about: str, learned: TextTagger | CloseReader | None, without: str) -> Iterator[Finding]:
    if learned is None:
        yield Finding(about, "note", f"what it has learned is not there: {without}", "install Mailuo again")
    else:
        yield Finding(about, "ok", learned.stamp)


def _library(workspace: Workspace) -> Iterator[Finding]:
    current = Generations(workspace.home).current()
    if current is None:
        return
    with Library.open(current.library) as library:
        sources, documents, passages = library.sources(), library.documents(), library.passages()
    counts = current.about["counts"]
    seen = f"{len(sources)} sources, {len(documents)} documents, {len(passages)} passages"
    if (len(documents), len(passages)) != (counts["documents"], counts["passages"]):
        noted = f"{counts['documents']} documents and {counts['passages']} passages"
        yield Finding("library", "wrong", f"holds {seen}, but {noted} were noted", REBUILD)
    else:
        yield Finding("library", "ok", seen)
    stamp = rules_stamp(workspace._tagger)
    stale = [entry.name for entry in sources if entry.stamp != stamp]
    if stale:
        says = f"{len(stale)} sources were read by the rules of another version"
        yield Finding("library", "note", says, "run “mailuo ingest”")


def _graph(workspace: Workspace) -> Iterator[Finding]:
    current = Generations(workspace.home).current()
    if current is None:
        return
    store = workspace.opened.store
    held = store.counts()
    noted: Mapping[str, object] = current.about["counts"]
    pairs: list[tuple[str, object, object]] = [
        (name, getattr(held, name), noted[name])
        for name in ("documents", "passages", "mentions", "targets", "attributes", "links")
    ]
    pairs += [("entities", dict(held.entities), noted["entities"])]
    pairs += [("relations", dict(held.relations), noted["relations"])]
    wrong = [f"{name} {is_} for {should}" for name, is_, should in pairs if is_ != should]
    if wrong:
        yield Finding("graph", "wrong", f"{store.engine_name} disagrees with the library: {'; '.join(wrong)}", REBUILD)
    else:
        entities = sum(held.entities.values())
        yield Finding("graph", "ok", f"{store.engine_name}: {entities} entities, {held.mentions} mentions")


def _index(workspace: Workspace) -> Iterator[Finding]:
    current = Generations(workspace.home).current()
    if current is None:
        return
    opened = workspace.opened
    missing = opened.passages.keys() - set(opened.index.ids)
    if missing or len(opened.index) != len(opened.passages):
        says = f"holds {len(opened.index)} passages, the library {len(opened.passages)}"
        yield Finding("index", "wrong", says, REBUILD)
    opened.index.check_model(current.about["stamps"]["model"])
    if len(opened.index):
        # words of the first passage must lead to something
        first = next(iter(opened.passages.values()))
        text = opened.text_of(first.source)[first.start : first.end]
        if not opened.index.search(text[:60], None, top=1, mode="lexical"):
            yield Finding("index", "wrong", "finds nothing for the words of its first passage", REBUILD)
            return
    if not missing:
        yield Finding("index", "ok", f"{len(opened.index)} passages, made with {opened.index.model}")


def _decisions(workspace: Workspace) -> Iterator[Finding]:
    made = Decisions.read(workspace.home / "decisions.jsonl").made
    yield Finding("decisions", "ok", f"{len(made)} of a person")

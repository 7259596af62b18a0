"""Knowledge bases of many documents, made without reading them: what was found in real documents, and twins of it.

This module alone knows how a knowledge base is written from extractions (library, vectors, what is derived); the rest
of the benchmarks asks the workspace. In: folders of real documents. Out: homes under one folder, each kept until the
program that made it has changed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.made_corpora.chance import chance_of
from benchmarks.made_corpora.draws import SEED, Base, draw_documents
from benchmarks.made_corpora.questions import questions_on
from benchmarks.made_corpora.twins import twin
from graph.records import Extraction
from ingest.counts import NOTHING
from ingest.extract import rules_stamp, stamp_of
from ingest.generations import Generations
from ingest.library import Library
from ingest.passages import indexed_passages
from ingest.pipeline import PROGRAM, Tools, derive_anew
from ingest.remains import note_files
from ingest.sources.files import find_files
from search.contracts import Vectors
from search.vectors import VectorStore, vector_key
from ui.app.settings import Settings
from ui.app.workspace import Workspace

TURN = 0.3  # length of what is added to a unit vector: cosine .96 to the base passage
MADE = "made.json"
QUESTIONS = "questions.json"
ASKED = 20
AT_ONCE = 50  # documents made before their vectors are stored


@dataclass(frozen=True, slots=True)
class Made:
    """An extraction with the vectors of its passages."""

    extraction: Extraction
    vectors: Vectors


def open_workspace(home: Path) -> Workspace:
    return Workspace.open(Settings.read({**os.environ, "MAILUO_HOME": str(home)}))


def read_bases(folders: Sequence[Path], home: Path, *, without: Sequence[str] = ()) -> list[Made]:
    """What is found in the real documents below the folders, read into `home` where it is not there yet.

    In the order of the folders, the shortest of each first; `without`: the names of sources to leave out.
    """
    workspace = open_workspace(home)
    workspace.ingest(folders, _silent)
    generation = Generations(home).current()
    assert generation is not None
    stamp, found = workspace._tools().encoder.stamp, []
    with Library.open(generation.library) as library, VectorStore(home / "vectors.sqlite") as store:
        for entry in library.sources():
            extraction = library.extraction(entry.name)
            if extraction is None or entry.name in without or not extraction.structures:
                continue
            keys = _keys(extraction, stamp)
            held = store.get(keys)
            found.append(Made(extraction, np.stack([held[key] for key in keys])))
    workspace.close()
    at = {file.name: number for number, folder in enumerate(folders) for file in find_files([folder]).files}
    return sorted(found, key=lambda one: (at.get(one.extraction.source.name, 0), len(one.extraction.source.text)))


def made_documents(bases: Sequence[Made], count: int, seed: int = SEED) -> Iterator[Made]:
    """The real documents, then twins of them, until there are so many documents."""
    held = 0
    for base in bases:
        if held < count:
            held += len(base.extraction.structures)
            yield base
    known = [Base.of(base.extraction) for base in bases]
    for draw in draw_documents(known, count - held, seed):
        vectors = bases[draw.base].vectors
        yield Made(twin(known[draw.base], draw, seed), turned(vectors, seed, draw.number))


def turned(vectors: Vectors, seed: int, number: int) -> Vectors:
    """float32 [n, dim], unit length: each turned a little."""
    chance = np.random.default_rng(chance_of(seed, "turn", number).getrandbits(64))
    noise = chance.standard_normal(vectors.shape, dtype=np.float32)
    noise *= TURN / np.linalg.norm(noise, axis=1, keepdims=True)
    moved = vectors + noise
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)


def build_home(home: Path, bases: Sequence[Made], count: int, seed: int = SEED) -> Path:
    """A knowledge base of so many documents; the one that is there where it is this one."""
    workspace = open_workspace(home)
    tools = workspace._tools()
    names = [base.extraction.source.name for base in bases]
    made = {"documents": count, "seed": seed, "bases": names, "stamps": [*_stamps(tools)]}
    if _noted(home) == made:
        return home
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    write_home(home, made_documents(bases, count, seed), tools)
    (home / MADE).write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    workspace.close()
    return home


def write_home(home: Path, documents: Iterable[Made], tools: Tools) -> None:
    """A first generation that holds nothing but the library; then everything is derived from it."""
    generations = Generations(home)
    questions: list[str] = []
    with generations.writing() as writer, VectorStore(tools.vectors) as store:
        draft = writer.draft()
        with Library.create(draft.library) as library:
            left = iter(documents)
            while some := list(islice(left, AT_ONCE)):
                vectors: dict[bytes, Vectors] = {}
                for made in some:
                    library.put(made.extraction, rules_stamp(tools.tagger))
                    vectors |= zip(_keys(made.extraction, tools.encoder.stamp), made.vectors, strict=True)
                    questions += questions_on(made.extraction)
                store.put(vectors)
            note_files(library, draft.files)
        stamps = {"program": "", "model": tools.encoder.stamp, "engine": "", "decisions": ""}
        writer.publish(draft, stamps, NOTHING)  # type: ignore[arg-type]
    step = max(len(questions) // ASKED, 1)
    (home / QUESTIONS).write_text(json.dumps(questions[::step][:ASKED], ensure_ascii=False), encoding="utf-8")
    derive_anew(generations, tools, _silent)


def _keys(extraction: Extraction, stamp: str) -> list[bytes]:
    return [vector_key(stamp, passage.embedded_text) for passage in indexed_passages(extraction)]


def _stamps(tools: Tools) -> Iterator[str]:
    """What a home depends on besides its documents: its next run would derive it anew where one is another."""
    yield from (stamp_of(PROGRAM), rules_stamp(tools.tagger), tools.encoder.stamp, tools.graph.stamp)


def _noted(home: Path) -> Any:
    try:
        return json.loads((home / MADE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _silent(stage: str, done: int, total: int, what: str = "") -> None:
    """Nobody looks."""

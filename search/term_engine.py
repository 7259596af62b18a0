"""The engine behind the sparse rankers: tantivy over our own terms, joined by blanks.

It proposes the passages that score best; what they score is counted in `search.sparse`, since the engine rounds lengths
and counts what was removed until it merges. Its errors are translated here. Reading leaves the folder as it is.
"""

from __future__ import annotations

import json
import math
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import REBUILD
from graph.layers import link
from search.errors import IndexNotWritten, IndexUnreadable
from search.part import FIELDS
from search.selection import Selection

if TYPE_CHECKING:
    import tantivy

HEAP = 100_000_000  # bytes of terms kept before they are written
META = "meta.json"
CHANGED_IN_PLACE = (META, ".managed.json")  # all other files are written once
LOCK = ".tantivy-meta.lock"  # a reader opens it for writing, and makes it where it is missing
OUR_LOCKS = (".tantivy-writer.lock",)
SEGMENT_FILE = re.compile(r"(?P<segment>[0-9a-f]{32})\.(?:(?P<opstamp>\d+)\.)?\w+")


class TermEngine:
    """Opened for reading."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy = tantivy
        self._folder = folder
        with _reading(folder), _readable(folder) as readable:
            self._written = sum(segment["max_doc"] for segment in _segments(folder))
            index = tantivy.Index.open(str(readable))
            index.config_reader("manual")
            self._schema = index.schema
            self._searcher = index.searcher()

    def best(self, field: str, weights: Mapping[str, float], *, top: int, among: Selection | None = None) -> list[int]:
        """The numbers of the passages that score best, or nearly so. `weights`: of terms, as often as they count."""
        with _reading(self._folder):
            query = self._any_of(field, weights)
            return [] if query is None else self._numbers(query, top, among)

    def _numbers(self, query: tantivy.Query, top: int, among: Selection | None) -> list[int]:
        held = query if among is None else self._within(query, among)
        hits = self._searcher.search(held, limit=top, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return [int(number) for number in numbers if number is not None]

    def _any_of(self, field: str, weights: Mapping[str, float]) -> tantivy.Query | None:
        of = self._tantivy.Query
        parts = []
        for term, weight in weights.items():
            holding = self._searcher.doc_freq(field, term)
            if holding:
                # the engine weighs by what it has written, removed passages among it
                own = math.log(1 + (self._written - holding + 0.5) / (holding + 0.5))
                parts.append(of.boost_query(of.term_query(self._schema, field, term, "freq"), weight / own))
        return of.boolean_query([(self._tantivy.Occur.Should, part) for part in parts]) if parts else None

    def _within(self, query: tantivy.Query, among: Selection) -> tantivy.Query:
        of, occur = self._tantivy.Query, self._tantivy.Occur
        documents = of.term_set_query(self._schema, "document", sorted(among.documents))
        if among.left_out:
            return of.boolean_query([(occur.Must, query), (occur.MustNot, documents)])
        return of.boolean_query([(occur.Must, query), (occur.Must, of.const_score_query(documents, 0.0))])

    def count_phrases(self, runs: Sequence[Sequence[str]]) -> int:
        """How many passages hold all of these runs of pairs, each run side by side."""
        if not runs:
            return 0
        with _reading(self._folder):
            found = self._searcher.search(self._all_of(runs), limit=1, count=True)
        return int(found.count or 0)  # type: ignore[attr-defined]  # missing in what the package says of itself

    def holding(self, wordings: Iterable[Sequence[Sequence[str]]], *, top: int, among: Selection | None) -> list[int]:
        """The numbers of passages that hold one of the wordings, each all of its runs of pairs; at most `top`, those
        of which they are the greatest part."""
        of, occur = self._tantivy.Query, self._tantivy.Occur
        with _reading(self._folder):
            query = of.boolean_query([(occur.Should, self._all_of(runs)) for runs in wordings])
            return self._numbers(query, top, among)

    def _all_of(self, runs: Sequence[Sequence[str]]) -> tantivy.Query:
        of, occur = self._tantivy.Query, self._tantivy.Occur
        every = [
            of.phrase_query(self._schema, "pairs", list(run))
            if len(run) > 1
            else of.term_query(self._schema, "pairs", run[0], "freq")
            for run in runs
        ]
        return of.boolean_query([(occur.Must, one) for one in every])

    def words(self) -> list[str]:
        """All words that were ever written, also of what was removed since."""
        with _reading(self._folder):
            return [word for word, _ in self._searcher.terms_with_prefix("words", "")]


class TermWriter:
    """Opened for writing, in a folder that no other generation holds; closed with `commit`."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy = tantivy
        self._folder = folder
        is_new = not (folder / META).exists()
        folder.mkdir(parents=True, exist_ok=True)
        with _writing(folder) if is_new else _reading(folder):
            index = tantivy.Index(_schema(), str(folder)) if is_new else tantivy.Index.open(str(folder))
            index.config_reader("manual")
        with _writing(folder):
            self._writer = index.writer(HEAP, 1)

    def add(self, number: int, source: str, document: str, terms: Mapping[str, Sequence[str]]) -> None:
        """One passage, by its terms in each field."""
        held = self._tantivy.Document()
        held.add_unsigned("number", number)
        held.add_text("source", source)
        held.add_text("document", document)
        for field, words in terms.items():
            held.add_text(field, " ".join(words))
        with _writing(self._folder):
            self._writer.add_document(held)

    def drop(self, source: str) -> None:
        """Forget what a source has until now."""
        with _writing(self._folder):
            self._writer.delete_documents_by_term("source", source)

    def commit(self) -> None:
        """Write all of it, merge what is due, and leave nothing but what is read."""
        with _writing(self._folder):
            self._writer.commit()
            self._writer.garbage_collect_files()
            self._writer.wait_merging_threads()
        _clear(self._folder)


def take_over(base: Path, folder: Path) -> None:
    """Begin a folder with what another one holds, sharing its files."""
    folder.mkdir(parents=True)
    for path in sorted(base.iterdir()):
        if path.name in CHANGED_IN_PLACE or path.name == LOCK:
            (folder / path.name).write_bytes(path.read_bytes())
        else:
            link(path, folder / path.name)


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    for field in FIELDS:  # words need no places, pairs give wordings of any length
        option = "freq" if field == "words" else "position"
        builder.add_text_field(field, tokenizer_name="whitespace", index_option=option)
    return builder.build()


def _segments(folder: Path) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = json.loads((folder / META).read_text(encoding="utf-8"))["segments"]
    return held


def _clear(folder: Path) -> None:
    """Take away the files of segments that were merged into others, and the locks; what a reader opens stays."""
    kept = {}
    for segment in _segments(folder):
        deletes = segment["deletes"]
        kept[segment["segment_id"].replace("-", "")] = str(deletes["opstamp"]) if deletes else None
    for path in folder.iterdir():
        match = SEGMENT_FILE.fullmatch(path.name)
        if match and (match["segment"] not in kept or match["opstamp"] not in (None, kept[match["segment"]])):
            path.unlink()
    for name in OUR_LOCKS:
        (folder / name).unlink(missing_ok=True)
    (folder / LOCK).touch()


@contextmanager
def _readable(folder: Path) -> Iterator[Path]:
    """A folder to open: the engine wants to write into it, so one that it may not write is shown by links."""
    if os.access(folder, os.W_OK) and (folder / LOCK).exists():
        yield folder
        return
    with tempfile.TemporaryDirectory() as shown:
        for path in folder.iterdir():
            if path.name != LOCK:
                (Path(shown) / path.name).symlink_to(path.resolve())
        yield Path(shown)


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, LookupError, TypeError, OSError) as error:
        raise _unreadable(folder, error) from error
    except BaseException as error:
        _raise_panic(folder, error)
        raise


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, LookupError, TypeError) as error:
        raise IndexNotWritten(f"{folder}: cannot be written ({error}); is the disk full?") from error
    except BaseException as error:
        _raise_panic(folder, error)
        raise


def _raise_panic(folder: Path, error: BaseException) -> None:
    """Where the engine panics, its files hold something else than what it wrote. The class has no place to be imported
    from, and stands beside KeyboardInterrupt."""
    if type(error).__name__ == "PanicException":
        raise _unreadable(folder, error) from error


def _unreadable(folder: Path, error: BaseException) -> IndexUnreadable:
    return IndexUnreadable(f"{folder}: cannot be read ({' '.join(str(error).split())}): {REBUILD}.")

"""The store that many machines share (MAILUO_STORE), as the workspace uses it.

In: the settings. Out: whether a home follows the store or is put there, the generations to read, and what puts there
what was written. A home that is written is put there with each run; with MAILUO_READ_ONLY it follows what others put.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import MailuoError
from ingest.collections import Collections
from ingest.generations import Generations
from ingest.originals import Originals
from ui.app.fields import StoreFields
from ui.app.settings import Settings, SettingWrong

# The store's own packages are of an extra that most do without.
if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from graph.records import Extraction
    from ingest.generation import Generation
    from ingest.intake import Progress
    from ingest.parquet.publishing import Home
    from ingest.readable_library import ReadableLibrary
    from search.contracts import PassageEncoder


def follows(settings: Settings) -> bool:
    """Whether what is read is what the store holds, and this home keeps only copies of it."""
    return settings.store is not None and settings.read_only


def generations_of(settings: Settings, must_open: Callable[[Generation], None]) -> Generations:
    """Where the generations lie, or come to. must_open: raises where one cannot be read."""
    if settings.store is None or not follows(settings):
        return Generations(settings.home)
    from ingest.parquet.following import FollowedGenerations

    return FollowedGenerations(settings.home, settings.store, must_open)


class _FollowedCollections(Collections):
    """Who may read what, as the store says it: asked before anybody is let in."""

    def __init__(self, generations: Generations) -> None:
        super().__init__(generations.home)
        self._generations = generations

    @property
    def stamp(self) -> tuple[int, int, int]:
        """Another one whenever the file is."""
        self._generations.follow()
        return super().stamp


def collections_of(settings: Settings, generations: Generations) -> Collections:
    """Who may read which sources."""
    return _FollowedCollections(generations) if follows(settings) else Collections(settings.home)


def share(
    settings: Settings,
    generations: Generations,
    encoder: PassageEncoder,
    progress: Progress,
    *,
    take_over: bool = False,
) -> None:
    """Put what is in use into the store, where there is one; the home must be locked."""
    generation = generations.current() if settings.store is not None else None
    if settings.store is None or generation is None:
        return
    from ingest.parquet.publishing import publish
    from ingest.parquet.store import SharedStore

    home = _home(settings, generations, encoder, take_over=take_over)
    publish(generation, home, SharedStore.at(settings.store), lambda done, total: progress("share", done, total))


def share_beside(settings: Settings, generations: Generations) -> None:
    """Put what lies beside the generations into the store, where there is one: it holds at once for all who read."""
    if settings.store is None or generations.current_number() is None:
        return
    from ingest.parquet.publishing import publish_beside
    from ingest.parquet.store import SharedStore

    publish_beside(_home(settings, generations, None), SharedStore.at(settings.store))


def _home(
    settings: Settings, generations: Generations, encoder: PassageEncoder | None, *, take_over: bool = False
) -> Home:
    from ingest.parquet.publishing import Home

    def vectors_of(extraction: Extraction) -> npt.NDArray[np.float32] | None:
        from ingest.embedding import kept_vectors

        return None if encoder is None else kept_vectors(encoder, settings.home / "vectors.sqlite", extraction)

    identity = generations.identity(make=True)
    assert identity is not None
    title = f"{settings.home.resolve()} on {socket.gethostname()}"
    return Home(settings.home, identity, title, settings.home / "originals", vectors_of, take_over)


def restore_home(settings: Settings, progress: Progress) -> Generation:
    """Make a home that holds nothing anew from the store. Raises `SettingWrong`, `RestoreRefused`."""
    if settings.store is None or settings.read_only:
        raise SettingWrong("restoring needs MAILUO_STORE, and a home that is written: MAILUO_READ_ONLY must not be set")
    from ingest.parquet.restoring import restore
    from ingest.parquet.store import SharedStore

    store = SharedStore.at(settings.store)
    return restore(store, settings.home, lambda done, total: progress("restore", done, total))


def keep_vectors(
    library: ReadableLibrary, sources: Sequence[str], view: Generations, settings: Settings, model: str
) -> None:
    """Have at hand the vectors that the store has of sources that a view (a part of what is followed) comes to hold."""
    if not follows(settings):
        return
    from ingest.parquet.library import ParquetLibrary
    from search.vectors import VectorStore

    assert isinstance(library, ParquetLibrary)
    with view.reading() as base:
        held = set() if base is None else {name for name, *_ in json.loads(base.files.read_text(encoding="ascii"))}
    with VectorStore(settings.home / "vectors.sqlite") as store:
        library.keep_vectors((name for name in sources if name not in held), model, store)


def find_original(generations: Generations, originals: Originals, sha256: str) -> Path | None:
    """The kept file of a source, from the store where this home follows it; None where none was kept."""
    fetch = getattr(generations, "original", None)
    found: Path | None = originals.find(sha256) if fetch is None else fetch(sha256)
    return found


def store_fields(settings: Settings, generations: Generations) -> StoreFields | None:
    """Where the store is and what it holds; None where there is none."""
    if settings.store is None:
        return None
    held: StoreFields = {
        "address": settings.store,
        "follows": follows(settings),
        "generation": None,
        "trouble": None,
    }
    try:
        from ingest.parquet.note import in_use
        from ingest.parquet.store import SharedStore

        used = in_use(SharedStore.at(settings.store))
        held["generation"] = used.number if used else None
        held["trouble"] = getattr(generations, "trouble", None)
    except MailuoError as error:
        held["trouble"] = str(error)
    return held


def missing_in(settings: Settings) -> list[str]:
    """The sources of the generation in use in the store whose files are not there."""
    from ingest.parquet.note import in_use, read_catalogue
    from ingest.parquet.shelf import FOLDER, path_of
    from ingest.parquet.store import SharedStore

    assert settings.store is not None
    store = SharedStore.at(settings.store)
    used = in_use(store)
    if used is None:
        return []
    there = set(store.names(FOLDER))
    return [name for name, key in read_catalogue(store, used.number).keys.items() if path_of(key) not in there]

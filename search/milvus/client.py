"""The client of Milvus: the few calls that an index needs, its limits kept, its errors in one line with the remedy.

In: a server, or a file of Milvus Lite. Out: rows as dictionaries. The driver is imported here alone, and late: it takes
a second. A file is served inside this process, to one process at a time, and simply: it knows no templates of filters,
so that values are written into them.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from graph.errors import REBUILD
from search.errors import IndexUnreadable, MilvusUnusable
from search.places import MilvusServer

if TYPE_CHECKING:
    from pymilvus import CollectionSchema, MilvusClient
    from pymilvus.milvus_client.index import IndexParams

MOST_ROWS = 16_384  # that a query or search may give
MOST_KEYS = 2_000  # that are asked for at once
MOST_BYTES = 65_535  # of a text
SECONDS = 60.0  # until a call is given up; the driver tries again until then
NOT_FOUND, NO_SERVER, NO_DATABASE = 100, 2, 800  # codes of errors
INSTALL = "it needs `pip install 'mailuo[cluster]'` (make cluster)"

MilvusRow = Mapping[str, Any]
_importing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Where:
    """A filter. values: the lists that `{name}` stands for."""

    text: str
    values: Mapping[str, Sequence[int] | Sequence[str]] = field(default_factory=dict)

    def __and__(self, other: Where) -> Where:
        return Where(f"({self.text}) and ({other.text})", {**self.values, **other.values})

    def filled(self) -> str:
        """With the values written into it."""
        text = self.text
        for name, values in self.values.items():
            text = text.replace(f"{{{name}}}", json.dumps(list(values), ensure_ascii=False))
        return text


class Milvus:
    """Opened; several threads may use it. `Milvus.open` gives the same one for the same server."""

    def __init__(self, server: MilvusServer) -> None:
        self.server = server
        self.is_local = server.is_local
        _driver()
        with _telling(server):
            self._client = _connect(server)

    @staticmethod
    def open(server: MilvusServer) -> Milvus:
        """Raises `MilvusUnusable`."""
        return _opened(server)

    # ----------------------------------------------------------------------------------------------------- reading

    def search(
        self, collection: str, asked: Mapping[str, Any], where: Where, *, top: int, columns: Sequence[str]
    ) -> list[MilvusRow]:
        """The best rows, best first, each with its `number`. asked: field, vector, params of the engine."""
        with _telling(self.server):
            found = self._client.search(
                collection,
                data=[asked["vector"]],
                anns_field=asked["field"],
                limit=min(top, MOST_ROWS),
                output_fields=list(columns),
                search_params={"metric_type": "IP", "params": asked.get("params", {})},
                timeout=SECONDS,
                consistency_level="Strong",
                **self._filtered(where),
            )
        return [{"number": int(hit["id"]), **hit["entity"]} for hit in _hits(found)]

    def rows(self, collection: str, where: Where, columns: Sequence[str], *, top: int | None = None) -> list[MilvusRow]:
        """Rows that a filter leaves, in no order; at most `MOST_ROWS`."""
        with _telling(self.server):
            held = self._client.query(
                collection,
                output_fields=list(columns),
                limit=min(top or MOST_ROWS, MOST_ROWS),
                timeout=SECONDS,
                consistency_level="Strong",
                **self._filtered(where),
            )
        return list(held)

    def by_key(self, collection: str, key: str, keys: Sequence[int], columns: Sequence[str]) -> dict[int, MilvusRow]:
        """Rows by their primary key, those that are there."""
        found: dict[int, MilvusRow] = {}
        for start in range(0, len(keys), MOST_KEYS):
            where = Where(f"{key} in {{keys}}", {"keys": list(keys[start : start + MOST_KEYS])})
            found |= {int(row[key]): row for row in self.rows(collection, where, [key, *columns])}
        return found

    def count(self, collection: str, where: Where) -> int:
        """How many rows a filter leaves."""
        with _telling(self.server):
            held = self._client.query(
                collection,
                output_fields=["count(*)"],
                timeout=SECONDS,
                consistency_level="Strong",
                **self._filtered(where),
            )
        return int(held[0]["count(*)"])

    def _filtered(self, where: Where) -> dict[str, Any]:
        if self.is_local:
            return {"filter": where.filled()}
        return {"filter": where.text, "filter_params": {name: list(values) for name, values in where.values.items()}}

    # ----------------------------------------------------------------------------------------------------- writing

    def insert(self, collection: str, rows: Sequence[MilvusRow]) -> None:
        """New rows; few enough for one message."""
        with _telling(self.server):
            self._client.insert(collection, [dict(row) for row in rows], timeout=SECONDS)

    def upsert(self, collection: str, row: MilvusRow) -> None:
        """A row in place of the one with its key."""
        with _telling(self.server):
            self._client.upsert(collection, [dict(row)], timeout=SECONDS)

    def delete(self, collection: str, where: Where) -> None:
        """The rows that a filter leaves."""
        with _telling(self.server):
            self._client.delete(collection, timeout=SECONDS, **self._filtered(where))

    def settle(self, collection: str) -> None:
        """A file keeps new rows as a journal until it is told to sort them in; a server does so by itself."""
        if self.is_local:
            with _telling(self.server):
                self._client.flush(collection, timeout=SECONDS)

    # ------------------------------------------------------------------------------------------------- collections

    def schema(self, description: str) -> CollectionSchema:
        """To be filled with fields."""
        return self._client.create_schema(auto_id=False, enable_dynamic_field=False, description=description)

    def indexes(self) -> IndexParams:
        """To be filled with the indexes of fields."""
        return self._client.prepare_index_params()

    def create(self, collection: str, schema: CollectionSchema, indexes: IndexParams) -> None:
        """A collection that is not there yet, ready to be written and read."""
        with _telling(self.server):
            self._client.create_collection(collection, schema=schema, index_params=indexes, timeout=SECONDS)

    def load(self, collection: str) -> None:
        """Have a collection answer: after a restart it may not."""
        with _telling(self.server):
            self._client.load_collection(collection, timeout=SECONDS)

    def has(self, collection: str) -> bool:
        """Whether it is there."""
        with _telling(self.server):
            return bool(self._client.has_collection(collection, timeout=SECONDS))

    def drop(self, collection: str) -> None:
        """Delete it, if it is there."""
        with _telling(self.server):
            self._client.drop_collection(collection, timeout=SECONDS)

    def collections(self) -> list[str]:
        """The names of all."""
        with _telling(self.server):
            return [str(name) for name in self._client.list_collections(timeout=SECONDS)]

    def point(self, alias: str, collection: str) -> None:
        """Have an alias stand for a collection, in place of the one it stood for."""
        with _telling(self.server):
            if not self.has(alias):
                self._client.create_alias(collection, alias, timeout=SECONDS)
            elif self._pointed(alias) != collection:
                self._client.alter_alias(collection, alias, timeout=SECONDS)

    def unpoint(self, alias: str, collection: str) -> None:
        """Take an alias away, where it stands for this collection."""
        with _telling(self.server):
            if self.has(alias) and self._pointed(alias) == collection:
                self._client.drop_alias(alias, timeout=SECONDS)

    def _pointed(self, alias: str) -> str:
        return str(self._client.describe_alias(alias, timeout=SECONDS)["collection_name"])


@lru_cache(maxsize=8)
def _opened(server: MilvusServer) -> Milvus:
    return Milvus(server)


def _connect(server: MilvusServer) -> MilvusClient:
    client: type[MilvusClient] = _driver().MilvusClient
    if not server.is_local:
        return client(server.uri, token=server.token or "", db_name=server.database or "", timeout=10)
    path = Path(server.uri).expanduser().resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    return client(str(path))


@lru_cache(maxsize=1)
def _driver() -> ModuleType:
    """The driver reads MILVUS_URI when it is imported, and refuses a path there; and it writes of every error to the
    console, which is told in one line here."""
    with _importing:
        hidden = os.environ.pop("MILVUS_URI", None)
        try:
            import pymilvus
        except ImportError as error:
            raise MilvusUnusable(f"MILVUS_URI is set, but the driver of Milvus is not installed: {INSTALL}") from error
        finally:
            if hidden is not None:
                os.environ["MILVUS_URI"] = hidden
        for name in ("pymilvus", "milvus_lite"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        driver: ModuleType = pymilvus
        return driver


def _hits(found: Any) -> Iterator[dict[str, Any]]:
    for hit in found[0]:
        yield {"id": hit.get("number", hit.get("id")), "entity": hit["entity"]}


@contextmanager
def _telling(server: MilvusServer) -> Iterator[None]:
    """What goes wrong there, in one line with the remedy."""
    try:
        yield
    except _driver().MilvusException as error:
        raise _said(server, error) from error


def _said(server: MilvusServer, error: Any) -> MilvusUnusable | IndexUnreadable:
    text = " ".join(str(error.message).split()).rstrip(".")
    if error.code == NOT_FOUND:
        return IndexUnreadable(f"{server.title}: the index is not there ({text}): {REBUILD}.")
    if server.is_local:
        return _said_of_file(server, text)
    if "auth" in text.lower():
        return MilvusUnusable(f"{server.title} refuses the account ({text}): set MILVUS_TOKEN, as user:password")
    if error.code == NO_DATABASE:
        return MilvusUnusable(f"{server.title}: there is no such database ({text}): create it, or set MILVUS_DATABASE")
    if error.code == NO_SERVER or "unavailable" in text.lower():
        return MilvusUnusable(
            f"{server.title} cannot be reached ({text}): start it, or set MILVUS_URI to where it runs"
        )
    return MilvusUnusable(f"{server.title} refuses: {text}")


def _said_of_file(server: MilvusServer, text: str) -> MilvusUnusable:
    if "Open local milvus failed" not in text:
        return MilvusUnusable(f"{server.title} refuses: {text}")
    if _is_locked(Path(server.uri) / "LOCK"):
        return MilvusUnusable(
            f"{server.uri} cannot be opened: another process has it open, and a file serves one at a time; "
            "end that one, or set MILVUS_URI to a server"
        )
    return MilvusUnusable(f"{server.uri} cannot be opened: it may be damaged; move it away, and {REBUILD}")


def _is_locked(path: Path) -> bool:
    try:
        with FileLock(path, timeout=0):
            return False
    except (Timeout, OSError):
        return True

"""Tables that change owner by owner, in a stack of SQLite files none of which ever changes.

Each row belongs to an owner (a source, an entity …). A writer adds one file on top, which holds the owners that are new
or changed, and hides what the files below hold of them; files of like size are then put together, so that there are
few. A reader sees all files as one. In: the path of the lowest file (`X.sqlite`; those above are `X.sqlite.1`,
`X.sqlite.2` …) and the schema. Out: rows. The next generation takes the files over by hard links.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from graph.errors import REBUILD, MailuoError

RATIO = 6  # a file is put together with the one above it unless it is so many times as large
MOST = 8  # files; SQLite opens ten at once
PURGED_BYTES = 30_000_000  # files of no more than this are written anew at once when something in them was dropped
CACHE_KIB = 65_536  # kept of a file that is read or written

# what SQLite raises of a file that is none; the second where not even its complaint is text
DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)

TableRow = tuple[Any, ...]  # of a table in files, its columns in their order


class LayersDamaged(MailuoError):
    """A file of the stack is missing or is none."""


class LayersOutdated(MailuoError):
    """The stack was written for other tables: by another version of Mailuo."""


class LayersUnwritable(MailuoError):
    """A file could not be written: most often the disk is full."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with their SQL types; `owner` names the one that says to whom a row belongs. `key`: of the rows, where
    they have one. `indexes`: what rows are looked up by, a few columns each."""

    columns: Mapping[str, str]
    owner: str
    key: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Schema:
    """What the stack holds: by family, whose tables are replaced together for an owner, the tables by name. `what` it
    is, for messages; `damaged`, `outdated`, `unwritable`: the mistakes as they are told of this one."""

    what: str
    families: Mapping[str, Mapping[str, Table]]
    damaged: type[LayersDamaged] = LayersDamaged
    outdated: type[LayersOutdated] = LayersOutdated
    unwritable: type[LayersUnwritable] = LayersUnwritable

    @cached_property
    def tables(self) -> Mapping[str, tuple[str, Table]]:
        """Family and table by the table's name."""
        return {name: (family, table) for family, held in self.families.items() for name, table in held.items()}

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """What makes the tables, with “{at}” for the file."""
        made = []
        for family, tables in self.families.items():
            made.append(f"CREATE TABLE {{at}}.owner_{family} (owner TEXT PRIMARY KEY, gone INTEGER) WITHOUT ROWID")
            for name, table in tables.items():
                columns = ", ".join(f'"{column}" {kind}'.rstrip() for column, kind in table.columns.items())
                key = f", PRIMARY KEY ({_listed(table.key)})) WITHOUT ROWID" if table.key else ")"
                made.append(f"CREATE TABLE {{at}}.{name} ({columns}{key}")
        return tuple(made)

    @cached_property
    def index_statements(self) -> tuple[str, ...]:
        """What makes the indexes: those asked for, and one by owner where the key does not begin with it."""
        made = []
        for name, (_, table) in self.tables.items():
            by_owner = () if table.key[:1] == (table.owner,) else ((table.owner,),)
            for number, columns in enumerate((*by_owner, *table.indexes)):
                made.append(f"CREATE INDEX {{at}}.{name}_{number} ON {name} ({_listed(columns)})")
        return tuple(made)

    @cached_property
    def version(self) -> int:
        """Of the tables: files written for others are known by it."""
        return zlib.crc32("".join((*self.statements, *self.index_statements)).encode()) & 0x7FFFFFFF


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def files_of(path: Path) -> list[Path]:
    """The files of a stack, the lowest first."""
    above: list[Path] = []
    while (one := path.with_name(f"{path.name}.{len(above) + 1}")).is_file():
        above.append(one)
    return [path, *above]


class Layers:
    """A stack that is read; may be used from several threads, one at a time."""

    def __init__(self, connection: sqlite3.Connection, path: Path, schema: Schema, depth: int) -> None:
        self._connection = connection
        self._path = path
        self._schema = schema
        self._depth = depth  # files

    @classmethod
    def open(cls, path: Path, schema: Schema) -> Self:
        """What the files hold; they are never changed by it."""
        connection = sqlite3.connect(":memory:", uri=True, isolation_level=None, check_same_thread=False)
        files = files_of(path)
        try:
            for number, file in enumerate(files):
                _attach(connection, file, number, schema)
        except MailuoError:
            connection.close()
            raise
        return cls(connection, path, schema, len(files))

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Of the lowest file."""
        return self._path

    def rows(  # as a query has them
        self,
        table: str,
        where: str = "",
        parameters: Sequence[object] | Mapping[str, object] = (),
        *,
        columns: str = "*",
        order: str = "",
        limit: int = 0,
    ) -> Iterator[TableRow]:
        """Rows of all owners. `where`: over the row `t`, with named parameters; `columns`: of `t` (all of them);
        `order`: names or places of the columns; `limit`: how many at most."""
        parts = [self._part(number, table, where, columns) for number in reversed(range(self._depth))]
        by = (f" ORDER BY {order}" if order else "") + (f" LIMIT {limit}" if limit else "")
        return self._ask(" UNION ALL ".join(parts) + by, parameters)

    def rows_of(
        self,
        table: str,
        owner: str,
        where: str = "",
        parameters: Mapping[str, object] | None = None,
        *,
        columns: str = "*",
        order: str = "",
    ) -> Iterator[TableRow]:
        """Rows of one owner: they lie in one file. `where`: over the row `t`, with named parameters."""
        family, of = self._schema.tables[table]
        number = self._holder(family, owner)
        if number is None:
            return iter(())
        by = f" ORDER BY {order}" if order else ""
        taken = f't."{of.owner}" = :owner' + (f" AND ({where})" if where else "")
        query = f"SELECT {columns} FROM l{number}.{table} AS t WHERE {taken}{by}"
        return self._ask(query, {**(parameters or {}), "owner": owner})

    def tallied(self, table: str, by: str, where: str = "") -> Iterator[TableRow]:
        """By the values of columns of `t`, how many rows have them; a value comes once for every file that holds it."""
        held = (self._part(number, table, where, f"{by}, count(*)") for number in range(self._depth))
        return self._ask(" UNION ALL ".join(f"{part} GROUP BY {by}" for part in held), {})

    def count(self, table: str, where: str = "", parameters: Mapping[str, object] | None = None) -> int:
        """How many rows there are, of those that `where` takes."""
        parts = [self._part(number, table, where, "count(*)") for number in range(self._depth)]
        return sum(row[0] for row in self._ask(" UNION ALL ".join(parts), parameters or {}))

    def holds(self, family: str, owner: str) -> bool:
        """Whether there is such an owner."""
        return self._holder(family, owner) is not None

    def owners(self, family: str) -> list[str]:
        """All of them, sorted."""
        parts = [
            f"SELECT owner FROM l{number}.owner_{family} AS t WHERE NOT gone{self._hidden(number, family, 'owner')}"
            for number in range(self._depth)
        ]
        return sorted(row[0] for row in self._ask(" UNION ALL ".join(parts), ()))

    def _holder(self, family: str, owner: str) -> int | None:
        """The number of the file that holds what is said of an owner."""
        for number in reversed(range(self._depth)):
            for (gone,) in self._ask(f"SELECT gone FROM l{number}.owner_{family} WHERE owner = ?", (owner,)):
                return None if gone else number
        return None

    def _part(self, number: int, table: str, where: str, columns: str) -> str:
        family, of = self._schema.tables[table]
        taken = f"({where})" if where else "1"
        hidden = self._hidden(number, family, of.owner)
        return f"SELECT {columns} FROM l{number}.{table} AS t WHERE {taken}{hidden}"

    def _hidden(self, number: int, family: str, owner: str) -> str:
        """That no file above says anything else of the owner."""
        return "".join(
            f' AND NOT EXISTS (SELECT 1 FROM l{above}.owner_{family} AS o WHERE o.owner = t."{owner}")'
            for above in range(number + 1, self._depth)
        )

    def _ask(self, query: str, parameters: Sequence[object] | Mapping[str, object]) -> Iterator[TableRow]:
        try:
            yield from self._connection.execute(query, parameters)
        except DAMAGE as error:
            raise self._schema.damaged(f"{self._path}: damaged ({error}); {REBUILD}") from error


class LayersWriter(Layers):
    """A stack with a new file on top, in a folder that nobody reads yet. What is written is seen by its own reads."""

    @classmethod
    def begin(cls, path: Path, schema: Schema, base: Path | None = None) -> Self:
        """`base`: the lowest file of the stack that it goes on from, whose files are taken over; None: from nothing."""
        below = [] if base is None else files_of(base)
        taken = [path if number == 0 else path.with_name(f"{path.name}.{number}") for number in range(len(below))]
        for file, goal in zip(below, taken, strict=True):
            link(file, goal)
        connection = sqlite3.connect(":memory:", uri=True, isolation_level=None, check_same_thread=False)
        top = path.with_name(f"{path.name}.{len(below)}") if below else path
        try:
            for number, file in enumerate(taken):
                _attach(connection, file, number, schema)
            _create(connection, top, f"l{len(below)}", schema)
        except MailuoError:
            connection.close()
            raise
        writer = cls(connection, path, schema, len(below) + 1)
        if below:
            writer.make_indexes()
        return writer

    _indexed = False
    _in_transaction = False

    @property
    def _top(self) -> str:
        return f"l{self._depth - 1}"

    def make_indexes(self) -> None:
        """Before rows of a new stack are looked up: filling it first is quicker."""
        if not self._indexed:
            self._indexed = True
            self.commit()
            for statement in self._schema.index_statements:
                self._run(statement.format(at=self._top))

    def replace(self, family: str, owner: str, tables: Mapping[str, Iterable[Sequence[object]]]) -> None:
        """All rows of an owner, by table, in place of those that it had."""
        self._forget(family, owner)
        self._run(f"INSERT OR REPLACE INTO {self._top}.owner_{family} VALUES (?, 0)", (owner,))
        for name, rows in tables.items():
            marks = ", ".join("?" * len(self._schema.tables[name][1].columns))
            self._run_many(f"INSERT INTO {self._top}.{name} VALUES ({marks})", rows)

    def drop(self, family: str, owner: str) -> None:
        """Forget an owner; one that is not there is no mistake."""
        self._forget(family, owner)
        self._run(f"INSERT OR REPLACE INTO {self._top}.owner_{family} VALUES (?, 1)", (owner,))

    def _forget(self, family: str, owner: str) -> None:
        self._begin()
        held = f"SELECT 1 FROM {self._top}.owner_{family} WHERE owner = ? AND NOT gone"
        if next(self._ask(held, (owner,)), None) is None:
            return
        for name, table in self._schema.families[family].items():
            if table.key[:1] != (table.owner,):
                self.make_indexes()
                self._begin()
            self._run(f'DELETE FROM {self._top}.{name} WHERE "{table.owner}" = ?', (owner,))

    def changed(self, family: str) -> tuple[list[str], list[str]]:
        """The owners that were replaced since the stack was begun, and those that were dropped; sorted."""
        rows = sorted(self._ask(f"SELECT owner, gone FROM {self._top}.owner_{family}", ()))
        return [owner for owner, gone in rows if not gone], [owner for owner, gone in rows if gone]

    def commit(self) -> None:
        """Let the file hold what was written: what comes after can then fail alone."""
        if self._in_transaction:
            self._run("COMMIT")
            self._in_transaction = False

    def roll_back(self) -> None:
        """Forget what was written since the last commit."""
        if self._in_transaction and self._connection.in_transaction:
            self._run("ROLLBACK")
        self._in_transaction = False

    def finish(self) -> None:
        """Put files of like size together, and close; a file on top that says nothing goes."""
        self.make_indexes()
        self.commit()
        files = files_of(self._path)
        if len(files) > 1 and self._says_nothing:
            self.close()
            files[-1].unlink()
            return
        sizes = [file.stat().st_size for file in files]
        lowest = min(_lowest_to_join(sizes), self._lowest_to_purge(sizes))
        if lowest < len(files) - 1:
            self._join(files, lowest)
        self.close()

    def _lowest_to_purge(self, sizes: Sequence[int]) -> int:
        """From which file on they are put together so that what was dropped leaves them: where that is no long work."""
        lowest = top = len(sizes) - 1
        for family in self._schema.families:
            dropped = f"SELECT owner FROM {self._top}.owner_{family} WHERE gone"
            for number in range(lowest):
                held = f"SELECT 1 FROM l{number}.owner_{family} WHERE NOT gone AND owner IN ({dropped}) LIMIT 1"
                if next(self._ask(held, ()), None) is not None:
                    lowest = number
                    break
        return lowest if sum(sizes[lowest:]) <= PURGED_BYTES else top

    @property
    def _says_nothing(self) -> bool:
        owners = " UNION ALL ".join(f"SELECT 1 FROM {self._top}.owner_{family}" for family in self._schema.families)
        return next(self._ask(owners, ()), None) is None

    def _join(self, files: Sequence[Path], lowest: int) -> None:
        """The files from a number on become one."""
        made = self._path.with_name(f"{self._path.name}.joined")
        _create(self._connection, made, "made", self._schema)
        self._begin()
        for family, tables in self._schema.families.items():
            self._run(f"INSERT INTO made.owner_{family} {self._owners_from(lowest, family)}")
            for name, table in tables.items():
                numbers = range(lowest, self._depth)
                order = f" ORDER BY {_listed(table.key)}" if table.key else ""
                parts = " UNION ALL ".join(self._part(number, name, "", "*") for number in numbers)
                self._run(f"INSERT INTO made.{name} SELECT * FROM ({parts}){order}")
        self.commit()
        for statement in self._schema.index_statements:
            self._run(statement.format(at="made"))
        self._connection.execute("DETACH made")
        for number in range(lowest, self._depth):
            self._connection.execute(f"DETACH l{number}")
        for file in files[lowest:]:
            file.unlink()
        made.rename(files[lowest])

    def _owners_from(self, lowest: int, family: str) -> str:
        """The query for the owners of the files from a number on; at the bottom nothing is left to be hidden."""
        kept = "NOT gone" if lowest == 0 else "1"
        return " UNION ALL ".join(
            f"SELECT owner, gone FROM l{number}.owner_{family} AS t WHERE {kept}{self._hidden(number, family, 'owner')}"
            for number in range(lowest, self._depth)
        )

    def _begin(self) -> None:
        if not self._in_transaction:
            self._run("BEGIN")
            self._in_transaction = True

    def _run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        with self._translated():
            self._connection.execute(statement, parameters)

    def _run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        with self._translated():
            self._connection.executemany(statement, rows)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            self._in_transaction = self._connection.in_transaction
            said = f"{self._path}: cannot be written ({error}); is the disk full?"
            raise self._schema.unwritable(said) from error
        except DAMAGE as error:  # of a file below, when they are put together
            raise self._schema.damaged(f"{self._path}: damaged ({error}); {REBUILD}") from error


def link(file: str | Path, goal: str | Path) -> None:
    """Take a file over that never changes: by a hard link where the file system has them."""
    try:
        os.link(file, goal)
    except OSError:
        shutil.copyfile(file, goal)


def _lowest_to_join(sizes: Sequence[int]) -> int:
    """From which file on they are put together: each must be `RATIO` times as large as all above it."""
    lowest = len(sizes) - 1
    above = sizes[-1]
    while lowest and (sizes[lowest - 1] < RATIO * above or lowest > MOST - 1):
        lowest -= 1
        above += sizes[lowest]
    return lowest


def _attach(connection: sqlite3.Connection, file: Path, number: int, schema: Schema) -> None:
    if not file.is_file():
        raise schema.damaged(f"{file}: {schema.what} is missing; {REBUILD}")
    try:
        connection.execute(f"ATTACH ? AS l{number}", (f"{file.resolve().as_uri()}?mode=ro&immutable=1",))
        version = connection.execute(f"PRAGMA l{number}.user_version").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise schema.damaged(f"{file}: cannot be read ({error}); {REBUILD}") from error
    except DAMAGE as error:
        raise schema.damaged(f"{file}: no file of {schema.what} ({error}); {REBUILD}") from error
    if version != schema.version:
        raise schema.outdated(f"{file}: written by another version of Mailuo; to renew it, {REBUILD}")
    connection.execute(f"PRAGMA l{number}.cache_size = -{CACHE_KIB}")


def _create(connection: sqlite3.Connection, file: Path, at: str, schema: Schema) -> None:
    """A new file with empty tables. It is flushed before anybody reads it, and thrown away where it fails: no journal
    on the disk is needed."""
    with suppress(FileNotFoundError):
        file.unlink()
    try:
        connection.execute(f"ATTACH ? AS {at}", (f"{file.resolve().as_uri()}?mode=rwc",))
        connection.execute(f"PRAGMA {at}.journal_mode = MEMORY")
        connection.execute(f"PRAGMA {at}.synchronous = OFF")
        connection.execute(f"PRAGMA {at}.cache_size = -{CACHE_KIB}")
        connection.execute(f"PRAGMA {at}.user_version = {schema.version}")
        for statement in schema.statements:
            connection.execute(statement.format(at=at))
    except sqlite3.OperationalError as error:
        raise schema.unwritable(f"{file}: cannot be written ({error}); is the disk full?") from error

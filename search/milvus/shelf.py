"""The shelf of an index in Milvus: texts by their numbers, written once, each of at most 64 KB.

What a generation is made of lies here: its manifest, and the counts of terms. Place 0 says whose the shelf is, and
which manifest was written last.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence

from graph.errors import REBUILD
from search.errors import IndexUnreadable
from search.milvus.client import MOST_BYTES, MOST_ROWS, Milvus, Where

PIECE = 60_000  # bytes of a text
OWNER = 0  # the place of the note of whose it is
AT_ONCE = 100  # texts in one message


class Shelf:
    """One that is there, or is about to be made with `create`."""

    def __init__(self, milvus: Milvus, name: str) -> None:
        self._milvus = milvus
        self._name = name

    def create(self, home: str) -> None:
        """home: where people find the knowledge base."""
        from pymilvus import DataType

        schema = self._milvus.schema(f"Mailuo: what the generations of {home} are made of")
        schema.add_field("place", DataType.INT64, is_primary=True)
        schema.add_field("text", DataType.VARCHAR, max_length=MOST_BYTES)
        schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)  # a collection must have vectors
        indexes = self._milvus.indexes()
        indexes.add_index("nothing", index_type="FLAT", metric_type="IP")
        self._milvus.create(self._name, schema, indexes)

    def load(self) -> None:
        """Have it answer."""
        self._milvus.load(self._name)

    def note_owner(self, home: str, token: str | None) -> None:
        """token: of the manifest written last; None: none yet."""
        said = json.dumps({"home": home, "token": token}, ensure_ascii=False)
        self._milvus.upsert(self._name, _row(OWNER, said))

    def owner(self) -> tuple[str, str | None]:
        """Home and token as they were noted."""
        held = json.loads(self.read([OWNER])[OWNER])
        return held["home"], held["token"]

    def read(self, places: Sequence[int]) -> dict[int, str]:
        """The texts of these places. Raises `IndexUnreadable` where one is not there."""
        found: dict[int, str] = {}
        for start in range(0, len(places), AT_ONCE):
            held = self._milvus.by_key(self._name, "place", places[start : start + AT_ONCE], ["text"])
            found |= {place: str(row["text"]) for place, row in held.items()}
        if len(found) < len(set(places)):
            raise IndexUnreadable(f"{self._milvus.server.title}: {self._name} lacks what was written: {REBUILD}.")
        return found

    def read_text(self, first: int, pieces: int) -> str:
        """A text that was written in pieces."""
        found = self.read(range(first, first + pieces))
        return "".join(found[place] for place in range(first, first + pieces))

    def write(self, first: int, texts: Sequence[str]) -> None:
        """Texts from a place on."""
        for start in range(0, len(texts), AT_ONCE):
            here = enumerate(texts[start : start + AT_ONCE], first + start)
            self._milvus.insert(self._name, [_row(place, text) for place, text in here])

    def forget_others(self, needed: Collection[int], end: int) -> None:
        """Delete what is in none of these places. end: no text is known to be behind it."""
        needed = {OWNER, *needed}
        there: list[int] = []
        for start in range(0, end, MOST_ROWS):
            window = Where(f"place >= {start} and place < {start + MOST_ROWS}")
            there += [int(row["place"]) for row in self._milvus.rows(self._name, window, ["place"])]
        gone = [place for place in there if place not in needed]
        for start in range(0, len(gone), AT_ONCE):
            where = Where("place in {places}", {"places": gone[start : start + AT_ONCE]})
            self._milvus.delete(self._name, where)
        self._milvus.delete(self._name, Where(f"place >= {end}"))

    def settle(self) -> None:
        """What was written stays."""
        self._milvus.settle(self._name)


def _row(place: int, text: str) -> dict[str, object]:
    return {"place": place, "text": text, "nothing": [0.0, 1.0]}


def in_pieces(text: str) -> list[str]:
    """A text of ASCII signs, cut."""
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)] or [""]


def lines_in_pieces(lines: Iterable[str]) -> Iterator[str]:
    """Short lines together, as many as a piece takes."""
    held: list[str] = []
    length = 0
    for line in lines:
        size = len(line.encode()) + 1
        if held and length + size > PIECE:
            yield "\n".join(held)
            held, length = [], 0
        held.append(line)
        length += size
    if held:
        yield "\n".join(held)

"""The stages with the index in Milvus: what is put there, what is made anew when the settings change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import pipeline
from search.milvus.note import Note
from search.milvus.place import MilvusPlace
from search.places import IN_FOLDER, IndexPlace, MilvusServer
from tests.ingest.test_pipeline import PLAN, Base

pytestmark = pytest.mark.slow


class Placed(Base):
    """With its index in a place of its own."""

    index: IndexPlace = IN_FOLDER

    @property
    def tools(self) -> pipeline.Tools:
        return replace(super().tools, index=self.index)

    def ids(self) -> list[str]:
        current = self.generations.current()
        assert current is not None
        return list(self.index.open(current.index).ids)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Placed]:
    from milvus_lite.server_manager import server_manager_instance

    made = Placed(tmp_path)
    server = MilvusServer(str(tmp_path / "m.db"))
    made.write("a.txt", PLAN)
    made.ingest()
    made.index = MilvusPlace(server, lambda make: made.generations.identity(make=make), str(tmp_path))
    yield made
    server_manager_instance.release_server(server.uri)


def test_the_index_goes_where_the_settings_say_and_nothing_else_is_made_anew(base: Placed) -> None:
    embedded = list(base.encoder.embedded)
    moved = base.ingest()
    current = base.generations.current()
    assert current is not None
    assert [path.name for path in current.index.iterdir()] == ["milvus.json"]
    assert moved.report.unchanged == ["a.txt"]
    assert base.encoder.embedded == embedded
    assert len(base.ids()) == moved.counts["passages"] > 0
    assert base.ingest().generation == moved.generation  # now it stands
    base.write("b.txt", PLAN.replace("怀化", "娄底"))
    added = base.ingest()
    assert {id_.split("#")[0] for id_ in base.ids()} == {"a.txt", "b.txt"}
    assert len(base.ids()) == added.counts["passages"]
    note = Note.read(current.index)
    base.remove("a.txt")
    assert {id_.split("#")[0] for id_ in base.ids()} == {"b.txt"}
    now = base.generations.current()
    assert now is not None
    now_noted = Note.read(now.index)
    assert note is not None
    assert now_noted is not None
    assert note.collection == now_noted.collection
    assert note.token != now_noted.token
    base.index = IN_FOLDER
    base.ingest(base.corpus / "b.txt")
    assert {id_.split("#")[0] for id_ in base.ids()} == {"b.txt"}

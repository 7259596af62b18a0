"""Ingestion by workers of Ray: equal to one machine's, whatever is lost on the way. One cluster serves all tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.cluster.hands import ClusterHands
from ingest.cluster.ray_cluster import ClusterUnusable, RayCluster, Workers
from ingest.cluster.understanding import OtherProgram, Stamps, Worker
from ingest.extract import rules_stamp
from ingest.library import Library
from ingest.library_tables import rows_of
from ingest.parquet.shelf import ParquetShelf
from ingest.parquet.store import SharedStore
from search.vectors import VectorStore, vector_key
from tests.ingest.cluster.worker_tools import make, squared
from tests.ingest.test_pipeline import PLAN, Base

pytestmark = pytest.mark.commands
ROOT = Path(__file__).parents[3]
STAMPS = Stamps(rules_stamp(None), "length@1")
PLANS = {
    f"{number}.txt": PLAN.replace("460", str(460 + number)).replace("某市", f"第{number}市") for number in range(7)
}


class Clustered(Base):
    """A knowledge base that workers read; all leave what they find on one shelf."""

    def __init__(self, folder: Path, cluster: RayCluster, shared: Path) -> None:
        super().__init__(folder)
        self.cluster = cluster
        self.marks = shared
        self.shelf = ParquetShelf(SharedStore.at(str(shared / "store")))

    @property
    def tools(self) -> pipeline.Tools:
        tools = super().tools
        return replace(tools, hands=partial(ClusterHands, self.cluster, self.shelf, STAMPS, tools.vectors))

    @property
    def embedded_there(self) -> int:
        return (self.marks / "embedded").stat().st_size


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared")


@pytest.fixture(scope="module")
def cluster(shared: Path) -> Iterator[RayCluster]:
    """Two workers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))  # workers name the module of the tests' tools
        held = RayCluster(Workers(count=2), partial(make, shared / "store", shared), STAMPS)
        yield held
        held.close()


@pytest.fixture
def base(tmp_path: Path, cluster: RayCluster, shared: Path) -> Clustered:
    return Clustered(tmp_path / "clustered", cluster, shared)


def rows(base: Base) -> dict[str, object]:
    """All that the library holds, by source."""
    current = base.generations.current()
    assert current is not None
    with Library.open(current.library) as library:
        entries = library.sources()
        return {one.name: rows_of(library.extraction(one.name), one.stamp, "") for one in entries}  # type: ignore[arg-type]


def test_workers_find_what_one_machine_finds(tmp_path: Path, base: Clustered) -> None:
    alone = Base(tmp_path / "alone")
    for one in (alone, base):
        for name, text in PLANS.items():
            one.write(name, text)
        one.write("again/copy.txt", PLANS["1.txt"])
        (one.corpus / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    expected, found = alone.ingest(), base.ingest()
    assert rows(base) == rows(alone)
    for held in (expected.report, found.report):
        assert [one.of for one in held.copies] == ["1.txt"]
        assert [one.source for one in held.failures] == ["broken.pdf"]
    assert found.counts == expected.counts
    # what workers embedded is not embedded here
    assert base.encoder.embedded == []
    with VectorStore(base.tools.vectors) as store:
        keys = [vector_key("length@1", text) for text in alone.encoder.embedded]
        assert len(store.get(keys)) == len(set(keys)) > 0


def test_what_was_done_is_not_done_again(base: Clustered) -> None:
    for number in range(6):
        base.write(f"{number}.txt", PLAN.replace("460", f"8{number}"))
    with pytest.MonkeyPatch.context() as patch:  # the run ends after the reading: nothing is published
        patch.setattr(pipeline, "_keep_originals", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            base.ingest()
    assert base.generations.current() is None
    embedded = base.embedded_there
    base.write("new.txt", PLAN.replace("460", "90"))
    assert len(base.ingest().report.added) == 7
    assert 0 < base.embedded_there - embedded < 4


def test_a_lost_worker_changes_nothing_and_a_file_that_costs_every_worker_is_named(base: Clustered) -> None:
    for number in range(6):
        base.write(
            f"{number}.txt", PLAN.replace("460", f"7{number}").replace("电子", {2: "一次", 4: "要命"}.get(number, ""))
        )
    summary = base.ingest()
    assert (base.marks / "died").exists()
    assert [(one.source, one.why) for one in summary.report.failures] == [("4.txt", "reader_died")]
    assert sorted(summary.report.added) == ["0.txt", "1.txt", "2.txt", "3.txt", "5.txt"]


def test_work_is_spread_and_comes_back_in_order(cluster: RayCluster) -> None:
    cluster.open()
    assert list(cluster.map(squared, range(40))) == [number * number for number in range(40)]


def test_a_worker_of_another_version_is_refused_in_one_line(tmp_path: Path) -> None:
    worker = Worker(partial(make, tmp_path, tmp_path, "length@2"), STAMPS)
    with pytest.raises(OtherProgram, match=r"length@2.*length@1.*same version of Mailuo"):
        worker.begin()


@pytest.mark.parametrize(("late", "is_begun"), [(1, True), (2, False)])
def test_a_cluster_of_this_machine_that_begins_late_is_begun_once_more(
    late: int, is_begun: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ray = pytest.importorskip("ray")
    tries: list[str] = []

    def begin(address: str, **_: object) -> None:
        tries.append(address)
        if tries.count(address) <= late:
            raise Exception("The current node timed out during startup.")

    monkeypatch.setattr(ray, "init", begin)
    monkeypatch.setattr(ray, "shutdown", lambda: tries.append("ended"))
    monkeypatch.setattr(ray, "cluster_resources", lambda: {"CPU": 2.0})
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    mine = RayCluster(Workers("ray"), partial(make, Path(), Path(), "length@1"), STAMPS)
    if is_begun:
        mine.open()
    else:
        with pytest.raises(ClusterUnusable, match="timed out during startup"):
            mine.open()
    assert tries == ["local", "ended", "local"]


@pytest.mark.parametrize("address", ["dask", "ray://", "ray://host", "ray:1"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ClusterUnusable, match="--on"):
        Workers(address)

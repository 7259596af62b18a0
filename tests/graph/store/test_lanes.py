"""Writing in several lanes, and what a network and a cluster do to it: answers get lost, copies lag behind."""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field

import pytest

from graph.store.engines.lanes import AHEAD, work_in_lanes
from graph.store.engines.neo4j import Neo4jEngine, Owner
from graph.store.engines.neo4j_writing import RELEASE
from graph.store.store import Store
from tests.graph.made import SMALL, TEXTS, large_knowledge
from tests.neo4j_server import Server

OpenNeo4j = Callable[..., Neo4jEngine]
LARGE = large_knowledge(documents=5, mentions=12)


# -------------------------------------------------------------------------------------------------------- lanes alone


@pytest.mark.parametrize("lanes", [1, 2, 5])
def test_every_piece_is_done_once_and_handed_over_here(lanes: int) -> None:
    here = threading.get_ident()
    threads: set[int] = set()
    made: list[int] = []

    def work(piece: int) -> int:
        threads.add(threading.get_ident())
        time.sleep(0.001)
        return -piece

    def done(piece: int) -> None:
        assert threading.get_ident() == here
        made.append(piece)

    work_in_lanes(lanes, work, range(40), done)
    assert sorted(made, reverse=True) == [-piece for piece in range(40)]
    assert (threads == {here}) == (lanes == 1)
    assert len(threads) <= lanes


def test_no_more_is_told_than_the_lanes_can_take() -> None:
    told = 0
    made: list[int] = []

    def pieces() -> Iterator[int]:
        nonlocal told
        for told in range(1, 31):
            yield told
            assert told - len(made) <= 2 * AHEAD

    work_in_lanes(2, lambda piece: piece, pieces(), made.append)
    assert len(made) == told == 30


@pytest.mark.parametrize("lanes", [1, 3])
@pytest.mark.parametrize("where", ["work", "pieces", "done"])
def test_the_first_error_ends_it(lanes: int, where: str) -> None:
    begun: list[int] = []

    def fail(at: str, piece: int) -> int:
        if at == where and piece == 5:
            raise ZeroDivisionError(at)
        return piece

    def work(piece: int) -> int:
        begun.append(piece)
        return fail("work", piece)

    def done(piece: int) -> None:
        fail("done", piece)

    with pytest.raises(ZeroDivisionError, match=where):
        work_in_lanes(lanes, work, (fail("pieces", piece) for piece in range(100)), done)
    assert len(begun) <= 6 + lanes * AHEAD
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lane")]


# ------------------------------------------------------------------------------------------------------- on a server

COMMIT = b"\x00\x02\xb0\x12\x00\x00"  # a whole message of Bolt


@dataclass
class CutLine:
    """A way to the server that is cut behind every third commit: what the server kept is kept, the answer is lost."""

    port: int
    commits: int = 0
    cuts: int = 0
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    def __post_init__(self) -> None:
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near = self._listener.accept()[0]
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with near, socket.create_connection(("127.0.0.1", self.port)) as far:
            is_cut = threading.Event()
            threading.Thread(target=self._answer, args=(near, far, is_cut), daemon=True).start()
            with suppress(OSError):
                while said := near.recv(1 << 16):
                    if said.endswith(COMMIT):
                        self._count(is_cut)
                    far.sendall(said)
            with suppress(OSError):  # closing it alone would not end it while the other thread waits for an answer
                far.shutdown(socket.SHUT_RDWR)

    def _count(self, is_cut: threading.Event) -> None:
        self.commits += 1
        if self.commits % 3 == 0:
            self.cuts += 1
            is_cut.set()

    @staticmethod
    def _answer(near: socket.socket, far: socket.socket, is_cut: threading.Event) -> None:
        with suppress(OSError):
            while (said := far.recv(1 << 16)) and not is_cut.is_set():
                near.sendall(said)
            near.shutdown(socket.SHUT_RDWR)


@pytest.mark.neo4j
def test_a_commit_whose_answer_is_lost_is_done_once(
    empty_neo4j: Callable[[], Neo4jEngine], open_neo4j: OpenNeo4j, neo4j_server: Server
) -> None:
    held = Store(empty_neo4j())
    with closing(CutLine(neo4j_server.port)) as line:
        writer = Store(open_neo4j(uri=line.uri))
        for knowledge in (LARGE, SMALL):
            before = line.cuts
            writer.load(knowledge, texts=TEXTS)
            assert line.cuts > before + 2
            assert held.dump() == knowledge
        before = line.cuts
        assert Store(open_neo4j(uri=line.uri, read_only=True)).dump() == SMALL
        assert line.cuts > before


@pytest.mark.neo4j
def test_a_cluster_is_written_and_read_through_its_routes(
    empty_neo4j: Callable[[], Neo4jEngine], open_neo4j: OpenNeo4j, neo4j_server: Server
) -> None:
    empty_neo4j()._run(RELEASE)
    uri, me = f"neo4j://127.0.0.1:{neo4j_server.port}", Owner("me", "here", 7)
    writer = Store(open_neo4j(uri=uri, owner=me))
    writer.load(SMALL, texts=TEXTS)
    reader = open_neo4j(uri=uri, owner=me, read_only=True)
    assert reader.held_generation() == 7
    assert Store(reader).dump() == SMALL
    empty_neo4j()._run(RELEASE)


def _later(bookmark: str, transactions: int) -> str:
    """The bookmark of a transaction that is yet to come: name of the database, number of the transaction."""
    packed = base64.b64decode(bookmark.removeprefix("FB:"))
    name, number = packed[:19], packed[19:-1]
    held = int.from_bytes(number[1:] or number)
    return "FB:" + base64.b64encode(name + b"\xca" + (held + transactions).to_bytes(4) + packed[-1:]).decode()


@pytest.mark.neo4j
def test_a_copy_that_lags_behind_is_waited_for(open_neo4j: OpenNeo4j) -> None:
    writer, reader = open_neo4j(), open_neo4j(read_only=True)
    (seen,) = reader._seen.get_bookmarks()  # from the moment it was opened, of the member that leads
    reader._seen.update_bookmarks([seen], [_later(seen, 3)])
    try:
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(reader.ask, "RETURN 1 AS one")
            time.sleep(0.5)
            assert not answer.done()
            for _ in range(4):
                writer._run("CREATE (:Lagging)")
            assert answer.result(30) == [{"one": 1}]
    finally:
        writer._run("MATCH (n:Lagging) DELETE n")

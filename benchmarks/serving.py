"""How quick, how fair and how steady the server for programs is: `mailuo serve` over a copy of a knowledge base.

Search and ask one after another; 30 people with keys of their own for a minute, against the same requests answered in
one process without a server; memory over 10,000 requests. Writes benchmarks/serving.md.

    .venv/bin/python benchmarks/serving.py build/bench/base [--seconds 60] [--requests 10000]
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import httpx2 as httpx

from benchmarks.machine import table, write_report
from tests.ui.browsing import free_port
from ui.app.people import Role
from ui.app.settings import Settings
from ui.app.users import Users
from ui.app.workspace import Workspace

PEOPLE = 30
REPEATS = 100
SEARCHED = (
    "国际陆港",
    "粮食播种面积",
    "电子信息产业",
    "乡村振兴",
    "地区生产总值增长",
    "高新区主导产业",
    "交通项目",
    "生态环境",
)
ASKED = (
    "怀化国际陆港由哪个部门牵头?",
    "怀化高新区的主导产业是什么?",
    "2025年粮食产量目标是多少?",
    "惠科项目什么时候投产?",
)
SEARCH_MS, ASK_MS, SHARE = 40, 200, 0.8


@contextmanager
def served(home: Path, users: Path) -> Iterator[tuple[str, int]]:
    """The address, and the number of the process."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAILUO_", "NEO4J_"))}
    server = subprocess.Popen(
        [sys.executable, "-c", "from ui.cli.main import main; main()", "serve", "--port", str(port)],
        cwd=ROOT,
        env={**environment, "MAILUO_HOME": str(home), "MAILUO_USERS": str(users), "MAILUO_RATE": "100000"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    if "answers programs" not in (line := server.stderr.readline()):
        raise SystemExit(line + server.stderr.read())
    try:
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(30)


def p95(took: Sequence[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


def one_after_another(address: str, key: str) -> dict[str, list[float]]:
    """Milliseconds by verb; each request is made once before."""
    took: dict[str, list[float]] = {"search": [], "ask": []}
    with httpx.Client(base_url=address, headers={"X-API-Key": key}, timeout=60) as client:
        for verb, name, texts in (("search", "query", SEARCHED), ("ask", "question", ASKED)):
            for text in texts:
                client.get(f"/v1/{verb}", params={name: text}).raise_for_status()
            for number in range(REPEATS):
                began = time.perf_counter()
                client.get(f"/v1/{verb}", params={name: texts[number % len(texts)]}).raise_for_status()
                took[verb].append((time.perf_counter() - began) * 1000)
    return took


def at_once(address: str, keys: Sequence[str], seconds: float) -> tuple[list[int], Counter[int]]:
    """How much each person was answered, and with which status."""
    until, served, said = time.monotonic() + seconds, [0] * len(keys), Counter[int]()

    def ask(number: int) -> None:
        with httpx.Client(base_url=address, headers={"X-API-Key": keys[number]}, timeout=60) as client:
            while time.monotonic() < until:
                reply = client.get("/v1/search", params={"query": SEARCHED[(served[number] + number) % len(SEARCHED)]})
                said[reply.status_code] += 1
                served[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(keys))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return served, said


def in_one_process(home: Path, seconds: float) -> tuple[float, float]:
    """Searches a second without a server, by as many threads as the server has; of the processor, ms each."""
    from ui.rest.limits import Limits

    workspace = Workspace.open(Settings.read({"MAILUO_HOME": str(home)}))
    workspace.search(SEARCHED[0])
    until, counted, used = time.monotonic() + seconds, [0] * Limits().workers, time.process_time()

    def ask(number: int) -> None:
        while time.monotonic() < until:
            workspace.search(SEARCHED[(counted[number] + number) % len(SEARCHED)])
            counted[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(counted))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    used = time.process_time() - used
    workspace.close()
    return sum(counted) / seconds, 1000 * used / sum(counted)


def processor_seconds(process: int) -> float:
    """Used by a process until now."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(process: int) -> float:
    kept = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(kept.split("VmRSS:")[1].split()[0]) / 1024


def steady(address: str, process: int, key: str, requests: int) -> list[float]:
    """MB after each tenth of the requests."""
    held = []
    paths = [f"/v1/search?query={text}" for text in SEARCHED] + [
        "/v1/list/Project?limit=20",
        "/v1/status",
        "/v1/show?name=怀化市",
    ]
    with httpx.Client(base_url=address, headers={"X-API-Key": key}, timeout=60) as client:
        for number in range(requests):
            client.get(paths[number % len(paths)]).raise_for_status()
            if (number + 1) % (requests // 10) == 0:
                held.append(memory_mb(process))
    return held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--requests", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, file = Path(folder) / "home", Path(folder) / "users.json"
        shutil.copytree(given.home, home)
        users = Users.open(file)
        keys = []
        for number in range(PEOPLE):
            users.add(f"person{number}", Role.READER, None, None)
            keys.append(users.add_key(f"person{number}", "bench", Role.READER)[1])
        alone = in_one_process(home, given.seconds / 4)
        with served(home, file) as (address, process):
            took = one_after_another(address, keys[0])
            used = processor_seconds(process)
            answered, said = at_once(address, keys, given.seconds)
            used = 1000 * (processor_seconds(process) - used) / sum(answered)
            held = steady(address, process, keys[0], given.requests)
    report(took, Crowd(answered, said, given.seconds, used), alone, held, given)


@dataclass(frozen=True, slots=True)
class Crowd:
    """What many people at once were answered; used: ms of the server's processor each."""

    answered: list[int]
    said: Counter[int]
    seconds: float
    used: float


def report(
    took: dict[str, list[float]],
    crowd: Crowd,
    alone: tuple[float, float],
    held: list[float],
    given: argparse.Namespace,
) -> None:
    errors = sum(count for status, count in crowd.said.items() if status != 200)
    throughput, answered = sum(crowd.answered) / crowd.seconds, crowd.answered
    rows: list[tuple[object, ...]] = [
        ("search, one after another, p95", f"{p95(took['search']):.0f} ms", f"≤ {SEARCH_MS} ms"),
        ("search, median", f"{statistics.median(took['search']):.0f} ms", ""),
        ("ask, one after another, p95", f"{p95(took['ask']):.0f} ms", f"≤ {ASK_MS} ms"),
        ("ask, median", f"{statistics.median(took['ask']):.0f} ms", ""),
        (f"{PEOPLE} people, {given.seconds:.0f} s of searches: not answered", errors, "0"),
        ("answered to one person, least / most", f"{min(answered)} / {max(answered)}", "alike"),
        ("answered a second", f"{throughput:.1f}", ""),
        ("in one process without a server, a second", f"{alone[0]:.1f}", ""),
        ("of what one process does, those who ask on the same cores", f"{throughput / alone[0]:.2f}", ""),
        ("of the processor: one process / the server", f"{alone[1]:.1f} / {crowd.used:.1f} ms a search", ""),
        ("of what one process does, by the processor", f"{alone[1] / crowd.used:.2f}", f"≥ {SHARE}"),
        (
            f"memory after a tenth of {given.requests:,} requests, and after all",
            f"{held[0]:.0f} / {held[-1]:.0f} MB",
            "steady",
        ),
    ]
    lines = table(("", "measured", "asked"), rows)
    write_report("serving", "The server for programs", f"Home {given.home.name}; people sign in by keys.", lines)


if __name__ == "__main__":
    main()

"""The command line: what it prints where, how it exits, and that nothing is lost when something goes wrong."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from tests.ui import ready
from tests.ui.ready import PROGRAM

pytestmark = pytest.mark.commands

PLAN = """某市2023年工作方案

一、主要目标
地区生产总值增长7%以上,粮食播种面积稳定在460万亩。

二、重点工作
(一)抓好产业项目。怀化高新区惠科显示模组生产线开工建设。怀化高新区重点发展电子信息产业。(市工业和信息化局牵头,市商务局负责)
(二)抓好交通项目。加快建设G209提质改造项目,鹤城区、中方县抓好落实。(市交通运输局牵头)
"""
NAME = "plan 'a' \"b\".txt"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "my plans"
    folder.mkdir()
    (folder / NAME).write_text(PLAN, encoding="utf-8")
    return folder


def own_environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAILUO_", "NEO4J_"))}
    return {**kept, "MAILUO_HOME": str(home)}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return own_environment(tmp_path / "home")


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    def run_mailuo(*arguments: object) -> subprocess.CompletedProcess[str]:
        return ready.run([*map(str, arguments)], environment)

    return run_mailuo


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which the plan has been ingested, made once."""
    folder = tmp_path_factory.mktemp("made")
    (folder / NAME).write_text(PLAN, encoding="utf-8")
    ready.run(["ingest", str(folder / NAME)], own_environment(folder / "home")).check_returncode()
    return folder / "home"


@pytest.fixture
def filled(made: Path, corpus: Path, tmp_path: Path) -> Path:
    """The corpus, with a home that has it all."""
    shutil.copytree(made, tmp_path / "home")
    return corpus


def value(done: subprocess.CompletedProcess[str]) -> Any:
    """The one JSON value on stdout of a command that succeeded."""
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    return json.loads(done.stdout)


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of a command that failed, without a word on stdout."""
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


# ------------------------------------------------------------------------------------------------- from end to end


def test_what_was_ingested_is_found_by_every_command(run: Run, corpus: Path, tmp_path: Path) -> None:
    summary = value(run("ingest", corpus, "--json"))
    assert summary["added"] == [NAME]
    status = value(run("status", "--json"))
    assert status["documents"] == 1
    assert {"passages", "entities", "relations", "targets", "links", "graph_engine", "model", "home"} <= status.keys()

    found = value(run("search", "粮食播种面积", "--json"))
    assert list(found) == ["query", "passages"]
    best = found["passages"][0]
    assert list(best) == ["source", "document_id", "title", "section", "start", "end", "text", "year", "region", "kind",
                          "score", "places", "standing", "superseded_by", "mark"]  # fmt: skip
    assert best["text"] == PLAN[best["start"] : best["end"]]
    assert "460万亩" in best["text"]

    answer = value(run("ask", "粮食播种面积目标是多少?", "--json"))
    assert list(answer)[:5] == ["question", "answer", "citations", "facts", "entities"]
    for citation in answer["citations"]:
        assert citation["quote"] == PLAN[citation["start"] : citation["end"]]

    mentions = value(run("mentions", "怀化高新区", "--json"))
    assert list(mentions) == ["name", "entities", "documents"]
    assert mentions["entities"][0]["type"] == "Park"
    for passage in mentions["documents"][0]["passages"]:
        assert passage["text"] == PLAN[passage["start"] : passage["end"]]
        for mention in passage["mentions"]:
            assert mention["surface"] == PLAN[mention["start"] : mention["end"]]

    assert value(run("show", "怀化高新区", "--json"))["entities"][0]["name"] == "怀化高新区"
    assert value(run("trace", "怀化高新区", "--json"))["steps"]
    assert value(run("list", "park", "--json"))["entities"][0]["name"] == "怀化高新区"
    assert value(run("targets", "粮食", "--json"))["targets"][0]["value"] == "460"
    assert "paths" in value(run("path", "怀化高新区", "电子信息产业", "--json"))
    assert run("show-text", NAME).stdout == PLAN
    assert run("export", "--format", "jsonl", tmp_path / "export").returncode == 0
    assert len((tmp_path / "export" / "documents.jsonl").read_text().splitlines()) == 1


def test_batches_answer_in_order_with_their_ids(run: Run, filled: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": "b", "question": "粮食"}\n{"id": "a", "question": "交通"}\n', encoding="utf-8")
    names = tmp_path / "names.csv"
    names.write_bytes("id,name\n2,怀化高新区\n1,不在其中\n".encode("gb18030"))
    for command in ("search", "ask"):
        lines = run(command, "--batch", questions, "--json").stdout.splitlines()
        assert [json.loads(line)["id"] for line in lines] == ["b", "a"]
    done = run("mentions", "--batch", names, "--json")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["id"], bool(line["entities"])) for line in found] == [("2", True), ("1", False)]
    table = run("mentions", "--batch", names, "--csv").stdout.splitlines()
    assert table[0].startswith("name,document_id,")
    assert any(line.startswith("不在其中,") for line in table)


def test_an_unknown_name_gives_the_nearest_known_ones(run: Run, filled: Path) -> None:
    for command in ("mentions", "show", "trace"):
        assert "怀化高新区" in complaint(run(command, "怀化高兴区", "--json"))


def test_a_second_run_does_nothing(run: Run, corpus: Path) -> None:
    first = value(run("ingest", corpus, "--json"))
    second = value(run("ingest", corpus, "--json"))
    assert second["unchanged"] == [NAME]
    assert second["generation"] == first["generation"]


def test_removed_is_forgotten(run: Run, filled: Path) -> None:
    (filled / "other.txt").write_text(PLAN.replace("460", "470"), encoding="utf-8")
    run("ingest", filled)
    assert value(run("remove", NAME, "--json"))["removed"] == [NAME]
    assert [target["value"] for target in value(run("targets", "粮食", "--json"))["targets"]] == ["470"]
    assert "no source is called “plan”; there are: other.txt" in complaint(run("remove", "plan"))
    assert run("remove", "--all").returncode == 1  # nobody is there to answer
    assert value(run("remove", "--all", "--yes", "--json"))["documents"] == 0
    assert value(run("search", "粮食", "--json"))["passages"] == []


# ------------------------------------------------------------------------------------------------------ wrong usage

USAGE = [
    ["nonsense"],
    ["search"],
    ["search", "a", "--batch", "b"],
    ["search", "a", "--top", "many"],
    ["search", "a", "--mode", "psychic"],
    ["export", "x", "--format", "docx"],
    ["remove"],
    ["show"],
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_wrong_usage_exits_2_with_one_line(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_it_says_which_release_it_is(run: Run) -> None:
    assert run("--version").stdout == f"mailuo {metadata.version('mailuo')}\n"


def test_before_the_first_ingestion_there_is_a_hint(run: Run) -> None:
    assert "mailuo ingest" in complaint(run("search", "粮食"))
    assert value(run("status", "--json"))["documents"] == 0


def test_a_trace_is_shown_on_demand_only(run: Run) -> None:
    assert "Traceback" not in run("list", "Foo").stderr
    assert "Traceback" in run("list", "Foo", "--debug").stderr


def test_a_reader_that_stops_reading_is_no_failure(run: Run, filled: Path, environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "show-text", NAME], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(30) == 0


def test_a_port_that_is_taken_is_named(run: Run) -> None:
    with socket.socket() as other:
        other.bind(("localhost", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"localhost:{port}" in complaint(run("ui", "--port", port))


def test_a_port_that_is_taken_is_named_on_the_newer_internet_too(run: Run) -> None:
    with socket.socket(socket.AF_INET6) as other:
        try:
            other.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
        other.listen()
        port = other.getsockname()[1]
        assert f"::1:{port} (Address already in use)" in complaint(run("ui", "--host", "[::1]", "--port", port))


def test_a_name_that_is_none_is_said_before_anything_is_served(run: Run) -> None:
    assert "MAILUO_HOSTS names “http://a.example”" in complaint(run("ui", "--allow-host", "http://a.example"))


# -------------------------------------------------------------------------------------------------------- bad input


def empty(path: Path) -> None:
    path.write_bytes(b"")


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 400)


def one_long_line(path: Path) -> None:
    with path.open("wb") as file:
        file.write("规划".encode() * 9_000_000)


def undecodable(path: Path) -> None:
    path.write_bytes("某市规划".encode() + b"\xff\xfe\xff\x81\x00\xd8" * 50)


BAD = [empty, binary, one_long_line, undecodable]


@pytest.mark.parametrize("write", BAD, ids=lambda write: write.__name__)
def test_a_bad_file_is_named_and_the_rest_go_on(run: Run, corpus: Path, write: Callable[[Path], None]) -> None:
    write(corpus / "bad.txt")
    done = run("ingest", corpus, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["added"] == [NAME]
    lines = [line for line in done.stderr.splitlines() if "bad.txt" in line]
    assert len(lines) == 1
    assert value(run("status", "--json"))["documents"] == 1


def test_what_nobody_reads_is_named_and_no_failure(run: Run, filled: Path) -> None:
    for number in range(25):
        (filled / f"照片{number:02}.gif").write_bytes(b"GIF89a\x01\0\x01\0\0\0\0")
    done = run("ingest", filled, "--json")
    skipped = value(done)["skipped"]
    assert len(skipped) == 25
    assert {"source", "reason", "remedy", "why", "values"} == skipped[0].keys()
    files = value(run("status", "--json"))["files"]
    assert (files["read"], files["skipped"], files["remarks"]) == (1, skipped, [])
    said = run("ingest", filled).stderr
    assert "not read: 照片19.gif: is a picture" in said
    assert "照片20.gif" not in said
    assert "… and 5 more: mailuo status --files" in said
    assert "照片24.gif" in run("status", "--files").stdout


def test_a_file_that_goes_bad_keeps_what_was_read_before(run: Run, filled: Path) -> None:
    (filled / NAME).write_bytes(b"")
    assert run("ingest", filled).returncode == 1
    assert run("show-text", NAME).stdout == PLAN


def test_paths_that_lead_nowhere_are_named(run: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    done = run("ingest", tmp_path / "nothing", tmp_path / "missing", corpus, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["added"] == [NAME]
    assert "nothing: holds no readable documents" in done.stderr
    assert "missing: no such file or folder" in done.stderr


def test_nothing_readable_at_all_makes_no_knowledge_base(run: Run, tmp_path: Path) -> None:
    done = run("ingest", tmp_path / "missing")
    assert done.returncode == 1
    assert "mailuo ingest" in complaint(run("search", "粮食"))


# --------------------------------------------------------------------------------------- what goes wrong in the middle


@pytest.fixture
def grown(filled: Path) -> Path:
    """A corpus with one more document than the knowledge base."""
    (filled / "new.txt").write_text(PLAN.replace("某市", "另市") * 3, encoding="utf-8")
    return filled


@pytest.fixture
def interrupted(grown: Path, environment: dict[str, str]) -> Callable[[], subprocess.Popen[str]]:
    """Starts an ingestion of the grown corpus and comes back in the middle of it."""

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*PROGRAM, "ingest", str(grown)],
            env={**environment, "MAILUO_TEST_PAUSE": "60"},
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        assert process.stderr is not None
        assert process.stderr.readline() == "embedding\n"
        return process

    return start


def is_whole(run: Run, grown: Path) -> bool:
    """Whether the first document is still all there, and the new one can still be added."""
    assert value(run("mentions", "怀化高新区", "--json"))["documents"]
    return bool(value(run("ingest", grown, "--json"))["added"] == ["new.txt"])


def test_ctrl_c_ends_with_one_line(run: Run, grown: Path, interrupted: Callable[[], subprocess.Popen[str]]) -> None:
    process = interrupted()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert errors == "mailuo: stopped; the knowledge base is whole: as it was before, or with all that is new\n"
    assert is_whole(run, grown)


def test_ctrl_c_while_it_begins_or_ends_is_one_line_too(environment: dict[str, str]) -> None:
    program = "from ui.cli import main as m\ndef stop(): raise KeyboardInterrupt\nm._prepare_streams = stop\nm.main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "status"], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode not in (0, 2)
    assert done.stderr == "mailuo: stopped; the knowledge base is whole: as it was before, or with all that is new\n"


@pytest.mark.parametrize(("option", "shown"), [("", ""), ("--debug", "a library's own words")])
def test_what_libraries_write_past_python_is_for_developers(
    environment: dict[str, str], option: str, shown: str
) -> None:
    program = (
        "import os; from ui.cli import main as m\n"
        "def noisy(): os.write(2, b\"a library's own words\"); print('heard'); raise m.MailuoError('one line')\n"
        "m.app.command('noisy')(noisy); m.main()"
    )
    words = ["noisy", *([option] if option else [])]
    done = subprocess.run(
        [sys.executable, "-c", program, *words], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (1, "heard\n")
    assert done.stderr.startswith(shown or "mailuo: one line\n")
    assert ("own words" in done.stderr) == bool(shown)


def test_a_killed_ingestion_costs_nothing(
    run: Run, grown: Path, interrupted: Callable[[], subprocess.Popen[str]]
) -> None:
    process = interrupted()
    process.kill()
    process.communicate(timeout=30)
    assert is_whole(run, grown)


def test_a_second_writer_is_refused_while_readers_go_on(
    run: Run, grown: Path, interrupted: Callable[[], subprocess.Popen[str]]
) -> None:
    process = interrupted()
    try:
        assert f"process {process.pid}" in complaint(run("ingest", grown))
        assert value(run("status", "--json"))["documents"] == 1
        assert value(run("list", "Park", "--json"))["entities"]
    finally:
        process.kill()
        process.communicate(timeout=30)


@pytest.mark.parametrize("kilobytes", [60, 300])
def test_a_full_disk_costs_nothing(run: Run, grown: Path, environment: dict[str, str], kilobytes: int) -> None:
    # No file may grow beyond the limit: wherever it strikes, writing fails as on a full disk.
    limited = f'ulimit -f {kilobytes}; exec {subprocess.list2cmdline([*PROGRAM, "ingest"])} "$0"'
    done = subprocess.run(
        ["bash", "-c", limited, str(grown)], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert is_whole(run, grown)


# -------------------------------------------------------------------------------------------------------- quickness


def test_commands_without_a_model_import_nothing_heavy(environment: dict[str, str]) -> None:
    modules = "sys, ui.cli.main, ui.app.workspace, ui.app.pages, ingest.unread, graph.store.engines.sqlite"
    program = f"import {modules}; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    heavy_modules = ("torch", "numpy", "faiss", "tantivy", "streamlit", "sentence_transformers")
    for heavy in (*heavy_modules, "langchain_text_splitters", "lxml", "PIL", "pypdfium2"):
        assert f"'{heavy}'" not in done.stdout


def test_an_unchanged_run_needs_no_torch(run: Run, filled: Path, environment: dict[str, str]) -> None:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-X", "importtime", PROGRAM[1], "ingest", str(filled)],
        env=environment, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "| torch" not in done.stderr
    assert time.monotonic() - begun < 20  # far from the 3 s that a quiet machine keeps, but an embedding would show


@pytest.mark.usefixtures("filled")
def test_a_title_is_put_right_and_undone(run: Run) -> None:
    def titles() -> set[str]:
        return {passage["title"] for passage in value(run("search", "粮食", "--json"))["passages"]}

    document, read = f"{NAME}#1", titles()
    decision = value(run("correct", "title", document, "--set", "title=又名", "--why", "封面", "--json"))["decision"]
    assert (decision["kind"], decision["to"], decision["why"]) == ("title", "又名", "封面")
    assert titles() == {"又名"}
    assert "又名" in run("decisions").stdout
    assert run("decisions", "--undo", decision["id"]).returncode == 0
    assert titles() == read
    assert run("correct", "title", document, "--wrong").returncode == 2


def test_correct_decisions_and_undo(run: Run, corpus: Path) -> None:
    run("ingest", corpus, "--json")
    (target,) = json.loads(run("targets", "粮食播种面积", "--json").stdout)["targets"]
    done = run("correct", "target", target["id"], "--set", "value=462", "--why", "见附件2", "--who", "李四", "--json")
    decision = json.loads(done.stdout)["decision"]
    assert (decision["kind"], decision["who"], decision["why"]) == ("target", "李四", "见附件2")
    shown = json.loads(run("targets", "粮食播种面积", "--json").stdout)["targets"]
    assert [one["value"] for one in shown] == ["462"]
    (line,) = run("decisions", "--lines").stdout.splitlines()
    assert (
        json.loads(line)["id"] == decision["id"] == json.loads(run("decisions", "--json").stdout)["decisions"][0]["id"]
    )
    assert "460万亩" in run("decisions").stdout
    run("decisions", "--undo", decision["id"], "--json")
    assert "[undone]" in run("decisions").stdout
    shown = json.loads(run("targets", "粮食播种面积", "--json").stdout)["targets"]
    assert [one["value"] for one in shown] == ["460"]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("correct", "castle", "x", "--wrong"), 2, "castle"),
        (("correct", "thing", "x"), 2, "--set"),
        (("correct", "thing", "x", "--wrong", "--right"), 2, "--set"),
        (("correct", "thing", "x", "--set", "type"), 2, "FIELD=VALUE"),
        (("correct", "relation", "x", "--wrong"), 2, "takes 3"),
        (("correct", "thing", "没有", "--wrong"), 1, "没有"),
        (("decisions", "--undo", "none"), 1, "none"),
    ],
)
def test_what_cannot_be_corrected_is_said(
    run: Run, corpus: Path, arguments: tuple[str, ...], status: int, says: str
) -> None:
    done = run(*arguments)
    assert done.returncode == status
    assert says in done.stderr or "no knowledge base" in done.stderr

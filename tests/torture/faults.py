"""A fault at every write boundary: `python -m tests.torture.faults [--cases N --seed S] [--record] [--neo4j]`.

An error, a full disk, a short write and a crash are brought about at every boundary of `tests.torture.boundaries`, in
the commands that meet it: at its first, its last and a middle occurrence. Whatever broke, readers see the old or the
new state, and the next run completes it. `--record` only looks what is written, and fails where no boundary names it.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.neo4j_server import Server, open_server
from tests.torture import commands, full_disks, judging, prepared_model
from tests.torture.boundaries import BOUNDARIES, EXPORT, MODEL, SERVER, Act, Fault, named
from tests.torture.commands import Done
from tests.torture.stages import Stage, make_stages
from tests.torture.trial import NOTHING, Refused, Trial
from tests.torture.watching import AUDITED, Instructions

COMMANDS = {name for boundary in BOUNDARIES for name in boundary.commands}
# those whose act brings a file into a draft
_MAKING = [one for one in BOUNDARIES if one.act in (Act.WRITE, Act.CALL, Act.LINK, Act.COPY, Act.CREATE)]
CRASHES = (Fault.CRASH, Fault.CRASH_BEHIND)


@dataclass(frozen=True, slots=True)
class Case:
    """One try: the fault at the `nth` meeting with the boundary in a command."""

    stage: str
    boundary: str
    fault: Fault
    nth: int

    def __str__(self) -> str:
        return f"{self.fault} at “{self.boundary}” ({self.nth}.) in {self.stage}"


@dataclass(slots=True)
class Matrix:
    """All cases, and what was seen."""

    folder: Path
    stages: Mapping[str, Stage]
    complaints: list[str] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)

    # ------------------------------------------------------------------------------------------------ looking

    def record(self) -> dict[str, Counter[str]]:
        """How often each command meets each boundary; complains of what is written outside the list."""
        met: dict[str, Counter[str]] = {}
        for name, stage in self.stages.items():
            trial, log = stage.fresh(self.folder / "recorded"), self.folder / "log"
            log.unlink(missing_ok=True)
            done = _run(trial, stage, Instructions(str(trial.folder), str(log)))
            if done.status != stage.done.status:
                self._complain(f"{name}: the recorded run ended otherwise: {done}")
            lines = [line.split("\t") for line in log.read_text(encoding="utf-8").splitlines()]
            met[name] = Counter(words[1] for words in lines if words[0] == "met")
            written = {(words[1], words[2]) for words in lines if words[0] == "did"}
            for complaint in (*unnamed_acts(written), *unnamed_files(trial)):
                self._complain(f"{name}: {complaint}")
        self._complain_of_commands(met)
        return met

    def _complain_of_commands(self, met: Mapping[str, Counter[str]]) -> None:
        for boundary in BOUNDARIES:
            for name in self.stages:
                if bool(met[name][boundary.name]) != (name in boundary.commands):
                    state = "met" if met[name][boundary.name] else "not met"
                    self._complain(f"“{boundary.name}” is {state} in {name}, and the list says otherwise")

    def cases(self, met: Mapping[str, Counter[str]], *, everywhere: bool) -> Iterator[Case]:
        """`everywhere`: in every command that meets the boundary; else each fault in another of them."""
        for boundary in BOUNDARIES:
            meeting = [stage for stage in self.stages if met[stage][boundary.name]]
            for place, fault in enumerate(boundary.faults):
                for stage in meeting if everywhere else meeting[place % max(len(meeting), 1) :][:1]:
                    count = met[stage][boundary.name]
                    for nth in sorted({1, (count + 1) // 2, count}):
                        yield Case(stage, boundary.name, fault, nth)

    # ------------------------------------------------------------------------------------------------ breaking

    def run(self, case: Case) -> None:
        stage = self.stages[case.stage]
        trial, log = stage.fresh(self.folder / "broken"), self.folder / "log"
        log.unlink(missing_ok=True)
        held = trial.decisions()
        told = Instructions(str(trial.folder), str(log), case.boundary, case.fault, case.nth)
        done = _run(trial, stage, told)
        if "struck\t" not in log.read_text(encoding="utf-8"):
            self.figures["not struck"] += 1
            return
        self.figures["struck"] += 1
        self.figures[f"struck by {case.fault}"] += 1
        for complaint in (*self._of_end(case, stage, done), *self.judge(stage, trial, done, held)):
            self._complain(f"{case}: {complaint}")

    def _of_end(self, case: Case, stage: Stage, done: Done) -> Iterator[str]:
        if done.status != stage.done.status or case.fault in CRASHES:
            yield from judging.of_message(done)
        if case.fault in CRASHES and done.status == 0 and named(case.boundary).act is not Act.CALL:
            yield f"it went on after a crash: {done.err.strip()!r}"

    def judge(self, stage: Stage, trial: Trial, done: Done, held: Sequence[str]) -> Iterator[str]:
        """What must hold, whatever went wrong in `done`."""
        if stage.name == MODEL:
            yield from prepared_model.complaints(trial, self.folder)
            return
        seen = trial.look()
        allowed = stage.views if stage.name != SERVER else (*stage.views, NOTHING)
        if stage.name == SERVER and isinstance(seen, Refused):
            yield from judging.of_message(seen.done, may_name_nothing=True)
        else:
            yield from judging.of_state(seen, allowed, "after it")
        if done.status == 0 and seen != stage.views[1]:
            yield "it said that all went well"
        if stage.name == EXPORT:
            yield from self._of_export(stage, trial, done)
            return
        yield from judging.of_generations(trial)
        yield from judging.of_decisions(held, trial.decisions(), said=stage.decides and done.status == 0)
        completed = trial.run(*self._what_is_left(stage, trial, seen == stage.views[1], held))
        if completed.status not in (0, stage.done.status):
            yield f"the next run fails: {completed.status} {completed.err.strip()!r}"
        yield from judging.of_state(trial.look(), (stage.views[1],), "after the next run")
        yield from judging.of_home(trial, stage.twin, set())

    def _what_is_left(self, stage: Stage, trial: Trial, is_new: bool, held: Sequence[str]) -> tuple[str, ...]:
        if stage.decides:
            return stage.after if len(trial.decisions()) > len(held) else stage.command
        return stage.after if is_new and stage.command[0] == "remove" else stage.command

    def _of_export(self, stage: Stage, trial: Trial, done: Done) -> Iterator[str]:
        """All files or none, none of them cut short, and nothing besides; the next export writes them all."""
        whole = stage.views[1].export
        out = trial.folder / "out" / "set"
        left = {path.name: path.read_bytes() for path in out.iterdir()} if out.is_dir() else {}
        beside = {path.name for path in out.parent.iterdir()} - {out.name} if out.parent.is_dir() else set()
        if done.status >= 0 and (extra := {*beside, *left} - set(whole)):
            yield f"left behind: {', '.join(sorted(extra))}"
        if cut := [name for name, held in left.items() if name in whole and held != whole[name]]:
            yield f"cut short: {', '.join(sorted(cut))}"
        if done.status > 0 and left and set(left) != set(whole):
            yield f"a part of the files: {', '.join(sorted(left))}"
        trial.run(*stage.command, str(out))
        if {path.name: path.read_bytes() for path in out.iterdir()} != dict(whole):
            yield "the next export is not whole, or something lies beside it"

    def _complain(self, complaint: str) -> None:
        line = complaint.replace(str(self.folder), "…")
        self.complaints.append(line)
        print(line, file=sys.stderr, flush=True)


def _run(trial: Trial, stage: Stage, instructions: Instructions) -> Done:
    if stage.name == MODEL:
        return prepared_model.prepare(trial, instructions)
    out = (str(trial.folder / "out" / "set"),) if stage.name == EXPORT else ()
    return trial.run(*stage.command, *out, instructions=instructions)


def unnamed_acts(written: set[tuple[str, str]]) -> Iterator[str]:
    """What was done at files and is no boundary."""
    for event, path in sorted(written):
        if not any(boundary.act in AUDITED[event] and boundary.covers(path) for boundary in BOUNDARIES):
            yield f"{event} at {path} is named by no boundary"


def unnamed_files(trial: Trial) -> Iterator[str]:
    """Files that lie there and are written at no boundary, as engines and SQLite write unseen by the interpreter."""
    for area in ("home", "out", "cache"):
        for path in sorted((trial.folder / area).rglob("*")):
            inside = path.relative_to(trial.folder).as_posix()
            drafted = re.sub(r"^(home/generations/\d+)/", r"\1.draft/", inside)
            asked = BOUNDARIES if drafted == inside else _MAKING
            if path.is_file() and not any(boundary.covers(drafted) for boundary in asked):
                yield f"{inside} is named by no boundary"


def main(arguments: Sequence[str] | None = None) -> int:
    """The campaign as a program; 1 when something was not as it must be."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.torture.faults", description=(__doc__ or "").split("\n\n")[1]
    )
    parser.add_argument("--cases", type=int, help="so many, drawn by lot; by default all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--everywhere", action="store_true", help="each fault in every command that meets the boundary")
    parser.add_argument(
        "--commands", nargs="+", default=sorted(COMMANDS), choices=sorted(COMMANDS), help="only in these"
    )
    parser.add_argument("--disks", type=int, default=8, help="so many disks, with less and less room, for each command")
    parser.add_argument("--record", action="store_true", help="only look what is written")
    parser.add_argument("--neo4j", action="store_true", help="also with the graph in a server")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after so many, however few cases")
    parser.add_argument("--only", default="", help="cases whose name holds this")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that a server is stopped
    folder = commands.working_folder()
    server = open_server(folder) if asked.neo4j else None
    try:
        matrix = _try(folder, server, asked)
    finally:
        if server is not None:
            server.stop()
    print(f"{len(matrix.complaints)} complaints")
    shutil.rmtree(folder)
    return 1 if matrix.complaints else 0


def _try(folder: Path, server: Server | None, asked: argparse.Namespace) -> Matrix:
    begun = time.monotonic()
    commands.prepare(folder / "prepared")
    matrix = Matrix(folder, make_stages(folder / "stages", set(asked.commands), server))
    cases = [case for case in matrix.cases(matrix.record(), everywhere=asked.everywhere) if asked.only in str(case)]
    if asked.cases is not None and len(cases) > asked.cases:
        cases = drawn(cases, asked.cases, random.Random(asked.seed))
    if not asked.record:
        for case in cases:
            if time.monotonic() - begun < 60 * asked.minutes:
                matrix.run(case)
        full_disks.run(matrix, asked.disks)
        figures = ", ".join(f"{name} {count}" for name, count in sorted(matrix.figures.items()))
        print(f"{len(cases)} cases: {figures}; {time.monotonic() - begun:.0f} s")
    return matrix


def drawn(cases: Sequence[Case], count: int, chance: random.Random) -> list[Case]:
    """So many, spread over the boundaries as evenly as can be."""
    by_boundary: dict[str, list[Case]] = defaultdict(list)
    for case in chance.sample(list(cases), len(cases)):
        by_boundary[case.boundary].append(case)
    in_turn = sorted(
        (place, number, case)
        for number, (_, of) in enumerate(sorted(by_boundary.items(), key=lambda _: chance.random()))
        for place, case in enumerate(of)
    )
    return [case for *_, case in in_turn[:count]]


if __name__ == "__main__":
    sys.exit(main())

"""Kills at random moments: `python -m tests.torture.kills --kills 300 --seed 1 [--engine neo4j]`.

Random steps are done twice: by a twin, undisturbed, and by the knowledge base on trial, whose command is killed (also
several times over) before it may end. After each kill readers must see the old or the new state; at the end of each
step the home must be as the twin's. Exit 1 when anything else was seen, with the seed and the number to see it again.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.neo4j_server import Server, ServerMissing, open_server
from tests.torture import commands, judging
from tests.torture.commands import Done, Process
from tests.torture.documents import Plans
from tests.torture.steps import Step, next_step
from tests.torture.trial import NOTHING, NOTHING_YET, READING, Refused, Trial, View

SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
MOST_KILLS_OF_A_STEP = 4
COLD = 0.1  # the share of commands that are started as by people, without anything loaded
BESIDE = 0.25  # … that run beside another
BEHIND_AN_EVENT = 0.6  # … of the kills that come right behind an event at a file; the others come at any moment
AT_ONCE_SECONDS = 0.002  # “right behind”
COLD_START_SECONDS = 1.0  # by which a fresh process is later than one that is forked


@dataclass(slots=True)
class Campaign:
    """What is tried, and what was seen so far."""

    folder: Path
    chance: random.Random
    server: Server | None = None
    seconds: float = float("inf")
    wanted: int = 0
    complaints: list[str] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)
    left: set[str] = field(default_factory=set)  # what was complained of already as left behind
    plans: Plans = field(init=False)
    trial: Trial = field(init=False)
    twin: Trial = field(init=False)

    def __post_init__(self) -> None:
        (self.folder / "plans").mkdir(parents=True)
        self.plans = Plans(self.folder / "plans", self.chance)
        self.trial = Trial(self.folder / "trial", self.server)
        self.twin = Trial(self.folder / "twin")  # embedded also where the other lies in a server: exports are the same

    @property
    def kills(self) -> int:
        return self.figures["kills"]

    def run(self) -> None:
        until = time.monotonic() + self.seconds
        before: View = NOTHING
        while self.kills < self.wanted and time.monotonic() < until:
            step = next_step(self.chance, self.plans, before)
            done = self.twin.run(*step.command)
            after = self.twin.look()
            if isinstance(after, Refused) or done.status < 0:
                raise RuntimeError(f"the undisturbed home fails: {done} {after}")
            if step.decides and done.status:
                continue  # the two are one already, or two
            self.figures[step.kind] += 1
            self._kill_and_complete(step, done, before, after)
            before = after

    def _kill_and_complete(self, step: Step, undisturbed: Done, before: View, after: View) -> None:
        held = self.trial.decisions()
        command = step.command
        for _ in range(self.chance.randint(1, MOST_KILLS_OF_A_STEP)):
            self._kill(command, undisturbed.seconds, (before, after))
            seen = self.trial.look()
            mixed = self.server is not None  # until the next run a server may hold part of both
            self._complain(self._of_seen(seen, (before, after), mixed), step)
            self._complain(judging.of_generations(self.trial), step)
            self._complain(judging.of_decisions(held, self.trial.decisions(), said=False), step)
            command = self._what_is_left(step, held, seen, before, after)
        done = self.trial.run(*command)
        if done.status != undisturbed.status and not _names_unreadable_alone(done):
            self._complain([f"the next run fails: {done.status} {done.err.strip()!r}"], step)
        self._complain(judging.of_state(self.trial.look(), (after,), "after the next run"), step)
        self._complain(judging.of_home(self.trial, self.twin, self.left), step)
        self.figures["completed"] += 1

    def _of_seen(self, seen: View | Refused, allowed: Sequence[View], mixed: bool) -> Iterator[str]:
        if mixed and isinstance(seen, Refused):
            self.figures["refused with one line"] += 1
            yield from judging.of_message(seen.done, may_name_nothing=True)
        elif mixed and seen not in allowed:
            # documents are replaced one by one, each in a transaction, while others read
            self.figures["part of both in the server until the next run"] += 1
        else:
            yield from judging.of_state(seen, allowed, "after the kill")

    def _what_is_left(
        self, step: Step, held: Sequence[str], seen: View | Refused, before: View, after: View
    ) -> tuple[str, ...]:
        """The command that does what the killed one may not have done."""
        if step.decides:
            return step.after if len(self.trial.decisions()) > len(held) else step.command
        if step.command[0] == "remove":
            return step.after if seen == after and before != after else step.command
        return step.command

    # ------------------------------------------------------------------------------------------------- killing

    def _kill(self, command: Sequence[str], seconds: float, allowed: Sequence[View]) -> None:
        """Start the command, alone or beside another, and shoot it."""
        cold = self.chance.random() < COLD
        by_event = not cold and self.chance.random() < BEHIND_AN_EVENT
        process = self.trial.start(*command, cold=cold, events=by_event)
        beside = self._start_beside(command)
        how, group = self.chance.choice(SIGNALS), self.chance.random() < 0.5
        if by_event:
            process.wait_for_events(self.chance.randint(1, 90))
            process.sleep(self.chance.choice((0, self.chance.uniform(0, AT_ONCE_SECONDS))))
        else:
            process.sleep(self.chance.uniform(0, 1.1 * seconds + (COLD_START_SECONDS if cold else 0)))
        shoots_server = self.server is not None and self.server.home is not None and self.chance.random() < 0.25
        if shoots_server and not process.has_ended():
            self._kill_server(process)
        else:
            self.figures["kills" if not process.has_ended() else "ended before the kill"] += 1
            self.figures[judging.name_of(how)] += not process.has_ended()
            self.figures["cold"] += cold
            process.kill(how, group=group)
        self._judge_ended(process, how, beside, allowed)

    def _start_beside(self, command: Sequence[str]) -> Process | None:
        if self.chance.random() >= BESIDE:
            return None
        self.figures["beside another"] += 1
        if self.chance.random() < 0.5:
            return self.trial.start(*command)
        return self.trial.start(*self.chance.choice(READING))

    def _judge_ended(self, process: Process, how: int, beside: Process | None, allowed: Sequence[View]) -> None:
        done = process.wait()
        about = f"killed by {judging.name_of(how)}"
        self._complain(self._of_message(done), about)
        if beside is not None:
            other = beside.wait()
            self._complain(self._of_message(other), f"beside one {about}")
        if process.left_behind():
            self._complain(["a process was left behind"], about)

    def _of_message(self, done: Done) -> Iterator[str]:
        may = self.server is not None or "already" in done.err or NOTHING_YET in done.err
        if not _names_unreadable_alone(done):
            yield from judging.of_message(done, may_name_nothing=may or "no source is called" in done.err)

    def _kill_server(self, process: Process) -> None:
        """Kill the server while it is loaded, and start it again; the command waits for it, or says one line."""
        assert self.server is not None
        self.figures["kills"] += 1
        self.figures["kills of the server"] += 1
        self.server.kill()
        self.server.start()

    def _complain(self, complaints: Iterator[str] | Sequence[str], about: Step | str) -> None:
        said = f"{about.kind}: {' '.join(about.command[:2])}" if isinstance(about, Step) else about
        for complaint in complaints:
            line = f"kill {self.kills} ({said}): {complaint}".replace(str(self.folder), "…")
            self.complaints.append(line)
            print(line, file=sys.stderr, flush=True)


def _names_unreadable_alone(done: Done) -> bool:
    """Whether it has ended, and names the empty file among the plans."""
    return done.status == 1 and "empty-" in done.err


def main(arguments: Sequence[str] | None = None) -> int:
    """The campaign as a program; 1 when something was not as it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.kills", description=(__doc__ or "").split("\n\n")[1])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("embedded", "neo4j"), default="embedded")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after so many, however few kills")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that a server is stopped
    folder = commands.working_folder()
    try:
        server = open_server(folder) if asked.engine == "neo4j" else None
    except ServerMissing as missing:
        shutil.rmtree(folder)
        print(f"THE KILLS WITH NEO4J WERE LEFT OUT: {missing}", file=sys.stderr)
        return 1 if os.environ.get("MAILUO_REQUIRE_NEO4J") else 0
    begun = time.monotonic()
    try:
        commands.prepare(folder / "prepared")
        chance = random.Random(asked.seed)
        campaign = Campaign(folder / "campaign", chance, server, asked.minutes * 60, asked.kills)
        campaign.run()
    finally:
        if server is not None:
            server.stop()
    figures = ", ".join(f"{name} {count}" for name, count in sorted(campaign.figures.items()) if count)
    print(f"{asked.engine}, seed {asked.seed}: {figures}; {time.monotonic() - begun:.0f} s")
    print(f"{len(campaign.complaints)} complaints")
    if campaign.complaints:
        print(f"kept in {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())

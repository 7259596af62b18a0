"""What must hold after a kill or a fault, whatever it struck. In: what was seen. Out: complaints, one line each."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator, Sequence

from ingest.generations import Generations
from tests.torture.commands import Done
from tests.torture.trial import Refused, Trial, View

STOPPED = "mailuo: stopped"


def of_message(done: Done, *, may_name_nothing: bool = False) -> Iterator[str]:
    """A command that ended badly says one clear line, which names the thing; one that was shot says nothing at all."""
    lines = [line for line in done.err.splitlines() if line.strip()]
    said = f"{' '.join(done.arguments[:2])} (status {done.status}) said {done.err.strip()!r}"
    if done.status < 0 or done.status == 0:
        # one that was shot at its very end may have named the files that were not read
        words = ("Traceback", "Error", "Exception ignored", *(["mailuo: "] if done.status == 0 else []))
        if any(word in done.err for word in words):
            yield f"not silent: {said}"
        return
    if done.status not in (1, 2) or len(lines) != 1 or not lines[0].startswith("mailuo: "):
        yield f"not one clear line: {said}"
    elif "unexpected" in lines[0]:
        yield f"an unforeseen mistake: {said}"
    elif not may_name_nothing and "/" not in lines[0] and not lines[0].startswith(STOPPED):
        yield f"names nothing: {said}"


def of_state(seen: View | Refused, allowed: Sequence[View], when: str) -> Iterator[str]:
    """A reader opens the home, and sees one of the states that are allowed, wholly."""
    if isinstance(seen, Refused):
        yield f"{when}: refused: {' '.join(seen.done.arguments[:2])} said {seen.done.err.strip()!r}"
    elif seen not in allowed:
        nearest = min((list(_differences(seen, one)) for one in allowed), key=len)
        yield f"{when}: neither the old nor the new state: {', '.join(nearest)} differ"


def _differences(seen: View, other: View) -> Iterator[str]:
    yield from (name for name in {**seen.export, **other.export} if seen.export.get(name) != other.export.get(name))
    yield from (name for name in ("counts", "listed", "found") if getattr(seen, name) != getattr(other, name))


def of_decisions(before: Sequence[str], now: Sequence[str], said: bool) -> Iterator[str]:
    """What was recorded stays; `said`: whether the command said that it had recorded one more."""
    if list(now[: len(before)]) != list(before):
        yield f"decisions were lost or changed: {len(before)} before, {len(now)} now"
    elif said and len(now) == len(before):
        yield "a decision that was said to be recorded is not there"


def of_home(trial: Trial, twin: Trial, known: set[str]) -> Iterator[str]:
    """After an undisturbed run the home holds what an undisturbed home holds, and nothing besides; what is left behind
    is complained of once, and then `known`.
    """
    here, there = trial.inventory(), twin.inventory()
    if left := here - there - known:
        known |= left
        yield f"left behind: {_some(left)}"
    if missing := there - here:
        yield f"missing: {_some(missing)}"
    yield from of_generations(trial)
    lying, read = trial.segments()
    if lying != read:
        yield f"segments of terms: {len(lying)} lie there, {len(read)} are read"
    if trial.generations() > 2:
        yield f"{trial.generations()} generations are kept"


def of_generations(trial: Trial) -> Iterator[str]:
    """What was published is what its writer noted, byte for byte, whatever came after it."""
    for generation in Generations(trial.home).all():
        yield from (f"{fault.path}: {fault.says}" for fault in generation.faults(generation.about, thorough=True))


def _some(names: Iterable[str]) -> str:
    in_order = sorted(names)
    return ", ".join(in_order[:4]) + (f" and {len(in_order) - 4} more" if len(in_order) > 4 else "")


def name_of(how: int) -> str:
    return signal.Signals(how).name

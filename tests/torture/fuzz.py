"""The campaign of broken files: thousands of all formats are read by the crew and understood by the rules.

    python -m tests.torture.fuzz --files 10000 --seed 1 [--first 0] [--only docx] [--keep FOLDER] [--no-rules]

Each file follows from the seed and its number. What must not be: an abort, a reader or a rule that hangs (10 seconds of
processor for each 100 KB), dies, eats memory or raises what nobody thought of, a word on stderr. Of each new kind the
first file is made smaller and kept. Ends with 1 where there was any.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.records import Source
from ingest.extracting import Extractor
from ingest.sources.crew import read_files
from ingest.sources.files import NamedFile
from ingest.sources.unreadable import Unreadable
from tests.torture.fuzz_seeds import Seeds, make_seeds
from tests.torture.mutations import mutate
from tests.torture.shrinking import shrunk

AT_ONCE = 100  # files on the disk
SEEDS = Path(tempfile.gettempdir()) / "mailuo-fuzz-seeds"
# Formats that LibreOffice or recognition reads take seconds a file.
WEIGHTS = {
    **dict.fromkeys(("docx", "xlsx", "html", "pdf"), 40),
    **dict.fromkeys(("xls", "ods", "ofd", "txt"), 25),
    **dict.fromkeys(("csv", "mht", "md"), 15),
    **dict.fromkeys(("doc", "rtf", "odt"), 2),
    **dict.fromkeys(("png", "jpeg", "tiff", "bmp", "webp", "gif"), 1),
}
# Reasons that a broken file must never be given: they say that something of ours gave way.
FAULTS = frozenset({"stumbled", "reader_died", "reader_slow", "reader_memory", "rules", "rules_slow"})


@dataclass(slots=True)
class Tally:
    """What was counted of one format."""

    files: int = 0
    read: int = 0
    seconds: float = 0.0
    refused: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Campaign:
    """A run: its seeds, where failures are kept, and what was counted."""

    seed: int
    seeds: Seeds
    keep: Path
    with_rules: bool
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    known: dict[str, Path] = field(default_factory=dict)  # kind of fault → its smallest file

    def make(self, number: int) -> tuple[str, bytes]:
        """The format and the bytes of a file."""
        chance = random.Random(f"{self.seed} {number}")
        endings = sorted(self.seeds)
        (ending,) = chance.choices(endings, [WEIGHTS.get(ending, 1) for ending in endings])
        other = chance.choice(self.seeds[chance.choice(endings)])
        return ending, mutate(ending, chance.choice(self.seeds[ending]), other, chance)

    def run(self, numbers: range) -> None:
        """Make, read and count the files of these numbers."""
        for start in numbers[::AT_ONCE]:
            made = {number: self.make(number) for number in range(start, min(start + AT_ONCE, numbers.stop))}
            for (number, (ending, raw)), kind, seconds in self._judged(made):
                tally = self.tallies[ending]
                tally.files += 1
                tally.seconds += seconds
                if kind == "":
                    tally.read += 1
                elif kind.split()[0] not in FAULTS:
                    tally.refused[kind.split()[0]] += 1
                else:
                    tally.faults[kind] += 1
                    self._found(kind, number, ending, raw)
            print(f"{start + len(made)}: {sum(t.faults.total() for t in self.tallies.values())} faults", flush=True)

    def _judged(self, made: dict[int, tuple[str, bytes]]) -> Iterator[tuple[tuple[int, tuple[str, bytes]], str, float]]:
        before = time.monotonic()
        files = [(f"{number}.{ending}", raw) for number, (ending, raw) in made.items()]
        for one, (_, kind) in zip(made.items(), results(files, with_rules=self.with_rules), strict=True):
            now = time.monotonic()
            yield one, kind, now - before
            before = now

    def _found(self, kind: str, number: int, ending: str, raw: bytes) -> None:
        """Keep the first file of a kind, as small as it can be made."""
        key = f"{ending} {kind}"
        print(f"  {number}.{ending}: {kind}", flush=True)
        if key in self.known:
            return
        self.keep.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^\w-]+", "-", key)[:80]
        path = self.known[key] = self.keep / f"{number}-{name}.{ending}"
        path.write_bytes(raw)
        if not kind.startswith(("reader_slow", "rules_slow", "reader_memory")):  # each try would take as long
            path.with_suffix(f".small.{ending}").write_bytes(shrunk(raw, same_kind(kind, ending, self.with_rules)))


def same_kind(kind: str, ending: str, with_rules: bool) -> Callable[[Sequence[bytes]], int | None]:
    """Tries candidates: the place of the first that goes wrong in the same way."""

    def tried(candidates: Sequence[bytes]) -> int | None:
        named = [(f"{at}.{ending}", raw) for at, raw in enumerate(candidates)]
        kinds = [found for _, found in results(named, with_rules=with_rules)]
        return kinds.index(kind) if kind in kinds else None

    return tried


def results(files: Sequence[tuple[str, bytes]], *, with_rules: bool) -> Iterator[tuple[str, str]]:
    """Each file's name, and empty for one that was read, else what kind of reason there was."""
    with tempfile.TemporaryDirectory(prefix="mailuo-fuzz-") as folder, contextlib.ExitStack() as stack:
        named = []
        for name, raw in files:
            path = Path(folder, name)
            path.write_bytes(raw)
            named.append(NamedFile(path, name, is_named=True))
        extractor = stack.enter_context(contextlib.closing(Extractor(None)))
        found = stack.enter_context(contextlib.closing(read_files(named, lambda *_: None, processes=1)))
        for file, result in found:
            if isinstance(result, Source) and with_rules:
                understood = extractor.extract(result)
                yield file.name, kind_of(understood) if isinstance(understood, Unreadable) else ""
            else:
                yield file.name, kind_of(result) if isinstance(result, Unreadable) else ""


def kind_of(fault: Unreadable) -> str:
    """The reason's key, and what kind of fault it was: “stumbled IndexError: list index out of range”."""
    said = str(fault.values.get("fault", "")) if fault.why in FAULTS else ""
    return f"{fault.why} {re.sub(r'[0-9]+', '0', said)}".strip()


def report(tallies: dict[str, Tally]) -> str:
    """A line a format, and one for all."""
    lines = [
        "| format | files | read | refused | faults | seconds | kinds of fault |",
        "| --- | --: | --: | --: | --: | --: | --- |",
    ]
    for ending, tally in sorted(tallies.items()):
        kinds = "; ".join(f"{kind} ×{count}" for kind, count in tally.faults.most_common())
        lines.append(
            f"| {ending} | {tally.files} | {tally.read} | {tally.refused.total()} | {tally.faults.total()} "
            f"| {tally.seconds:.0f} | {kinds} |"
        )
    every = [
        sum(values)
        for values in zip(
            *((t.files, t.read, t.refused.total(), t.faults.total()) for t in tallies.values()), strict=True
        )
    ]
    return "\n".join(
        [*lines, f"| all | {' | '.join(map(str, every))} | {sum(t.seconds for t in tallies.values()):.0f} | |"]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaign and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"))
    parser.add_argument("--no-rules", action="store_true")
    options = parser.parse_args(arguments)
    with heard_on_stderr() as heard:
        SEEDS.mkdir(parents=True, exist_ok=True)
        seeds = make_seeds(1, SEEDS, options.only)
        campaign = Campaign(options.seed, seeds, options.keep, not options.no_rules)
        with contextlib.suppress(KeyboardInterrupt):  # what was counted until then is said
            campaign.run(range(options.first, options.first + options.files))
        said = heard()
    print(report(campaign.tallies))
    if said:
        print(f"said on stderr: {said[:2000]}")
    return 1 if said or any(tally.faults for tally in campaign.tallies.values()) else 0


@contextlib.contextmanager
def heard_on_stderr() -> Iterator[Callable[[], str]]:
    """What this process and all that it starts say on stderr."""
    with tempfile.TemporaryFile() as kept:
        was = os.dup(2)
        os.dup2(kept.fileno(), 2)

        def heard() -> str:
            kept.seek(0)
            return kept.read().decode("utf-8", "replace").strip()

        try:
            yield heard
        except BaseException:
            os.write(was, heard().encode())
            raise
        finally:
            os.dup2(was, 2)
            os.close(was)


if __name__ == "__main__":
    sys.exit(main())

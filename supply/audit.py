"""Asks whether anything in the lock files has a known weakness.

    make audit

In: the lock files of what Mailuo needs and its extras; a network, for PyPI's list of weaknesses. Out: a line for each
weakness and exit status 1; 0 where there is none; 2, with one line, where it could not be asked: an audit that asked
nobody has found nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

from supply.lock import APART, blocks_of, lock_paths


def main() -> None:
    """The command."""
    blocks: dict[str, str] = {}
    for path in lock_paths():
        if path.stem in APART:  # environments of their own, with versions of their own
            continue
        for first, block in blocks_of(path.read_text(encoding="utf-8")).items():
            # without markers: what is installed elsewhere matters too; PyTorch's builds without CUDA are the same code
            name = first.split(" ")[0].partition("+")[0]
            blocks.setdefault(name, name + block[len(first) :])
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as listed:
        listed.write("".join(blocks.values()))
        listed.flush()
        options = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
        command = [str(Path(sys.executable).with_name("pip-audit")), *options, "--requirement", listed.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = read_report(done.stdout)
    if report is None:
        last = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        _end(2, f"make audit: could not ask ({last[:200]}); run it where pypi.org can be reached")
    asked = [one for one in report if "skip_reason" not in one]
    if not asked:
        _end(
            2,
            "make audit: could not ask (this index keeps no list of weaknesses); run it where pypi.org can be reached",
        )
    weak = list(said_of(asked))
    _end(
        1 if weak else 0,
        "\n".join([*weak, f"{len(weak)} weaknesses in {len(asked)} packages, {len(report) - len(asked)} not asked"]),
    )


def read_report(text: str) -> list[dict[str, Any]] | None:
    """The packages of a report; None where there is none."""
    try:
        found: list[dict[str, Any]] = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    return found


def said_of(asked: list[dict[str, Any]]) -> list[str]:
    """A line for each weakness."""
    return [
        f"{one['name']} {one['version']}: {weakness['id']}, mended in {' '.join(weakness['fix_versions']) or 'none'}"
        for one in asked
        for weakness in one["vulns"]
    ]


def _end(status: int, line: str) -> NoReturn:
    print(line)
    sys.exit(status)


if __name__ == "__main__":
    main()

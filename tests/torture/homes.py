"""Damaged homes: the doctor says what is wrong and what helps, what it says helps, and nothing is lost.

    python -m tests.torture.homes [--only WORDS] [--every N]

Each damage of `damages.py` is done to a copy of a home; then
1. every reading command gives what it should, or one line that says what is wrong;
2. the doctor names the damaged path, and a remedy for everything that is wrong;
3. an ingestion that does not know of it spoils nothing;
4. the remedies, carried out as they are written in an empty folder, make the home whole: the doctor finds nothing
   wrong, and the export is byte for byte that of a home that was never damaged.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from graph import layers
from tests.torture.commands import Done, environment, prepare, start, working_folder
from tests.torture.damages import Damage, damages
from tests.ui.homes import PLANS

MORE = {"2025.txt": "怀化市2025年工作方案\n\n一、主要目标\n粮食播种面积稳定在462万亩。\n"}
PAGE = (
    "<html><body><h1>鹤城区2024年工作要点</h1>"
    + "<p>加快建设鹤城区科技园项目,完成投资3亿元。</p>" * 9
    + "</body></html>"
)
READING = (["status"], ["list", "Project"], ["search", "粮食播种面积"], ["ask", "2023年粮食播种面积是多少?"])
COMMAND = re.compile(r"“((?:MAILUO_HOME=\S+ )?mailuo [^”]+)”")
# What nobody foresaw may be said of a part that has its size and other contents; it is said what tells so.
TRACE = re.compile(r"Traceback|unexpected \w+:(?!.*“mailuo doctor”)")


class Ward:
    """Where homes are damaged and mended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plans = folder / "plans"
        self.home = folder / "home"
        self.whole = folder / "whole"
        (folder / "elsewhere").mkdir()

    def admit(self) -> bytes:
        """Make the whole home, of two generations, its library in two files; its export."""
        layers.RATIO, ratio = 0, layers.RATIO  # nothing is put together
        try:
            self._make()
        finally:
            layers.RATIO = ratio
        self.restore()
        return self.export()

    def _make(self) -> None:
        self.plans.mkdir()
        for name, text in PLANS.items():
            (self.plans / name).write_text(text, encoding="utf-8")
        self.must("ingest", str(self.plans))
        for name, text in {**MORE, "page.html": PAGE, "copy.txt": PLANS["2023.txt"]}.items():
            (self.plans / name).write_text(text, encoding="utf-8")
        self.must("ingest", str(self.plans))
        self.must("split", "惠科显示模组生产线", "惠科显示模组生产线二期项目")
        generations = self.home / "generations"
        for number, folder in enumerate(sorted(generations.iterdir(), key=lambda one: int(one.name)), 1):
            folder.rename(generations / str(number))
        (self.home / "CURRENT").write_text("2\n")
        (self.home / "unread.json").write_text('{"unread": []}')
        self.home.rename(self.whole)

    def restore(self) -> None:
        """A copy of the whole home in the place of the damaged one."""
        if self.home.exists():
            shutil.rmtree(self.home)
        shutil.copytree(self.whole, self.home)

    def run(self, *arguments: str) -> Done:
        """A command in a folder that holds nothing."""
        before = Path.cwd()
        os.chdir(self.folder / "elsewhere")
        try:
            return start(arguments, environment(self.home, self.folder)).wait()
        finally:
            os.chdir(before)

    def must(self, *arguments: str) -> Done:
        """A command that succeeds."""
        done = self.run(*arguments)
        if done.status:
            raise SystemExit(f"{' '.join(arguments)}: {done.err}")
        return done

    def export(self) -> bytes:
        """All files of an export, in one."""
        goal = self.folder / "export"
        shutil.rmtree(goal, ignore_errors=True)
        done = self.run("export", "--format", "jsonl", str(goal))
        return done.err.encode() if done.status else b"".join(path.read_bytes() for path in sorted(goal.iterdir()))


def examine(ward: Ward, damage: Damage, whole: bytes) -> Iterator[str]:
    """What is wrong with how a damage is dealt with, one line each."""
    for arguments in READING:
        yield from not_plain(ward.run(*arguments))
    found = ward.run("doctor", "--json")
    yield from not_plain(found)
    findings = json.loads(found.out)["findings"] if found.out else []
    wrong = [finding for finding in findings if finding["state"] == "wrong"]
    if damage.is_damage and not any(damage.named in finding["says"] for finding in wrong):
        yield f"the doctor does not name {damage.named}: {wrong}"
    if not damage.is_damage and wrong:
        yield f"the doctor finds something wrong: {wrong}"
    yield from spoilt(ward, damage, whole)
    for finding in wrong:
        yield from follow(ward, finding)
    again = ward.run("doctor", "--json")
    left = [f for f in json.loads(again.out or "{}").get("findings", []) if f["state"] == "wrong"]
    if again.status or left:
        yield f"not whole after the remedies {[finding.get('mend') for finding in wrong]}: {left or again.err}"
    if ward.export() != whole:
        yield f"another export after the remedies: {ward.export()[:200].decode(errors='replace')}"


def not_plain(done: Done) -> Iterator[str]:
    """Anything but success, or one line."""
    lines = done.err.strip().splitlines()
    if (
        done.status not in (0, 1)
        or TRACE.search(done.err)
        or (done.status and "doctor" not in done.arguments and len(lines) != 1)
    ):
        yield f"{' '.join(done.arguments)} ended with {done.status}: {done.err[-400:]!r}"


def spoilt(ward: Ward, damage: Damage, whole: bytes) -> Iterator[str]:
    """An ingestion of the files that are there: it does all, or says what is wrong and leaves what was there."""
    kept = ward.folder / "kept"
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(ward.home, kept, symlinks=True)
    done = ward.run("ingest", str(ward.plans))
    yield from not_plain(done)
    if done.status == 0:
        if damage.is_damage and ward.run("doctor", "--json").status == 0 and ward.export() != whole:
            yield "an ingestion made something else of it"
    elif damage.is_renewed:
        yield f"an ordinary ingestion does not renew it: {done.err}"
    elif not {path.name for path in (kept / "generations").iterdir()} <= {
        path.name for path in (ward.home / "generations").iterdir()
    }:
        yield "an ingestion that failed has deleted a generation"
    shutil.rmtree(ward.home)
    kept.rename(ward.home)


def follow(ward: Ward, finding: dict[str, str]) -> Iterator[str]:
    """Carry out a remedy as it is written."""
    mend = finding.get("mend", "")
    path = Path(re.split(r": | is damaged| cannot be used|, line ", finding["says"])[0])
    if command := COMMAND.search(mend):
        words = [word for word in shlex.split(command[1]) if not word.startswith("MAILUO_HOME=")]
        words = [part for word in words[1:] for part in ([str(ward.plans)] if word == "PATH…" else [word])]
        done = ward.run(*words)
        if done.status:
            yield f"the remedy “{command[1]}” fails: {done.err}"
    elif mend.startswith("delete it"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    elif "delete the line" in mend:
        number = int(re.search(r", line (\d+)", finding["says"])[1])  # type: ignore[index]
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(lines[: number - 1] + lines[number:]))
    elif "the right" in mend:
        path.chmod(0o600)
    else:
        yield f"no remedy that can be carried out: {finding}"


def main(arguments: list[str] | None = None) -> int:
    """The campaign; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.homes")
    parser.add_argument("--only", default="", help="damages whose names hold these words")
    parser.add_argument("--every", type=int, default=1, help="only every so many-th damage")
    chosen = parser.parse_args(arguments)
    folder = working_folder()
    complaints = 0
    try:
        (folder / "prepared").mkdir()
        prepare(folder / "prepared")
        ward = Ward(folder)
        whole = ward.admit()
        tried = [damage for damage in damages(ward.whole) if chosen.only in damage.name][:: chosen.every]
        for damage in tried:
            ward.restore()
            damage.do(ward.home)
            for complaint in examine(ward, damage, whole):
                complaints += 1
                print(f"{damage.name}: {complaint}".replace(str(folder), "…"), flush=True)
        print(f"{len(tried)} damaged homes, {complaints} complaints")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return int(complaints > 0)


if __name__ == "__main__":
    sys.exit(main())

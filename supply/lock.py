"""Writes the lock files: the exact version and the hashes of everything that is installed.

    make lock              keeps the versions that are locked, where pyproject.toml allows them
    make lock UPGRADE=1    takes the newest

In: pyproject.toml, supply/*.in, the lock files as they are; a network, for the package index. Out: constraints.txt
(what Mailuo needs), supply/EXTRA.txt (what each extra adds to it), supply/cuda.txt (what PyPI's own build of PyTorch
for Linux adds to it), supply/tools.txt and supply/docs.txt (what has an environment of its own), for every platform and
every Python that pyproject.toml admits.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "constraints.txt"
HEAD = "# Versions and hashes of {what}, written by `make lock`: docs/supply.md.\n"
APART = {
    "tools": "the tools of `make lock`, `make sbom` and `make audit`",
    "docs": "what `make docs` runs",
}
FOR_CUDA = re.compile(r"(nvidia|cuda|triton)\b")
_PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==([^\s;\\]+)", re.M)

Blocks = dict[str, str]  # the first line, with version and marker → the whole requirement


def lock_path(extra: str) -> Path:
    """Where the lock file of an extra of pyproject.toml lies."""
    return ROOT / "supply" / f"{extra}.txt"


def lock_paths() -> list[Path]:
    """All lock files that are there."""
    return [LOCK, *sorted((ROOT / "supply").glob("*.txt"))]


def blocks_of(text: str) -> Blocks:
    """The requirements of a lock file, each with its hashes and what asks for it."""
    lines = re.split(r"^(?=[a-z0-9])", text, flags=re.M)
    return {block.partition("\\")[0].strip(): block for block in lines if _PIN.match(block)}


def pins_of(text: str) -> dict[str, str]:
    """Name → version."""
    return {found[1]: found[2] for found in _PIN.finditer(text)}


def _compile(sources: list[str], kept: Path, stdin: str = "") -> Blocks:
    """What the index has for these, on every platform; kept: versions to stay with."""
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--quiet"]
    command = [str(Path(sys.executable).with_name("uv")), "pip", "compile", *options]
    command += ["--annotation-style", "line", "--constraint", str(kept), *sources]
    done = subprocess.run(command, cwd=ROOT, input=stdin, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit("make lock: nothing was written; uv says above what it could not do (it needs the package index)")
    # whose versions were kept is no reason for a requirement
    return blocks_of(re.sub(r"(?<=# via )(.*)$", _without_kept, done.stdout, flags=re.M))


def _without_kept(via: re.Match[str]) -> str:
    return ", ".join(one for one in via[1].split(", ") if not one.startswith("-c "))


def _write(path: Path, what: str, blocks: Blocks) -> None:
    path.write_text(HEAD.format(what=what) + "".join(blocks.values()), encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {len(blocks)}")


def _keep(kept: Path, locks: list[Path]) -> None:
    """Write down the versions in these lock files; those that are not there hold none."""
    texts = [path.read_text(encoding="utf-8") for path in locks if path.exists()]
    kept.write_text(
        "".join(f"{name}=={version}\n" for name, version in pins_of("\n".join(texts)).items()), encoding="utf-8"
    )


def main() -> None:
    """Write all lock files, or none where the index does not answer."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    build = "\n".join(project["build-system"]["requires"])
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "kept.txt"
        locks = [LOCK, *(lock_path(extra) for extra in (*extras, "cuda"))]
        _keep(kept, [] if "--upgrade" in sys.argv else locks)
        # all at once first, so that an extra never asks for another version than the rest
        whole = _compile(["pyproject.toml", "--all-extras", "-"], kept, build)
        kept.write_text("".join(f"{first}\n" for first in whole), encoding="utf-8")
        base = _compile(["pyproject.toml", "-"], kept, build)
        of_extras = {extra: _compile(["pyproject.toml", "--extra", extra, "-"], kept, build) for extra in extras}
        apart = {}
        for name in APART:
            _keep(kept, [] if "--upgrade" in sys.argv else [lock_path(name)])
            apart[name] = _compile([f"supply/{name}.in"], kept)
    cuda = {first: block for first, block in base.items() if FOR_CUDA.match(first)}
    base = {first: block for first, block in base.items() if first not in cuda}
    _write(LOCK, "what Mailuo needs", base)
    for extra, blocks in of_extras.items():
        added = {first: block for first, block in blocks.items() if first not in base and first not in cuda}
        _write(lock_path(extra), f"what the extra “{extra}” adds", added)
    _write(lock_path("cuda"), "what PyPI's own build of PyTorch for Linux adds", cuda)
    for name, what in APART.items():
        _write(lock_path(name), what, apart[name])


if __name__ == "__main__":
    main()

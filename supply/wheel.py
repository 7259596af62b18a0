"""Mailuo's own wheel, made from a copy of what is checked out: nothing is left behind in the tree.

In: the folder for the wheel. Out: its path. Needs setuptools, which constraints.txt lists, and no network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from supply.lock import ROOT

PACKAGES = ("graph", "search", "ingest", "ui")
BESIDE = ("pyproject.toml", "README.md", "LICENSE")
# the oldest time that an archive of the kind zip can say: the same files give the same wheel
EPOCH = "315532800"


def build_wheel(into: Path) -> Path:
    """Raises CalledProcessError where setuptools cannot."""
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for package in PACKAGES:
            shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        for name in BESIDE:
            shutil.copy2(ROOT / name, copy)
        made = copy / "made"
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
        offline = ["--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(made), str(copy)]
        subprocess.run([*pip, *offline], check=True, env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH})
        [wheel] = made.glob("mailuo-*.whl")
        return Path(shutil.copy2(wheel, into))


if __name__ == "__main__":
    print(build_wheel(Path(sys.argv[1])).name)

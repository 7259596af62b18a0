"""The Dockerfile's steps without a Docker engine: in a folder instead of an image, as the user who calls it.

    .venv/bin/python tests/build_image_by_hand.py [FOLDER]

Carries out ENV, ARG, COPY, RUN and CMD as they stand in the Dockerfile, with the paths of the image moved below FOLDER
(a temporary one by default) and a free port for 8501, until the health check of the Dockerfile succeeds; then ends it.
Making users is left out. Not part of the tests, as it installs everything anew.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
MOVED = re.compile(r"(?<![\w./-])/(venv|app|opt/cache|data)\b")
WAIT_SECONDS = 600


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="mailuo-image-")).resolve()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAILUO_", "VIRTUAL_ENV"))}
    environment = dict(kept)
    (folder / "app").mkdir(parents=True, exist_ok=True)
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    health: list[str] = []
    for word, step in re.findall(r"^([A-Z]+) ((?:.*\\\n)*.*)$", text, re.M):
        moved = MOVED.sub(lambda match: str(folder) + match[0], step.replace("\\\n", " ")).replace("8501", port)
        if word == "ARG":
            name, _, default = moved.partition("=")
            environment.setdefault(name, default)
        elif word == "ENV":
            pairs = (pair.partition("=") for pair in shlex.split(moved))
            environment |= {name: value.replace("$PATH", environment["PATH"]) for name, _, value in pairs}
        elif word == "COPY" and "--from" not in moved:
            _copy(shlex.split(moved), folder)
        elif word == "RUN" and "useradd" not in moved:
            start = time.monotonic()
            subprocess.run(["sh", "-c", moved], cwd=folder / "app", env=environment, check=True)
            print(f"{time.monotonic() - start:6.1f} s  {step.splitlines()[0]}", flush=True)
        elif word == "HEALTHCHECK":
            health = json.loads(moved[moved.index("[") :])
        elif word == "CMD":
            return _serve(json.loads(moved), health, folder, environment)
    return 1


def _copy(words: list[str], folder: Path) -> None:
    *sources, target = words
    to = folder / "app" if target == "./" else Path(target) if Path(target).is_absolute() else folder / "app" / target
    for source in sources:
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, to, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / source, to)


def _serve(command: list[str], health: list[str], folder: Path, environment: dict[str, str]) -> int:
    start = time.monotonic()
    with subprocess.Popen(command, cwd=folder / "app", env=environment) as server:
        try:
            while time.monotonic() - start < WAIT_SECONDS and server.poll() is None:
                if subprocess.run(health, env=environment, capture_output=True, check=False).returncode == 0:
                    print(f"{time.monotonic() - start:6.1f} s  {' '.join(command)}: healthy")
                    return 0
                time.sleep(2)
        finally:
            server.terminate()
    print("the health check did not succeed", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

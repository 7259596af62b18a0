"""Installs the archive of `make bundle` where there is no network, and uses what came of it.

    make bundle-test

In: dist/mailuo-VERSION-linux-ARCH.tar for this machine. In a new folder, with an environment that knows nothing of this
one, it runs install.sh, reads a small plan, asks it two questions, and has the pages and the server for programs say
that they are well. Out: a line with the seconds of each step; exit status 1, with what was said, at the first that
failed.

Linux gives the steps a network of their own that leads nowhere (`unshare --net`); where it may not, they have a proxy
that refuses, and it is said so.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from supply.bundle import archive_path

PLAN = """怀化市2023年工作方案

一、主要目标
地区生产总值增长7%以上,粮食播种面积稳定在460万亩。

二、重点工作
(一)抓好产业项目。怀化高新区惠科显示模组生产线开工建设。(市工业和信息化局牵头,市商务局负责)
"""
QUESTIONS = (
    ("怀化2023年粮食播种面积目标是多少万亩?", "460万亩"),
    ("惠科显示模组生产线哪个部门牵头?", "市工业和信息化局"),
)
# the steps' own network has a loopback that is down; 0x8914: SIOCSIFFLAGS, 0x49: up, loopback, running
ALONE = """
import fcntl, os, socket, struct, sys
with socket.socket() as line:
    fcntl.ioctl(line, 0x8914, struct.pack("16sH14s", b"lo", 0x49, b""))
    line.settimeout(2)
    try:
        line.connect(("192.0.2.1", 443))
    except OSError as error:
        assert error.errno in (101, 113), error
os.execvp(sys.argv[1], sys.argv[1:])
"""
# starts a server, asks it until it answers, ends it
SERVED = """
import subprocess, sys, time, urllib.request
address, *command = sys.argv[1:]
with subprocess.Popen(command) as server:
    try:
        for _ in range(240):
            try:
                print(urllib.request.urlopen(address, timeout=5).read(60).decode())
                sys.exit(0)
            except OSError:
                assert server.poll() is None, "it ended"
                time.sleep(0.5)
    finally:
        server.terminate()
sys.exit("it did not answer")
"""


def alone(command: Sequence[str]) -> list[str]:
    """The command with a network of its own, where this system can do that."""
    for unshare in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode == 0
        ):
            return [*unshare, sys.executable, "-I", "-c", ALONE, *command]
    return list(command)


def environment(folder: Path) -> dict[str, str]:
    """Nothing of this one but where programs are; whoever asks for a proxy finds one that refuses."""
    nowhere = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), nowhere)
    path = f"{Path(sys.base_prefix) / 'bin'}:{os.environ.get('PATH', '')}"
    return {"HOME": str(folder / "person"), "PATH": path, "LANG": "C.UTF-8", "no_proxy": "127.0.0.1", **proxies}


def main() -> None:
    """The command."""
    archive = archive_path(platform.machine())
    if not archive.exists():
        sys.exit(f"make bundle-test: {archive.name} is missing; run `make bundle` first")
    with tempfile.TemporaryDirectory(prefix="mailuo-bundle-") as place:
        folder = Path(place)
        for name in ("person", "empty", "plans"):
            (folder / name).mkdir()
        (folder / "plans" / "2023.txt").write_text(PLAN, encoding="utf-8")
        print(f"{archive.name}: {archive.stat().st_size / 1e6:.0f} MB")
        if alone([]) == []:
            print("a network of its own cannot be had here: a proxy refuses instead")
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")
        [unpacked] = [path for path in folder.iterdir() if path.name.startswith("mailuo-")]
        installed = folder / "installed"
        step("install", folder, ["sh", str(unpacked / "install.sh"), str(installed)])
        shutil.rmtree(unpacked)
        size = sum(path.stat().st_size for path in installed.rglob("*") if path.is_file() and not path.is_symlink())
        print(f"installed: {size / 1e6:.0f} MB")
        mailuo = str(installed / "bin" / "mailuo")
        step("ingest", folder, [mailuo, "ingest", str(folder / "plans")], "1 added")
        for question, answer in QUESTIONS:
            step("ask", folder, [mailuo, "ask", question], answer)
        step("doctor", folder, [mailuo, "doctor"], "ok  index")
        ask_served(folder, str(installed / "bin" / "python"), mailuo)
    print("the archive is whole: nothing was taken from elsewhere")


def ask_served(folder: Path, python: str, mailuo: str) -> None:
    """The pages and the server for programs say that they are well."""
    served = [python, "-I", "-c", SERVED]
    step("pages", folder, [*served, "http://127.0.0.1:8511/_stcore/health", mailuo, "ui", "--port", "8511"], "ok")
    step("programs", folder, [*served, "http://127.0.0.1:8512/health", mailuo, "serve", "--port", "8512"], "{")


def step(name: str, folder: Path, command: Sequence[str], expected: str = "") -> None:
    """Runs it in an empty folder; SystemExit where it fails, or does not say what it should."""
    start = time.monotonic()
    done = subprocess.run(
        alone(command), cwd=folder / "empty", env=environment(folder), capture_output=True, text=True, check=False
    )
    if done.returncode or expected not in done.stdout + done.stderr:
        sys.exit(f"make bundle-test: {name} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
    print(f"{time.monotonic() - start:7.1f} s  {name}", flush=True)


if __name__ == "__main__":
    main()

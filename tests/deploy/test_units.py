"""The units of deploy/ for systemd: read as systemd reads them, where it is there, and held against one another."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.proxying import DEPLOY
from tests.ui.browsing import ROOT

UNITS = ("mailuo-ui.service", "mailuo-serve.service")
HARDENED = (
    *("NoNewPrivileges", "PrivateTmp", "ProtectHome", "ProtectKernelModules", "RestrictNamespaces", "LockPersonality"),
    *("RestrictSUIDSGID", "ProtectControlGroups", "ProtectKernelTunables"),
)
ANALYSE = shutil.which("systemd-analyze")


def settings(name: str) -> dict[str, list[str]]:
    """What the unit sets, by name."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            found.setdefault(line.partition("=")[0], []).append(line.partition("=")[2])
    return found


@pytest.mark.parametrize("name", UNITS)
def test_a_service_may_write_what_it_keeps_and_nothing_else(name: str) -> None:
    said = settings(name)
    assert said["User"] == ["mailuo"]
    assert said["ProtectSystem"] == ["strict"]
    assert said["StateDirectory"] == ["mailuo"]
    assert "ReadWritePaths" not in said
    assert said["CapabilityBoundingSet"] == [""]
    assert [key for key in HARDENED if said.get(key) != ["yes"]] == []
    assert "MAILUO_HOME=/var/lib/mailuo" in said["Environment"]


def test_both_services_are_alike_but_for_what_they_serve() -> None:
    pages, programs = map(settings, UNITS)
    assert {key for key in pages if pages[key] != programs.get(key)} == {"Description", "ExecStart"}
    assert pages.keys() == programs.keys()
    # behind a proxy: neither lets other machines in
    assert pages["ExecStart"] == ["/opt/mailuo/bin/mailuo ui --port 8501 --base-path /mailuo"]
    assert programs["ExecStart"] == ["/opt/mailuo/bin/mailuo serve --port 8502 --base-path /mailuo/api"]


@pytest.mark.skipif(ANALYSE is None, reason="there is no systemd: its units are only read")
@pytest.mark.parametrize(
    ("mistake", "said"), [("", ""), ("ProtectSystem=", "Unknown key"), ("strict", "Failed to parse")]
)
def test_systemd_understands_the_units(mistake: str, said: str, tmp_path: Path) -> None:
    """And would say so, were there a mistake."""
    paths = []
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        text = text.replace("/opt/mailuo/bin/mailuo", sys.executable).replace("/opt/mailuo", str(ROOT))
        if mistake:
            text = text.replace(mistake, f"X{mistake}")
        (tmp_path / name).write_text(text, encoding="utf-8")
        paths.append(str(tmp_path / name))
    done = subprocess.run([str(ANALYSE), "verify", *paths], capture_output=True, text=True, check=False)
    ours = [line for line in (done.stdout + done.stderr).splitlines() if str(tmp_path) in line]
    assert (done.returncode == 0 and not ours) if not said else any(said in line for line in ours), done.stderr

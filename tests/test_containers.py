"""Dockerfile and compose file, as far as can be told without a Docker engine."""

from __future__ import annotations

import fnmatch
import json
import re
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from ui.app.settings import Settings

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
STEPS = re.findall(r"^([A-Z]+) ((?:.*\\\n)*.*)$", DOCKERFILE, re.M)
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
IMAGES = [text.split()[0] for word, text in STEPS if word == "FROM"] + re.findall(
    r"^ *image: (?!mailuo$)(.+)$", (ROOT / "docker-compose.yml").read_text(encoding="utf-8"), re.M
)


def _arguments(word: str) -> list[str]:
    return [text for name, text in STEPS if name == word]


SETTINGS = {"NEO4J_PASSWORD": "a-password"}  # what has no default


def _filled_in(compose: str) -> str:
    """The compose file with its variables put in, as `docker compose` would read it."""
    compose = re.sub(
        r"\$\{(\w+):\+((?:[^{}]|\$\{\w+\})*)\}", lambda found: found[2] if SETTINGS.get(found[1]) else "", compose
    )
    return re.sub(
        r"(?<!\$)\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}", lambda found: SETTINGS.get(found[1]) or found[2], compose
    )


def test_the_dockerfile_passes_its_linter() -> None:
    linter = Path(sysconfig.get_path("scripts")) / "hadolint"
    done = subprocess.run([linter, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_the_compose_file_keeps_to_the_specification() -> None:
    # without anchors and merges, which the reader does not know
    text = yaml.safe_dump(yaml.safe_load(_filled_in((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))))
    services = PyCompose.from_yaml(text).to_spec().services
    assert services
    assert services.keys() == {"neo4j", "mailuo", "programs", "proxy"}
    for wrong in (("healthcheck:", "healthchek:"), ("service_healthy", "well"), ("interval: 10s", "interval: ten")):
        with pytest.raises(ValueError, match=r"services\."):
            PyCompose.from_yaml(text.replace(*wrong))


@pytest.mark.parametrize("image", IMAGES)
def test_images_are_pinned_to_a_release_and_its_digest(image: str) -> None:
    # the release stands before the digest, or behind it where the specification of compose files knows only one of them
    release = r"\d+\.\d+\.\d+-[a-z-]+"
    assert re.fullmatch(rf"\w+(:{release}@sha256:[0-9a-f]{{64}}|@sha256:[0-9a-f]{{64}}  # {release})", image)


def test_what_is_installed_is_held_against_its_hashes() -> None:
    installed = [
        text for text in _arguments("RUN") if "install" in text and "apt-get" not in text and "useradd" not in text
    ]
    assert any("supply/install /venv" in text for text in installed)
    assert all("supply/install" in text or "--no-index --no-deps" in text for text in installed)


def test_the_container_is_slim_and_not_run_by_root() -> None:
    assert "-slim" in _arguments("FROM")[-1]
    assert _arguments("USER") == ["10001"]
    assert [word for word, _ in STEPS].index("USER") < [word for word, _ in STEPS].index("CMD")


def test_all_that_is_copied_is_there_and_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    kept = [line[1:] for line in ignored if line.startswith("!")]
    copied = [p for text in _arguments("COPY") if "--from" not in text for p in shlex.split(text)[:-1]]
    assert {"graph", "search", "ingest", "ui", "corpus"} <= set(copied)
    for path in copied:
        assert (ROOT / path).exists(), path
        assert any(fnmatch.fnmatch(path, pattern) for pattern in kept), path


def test_every_service_says_whether_it_is_well_and_waits_for_others() -> None:
    assert "_stcore/health" in _arguments("HEALTHCHECK")[0]
    services = COMPOSE["services"]
    assert "cypher-shell" in services["neo4j"]["healthcheck"]["test"][1]
    assert "http://127.0.0.1:8502/health" in services["programs"]["healthcheck"]["test"][-1]
    waits = {name: set(service.get("depends_on", {})) for name, service in services.items()}
    assert waits == {"neo4j": set(), "mailuo": {"neo4j"}, "programs": {"mailuo"}, "proxy": {"mailuo", "programs"}}
    for service in services.values():
        assert {one["condition"] for one in service.get("depends_on", {}).values()} <= {"service_healthy"}


def _program(command: list[str]) -> str:
    return command[command.index("-c") + 1]


@pytest.mark.parametrize("base_path", ["", "/mailuo", "mailuo/", "/a/b"])
def test_health_is_asked_below_the_path_of_the_pages(base_path: str) -> None:
    """The command of the Dockerfile as it stands, with an asker that only notes the address."""
    command = _arguments("HEALTHCHECK")[0].replace("\\\n", " ")
    program = _program(json.loads(command[command.index("[") :]))
    heard = "import urllib.request\nurllib.request.urlopen = lambda address, timeout: print(address)\n"
    done = subprocess.run(
        [sys.executable, "-c", heard + program],
        env={"MAILUO_BASE_PATH": base_path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (
        done.stdout.strip()
        == f"http://127.0.0.1:8501{Settings.read({'MAILUO_BASE_PATH': base_path}).base_path}/_stcore/health"
    )


def test_there_is_no_default_password() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    used = re.findall(r"\$\{NEO4J_PASSWORD([^}]*)\}", text)
    assert used
    assert all(rest.startswith(":?") for rest in used)


def test_every_service_keeps_its_state_and_has_its_bounds() -> None:
    for service in COMPOSE["services"].values():
        assert service["mem_limit"]
        assert service["pids_limit"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        named = {volume.split(":")[0] for volume in service["volumes"] if not volume.startswith("./")}
        assert named <= COMPOSE["volumes"].keys()
        assert any(volume.endswith(":/data") for volume in service["volumes"])


@pytest.mark.parametrize("name", ["mailuo", "programs", "proxy"])
def test_what_is_ours_writes_nothing_but_its_volumes(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert any(place.startswith("/tmp:") for place in service["tmpfs"])
    home = next((place for place in service["tmpfs"] if place.startswith("/home/mailuo:")), "")
    assert name == "proxy" or f"uid={_arguments('USER')[0]}" in home


def test_pages_and_programs_share_the_knowledge_base_and_the_people() -> None:
    pages, programs = (COMPOSE["services"][name] for name in ("mailuo", "programs"))
    assert pages["volumes"] == ["mailuo-data:/data", "mailuo-people:/people"]
    assert programs["volumes"] == ["mailuo-data:/data", "mailuo-people:/people:ro"]
    assert {**programs["environment"], "MAILUO_BASE_PATH": pages["environment"]["MAILUO_BASE_PATH"]} == pages[
        "environment"
    ]
    assert pages["environment"]["MAILUO_USERS"] == "${MAILUO_USERS:-}"


def test_other_machines_reach_the_proxy_alone() -> None:
    """Without MAILUO_ADDRESS, which is the operator's word; and the proxy comes only when it is asked for."""
    published = {name: list(map(_filled_in, service["ports"])) for name, service in COMPOSE["services"].items()}
    assert published.pop("proxy") == ["80:80", "443:443"]
    assert COMPOSE["services"]["proxy"]["profiles"] == ["proxy"]
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports), published
    assert [name for name, service in COMPOSE["services"].items() if "profiles" in service] == ["proxy"]


def test_the_proxy_is_told_where_the_servers_are() -> None:
    service = COMPOSE["services"]["proxy"]
    told = set(re.findall(r"\{\$(\w+):", (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")))
    assert told == service["environment"].keys()
    assert [service["environment"][name] for name in ("MAILUO_PAGES", "MAILUO_PROGRAMS")] == [
        "mailuo:8501",
        "programs:8502",
    ]
    assert "./deploy/Caddyfile:/etc/caddy/Caddyfile:ro" in service["volumes"]


def test_programs_are_served_on_their_port() -> None:
    command = COMPOSE["services"]["programs"]["command"]
    assert command[:4] == ["mailuo", "serve", "--host=0.0.0.0", "--port=8502"]
    assert _filled_in(command[-1]) == "--base-path="
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(SETTINGS, "MAILUO_BASE_PATH", "/mailuo")
        assert _filled_in(command[-1]) == "--base-path=/mailuo/api"


def test_the_web_interface_is_on_its_port() -> None:
    assert COMPOSE["services"]["mailuo"]["ports"][0].endswith(":8501:8501")
    assert "--host 0.0.0.0 --port 8501" in _arguments("CMD")[-1]

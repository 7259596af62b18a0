"""Dockerfile and compose file, as far as can be told without a Docker engine."""

from __future__ import annotations

import fnmatch
import re
import shlex
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

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
    return re.sub(
        r"(?<!\$)\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}", lambda found: SETTINGS.get(found[1]) or found[2], compose
    )


def test_the_dockerfile_passes_its_linter() -> None:
    linter = Path(sysconfig.get_path("scripts")) / "hadolint"
    done = subprocess.run([linter, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_the_compose_file_keeps_to_the_specification() -> None:
    text = _filled_in((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    services = PyCompose.from_yaml(text).to_spec().services
    assert services
    assert services.keys() == {"neo4j", "mailuo"}
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


def test_both_services_say_whether_they_are_well() -> None:
    assert "/_stcore/health" in _arguments("HEALTHCHECK")[0]
    services = COMPOSE["services"]
    assert "cypher-shell" in services["neo4j"]["healthcheck"]["test"][1]
    assert services["mailuo"]["depends_on"]["neo4j"]["condition"] == "service_healthy"


def test_there_is_no_default_password() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    used = re.findall(r"\$\{NEO4J_PASSWORD([^}]*)\}", text)
    assert len(used) == 2
    assert all(rest.startswith(":?") for rest in used)


def test_both_services_keep_their_state_and_have_their_memory_set() -> None:
    for service in COMPOSE["services"].values():
        assert service["mem_limit"]
        assert {volume.split(":")[0] for volume in service["volumes"]} <= COMPOSE["volumes"].keys()
        assert any(volume.endswith(":/data") for volume in service["volumes"])


def test_the_web_interface_is_on_its_port() -> None:
    assert COMPOSE["services"]["mailuo"]["ports"][0].endswith(":8501:8501")
    assert "--host 0.0.0.0 --port 8501" in _arguments("CMD")[-1]

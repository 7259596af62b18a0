"""Writes the bill of materials: everything that is installed, with licences, hashes and weights.

    make sbom

In: the Python of an environment that Mailuo is installed in, and the file to write. Out: CycloneDX 1.6 in JSON, valid
and the same for the same environment. `cyclonedx-py` lists the packages; added here are the hashes that the lock files
give them (those of every file of a release: which one was taken depends on the machine), the weights with their own,
and licences that packages name in words of their own.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from supply.lock import ROOT, blocks_of, lock_paths

Component = dict[str, Any]


def main() -> None:
    """The command."""
    # from the environment of the tools; what follows below is tested without it
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    python, into = (str(Path(given).absolute()) for given in sys.argv[1:])
    listing = [
        str(Path(sys.executable).with_name("cyclonedx-py")),
        "environment",
        "--no-validate",
        "--output-reproducible",
    ]
    bom: dict[str, Any] = json.loads(
        _output([*listing, "--sv", "1.6", "--pyproject", str(ROOT / "pyproject.toml"), python])
    )
    facts = json.loads(_output([python, "-m", "supply.installed"]))
    hashes = locked_hashes()
    for component in bom["components"]:
        complete(component, facts["licences"], hashes)
    weights = [_model(one) for one in facts["weights"]]
    bom["components"] += weights
    bom["dependencies"] += [{"ref": one["bom-ref"]} for one in weights]
    root = next(one for one in bom["dependencies"] if one["ref"] == bom["metadata"]["component"]["bom-ref"])
    root["dependsOn"] = sorted({*root.get("dependsOn", ()), *(one["bom-ref"] for one in weights)})
    text = json.dumps(bom, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(_without_addresses(bom))):
        sys.exit(f"make sbom: what was made is no CycloneDX ({wrong})")
    Path(into).write_text(text, encoding="utf-8")
    print(f"{Path(into).name}: {len(bom['components']) - len(weights)} packages, {len(weights)} files of weights")


def _output(command: list[str]) -> str:
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True).stdout


def locked_hashes() -> dict[tuple[str, str], list[str]]:
    """By name and version, of all lock files."""
    found = {}
    for path in lock_paths():
        for first, block in blocks_of(path.read_text(encoding="utf-8")).items():
            name, _, version = first.split(" ")[0].partition("==")
            found[name, version] = re.findall(r"--hash=sha256:(\w+)", block)
    return found


def complete(component: Component, licences: dict[str, str], hashes: dict[tuple[str, str], list[str]]) -> None:
    """Add the hashes of its files, and its licence where it is told in other words."""
    name = re.sub(r"[-_.]+", "-", component["name"]).lower()
    if not component.get("licenses") and name in licences:
        component["licenses"] = [{"license": {"acknowledgement": "declared", "name": licences[name]}}]
    if found := hashes.get((name, component["version"])):
        files = {
            "type": "distribution",
            "url": f"https://pypi.org/project/{name}/{component['version'].partition('+')[0]}/#files",
            "comment": "one of these files, as the lock files list them",
            "hashes": [{"alg": "SHA-256", "content": one} for one in sorted(found)],
        }
        component.setdefault("externalReferences", []).append(files)


def _without_addresses(bom: dict[str, Any]) -> dict[str, Any]:
    """For the validator, which takes minutes over the addresses that cyclonedx-py wrote."""
    kept = {one["name"]: one.get("externalReferences", ())[-1:] for one in bom["components"][:1]}
    return {
        **bom,
        "components": [{**one, "externalReferences": kept.get(one["name"], [])} for one in bom["components"]],
    }


def _model(weights: dict[str, str]) -> Component:
    return {
        "type": "machine-learning-model",
        "bom-ref": f"weights:{weights['name']}",
        "name": weights["name"],
        "version": weights["version"],
        "description": f"weights, in {weights['of']}",
        "licenses": [{"license": {"acknowledgement": "declared", "id": weights["licence"]}}],
        "hashes": [{"alg": "SHA-256", "content": weights["sha256"]}],
    }


if __name__ == "__main__":
    main()

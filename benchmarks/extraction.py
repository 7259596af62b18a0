"""How right the graph is: F1 by type on the five documents, on ten of other places, and on four that nobody has read.

    .venv/bin/python -m ingest.tagger.training --documents ../shared/more-plans \
        --gold ../shared/eval/dev=corpus --into build/left-out
    .venv/bin/python benchmarks/extraction.py --left-out build/left-out

Labels and scorers lie in MAILUO_EVAL (default ../shared/eval), the documents beside them. `--left-out` names a tagger
that has learned nothing from the ten documents of other places: theirs are the figures of “others”, which leaves out
all ten at once, more than one at a time. The five documents and the sealed ones are read by the tagger that is
shipped; the sealed ones (../shared/reserved) are only ingested. Writes benchmarks/extraction.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from graph.resolve.decisions import Decisions
from ingest.extract import extract
from ingest.knowledge import gather
from ingest.sources.read import read_source
from ingest.tagger.stamp import LEARNED
from ingest.tagger.tagger import Tagger
from search.model_files import prepare_model
from ui.app.export import export
from ui.app.settings import Settings

EVAL = ROOT / os.environ.get("MAILUO_EVAL", "../shared/eval")
TYPES = ("Project", "Park", "Enterprise", "Industry", "County", "Department")
RELATIONS = ("LOCATED_IN", "UNDERTAKES", "IN_INDUSTRY", "LEADING_INDUSTRY", "LED_BY", "RESPONSIBLE")


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--left-out", type=Path, help="folder of a tagger that has not seen the documents of “others”")
    asked.add_argument("--rules-only", action="store_true", help="without a tagger")
    options = asked.parse_args()
    cache = Settings.read().cache

    def model() -> Path:
        return prepare_model(cache)

    shipped = None if options.rules_only else Tagger(model)
    others = shipped if options.left_out is None or shipped is None else Tagger(model, options.left_out / LEARNED.name)
    more = EVAL.parent / "more-plans"
    figures = {
        "dev": _scored("dev", sorted((ROOT / "corpus").glob("*.txt")), ROOT / "corpus", shipped),
        "others": _scored("others", _labelled_documents(more), more, others),
    }
    blind = _blind(sorted((EVAL.parent / "reserved").glob("*.txt")), shipped)
    report = _report(figures, blind, options.left_out is not None)
    (ROOT / "benchmarks" / "extraction.md").write_text(report, encoding="utf-8")
    print(report)


def _labelled_documents(folder: Path) -> list[Path]:
    files = [EVAL / "others" / name for name in ("entities.jsonl", "relations.jsonl")]
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [folder / name for name in sorted({row["source"] for row in rows})]


def _export(documents: Sequence[Path], tagger: Tagger | None, into: Path) -> None:
    extractions = [extract(read_source(path, path.name), tagger) for path in documents]
    export(gather(extractions, Decisions.read(into / "none")), "jsonl", into / "export")


def _scored(
    name: str, documents: Sequence[Path], corpus: Path, tagger: Tagger | None
) -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    with tempfile.TemporaryDirectory() as folder:
        _export(documents, tagger, Path(folder))
        command = [sys.executable, str(EVAL / "score.py"), "--gold", str(EVAL / name), "--run", folder, "--json"]
        command += ["--corpus", str(corpus), "--only", "entities,relations,targets,links"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    held: Mapping[str, Mapping[str, Mapping[str, float]]] = json.loads(done.stdout)
    return held


def _blind(documents: Sequence[Path], tagger: Tagger | None) -> Mapping[str, tuple[str, str, str]]:
    """Recall, precision and F1 by type, as the sealed scorer prints them."""
    with tempfile.TemporaryDirectory() as folder:
        _export(documents, tagger, Path(folder))
        command = [sys.executable, str(EVAL / "blind.py"), str(Path(folder) / "export")]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    rows = [line.split() for line in done.stdout.splitlines()[1:]]
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def _report(
    figures: Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]],
    blind: Mapping[str, tuple[str, str, str]],
    is_left_out: bool,
) -> str:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    how = "by a tagger that has learned nothing from them" if is_left_out else "which the tagger may have learned from"
    lines = [
        "# Extraction",
        "",
        f"Commit {commit.strip()}. Recall / precision / F1. The five documents, ten of other places ({how}), and four",
        "sealed ones that nobody has read. `benchmarks/extraction.py` writes this page.",
        "",
        "| | five documents | others | blind |",
        "| --- | --- | --- | --- |",
    ]
    for name in TYPES:
        shown = [_three(figures[part]["entities"].get(name)) for part in ("dev", "others")]
        lines.append(f"| {name} | {' | '.join(shown)} | {' / '.join(blind[name])} |")
    for name in RELATIONS:
        shown = [_three(figures[part]["relations"].get(name)) for part in ("dev", "others")]
        lines.append(f"| {name} | {' | '.join(shown)} | |")
    shown = [_three(figures[part]["targets"].get("TARGET")) for part in ("dev", "others")]
    lines.append(f"| TARGET | {' | '.join(shown)} | |")
    links = figures["dev"].get("links", {})
    lines.append(f"| links: recall / kept apart | {links.get('recall')} / {links.get('kept apart')} | | |")
    return "\n".join(lines) + "\n"


def _three(row: Mapping[str, float] | None) -> str:
    if row is None:
        return "–"
    return " / ".join(f"{row[key]:.3f}" if key in row else "–" for key in ("recall", "precision", "f1"))


if __name__ == "__main__":
    main()

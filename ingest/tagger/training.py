"""Trains the tagger and counts how far it and the rules are to be trusted; writes the three files beside this one.

    python -m ingest.tagger.training --documents ../shared/more-plans --documents corpus \
        --gold ../shared/eval/dev=corpus --gold ../shared/eval/others=../shared/more-plans

Learned from: labels.jsonl and the gold folders; what is held back is named with `--without`. First the documents are
parted into as many groups as `--folds` says, and each is tagged by a network that was trained on the others: that is
what weights.json counts. Then one network is trained on all: learned.safetensors, with learned.json as its data sheet.
One thread and one seed, so that the same labels on the same machine give the same files.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from graph.checksums import sha256_of
from graph.lexicon.divisions import GAZETTEERS, read_divisions
from graph.lexicon.lexicon import word_list
from graph.records import EntityType, Structure
from ingest.form.structure import read_structure
from ingest.sources.read import read_source
from ingest.tagger.contract import TYPES
from ingest.tagger.counting import Counted, count
from ingest.tagger.examples import UNKNOWN, Example, examples_of, renamed
from ingest.tagger.gold import read_gold
from ingest.tagger.labels import LABELS, Labelled, find_source, read_labels
from ingest.tagger.network import Batch, Network, batch_of
from ingest.tagger.reading import Encoded, Shape, encode, open_tokenizer
from ingest.tagger.stamp import LEARNED
from ingest.tagger.tagger import Tagger
from ingest.tagger.weighing import WEIGHTS
from search.learned import open_trunk, sheet_of

SEED = 20261126
EPOCHS = 5
RATE = 4e-4  # of the learned layer; the head, which begins from nothing, learns three times as fast
BATCH_CHARACTERS = 1200


@dataclass(frozen=True, slots=True)
class Prepared:
    """An example with what the layers that stay make of it."""

    encoded: Encoded
    vectors: Tensor  # bfloat16 [pieces, width]
    states: Tensor  # int64 [characters, types]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=Path, action="append", required=True, help="where labelled documents lie")
    parser.add_argument("--gold", action="append", default=[], help="FOLDER=DOCUMENTS of further labels")
    parser.add_argument("--without", action="append", default=[], help="a source that is not learned from")
    parser.add_argument("--model", type=Path, default=Path("~/.cache/mailuo/multilingual-e5-small-zh").expanduser())
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--into", type=Path, default=LEARNED.parent)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    labelled = [one for one in _all_labels(asked.gold) if one.source not in asked.without]
    structures = _structures(labelled, [*asked.documents, *(Path(gold.partition("=")[2]) for gold in asked.gold)])
    labelled = [one for one in labelled if one.sha256 in structures]
    asked.into.mkdir(parents=True, exist_ok=True)
    learned, weights = asked.into / LEARNED.name, asked.into / WEIGHTS.name
    counted = list(_count_held_back(labelled, structures, asked.model, asked.folds, asked.into))
    held = {"counts": count(counted)}
    weights.write_text(json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    train(labelled, structures, asked.model, learned)
    _write_sheet(labelled, learned)


def _all_labels(gold: Sequence[str]) -> Iterator[Labelled]:
    yield from read_labels(LABELS)
    for pair in gold:
        folder, _, documents = pair.partition("=")
        yield from read_gold(Path(folder), Path(documents))


def _structures(labelled: Sequence[Labelled], folders: Sequence[Path]) -> dict[str, list[Structure]]:
    """By the hash of the file; documents that no folder holds are said and left out."""
    found: dict[str, list[Structure]] = {}
    for one in {one.sha256: one for one in labelled}.values():
        path = find_source(one, folders)
        if path is None:
            _say(f"{one.source} is in no folder of documents: its labels are left out")
        else:
            found[one.sha256] = list(read_structure(read_source(path, path.name)))
    return found


def _count_held_back(
    labelled: Sequence[Labelled], structures: Mapping[str, list[Structure]], model: Path, folds: int, into: Path
) -> Iterator[Counted]:
    """What rules and tagger find in each group of documents when the tagger was trained on the others."""
    sources = sorted({one.source for one in labelled})
    random.Random(SEED).shuffle(sources)
    for fold in range(folds):
        back = set(sources[fold::folds])
        file = into / f"fold-{fold}.safetensors"
        _say(f"group {fold + 1} of {folds}: {len(back)} documents held back")
        train([one for one in labelled if one.source not in back], structures, model, file)
        tagger = Tagger(lambda: model, file)
        for one in labelled:
            if one.source in back:
                yield from Counted.of(structures[one.sha256], one, tagger)
        file.unlink()


def train(labelled: Sequence[Labelled], structures: Mapping[str, list[Structure]], model: Path, into: Path) -> None:
    """A network trained on the labels; what it learned goes into the file `into`."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    examples = [example for one in labelled for example in examples_of(structures[one.sha256], one)]
    examples += renamed(examples, EntityType.COUNTY, _county_names(), chance)
    examples += renamed(examples, EntityType.ENTERPRISE, sorted(word_list("companies")), chance)
    shape = Shape()
    network = Network(open_trunk(model), shape)
    tokenizer = open_tokenizer(model)
    _quiet_dropout(network)
    prepared = _prepare(network, tokenizer, examples)
    _learn(network, prepared, network.padding, chance)
    values = {name: value.to(torch.float16).contiguous() for name, value in network.learned().items()}
    sheet_of(into).unlink(missing_ok=True)  # it speaks of what was here before
    save_file(values, into, metadata={"shape": json.dumps(asdict(shape))})


def _county_names() -> list[str]:
    return sorted({d.short for d in read_divisions(GAZETTEERS / "divisions.tsv") if len(d.short or "") > 1})


def _quiet_dropout(network: Network) -> None:
    """The head's own is enough, and on a processor drawing lots costs more than computing."""
    for module in network.learned_layers.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
        if hasattr(module, "dropout_prob"):
            module.dropout_prob = 0.0  # type: ignore[assignment]  # of the attention, read at each pass


def _prepare(network: Network, tokenizer: Tokenizer, examples: Sequence[Example]) -> list[Prepared]:
    network.trunk.train(mode=False).to(torch.bfloat16)
    prepared = []
    with torch.inference_mode():
        for portion in _portions(sorted(examples, key=lambda one: len(one.text)), 12_000):
            encoded = [encode(tokenizer, example.text, network.shape) for example in portion]
            vectors = network.begin(batch_of(encoded, network.padding))
            prepared += [
                Prepared(read, made[: len(read.pieces)].clone(), torch.from_numpy(np.asarray(example.states)))
                for read, made, example in zip(encoded, vectors, portion, strict=True)
            ]
    return prepared


def _portions(examples: Sequence[Example], characters: int) -> Iterator[Sequence[Example]]:
    portion: list[Example] = []
    for example in examples:
        if portion and (len(portion) + 1) * len(example.text) > characters:
            yield portion
            portion = []
        portion.append(example)
    if portion:
        yield portion


def _learn(network: Network, prepared: Sequence[Prepared], padding: int, chance: random.Random) -> None:
    layers, head = list(network.learned_layers.parameters()), list(network.head.parameters())
    optimiser = torch.optim.AdamW([{"params": layers, "lr": RATE}, {"params": head, "lr": 3 * RATE}], weight_decay=0.01)
    steps = EPOCHS * len(_batches(prepared, random.Random(0)))
    warm = 0.06 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (warm + 1)) * max(0.02, 1 - step / (steps + 1))
    )
    network.train()
    begun = time.perf_counter()
    for epoch in range(EPOCHS):
        total = 0.0
        batches = _batches(prepared, chance)
        for batch in batches:
            optimiser.zero_grad()
            loss = _loss(network, batch, padding)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_([*layers, *head], 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        _say(f"  epoch {epoch + 1} of {EPOCHS}: loss {total / len(batches):.4f}, {time.perf_counter() - begun:.0f} s")


def _batches(prepared: Sequence[Prepared], chance: random.Random) -> list[list[Prepared]]:
    """Examples of like length side by side, in an order of chance."""
    order = sorted(prepared, key=lambda one: len(one.states) + 20 * chance.random())
    batches: list[list[Prepared]] = []
    for one in order:
        if not batches or (len(batches[-1]) + 1) * len(one.states) > BATCH_CHARACTERS:
            batches.append([])
        batches[-1].append(one)
    chance.shuffle(batches)
    return batches


def _loss(network: Network, examples: Sequence[Prepared], padding: int) -> Tensor:
    batch: Batch = batch_of([one.encoded for one in examples], padding)
    vectors = nn.utils.rnn.pad_sequence([one.vectors for one in examples], batch_first=True)
    states = nn.utils.rnn.pad_sequence([one.states for one in examples], batch_first=True, padding_value=UNKNOWN)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        values = network.finish(vectors, batch)
    return functional.cross_entropy(values.float().reshape(-1, 3), states.reshape(-1), ignore_index=UNKNOWN)


def _write_sheet(labelled: Sequence[Labelled], learned: Path) -> None:
    firm = Counter(label.type.value for one in labelled for label in one.labels if not label.doubtful)
    sheet = {
        "learned from": {
            "stretches": len(labelled),
            "documents": len({one.source for one in labelled}),
            "characters": sum(one.end - one.start for one in labelled),
            "labels": {kind.value: firm[kind.value] for kind in TYPES},
        },
        "seed": SEED,
        "epochs": EPOCHS,
        "shape": asdict(Shape()),
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "sha256": sha256_of(learned),
        "figures": "benchmarks/extraction.md",
    }
    sheet_of(learned).write_text(json.dumps(sheet, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()

"""Trains the reader; writes learned.safetensors and its data sheet beside this file.

    python -m search.reader.training --documents ../shared/more-plans \
        --squad cmrc2018_dev.json --squad DRCD_dev.json --device cuda

Learned from: questions.jsonl and the files named with `--squad`. `--held N`: how far it comes is told on every N-th
document, which is not learned from then; without it all are. Some minutes on a GPU, some hours on two cores.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from opencc import OpenCC
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from graph.checksums import sha256_of
from search.learned import open_trunk, sheet_of
from search.pieces import open_tokenizer
from search.reader.examples import QUESTIONS, Asked, Example, example_of, read_questions, read_squad
from search.reader.network import Batch, Network, batch_of
from search.reader.reader import LEARNED, stretches
from search.reader.reading import Shape, encode

SEED = 20261126
EPOCHS = 6
RATE = 1e-3  # of the corrections and the head
BATCH = 48
OWN_SHOWN = 2  # times in an epoch that each own question is shown
WITHOUT = 0.15  # share of questions that are shown with a text that does not answer them


@dataclass(frozen=True, slots=True)
class Score:
    """Over the held-back questions: all stretches right and no other; F1 over characters; nothing said where nothing
    answers.
    """

    exact: float
    f1: float
    silent: float


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=Path, action="append", required=True, help="where the documents lie")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--squad", type=Path, action="append", default=[], help="a file in the form of SQuAD")
    parser.add_argument("--model", type=Path, default=Path("~/.cache/mailuo/multilingual-e5-small-zh").expanduser())
    parser.add_argument("--held", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--into", type=Path, default=LEARNED)
    asked = parser.parse_args()
    own = list(read_questions(asked.questions, asked.documents))
    sources = sorted({one.source for one in own})
    held = set(sources[:: asked.held]) if asked.held else set()
    simplified = OpenCC("t2s")
    public = [_simplified(one, simplified) for path in asked.squad for one in read_squad(path)]
    learned_from = [one for one in own if one.source not in held]
    _say(f"{len(learned_from)} own questions, {len(own) - len(learned_from)} held back, {len(public)} of others")
    back = [one for one in own if one.source in held]
    course = Course(asked.model, asked.epochs, torch.device(asked.device), asked.into)
    train(learned_from, public, course, back)
    _write_sheet(learned_from, back, public, course)


def _simplified(asked: Asked, converter: OpenCC) -> Asked:
    """In simplified characters, one for one; as it is where that would move places."""
    question, text = converter.convert(asked.question), converter.convert(asked.text)
    if len(text) != len(asked.text):
        return asked
    return Asked(question, asked.source, text, asked.start, asked.end, asked.answers)


@dataclass(frozen=True, slots=True)
class Course:
    """How a network is trained. `into`: where what it has learned is kept after every epoch."""

    model: Path
    epochs: int
    device: torch.device
    into: Path


def train(own: Sequence[Asked], public: Sequence[Asked], course: Course, held: Sequence[Asked] = ()) -> Network:
    """A network trained on the questions; the own ones are shown twice an epoch. held: told of after each epoch."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    shape, epochs, device = Shape(), course.epochs, course.device
    network = Network(open_trunk(course.model), shape).to(device)
    tokenizer = open_tokenizer(course.model)
    learned = [value for value in network.parameters() if value.requires_grad]
    optimiser = torch.optim.AdamW(learned, lr=RATE, weight_decay=0.01)
    steps = epochs * math.ceil((OWN_SHOWN * len(own) + len(public)) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.06 * steps + 1)) * max(0.02, 1 - step / (steps + 1))
    )
    begun = time.perf_counter()
    ahead = ThreadPoolExecutor(2)
    for epoch in range(epochs):
        network.train()
        batches = _batches(_examples(own, public, shape, chance), chance)
        total = 0.0
        # a thread ahead of the network turns words into pieces
        for examples, batch in ahead.map(lambda one: (one, _batch(network, tokenizer, one)), batches):
            optimiser.zero_grad()
            loss = _loss(network, examples, batch.to(device))
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(learned, 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        told = f", {score(network, tokenizer, held, device)}" if held else ""
        took = time.perf_counter() - begun
        save(network, course.into)  # what an interruption leaves
        _say(f"  epoch {epoch + 1} of {epochs}: loss {total / len(batches):.4f}, {took:.0f} s{told}")
    return network


def _examples(own: Sequence[Asked], public: Sequence[Asked], shape: Shape, chance: random.Random) -> list[Example]:
    every = [*own] * OWN_SHOWN + [*public]
    return [example_of(one, shape.longest, chance, without=chance.random() < WITHOUT) for one in every]


def _batches(examples: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """Examples of like length side by side, in an order of chance."""
    order = sorted(examples, key=lambda one: len(one.text) + 40 * chance.random())
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    chance.shuffle(batches)
    return batches


def _batch(network: Network, tokenizer: Tokenizer, examples: Sequence[Example]) -> Batch:
    return batch_of([encode(tokenizer, one.question, one.text, network.shape) for one in examples], network.padding)


def _loss(network: Network, examples: Sequence[Example], batch: Batch) -> Tensor:
    """Each answer's score is to be above 0, and every other's below (Su et al. 2022)."""
    with torch.autocast(batch.pieces.device.type, dtype=torch.bfloat16):
        scores = network(batch).float()
    right = torch.zeros_like(scores, dtype=torch.bool)
    for row, example in enumerate(examples):
        for start, end in example.answers:
            if end <= network.shape.longest and end > start:
                right[row, start, end - 1] = True
    scores, right = scores.flatten(1), right.flatten(1)
    zero = torch.zeros_like(scores[:, :1])
    above = torch.cat([(-scores).masked_fill(~right, -1e12), zero], -1).logsumexp(-1)
    below = torch.cat([scores.masked_fill(right, -1e12), zero], -1).logsumexp(-1)
    return (above + below).mean()


@torch.inference_mode()
def score(network: Network, tokenizer: Tokenizer, held: Sequence[Asked], device: torch.device) -> Score:
    """How the network does on questions it has not seen."""
    network.eval()
    chance = random.Random(SEED)
    examples = [example_of(one, network.shape.longest, chance) for one in held]
    exact, f1, silent, unanswered = 0, 0.0, 0, 0
    for start in range(0, len(examples), BATCH):
        portion = examples[start : start + BATCH]
        scores = network(_batch(network, tokenizer, portion).to(device)).float().cpu()
        for one, values in zip(portion, scores, strict=True):
            said = {(one.start, one.end) for one in stretches(values.numpy(), 0.0)}
            right = set(one.answers)
            if not right:
                unanswered += 1
                silent += not said
                continue
            exact += said == right
            told = {place for a, b in said for place in range(a, b)}
            wanted = {place for a, b in right for place in range(a, b)}
            f1 += 2 * len(told & wanted) / max(1, len(told) + len(wanted))
    answered = max(1, len(examples) - unanswered)
    return Score(round(exact / answered, 3), round(f1 / answered, 3), round(silent / max(1, unanswered), 3))


def save(network: Network, into: Path) -> None:
    """What was learned, in half precision, with the network's shape."""
    values = {name: value.to("cpu", torch.float16).contiguous() for name, value in network.learned().items()}
    sheet_of(into).unlink(missing_ok=True)  # it speaks of what was here before
    save_file(values, into, metadata={"shape": json.dumps(asdict(network.shape))})


def _write_sheet(own: Sequence[Asked], held: Sequence[Asked], public: Sequence[Asked], course: Course) -> None:
    sheet = {
        "learned from": {
            "own questions": len(own),
            "of them without an answer": sum(not one.answers for one in own),
            "documents": len({one.source for one in own}),
            "other questions": dict(Counter(one.source for one in public)),
        },
        "held back": {"questions": len(held), "documents": len({one.source for one in held})},
        "seed": SEED,
        "epochs": course.epochs,
        "shape": asdict(Shape()),
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "sha256": sha256_of(course.into),
        "figures": "docs/reader.md",
    }
    text = json.dumps(sheet, ensure_ascii=False, indent=1) + "\n"
    sheet_of(course.into).write_text(text, encoding="utf-8")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()

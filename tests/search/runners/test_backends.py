"""The backend is chosen once, kept, and chosen anew when what it was chosen for has changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from graph.errors import MailuoError
from search.runners import devices
from search.runners.backends import OPENVINO, TORCH, Backend, NoBackend, choose, machine, made_up
from search.runners.contract import Batch, Values
from search.runners.devices import Device, DeviceMissing, find_device

MADE_FOR = {"processor": "one"}


@dataclass
class Clock:
    now: float = 0.0


@dataclass
class Slow:
    """Takes so many seconds for a batch."""

    clock: Clock
    seconds: float
    runs: int = 0

    def run(self, batches: Iterable[Batch]) -> Iterator[Values]:
        self.runs += 1
        for _ in batches:
            self.clock.now += self.seconds
            yield np.zeros((1, 1), np.float32)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("time.perf_counter", lambda: clock.now)
    return clock


def chosen(
    path: Path, clock: Clock, seconds: dict[str, float], made_for: dict[str, str] = MADE_FOR
) -> tuple[Backend, int]:
    """The backend, and how often anything was run."""
    runners = {one: Slow(clock, seconds.get(f"{one.engine}_{one.precision}", 9.0)) for one in (*OPENVINO, *TORCH)}
    best, runner = choose(path, made_for, {one: lambda r=r: r for one, r in runners.items()}, [[], []])  # type: ignore[misc]
    assert runner is runners[best]
    return best, sum(one.runs for one in runners.values())


@pytest.mark.parametrize(
    ("seconds", "name"),
    [
        ({"openvino_bf16": 1.0, "openvino_f32": 2.0}, "openvino bf16"),
        ({"openvino_bf16": 3.0, "openvino_f32": 2.0}, "openvino f32"),
        ({"openvino_f32": 2.0, "torch_bf16": 1.7}, "openvino f32"),  # not worth loading torch
        ({"openvino_f32": 2.0, "torch_bf16": 1.5}, "torch bf16"),
    ],
)
def test_the_quickest_is_chosen(tmp_path: Path, clock: Clock, seconds: dict[str, float], name: str) -> None:
    assert chosen(tmp_path / "backend.json", clock, seconds)[0].name == name


def test_the_choice_is_kept_until_the_machine_is_another(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "cache" / "backend.json"
    assert chosen(path, clock, {"openvino_f32": 1.0})[0].name == "openvino f32"
    assert chosen(path, clock, {"torch_f32": 0.1}) == (OPENVINO[1], 0)
    assert chosen(path, clock, {"torch_f32": 0.1}, {"processor": "two"})[0] == TORCH[1]
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "damaged", ["", "{", "[]", '{"made_for": {"processor": "one"}, "backend": {"engine": 1}}', "\x00\x00", "null"]
)
def test_a_damaged_choice_is_made_anew(tmp_path: Path, clock: Clock, damaged: str) -> None:
    path = tmp_path / "backend.json"
    path.write_text(damaged)
    assert chosen(path, clock, {"openvino_f32": 1.0})[0] == OPENVINO[1]
    assert json.loads(path.read_text())["backend"] == {"engine": "openvino", "precision": "f32"}


def test_what_does_not_compute_is_left_out(tmp_path: Path, clock: Clock) -> None:
    def fails() -> Slow:
        raise RuntimeError("the processor does not know bfloat16")

    path = tmp_path / "backend.json"
    assert choose(path, MADE_FOR, {OPENVINO[0]: fails, OPENVINO[1]: lambda: Slow(clock, 1)}, [])[0] == OPENVINO[1]
    with pytest.raises(NoBackend, match="install Mailuo again"):
        choose(tmp_path / "none.json", MADE_FOR, {OPENVINO[0]: fails}, [])


def test_a_choice_holds_for_what_limits_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    before = machine()
    monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", "AVX2")
    assert machine() != before
    assert machine() == machine()


def test_what_is_measured_fits_the_network() -> None:
    for batch in made_up(5, 10, 40):
        assert len(batch) == 5
        assert {numbers.shape for numbers in batch} == {(1, 40)}
        assert max(int(numbers.max()) for numbers in batch) < 10


@pytest.mark.parametrize(
    ("asked", "there", "found"),
    [
        (Device.CPU, [Device.CUDA], Device.CPU),
        (Device.AUTO, [], Device.CPU),
        (Device.AUTO, [Device.CUDA], Device.CUDA),
        (Device.CUDA, [Device.CUDA], Device.CUDA),
        (Device.MPS, [Device.MPS], Device.MPS),
        (Device.CUDA, [], None),
        (Device.MPS, [Device.CUDA], None),
    ],
)
def test_a_device_is_one_that_is_there(
    monkeypatch: pytest.MonkeyPatch, asked: Device, there: list[Device], found: Device | None
) -> None:
    monkeypatch.setattr(devices, "may_have_gpu", lambda: True)
    monkeypatch.setattr(devices, "_gpus", lambda: there)
    if found is not None:
        assert find_device(asked) is found
    else:
        with pytest.raises(DeviceMissing, match=f"MAILUO_DEVICE is {asked}.*set it to cpu") as missing:
            find_device(asked)
        assert isinstance(missing.value, MailuoError)


def test_torch_is_not_asked_where_nothing_speaks_for_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "may_have_gpu", lambda: False)
    monkeypatch.setattr(devices, "_gpus", lambda: pytest.fail("asked"))
    assert find_device(Device.AUTO) is Device.CPU

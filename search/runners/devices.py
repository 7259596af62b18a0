"""The device that networks compute on: what MAILUO_DEVICE says, and what is there.

Whether there is a GPU is asked of torch, which takes seconds to load: where nothing speaks for one it is not asked.
"""

from __future__ import annotations

import platform
import sys
from enum import StrEnum
from pathlib import Path

from graph.errors import MailuoError

_DRIVERS = ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd")  # of NVIDIA, of Windows below WSL, of AMD


class Device(StrEnum):
    """What MAILUO_DEVICE may name; `AUTO`: many passages on a GPU if there is one, everything else on the processor."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    MPS = "mps"


class DeviceMissing(MailuoError):
    """MAILUO_DEVICE names a device that is not there."""


def find_device(asked: Device) -> Device:
    """`CPU`, `CUDA` or `MPS`; for `AUTO` a GPU if there is one. DeviceMissing where what is named is not there."""
    if asked is Device.CPU or (asked is Device.AUTO and not may_have_gpu()):
        return Device.CPU
    there = _gpus()
    if asked is Device.AUTO:
        return there[0] if there else Device.CPU
    if asked not in there:
        from importlib.metadata import version

        raise DeviceMissing(
            f"MAILUO_DEVICE is {asked.value}, but torch {version('torch')} finds no such device "
            "here: unset it, or set it to cpu"
        )
    return asked


def may_have_gpu() -> bool:
    """Whether it is worth asking torch; tells without loading it."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    from importlib.metadata import version

    has_driver = sys.platform == "win32" or any(Path(path).exists() for path in _DRIVERS)
    return has_driver and not version("torch").endswith("+cpu")


def _gpus() -> list[Device]:
    import torch

    there = []
    if torch.cuda.is_available():
        there.append(Device.CUDA)
    if torch.backends.mps.is_available():
        there.append(Device.MPS)
    return there

"""OpenVINO, imported so that it tells nobody: its package reports each import and conversion to its makers, unless the
module that does so cannot be imported.
"""

from __future__ import annotations

import sys

REPORTS = "openvino_telemetry"
sys.modules[REPORTS] = None  # type: ignore[assignment]  # what Python takes for “not installed”

import openvino  # noqa: E402 - see above

__all__ = ["openvino"]

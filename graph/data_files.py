"""Data files of the program: words, patterns and tables in YAML, read by the parser written in C, ten times as fast.

In: a file of a package. Out: what it says, unchecked.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

# what pip builds without libyaml has only the slow one
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path | Traversable) -> Any:
    """What the file says."""
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # both loaders are safe ones

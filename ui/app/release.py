"""Which release of Mailuo this is: what pyproject.toml says, as it was installed."""

from __future__ import annotations

from importlib.metadata import version

NAME = "mailuo"


def release() -> str:
    """Three numbers with dots between, as 0.2.0."""
    return version(NAME)

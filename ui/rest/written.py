"""Dictionaries of fields as the JSON that is answered: as `--json` prints it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.responses import Response


def written(value: object) -> bytes:
    """UTF-8; what is no text is written as the command line writes it."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


def as_json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer of it."""
    return Response(written(value), status_code=status, headers=headers, media_type="application/json")

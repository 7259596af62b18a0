"""What the server of the pages says with every answer: nothing is loaded but its own, and nobody else is asked."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import streamlit

from ui.guard.speaking import safe_headers


def page_headers() -> dict[str, str]:
    """The headers by their names."""
    return safe_headers(_policy(_inline_scripts()))


def _policy(scripts: Iterable[str]) -> dict[str, str]:
    return {
        "default-src": "'self'",
        # blob: the scripts of components come to the page as text; wasm: Streamlit's protobuf counts with it
        "script-src": " ".join(("'self'", "blob:", "'wasm-unsafe-eval'", *scripts)),
        # Streamlit's own styles are made in the page
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "frame-src": "'none'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def _inline_scripts() -> list[str]:
    """The scripts that stand in Streamlit's page itself, each by its hash."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    found = re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)
    return [f"'sha256-{b64encode(sha256(script).digest()).decode('ascii')}'" for script in found]

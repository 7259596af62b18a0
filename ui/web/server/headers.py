"""What the server says with every answer, so that no other page can frame, read or steer ours, and ours asks nobody."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

_CLOSED = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer"),
    *("microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb"),
)
_STARTS = ("http.response.start", "websocket.http.response.start", "websocket.accept")


def page_headers() -> dict[str, str]:
    """The headers by their names."""
    return {
        "Content-Security-Policy": _policy(_inline_scripts()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _CLOSED),
        # to other machines nothing: addresses hold questions
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def _policy(scripts: Iterable[str]) -> str:
    rules = {
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
    return "; ".join(f"{what} {where}" for what, where in rules.items())


def _inline_scripts() -> list[str]:
    """The scripts that stand in Streamlit's page itself, each by its hash."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    found = re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)
    return [f"'sha256-{b64encode(sha256(script).digest()).decode('ascii')}'" for script in found]


def speaking(send: Send, said: dict[str, str]) -> Send:
    """`send` that says these headers with the answer, in place of those of the same name."""

    async def send_with(message: Message) -> None:
        if message["type"] in _STARTS:
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            for name, value in said.items():
                headers[name] = value
            message = {**message, "headers": headers.raw}
        await send(message)

    return send_with

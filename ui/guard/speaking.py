"""What every server says with every answer, so that no other page can frame, read or steer ours."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

_CLOSED = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer"),
    *("microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb"),
)
_STARTS = ("http.response.start", "websocket.http.response.start", "websocket.accept")


def safe_headers(policy: Mapping[str, str]) -> dict[str, str]:
    """The headers by their names. policy: what a page may load, by kind, as Content-Security-Policy says it."""
    return {
        "Content-Security-Policy": "; ".join(f"{what} {where}" for what, where in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _CLOSED),
        # to other machines nothing: addresses hold questions
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def speaking(send: Send, said: Mapping[str, str]) -> Send:
    """`send` that says these headers with the answer, in place of those of the same name."""

    async def send_with(message: Message) -> None:
        if message["type"] in _STARTS:
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            for name, value in said.items():
                headers[name] = value
            message = {**message, "headers": headers.raw}
        await send(message)

    return send_with

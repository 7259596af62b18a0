"""What the server counts of itself, for Prometheus: requests, seconds, what waits, what is there."""

from __future__ import annotations

import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 30.0)


class Measures:
    """Of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter("mailuo_requests", "Requests.", ("method", "route", "status"), registry=self.registry)
        self._seconds = Histogram(
            "mailuo_request_seconds", "Seconds until the answer is sent.", ("method", "route"),
            buckets=BUCKETS, registry=self.registry,
        )  # fmt: skip

    def watch(self, name: str, says: str, look: Callable[[], float]) -> None:
        """A number that is looked at when it is asked for."""
        Gauge(f"mailuo_{name}", says, registry=self.registry).set_function(look)

    def note(self, scope: Scope, status: int, seconds: float) -> None:
        """Count a request by its route, whose paths are few."""
        route = getattr(scope.get("route"), "path", "other")
        method = scope["method"] if route != "other" else "any"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def written(self) -> bytes:
        """As Prometheus reads it."""
        return generate_latest(self.registry)


class Measured:
    """An ASGI callable around another that counts what passes."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        self._app = app
        self._measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500  # until another is said

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            self._measures.note(scope, status, time.perf_counter() - began)

"""The application: all verbs behind their gate, with what is mounted beside them.

In: a house, who signs in how, the log, the limits. Out: an ASGI application to be served by any server.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.app.house import House
from ui.app.journal import Journal
from ui.app.release import release
from ui.app.signing_in import SignIn
from ui.guard.hosts import Names
from ui.rest import schemas
from ui.rest.gate import Door, Gate
from ui.rest.jobs import Jobs
from ui.rest.lifespans import living
from ui.rest.limits import Limits, Rates
from ui.rest.measures import Measured, Measures
from ui.rest.problems import tell_problems
from ui.rest.routes import deciding, described, documents, finding, keeping, looking
from ui.rest.service import Service
from ui.rest.turns import Turns

SIGNED_IN_AT_ONCE = 2  # a password takes 64 MB
DESCRIPTION = """Every verb of the `mailuo` command, with the same JSON. Lists are read by pages: `next` is the `cursor`
of the one behind. What went wrong is `application/problem+json` with a stable `code`."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How the server is reached. listens_on: its address; allowed: further names; base_path: below which it lies."""

    listens_on: str = "localhost"
    allowed: Collection[str] = ()
    base_path: str = ""


def make_app(
    house: House,
    sign_in: SignIn,
    journal: Journal,
    limits: Limits | None = None,
    *,
    mounts: Mapping[str, ASGIApp] | None = None,
    reached: Reached | None = None,
) -> FastAPI:
    """Lives as long as its lifespan: the house is closed by who opened it. mounts: by path (/mcp) an application that
    asks its people itself; it begins and ends with this one."""
    limits, reached, mounts = limits or Limits(), reached or Reached(allowed=sign_in.settings.hosts), mounts or {}
    measures = Measures()
    service = Service(
        house=house,
        journal=journal,
        limits=limits,
        turns=Turns(limits.workers, limits.waiting, limits.waiting_each),
        exporting=Turns(1, limits.jobs, limits.jobs),
        jobs=Jobs(limits.jobs),
        measures=measures,
    )
    signing_in = Turns(SIGNED_IN_AT_ONCE, limits.waiting, limits.waiting_each)
    keeping.watch(measures, service)
    app = FastAPI(
        title="Mailuo REST",
        version=release(),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=partial(_live, service=service, signing_in=signing_in, mounts=mounts),
        root_path=reached.base_path,
        redirect_slashes=False,
    )
    app.state.service = service
    for group in (finding, looking, documents, deciding, keeping, described):
        app.include_router(group.router)
    tell_problems(app)
    door = Door(
        Names(reached.listens_on, reached.allowed), sign_in, limits, Rates(limits.rate), signing_in, tuple(mounts)
    )
    # the last one stands outermost
    app.add_middleware(_Mounted, mounts=mounts)
    app.add_middleware(Gate, door=door)
    app.add_middleware(Measured, measures=measures)
    app.openapi = partial(_openapi, app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _live(
    _app: FastAPI, service: Service, signing_in: Turns, mounts: Mapping[str, ASGIApp]
) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for closes in (service.jobs, service.exporting, service.turns, signing_in):
            stack.callback(closes.close)
        for mounted in mounts.values():
            await stack.enter_async_context(living(mounted))
        yield


class _Mounted:
    """An ASGI callable around another that leads what lies below a path to what is mounted there."""

    def __init__(self, app: ASGIApp, mounts: Mapping[str, ASGIApp]) -> None:
        self._app = app
        self._mounts = mounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        for path, mounted in self._mounts.items() if scope["type"] == "http" else ():
            if scope["path"] == path or scope["path"].startswith(f"{path}/"):
                root = scope.get("root_path", "")
                # with a slash at its end: what is mounted has its own root there
                inside = {**scope, "root_path": root + path, "path": root + path + (scope["path"][len(path) :] or "/")}
                await mounted(inside, receive, send)
                return
        await self._app(scope, receive, send)


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document: FastAPI's, with the schemas of our dictionaries and who may ask."""
    if app.openapi_schema:
        return app.openapi_schema
    made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    parts = made.setdefault("components", {})
    parts["schemas"] = {**parts.get("schemas", {}), **schemas.schemas()}
    parts["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A key of `mailuo user`."},
        "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        "password": {"type": "http", "scheme": "basic"},
    }
    for path, verbs in made["paths"].items():
        if path not in ("/health", "/ready"):
            for verb in verbs.values():
                verb["security"] = [{"key": []}, {"header": []}, {"password": []}]
    app.openapi_schema = made
    return made

"""A knowledge base that is served to a client in the tests' own process, to people of every role."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.testclient import TestClient

from ui.app.house import House
from ui.app.journal import Journal


@dataclass(frozen=True)
class Site:
    """A served knowledge base. keys: by role, each with a person of that name."""

    app: FastAPI
    client: TestClient
    house: House
    keys: dict[str, str]

    def headers(self, role: str | None) -> dict[str, str]:
        return {} if role is None else {"Authorization": f"Bearer {self.keys[role]}"}

    @property
    def journal(self) -> Journal:
        return Journal.of(self.house.settings)


Open = Callable[..., AbstractContextManager[Site]]

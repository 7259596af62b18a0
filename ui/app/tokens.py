"""Tokens of an issuer that signs people in elsewhere (OpenID Connect): a JSON Web Token → the user's name in it.

Checked are the signature, by the issuer's keys, and that it is of this issuer, for this audience, and still holds.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from graph.errors import MailuoError
from ui.app.people import NotSignedIn
from ui.app.settings import Oidc

# Signatures by a pair of keys alone: with HS256 whoever knows the issuer's public key could sign (RFC 8725, 3.1).
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
LEEWAY_SECONDS = 60  # by which two machines' clocks may differ
FRESH_SECONDS = 600.0  # keys are read anew after so long
LEAST_SECONDS = 30.0  # and at most so often, whatever tokens come
LONGEST_TOKEN = 16_384
TIMEOUT_SECONDS = 10.0


class IssuerUnusable(MailuoError):
    """The issuer's keys cannot be had."""


class Tokens:
    """May be used from several threads."""

    def __init__(self, oidc: Oidc, now: Callable[[], float] = time.time) -> None:
        self._oidc = oidc
        self._now = now
        self._lock = threading.Lock()
        self._keys: KeySet | None = None
        self._failed: IssuerUnusable | None = None  # the last time
        self._read_at = float("-inf")

    def name_in(self, token: str) -> str:
        """The name of the user whom it names; raises `NotSignedIn`, and `IssuerUnusable` without keys."""
        if len(token) > LONGEST_TOKEN:
            raise NotSignedIn("this token is too long")
        try:
            claims = self._decode(token)
            self._check(claims)
        # the library's own mistakes, and those it lets through where a token is no token at all
        except (JoseError, ValueError, TypeError, LookupError) as error:
            raise NotSignedIn(f"this token is not good here ({type(error).__name__})") from error
        name = claims.get(self._oidc.claim)
        if not isinstance(name, str) or not name:
            raise NotSignedIn(f"this token does not say who it is for ({self._oidc.claim})")
        return name

    def _decode(self, token: str) -> dict[str, Any]:
        keys = self._issuers_keys(FRESH_SECONDS)
        try:
            return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError):
            newer = self._issuers_keys(LEAST_SECONDS)  # the issuer may have changed its keys
            if newer is keys:
                raise
            return jwt.decode(token, newer, algorithms=ALGORITHMS).claims

    def _check(self, claims: dict[str, Any]) -> None:
        registry = jwt.JWTClaimsRegistry(
            now=lambda: int(self._now()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self._oidc.issuer},
            aud={"essential": True, "value": self._oidc.audience},
            exp={"essential": True},
        )
        registry.validate(claims)

    def _issuers_keys(self, fresh_seconds: float) -> KeySet:
        """Those read before, where that is not so long ago."""
        with self._lock:
            wait = fresh_seconds if self._failed is None else LEAST_SECONDS
            if self._now() - self._read_at >= wait:
                self._read_at = self._now()  # also where it fails: an issuer that hangs is not asked for each token
                try:
                    self._keys, self._failed = self._read_keys(), None
                except IssuerUnusable as error:
                    self._failed = error
            if self._keys is None:
                assert self._failed is not None
                raise self._failed
            return self._keys

    def _read_keys(self) -> KeySet:
        where = self._oidc.jwks
        if where is None:
            about = self._oidc.issuer.rstrip("/") + "/.well-known/openid-configuration"
            where = _read(about).get("jwks_uri")
            if not isinstance(where, str):
                raise IssuerUnusable(f"{about}: does not say where the issuer's keys are; set MAILUO_OIDC_JWKS")
        try:
            return KeySet.import_key_set(_read(where))  # type: ignore[arg-type]  # what is none is told below
        except (JoseError, ValueError, TypeError, LookupError) as error:
            raise IssuerUnusable(f"{where}: holds no set of keys (JWKS)") from error


def _read(where: str) -> dict[str, Any]:
    """An object of JSON in a file or at an address."""
    try:
        if where.startswith(("https://", "http://")):
            with urlopen(Request(where, headers={"Accept": "application/json"}), timeout=TIMEOUT_SECONDS) as reply:
                text = reply.read(1 << 20)
        else:
            text = Path(where).expanduser().read_bytes()
        held = json.loads(text)
    except (URLError, OSError, ValueError, RecursionError) as error:
        raise IssuerUnusable(f"{where}: the issuer's keys cannot be read ({error})") from error
    if not isinstance(held, dict):
        raise IssuerUnusable(f"{where}: is no object of JSON")
    return held

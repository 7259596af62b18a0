"""A request's headers → who asks."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.datastructures import Headers

from ui.app import tokens
from ui.app.people import NotSignedIn, Person, Role, whoever_is_here
from ui.app.settings import Settings, SettingWrong
from ui.app.signing_in import SignIn, TooManyTries
from ui.app.tokens import IssuerUnusable
from ui.app.users import Users

PASSWORD = "correct horse"
ISSUER, AUDIENCE = "https://id.example", "mailuo"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


@pytest.fixture
def users(tmp_path: Path) -> Users:
    users = Users.open(tmp_path / "users.json")
    users.add("li", Role.EDITOR, None, PASSWORD)
    users.add("wu", Role.READER, ["内部"], PASSWORD)
    users.add("张三", Role.READER, None, None)
    return users


def sign_in(users: Users, _clock: Clock | None = None, **more: str) -> SignIn:
    settings = Settings.read({"MAILUO_HOME": str(users.path.parent), "MAILUO_USERS": str(users.path), **more})
    return SignIn.of(settings, clock=_clock or Clock())


def test_where_nobody_is_named_it_is_whoever_is_here(tmp_path: Path) -> None:
    door = SignIn.of(Settings.read({"MAILUO_HOME": str(tmp_path)}))
    assert not door.asks
    assert door.person({}, "10.0.0.1") == whoever_is_here()
    assert door.person({"X-Remote-User": "li", "Authorization": "nonsense"}, "127.0.0.1") == whoever_is_here()


def test_a_key_or_a_password_says_who_asks(users: Users) -> None:
    _, key = users.add_key("li", "script", Role.READER)
    door = sign_in(users)
    assert door.asks
    as_reader = Person("li", Role.READER, None)
    assert door.person(basic("wu", PASSWORD), None) == Person("wu", Role.READER, frozenset({"内部"}))
    assert door.person({"Authorization": f"Bearer {key}"}, "10.0.0.1") == as_reader
    assert door.person({"authorization": f"bearer {key}"}, None) == as_reader
    assert door.person({"X-API-Key": key}, "10.0.0.1") == as_reader
    assert door.person(Headers({"x-api-key": key}), "10.0.0.1") == as_reader
    assert door.person(basic("li", PASSWORD), "10.0.0.1").role is Role.EDITOR


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer mlk_000000000000_" + "a" * 43},
        {"Authorization": "Basic %%%"},
        {"Authorization": "Basic " + base64.b64encode(b"li").decode()},
        {"Authorization": "Basic " + base64.b64encode(b"\xff:\xff").decode()},
        {"Authorization": "Digest x"},
        {"X-API-Key": "x"},
        {"X-Remote-User": "li"},
        {"Cookie": "mailuo=x"},
        basic("li", "wrong horse"),
        basic("wang", PASSWORD),
        basic("张三", ""),
    ],
)
def test_whoever_says_nothing_good_is_refused(users: Users, headers: Mapping[str, str]) -> None:
    with pytest.raises(NotSignedIn):
        sign_in(users).person(headers, "127.0.0.1")


def test_a_header_said_twice_is_nobodys_word(users: Users) -> None:
    door = sign_in(users, MAILUO_PROXY_HEADER="X-Remote-User")
    twice = Headers(raw=[(b"x-remote-user", b"li"), (b"x-remote-user", b"root")])
    with pytest.raises(NotSignedIn, match="2 times"):
        door.person(twice, "127.0.0.1")


def test_after_ten_failures_a_name_waits(users: Users) -> None:
    clock = Clock()
    door = sign_in(users, clock)
    for number in range(10):
        clock.now += 1
        with pytest.raises(NotSignedIn, match="wrong"):
            # however it is written, it is one name
            door.by_password("li" if number % 2 else "ｌｉ ", "wrong horse")
    with pytest.raises(TooManyTries) as told:
        door.by_password("li", PASSWORD)
    assert 0 < told.value.wait <= 300
    with pytest.raises(TooManyTries):
        door.person(basic("li", PASSWORD), "10.0.0.1")
    clock.now += 300
    assert door.person(basic("li", PASSWORD), None).name == "li"
    for _ in range(10):
        clock.now += 1
        with pytest.raises(NotSignedIn, match="wrong"):
            door.by_password("li", "wrong horse")
    with pytest.raises(TooManyTries):  # also where it was proved lately
        door.person(basic("li", PASSWORD), "10.0.0.1")
    with pytest.raises(NotSignedIn, match="wrong"):  # others need not wait
        door.by_password("wang", PASSWORD)
    clock.now += 300
    assert door.by_password("li", PASSWORD).name == "li"
    for _ in range(9):  # who came in begins anew
        with pytest.raises(NotSignedIn, match="wrong"):
            door.by_password("li", "wrong horse")
    assert door.by_password("li", PASSWORD).name == "li"


def test_a_password_said_again_and_again_is_hashed_once(users: Users, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, asked = Clock(), []
    door = sign_in(users, clock)
    by_password = Users.by_password
    monkeypatch.setattr(Users, "by_password", lambda *given: asked.append(given) or by_password(*given))
    for _ in range(5):
        assert door.person(basic("li", PASSWORD), None).name == "li"
    assert len(asked) == 1
    users.set_role("li", Role.READER)
    assert door.person(basic("li", PASSWORD), None).role is Role.READER  # by the file, not as remembered
    users.set_password("li", "another horse")
    with pytest.raises(NotSignedIn):
        door.person(basic("li", PASSWORD), None)
    assert door.person(basic("li", "another horse"), None).name == "li"
    clock.now += 301
    door.person(basic("li", "another horse"), None)
    assert len(asked) == 5  # what they may do is part of what was proved
    users.set_disabled("li", True)
    with pytest.raises(NotSignedIn):
        door.person(basic("li", "another horse"), None)


# ---------------------------------------------------------------------------------------------------------- a proxy


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_a_proxy_on_this_machine_is_believed(users: Users, address: str) -> None:
    door = sign_in(users, MAILUO_PROXY_HEADER="X-Remote-User")
    assert door.person({"x-remote-user": "li"}, address).role is Role.EDITOR
    assert door.person({"X-Remote-User": "张三".encode().decode("latin-1")}, address).name == "张三"
    for unknown in ("wang", "a b", "li, root"):
        with pytest.raises(NotSignedIn):
            door.person({"X-Remote-User": unknown}, address)


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.2", None, "", "localhost", "unix"])
def test_nobody_else_is_believed(users: Users, address: str | None) -> None:
    door = sign_in(users, MAILUO_PROXY_HEADER="X-Remote-User")
    with pytest.raises(NotSignedIn):
        door.person({"X-Remote-User": "li"}, address)
    assert door.person({"X-Remote-User": "root", **basic("li", PASSWORD)}, address).name == "li"


def test_the_addresses_of_the_proxy_are_set(users: Users) -> None:
    door = sign_in(users, MAILUO_PROXY_HEADER="X-Remote-User", MAILUO_PROXY_ADDRESSES="10.1.0.0/16, fd00::7")
    assert door.person({"X-Remote-User": "li"}, "10.1.9.9").name == "li"
    assert door.person({"X-Remote-User": "li"}, "fd00::7").name == "li"
    with pytest.raises(NotSignedIn):
        door.person({"X-Remote-User": "li"}, "127.0.0.1")


def test_a_role_for_those_the_proxy_names_and_nobody_else_knows(users: Users, tmp_path: Path) -> None:
    more = {"MAILUO_PROXY_HEADER": "X-Remote-User", "MAILUO_PROXY_ROLE": "reader"}
    door = sign_in(users, None, **more)
    assert door.person({"X-Remote-User": "wang"}, "::1") == Person("wang", Role.READER, frozenset())
    assert door.person({"X-Remote-User": "li"}, "::1").role is Role.EDITOR
    users.set_disabled("li", True)  # is known, and so no stranger who gets the role
    with pytest.raises(NotSignedIn):
        door.person({"X-Remote-User": "li"}, "::1")
    alone = SignIn.of(Settings.read({"MAILUO_HOME": str(tmp_path), **more}))
    assert alone.person({"X-Remote-User": "li"}, "::1").role is Role.READER
    for headers in ({}, basic("li", PASSWORD), {"X-API-Key": "x"}):
        with pytest.raises(NotSignedIn):
            alone.person(headers, "::1")


# -------------------------------------------------------------------------------------------------------- an issuer


@pytest.fixture(scope="module")
def key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "one"})


def publish(key: RSAKey, path: Path) -> Path:
    path.write_text(json.dumps(KeySet([key]).as_dict(private=False)), encoding="utf-8")
    return path


def claims(**other: Any) -> dict[str, Any]:
    now = int(time.time())
    held = {"iss": ISSUER, "aud": AUDIENCE, "sub": "7", "preferred_username": "li", "iat": now, "exp": now + 600}
    return {name: value for name, value in {**held, **other}.items() if value is not None}


def issuer(users: Users, jwks: Path | str, **more: str) -> SignIn:
    return sign_in(
        users, None, MAILUO_OIDC_ISSUER=ISSUER, MAILUO_OIDC_AUDIENCE=AUDIENCE, MAILUO_OIDC_JWKS=str(jwks), **more
    )


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_an_issuers_token_says_who_asks(users: Users, key: RSAKey, tmp_path: Path) -> None:
    door = issuer(users, publish(key, tmp_path / "jwks.json"))
    for said in (claims(), claims(aud=["other", AUDIENCE]), claims(exp=int(time.time()) - 30)):
        token = jwt.encode({"alg": "RS256", "kid": "one"}, said, key)
        assert door.person(bearer(token), None) == Person("li", Role.EDITOR)
    _, own = users.add_key("li", "script", Role.READER)  # our own keys go on
    assert door.person(bearer(own), None).role is Role.READER


NOT_GOOD = [
    {"iss": "https://evil.example"},
    {"iss": None},
    {"aud": "other"},
    {"aud": None},
    {"aud": 7},
    {"exp": 1},
    {"exp": None},
    {"exp": "soon"},
    {"nbf": 1 << 40},
    {"iat": 1 << 40},
    {"preferred_username": None},
    {"preferred_username": "wang"},
    {"preferred_username": ["li"]},
    {"preferred_username": ""},
]


@pytest.mark.parametrize("other", NOT_GOOD, ids=str)
def test_a_token_for_somebody_else_is_refused(users: Users, key: RSAKey, tmp_path: Path, other: dict[str, Any]) -> None:
    door = issuer(users, publish(key, tmp_path / "jwks.json"))
    with pytest.raises(NotSignedIn):
        door.person(bearer(jwt.encode({"alg": "RS256", "kid": "one"}, claims(**other), key)), None)


def signed_by_secret(secret: bytes) -> str:
    """By hand: the library refuses to."""
    parts = [json.dumps(one).encode() for one in ({"alg": "HS256", "typ": "JWT", "kid": "one"}, claims())]
    said = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = base64.urlsafe_b64encode(hmac.digest(secret, said, "sha256")).rstrip(b"=")
    return (said + b"." + signature).decode()


def test_a_token_that_the_issuer_did_not_sign_is_refused(users: Users, key: RSAKey, tmp_path: Path) -> None:
    door = issuer(users, publish(key, tmp_path / "jwks.json"))
    stranger = RSAKey.generate_key(2048, {"kid": "one"})
    good = jwt.encode({"alg": "RS256", "kid": "one"}, claims(), key)
    head, body, signature = good.split(".")
    forged = base64.urlsafe_b64encode(json.dumps(claims(preferred_username="张三")).encode()).decode().rstrip("=")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    # the public key taken for a secret: RFC 8725, 3.1
    confused = signed_by_secret(key.as_pem(private=False))
    tokens = {
        "another key": jwt.encode({"alg": "RS256", "kid": "one"}, claims(), stranger),
        "an unknown kid": jwt.encode({"alg": "RS256", "kid": "two"}, claims(), key),
        "other words": f"{head}.{forged}.{signature}",
        "no signature": f"{head}.{body}.",
        "alg none": f"{none}.{body}.",
        "alg none, signed": f"{none}.{body}.{signature}",
        "the public key as a secret": confused,
        "no claims": jws.serialize_compact({"alg": "RS256", "kid": "one"}, b"[1]", key),
        "no json": jws.serialize_compact({"alg": "RS256", "kid": "one"}, b"{", key),
        "no token": "a.b.c",
        "nothing": "...",
        "long": "a" * 20_000,
    }
    for what, token in tokens.items():
        with pytest.raises(NotSignedIn):
            pytest.fail(f"{what}: {door.person(bearer(token), None)}")
    assert door.person(bearer(good), None).name == "li"


def test_another_claim_may_hold_the_name(users: Users, key: RSAKey, tmp_path: Path) -> None:
    door = issuer(users, publish(key, tmp_path / "jwks.json"), MAILUO_OIDC_CLAIM="email")
    token = jwt.encode({"alg": "RS256", "kid": "one"}, claims(email="li", preferred_username="张三"), key)
    assert door.person(bearer(token), None).name == "li"


def test_new_keys_of_the_issuer_are_read(
    users: Users, key: RSAKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.app import tokens

    path = publish(key, tmp_path / "jwks.json")
    monkeypatch.setattr(tokens, "LEAST_SECONDS", 0.0)
    door = issuer(users, path)
    assert door.person(bearer(jwt.encode({"alg": "RS256", "kid": "one"}, claims(), key)), None).name == "li"
    second = RSAKey.generate_key(2048, {"kid": "two"})
    publish(second, path)
    assert door.person(bearer(jwt.encode({"alg": "RS256", "kid": "two"}, claims(), second)), None).name == "li"
    with pytest.raises(NotSignedIn):
        door.person(bearer(jwt.encode({"alg": "RS256", "kid": "one"}, claims(), key)), None)


@pytest.mark.parametrize("held", [None, "{", "[]", "{}", '{"keys": 7}', '{"keys": [{"kty": "odd"}]}'])
def test_an_issuer_without_keys_is_told_and_lets_nobody_in(
    users: Users, key: RSAKey, tmp_path: Path, held: str | None
) -> None:
    path = tmp_path / "jwks.json"
    if held is not None:
        path.write_text(held, encoding="utf-8")
    with pytest.raises((IssuerUnusable, NotSignedIn)):
        issuer(users, path).person(bearer(jwt.encode({"alg": "RS256", "kid": "one"}, claims(), key)), None)


def test_an_issuer_that_fails_is_not_asked_for_each_token(
    users: Users, key: RSAKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    read = tokens._read
    monkeypatch.setattr(tokens, "_read", lambda where: (asked.append(where), read(where))[1])
    door = issuer(users, tmp_path / "none.json")
    for _ in range(5):
        with pytest.raises(IssuerUnusable):
            door.person(bearer(jwt.encode({"alg": "RS256", "kid": "one"}, claims(), key)), None)
    assert len(asked) == 1


def test_what_they_may_do_is_part_of_the_proof(users: Users) -> None:
    door = sign_in(users)
    proofs = {door.proof_of("li")}
    users.set_role("li", Role.READER)
    proofs.add(door.proof_of("li"))
    users.set_collections("li", ["内部"])
    proofs.add(door.proof_of("li"))
    assert len(proofs) == 3


# ------------------------------------------------------------------------------------------------------- the settings

WRONG_SETTINGS = [
    ({"MAILUO_PROXY_HEADER": "X-Remote-User"}, "MAILUO_USERS, or MAILUO_PROXY_ROLE"),
    ({"MAILUO_PROXY_HEADER": "Authorization", "MAILUO_USERS": "u"}, "a header of its own"),
    ({"MAILUO_PROXY_HEADER": "X User", "MAILUO_USERS": "u"}, "a header of its own"),
    ({"MAILUO_PROXY_HEADER": "X-User", "MAILUO_PROXY_ROLE": "king"}, "“king”"),
    ({"MAILUO_PROXY_HEADER": "X-User", "MAILUO_USERS": "u", "MAILUO_PROXY_ADDRESSES": "proxy"}, "“proxy”"),
    ({"MAILUO_OIDC_ISSUER": ISSUER, "MAILUO_USERS": "u"}, "MAILUO_OIDC_AUDIENCE"),
    ({"MAILUO_OIDC_ISSUER": ISSUER, "MAILUO_OIDC_AUDIENCE": "a"}, "MAILUO_USERS"),
    ({"MAILUO_JOURNAL_KEPT": "0"}, "from 1 on"),
    ({"MAILUO_JOURNAL": "maybe"}, "MAILUO_JOURNAL is “maybe”"),
]


@pytest.mark.parametrize(("values", "says"), WRONG_SETTINGS)
def test_settings_that_let_the_wrong_people_in_are_refused(values: Mapping[str, str], says: str) -> None:
    with pytest.raises(SettingWrong, match=says):
        Settings.read(values)

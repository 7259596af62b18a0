"""The settings: the environment, read once.

In: the environment. Out: a `Settings`; below `ui.app.workspace` only plain arguments are passed on.
"""

from __future__ import annotations

import getpass
import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import MailuoError
from graph.store.places import Server
from search.runners.devices import Device
from ui.app.addresses import holds_secret, masked, read_address

_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def system_user() -> str:
    """Who works here, as the system calls them; "" where it does not know."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container may run as a number that has no name
        return ""


class SettingWrong(MailuoError):
    """A variable of the environment holds what cannot be used."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """An OpenAI-compatible address that may phrase answers."""

    base_url: str = field(repr=False)  # it may hold a password
    model: str
    api_key: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    home: Path  # MAILUO_HOME: where the knowledge base lies
    model: str | None  # MAILUO_MODEL: a sentence-transformers name or folder; None: the bundled offline model
    cache: Path  # where the bundled model is kept once it has been unpacked
    server: Server | None  # NEO4J_*; None: the embedded engine
    language_model: LanguageModel | None  # MAILUO_LLM_*
    hosts: tuple[str, ...] = ()  # MAILUO_HOSTS: further names by which browsers may call the web interface
    read_only: bool = False  # MAILUO_READ_ONLY: the web interface adds, removes and decides nothing
    device: Device = Device.AUTO  # MAILUO_DEVICE: what passages and questions are embedded on

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """The settings that the environment (by default the process's own) holds; empty variables count as not set."""
        values = {
            name: value.strip()
            for name, value in (os.environ if environment is None else environment).items()
            if value.strip()
        }
        home = Path(values.get("MAILUO_HOME", ".mailuo")).expanduser()
        if home.exists() and not home.is_dir():
            raise SettingWrong(f"MAILUO_HOME is “{home}”, which is a file; it must be a folder")
        return cls(
            home,
            values.get("MAILUO_MODEL"),
            _cache(values, home),
            _server(values),
            _language_model(values),
            _hosts(values),
            _is_read_only(values),
            _device(values),
        )


def _cache(values: Mapping[str, str], home: Path) -> Path:
    """The user's cache folder; where a user has none (a service account), the home of the knowledge base."""
    if folder := values.get("XDG_CACHE_HOME"):
        return Path(folder) / "mailuo"
    user = values.get("HOME")
    if user and os.access(user, os.W_OK):
        return Path(user) / ".cache" / "mailuo"
    return home


def _server(values: Mapping[str, str]) -> Server | None:
    """The account stands in variables of its own or in the address, from where it is taken out."""
    given = values.get("NEO4J_URI")
    if given is None:
        return None
    if "://" not in given:
        raise SettingWrong(f"NEO4J_URI is “{masked(given)}”; it must be an address such as bolt://localhost:7687")
    if holds_secret(given):
        raise SettingWrong(f"NEO4J_URI is “{masked(given)}”; set the password as NEO4J_PASSWORD, not in the address")
    address = read_address(given)
    user = _once(values, "NEO4J_USER", address.user) or "neo4j"
    password = _once(values, "NEO4J_PASSWORD", address.password)
    if password is None:
        raise SettingWrong("NEO4J_URI is set, but NEO4J_PASSWORD is not; set the password of the Neo4j account")
    return Server(address.uri, user, password, values.get("NEO4J_DATABASE"))


def _once(values: Mapping[str, str], name: str, in_address: str | None) -> str | None:
    """What the variable or the address says; SettingWrong where they differ."""
    value = values.get(name, in_address)
    if in_address is not None and value != in_address:
        raise SettingWrong(f"{name} is not what stands in NEO4J_URI; set it in one of the two places")
    return value


def _language_model(values: Mapping[str, str]) -> LanguageModel | None:
    address = values.get("MAILUO_LLM_BASE_URL")
    if address is None:
        return None
    if "MAILUO_LLM_MODEL" not in values:
        raise SettingWrong("MAILUO_LLM_BASE_URL is set, but MAILUO_LLM_MODEL is not; name the model to use there")
    return LanguageModel(address, values["MAILUO_LLM_MODEL"], values.get("MAILUO_LLM_API_KEY"))


def _hosts(values: Mapping[str, str]) -> tuple[str, ...]:
    """Names and addresses between commas or spaces, as a browser writes them: in small letters and Punycode."""
    names = re.split(r"[\s,]+", values.get("MAILUO_HOSTS", ""))
    return tuple(dict.fromkeys(_host(name) for name in names if name))


def _host(name: str) -> str:
    try:
        return str(ipaddress.ip_address(name.strip("[]")))
    except ValueError:
        pass
    try:
        host = name.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        host = ""
    if not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", host):
        raise SettingWrong(f"MAILUO_HOSTS names “{name}”; it must be a name or an address alone, as mailuo.example.org")
    return host


def _is_read_only(values: Mapping[str, str]) -> bool:
    said = values.get("MAILUO_READ_ONLY", "no").lower()
    if said not in _YES + _NO:
        raise SettingWrong(f"MAILUO_READ_ONLY is “{said}”; it must be 1 or 0")
    return said in _YES


def _device(values: Mapping[str, str]) -> Device:
    said = values.get("MAILUO_DEVICE", Device.AUTO.value).lower()
    if said not in [device.value for device in Device]:
        raise SettingWrong(f"MAILUO_DEVICE is “{said}”; it must be {', '.join(Device)[:-5]} or {Device.MPS}")
    return Device(said)

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
from search.places import MilvusServer
from search.runners.devices import Device
from ui.app.addresses import holds_secret, masked, read_address

_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
_ROLES = ("reader", "editor", "administrator")  # those of `ui.app.people`, which reads the settings
_TAKEN_HEADERS = ("authorization", "x-api-key", "cookie", "host", "origin")
IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


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
class Proxy:
    """A server in front that signs people in and says their name in a header."""

    header: str  # in small letters
    addresses: tuple[IpNetwork, ...]  # from where it is believed
    role: str | None = None  # of those it names who are not among the users; None: they are refused


@dataclass(frozen=True, slots=True)
class Oidc:
    """Whose tokens are believed (OpenID Connect)."""

    issuer: str
    audience: str
    jwks: str | None = None  # a file or an address with the issuer's keys; None: the issuer says where they are
    claim: str = "preferred_username"  # which one is a user's name


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, with what holds where it says nothing."""

    home: Path  # MAILUO_HOME: where the knowledge base lies
    model: str | None  # MAILUO_MODEL: a sentence-transformers name or folder; None: the bundled offline model
    cache: Path  # where the bundled model is kept once it has been unpacked
    server: Server | None  # NEO4J_*; None: the embedded engine
    language_model: LanguageModel | None  # MAILUO_LLM_*
    hosts: tuple[str, ...] = ()  # MAILUO_HOSTS: further names by which browsers may call the web interface
    read_only: bool = False  # MAILUO_READ_ONLY: the web interface adds, removes and decides nothing
    device: Device = Device.AUTO  # MAILUO_DEVICE: what passages and questions are embedded on
    base_path: str = ""  # MAILUO_BASE_PATH: below which the pages lie behind a proxy, as /mailuo; "": at the root
    users: Path | None = None  # MAILUO_USERS: the file of those who may use a server; None: nobody is asked
    proxy: Proxy | None = None  # MAILUO_PROXY_*
    oidc: Oidc | None = None  # MAILUO_OIDC_*
    journal: bool = False  # MAILUO_JOURNAL: the command line notes what it was asked too; servers always do
    journal_kept: int = 24  # MAILUO_JOURNAL_KEPT: files of the journal, the oldest of more is deleted
    rate: int = 1200  # MAILUO_RATE: requests of one person in a minute that a server for programs answers
    milvus: MilvusServer | None = None  # MILVUS_*; None: the index lies in the generation's folder
    store: str | None = None  # MAILUO_STORE: a folder or address (s3://…) that many machines share

    @property
    def proxy_header(self) -> str | None:
        """MAILUO_PROXY_HEADER, in small letters."""
        return self.proxy.header if self.proxy else None

    @property
    def asks_who(self) -> bool:
        """Whether a server asks people who they are."""
        return self.users is not None or self.proxy is not None

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
            _is_yes(values, "MAILUO_READ_ONLY"),
            _device(values),
            base_path=_base_path(values),
            users=Path(values["MAILUO_USERS"]).expanduser() if "MAILUO_USERS" in values else None,
            proxy=_proxy(values),
            oidc=_oidc(values),
            journal=_is_yes(values, "MAILUO_JOURNAL"),
            journal_kept=_count(values, "MAILUO_JOURNAL_KEPT", 24),
            rate=_count(values, "MAILUO_RATE", 1200),
            milvus=_milvus(values),
            store=_store(values),
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
    lanes = _count(values, "NEO4J_LANES", 1) if "NEO4J_LANES" in values else None
    return Server(address.uri, user, password, values.get("NEO4J_DATABASE"), lanes)


def _milvus(values: Mapping[str, str]) -> MilvusServer | None:
    """A path is a file of Milvus Lite. The account stands in MILVUS_TOKEN or in the address, from where it is taken."""
    given = values.get("MILVUS_URI")
    if given is None:
        return None
    if "://" not in given and given.endswith(".db"):
        path = Path(given).expanduser().absolute()
        if path.is_file():
            raise SettingWrong(f"MILVUS_URI is “{given}”, a file of another program; name one that is not there")
        return MilvusServer(str(path))
    if not given.lower().startswith(("http://", "https://")) or holds_secret(given):
        raise SettingWrong(
            f"MILVUS_URI is “{masked(given)}”; it must be an address such as http://localhost:19530, "
            "or a file that ends in .db"
        )
    address = read_address(given)
    in_address = f"{address.user}:{address.password}" if address.user else None
    token = values.get("MILVUS_TOKEN", in_address)
    if in_address is not None and token != in_address:
        raise SettingWrong("MILVUS_TOKEN is not what stands in MILVUS_URI; set it in one of the two places")
    return MilvusServer(address.uri.rstrip("/"), token, values.get("MILVUS_DATABASE"))


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


def _is_yes(values: Mapping[str, str], name: str) -> bool:
    said = values.get(name, "no").lower()
    if said not in _YES + _NO:
        raise SettingWrong(f"{name} is “{said}”; it must be 1 or 0")
    return said in _YES


def _count(values: Mapping[str, str], name: str, usual: int) -> int:
    said = values.get(name, str(usual))
    if not re.fullmatch(r"[1-9][0-9]{0,5}", said):
        raise SettingWrong(f"{name} is “{said}”; it must be a whole number from 1 on")
    return int(said)


def _proxy(values: Mapping[str, str]) -> Proxy | None:
    header = values.get("MAILUO_PROXY_HEADER")
    if header is None:
        return None
    if not re.fullmatch(r"[A-Za-z0-9-]+", header) or header.lower() in _TAKEN_HEADERS:
        raise SettingWrong(f"MAILUO_PROXY_HEADER is “{header}”; it must be a header of its own, as X-Remote-User")
    role = values.get("MAILUO_PROXY_ROLE")
    if role is not None and role not in _ROLES:
        raise SettingWrong(f"MAILUO_PROXY_ROLE is “{role}”; it must be one of {', '.join(_ROLES)}")
    if role is None and "MAILUO_USERS" not in values:
        raise SettingWrong(
            "MAILUO_PROXY_HEADER is set, but nobody is known whom it could name; set MAILUO_USERS, or MAILUO_PROXY_ROLE"
        )
    said = re.split(r"[\s,]+", values.get("MAILUO_PROXY_ADDRESSES", "127.0.0.1, ::1"))
    return Proxy(header.lower(), tuple(_network(one) for one in said if one), role)


def _network(said: str) -> IpNetwork:
    try:
        return ipaddress.ip_network(said)
    except ValueError as error:
        raise SettingWrong(
            f"MAILUO_PROXY_ADDRESSES names “{said}”; it must be addresses or networks, as 10.0.0.7 or 10.0.0.0/24"
        ) from error


def _oidc(values: Mapping[str, str]) -> Oidc | None:
    issuer = values.get("MAILUO_OIDC_ISSUER")
    if issuer is None:
        return None
    if "MAILUO_OIDC_AUDIENCE" not in values:
        raise SettingWrong(
            "MAILUO_OIDC_ISSUER is set, but MAILUO_OIDC_AUDIENCE is not; say for whom its tokens must be"
        )
    if "MAILUO_USERS" not in values:
        raise SettingWrong("MAILUO_OIDC_ISSUER is set, but MAILUO_USERS is not; it says what the people named may do")
    claim = values.get("MAILUO_OIDC_CLAIM", "preferred_username")
    return Oidc(issuer, values["MAILUO_OIDC_AUDIENCE"], values.get("MAILUO_OIDC_JWKS"), claim)


def _store(values: Mapping[str, str]) -> str | None:
    """A folder by its whole path, whatever folder is worked in later."""
    given = values.get("MAILUO_STORE")
    if given is None:
        return None
    if "://" not in given:
        return str(Path(given).expanduser().absolute())
    if holds_secret(given) or read_address(given).password:
        raise SettingWrong(f"MAILUO_STORE is “{masked(given)}”; give the key as its package reads it, not here")
    return given


def _device(values: Mapping[str, str]) -> Device:
    said = values.get("MAILUO_DEVICE", Device.AUTO.value).lower()
    if said not in [device.value for device in Device]:
        raise SettingWrong(f"MAILUO_DEVICE is “{said}”; it must be {', '.join(Device)[:-5]} or {Device.MPS}")
    return Device(said)


def _base_path(values: Mapping[str, str]) -> str:
    """With a slash before each part and none at the end; what a browser or a proxy would write otherwise is refused."""
    said = values.get("MAILUO_BASE_PATH", "")
    parts = said.removeprefix("/").removesuffix("/").split("/")
    if parts == [""]:
        return ""
    if any(not re.fullmatch(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*", part) for part in parts):
        raise SettingWrong(
            f"MAILUO_BASE_PATH is “{said}”; it must be a path of letters, digits, - and _ alone, as /mailuo"
        )
    return "/" + "/".join(parts)

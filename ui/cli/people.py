"""`mailuo user`, `mailuo key`, `mailuo log`: who may use a server, and who asked it what."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from graph.errors import MailuoError
from ui.cli import output
from ui.cli.options import Json

if TYPE_CHECKING:
    from ui.app.accounts import Account
    from ui.app.people import Role
    from ui.app.users import Users

TO_SET = "MAILUO_USERS is not set: set MAILUO_USERS to the file that holds the users, as /etc/mailuo/users.json"
ROLES = "reader | editor | administrator"
MOST_LINES = 100

UserName = Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits and . @ + - _ (张三, li.si).")]
RoleName = Annotated[str, typer.Option("--role", metavar="ROLE", help=ROLES)]
OtherRole = Annotated[str | None, typer.Option("--role", metavar="ROLE", help=ROLES)]
CollectionNames = Annotated[
    list[str] | None,
    typer.Option("--collection", metavar="NAME", help="May read this one beside what is in none; several times."),
]
AllCollections = Annotated[bool, typer.Option("--all-collections", help="May read all documents.")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="The password is the first line of stdin.")]
WithoutPassword = Annotated[bool, typer.Option("--no-password", help="They sign in by a proxy, a token or keys alone.")]


class UsersUnset(MailuoError):
    """No file of users is named."""


class PasswordsDiffer(MailuoError):
    """The password was typed twice, not alike."""


def register(app: typer.Typer) -> None:
    """Put the commands among the others."""
    user = typer.Typer(help="Who may use a server: the file MAILUO_USERS.", rich_markup_mode=None)
    user.command("add")(add)
    user.command("list")(list_users)
    user.command("change")(change)
    user.command("password")(password)
    user.command("remove")(remove)
    key = typer.Typer(help="Keys by which programs sign in.", rich_markup_mode=None)
    key.command("add")(add_key)
    key.command("list")(list_keys)
    key.command("remove")(remove_key)
    app.add_typer(user, name="user")
    app.add_typer(key, name="key")
    app.command("log")(log)


# -------------------------------------------------------------------------------------------------------------- users


def add(
    name: UserName,
    role: RoleName,
    collection: CollectionNames = None,
    all_collections: AllCollections = False,
    password_stdin: FromStdin = False,
    no_password: WithoutPassword = False,
) -> None:
    """Add a user; the password is asked for twice. A reader of whom nothing else is said reads what is in no
    collection."""
    users = _users()
    chosen = _role(role)
    reads_all = all_collections or (chosen.is_to_read_all and not _is_said(collection, all_collections))
    given = None if no_password else _password(from_stdin=password_stdin)
    account = users.add(name, chosen, None if reads_all else collection or (), given)
    output.say(f"{account.name} may sign in as {account.role}")


def list_users(json: Json = False) -> None:
    """The users, with what they may read."""
    accounts = _users().accounts
    if json:
        output.json_value({"users": [_fields(one) for one in accounts]})
        return
    for one in accounts:
        reads = "all" if one.collections is None else "、".join(one.collections) or "what is in no collection"
        marks = [*(["disabled"] if one.disabled else []), *(["no password"] if one.password is None else [])]
        _row((one.name, str(one.role), reads, f"{len(one.keys)} keys", *marks))


def change(
    name: UserName,
    role: OtherRole = None,
    collection: CollectionNames = None,
    all_collections: AllCollections = False,
    disable: Annotated[bool, typer.Option("--disable", help="They cannot sign in by anything.")] = False,
    enable: Annotated[bool, typer.Option("--enable", help="They can again.")] = False,
) -> None:
    """Change a user's role, collections, or whether they may come; it holds from the next request on."""
    users = _users()
    is_said = _is_said(collection, all_collections)
    if disable and enable:
        raise typer.BadParameter("give one of --disable and --enable")
    if role is None and not is_said and not (disable or enable):
        raise typer.BadParameter("say what is to change: --role, --collection, --all-collections, --disable, --enable")
    chosen = None if role is None else _role(role)

    def changed(before: Account) -> Account:
        return replace(
            before,
            role=chosen or before.role,
            collections=before.collections if not is_said else None if all_collections else tuple(collection or ()),
            disabled=disable or (before.disabled and not enable),
        )

    account = users.change(name, changed)
    reads = " and reads all collections" if account.collections is None else ""
    output.say(f"{account.name} is changed: {account.role}{reads}")


def password(name: UserName, password_stdin: FromStdin = False) -> None:
    """Give a user another password; who is signed in by the one before is signed out."""
    users = _users()
    account = users.set_password(name, _password(from_stdin=password_stdin))
    output.say(f"{account.name} has another password")


def remove(name: UserName) -> None:
    """Forget a user with their keys; what they decided keeps their name."""
    _users().remove(name)
    output.say(f"{name} is no user any more")


# --------------------------------------------------------------------------------------------------------------- keys


def add_key(
    user: Annotated[str, typer.Argument(metavar="USER", help="Whose key it is.")],
    name: Annotated[str, typer.Option("--name", help="What it is for.")],
    scope: Annotated[str, typer.Option("--scope", metavar="ROLE", help=f"{ROLES}; not more than the user.")] = "reader",
    days: Annotated[int, typer.Option("--days", help="How long it holds.")] = 90,
    json: Json = False,
) -> None:
    """Make a key; it is shown this once."""
    kept, told = _users().add_key(user, name, _role(scope), days)
    if json:
        output.json_value({"id": kept.id, "key": told, "expires": kept.expires})
        return
    typer.echo(told)
    output.say(f"key {kept.id} holds until {kept.expires[:10]}; it is not shown again")


def list_keys(json: Json = False) -> None:
    """The keys, without what signs in."""
    listed = [
        {"id": key.id, "user": one.name, "name": key.name, "scope": str(key.scope), "created": key.created,
         "expires": key.expires}
        for one in _users().accounts for key in one.keys
    ]  # fmt: skip
    if json:
        output.json_value({"keys": listed})
        return
    for key in listed:
        _row(key.values())


def remove_key(identifier: Annotated[str, typer.Argument(metavar="ID", help="As “mailuo key list” shows it.")]) -> None:
    """Take a key back, from now on."""
    name, key = _users().remove_key(identifier)
    output.say(f"{name}'s key {key.id} ({key.name}) is taken back")


# ---------------------------------------------------------------------------------------------------------------- log


def log(
    who: Annotated[str | None, typer.Option("--who", help="Only of this person.")] = None,
    verb: Annotated[str | None, typer.Option("--verb", help="Only this: ask, search, show, upload, …")] = None,
    document: Annotated[str | None, typer.Option("--document", metavar="ID", help="Only what showed this one.")] = None,
    since: Annotated[str, typer.Option("--since", metavar="TIME", help="UTC: 2026-11-28 or 2026-11-28T05:00.")] = "",
    top: Annotated[int, typer.Option("--top", min=1, help="At most so many.")] = MOST_LINES,
    json: Json = False,
) -> None:
    """Who asked the servers what, the newest first."""
    from ui.app.journal import Journal, Sought
    from ui.app.settings import Settings

    notes = list(islice(Journal.of(Settings.read()).read(Sought(who, verb, document, since)), top))
    if json:
        output.json_value({"notes": notes})
        return
    for one in notes:
        asked = " ".join(f"{name}={value}" for name, value in one["asked"].items())
        more = f" +{one['more']}" if one["more"] else ""
        _row((one["at"], one["who"], one["verb"], asked, " ".join(one["documents"]) + more))


# -------------------------------------------------------------------------------------------------------------- given


def _users() -> Users:
    # imported late: --help needs none of it
    from ui.app.settings import Settings
    from ui.app.users import Users

    path = Settings.read().users
    if path is None:
        raise UsersUnset(TO_SET)
    return Users.open(path)


def _role(said: str) -> Role:
    from ui.app.people import Role

    if said not in list(Role):
        raise typer.BadParameter(f"“{said}” is no role; use one of {', '.join(Role)}")
    return Role(said)


def _is_said(named: Sequence[str] | None, every: bool) -> bool:
    """Whether collections are given; by one of the two ways."""
    if named and every:
        raise typer.BadParameter("give --collection or --all-collections, not both")
    return bool(named) or every


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise typer.BadParameter("there is no terminal to ask for the password on; give --password-stdin")
    first: str = typer.prompt("Password", hide_input=True, err=True)
    if typer.prompt("The same again", hide_input=True, err=True) != first:
        raise PasswordsDiffer("the two are not alike; nothing was changed")
    return first


def _row(cells: Iterable[str]) -> None:
    """A line for people and their tools; what people typed steers no terminal."""
    typer.echo(
        "\t".join("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in cell) for cell in cells)
    )


def _fields(one: Account) -> dict[str, object]:
    return {
        "name": one.name,
        "role": str(one.role),
        "collections": None if one.collections is None else list(one.collections),
        "disabled": one.disabled,
        "has_password": one.password is not None,
        "keys": len(one.keys),
    }

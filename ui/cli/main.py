"""The `mailuo` command: the commands of the interface, put together from `ui.cli`.

In: the arguments. Out: exit status 0 on success, 1 with one line on stderr when something failed, 2 on wrong usage.
Nothing heavy is imported here: a command that needs no model starts in half a second.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Annotated, NoReturn

import typer
import typer.main

from graph.errors import MailuoError
from ui.cli import ask, browse, collection, correct, keep, ledger, mcp, news, people, serve, serve_rest

STDERR = 2
STOPPED = "stopped; the knowledge base is whole: as it was before, or with all that is new"

app = typer.Typer(
    name="mailuo",
    help="Mailuo 脉络: a knowledge graph with semantic search over Chinese planning documents.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for group in (keep, collection, correct, ask, browse, ledger, news, serve, serve_rest, mcp, people):
    group.register(app)


def _tell_release(wanted: bool) -> None:
    if wanted:
        from ui.app.release import NAME, release

        typer.echo(f"{NAME} {release()}")
        raise typer.Exit


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show where a mistake arose.")] = False,
    told: Annotated[
        bool, typer.Option("--version", callback=_tell_release, is_eager=True, help="Which release this is.")
    ] = False,
) -> None:
    """Options of every command; --debug is taken out of the arguments before they come here."""


def main() -> NoReturn:
    """Run the command that the arguments name."""
    debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    if not debug:
        sys.excepthook = _report
        _take_stderr_from_libraries()
    _prepare_streams()
    command = typer.main.get_command(app)
    try:
        # not command.main(): it has ends of its own for interrupts and closed pipes
        with command.make_context("mailuo", arguments or ["--help"]) as context:
            command.invoke(context)
        _note(arguments)
        sys.stdout.flush()
    except typer.Exit as end:
        sys.exit(end.exit_code)
    except typer.TyperException as error:
        _fail(f"{error.format_message().rstrip('.')} (see mailuo --help)", error.exit_code)
    except BrokenPipeError:
        # the reader has seen enough (head, less): no failure, but Python would complain when it flushes at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (KeyboardInterrupt, typer.Abort, EOFError):
        _fail(STOPPED)
    except (MailuoError, OSError, sqlite3.Error) as error:
        if debug:
            raise
        _fail(_in_one_line(error))
    sys.exit(0)


def _note(arguments: Sequence[str]) -> None:
    """What was done, in the log, where MAILUO_JOURNAL says so: else who works on their own machine is not noted."""
    if not os.environ.get("MAILUO_JOURNAL") or not arguments:
        return
    # imported late: few wish for it
    from ui.app.journal import Journal
    from ui.app.people import whoever_is_here
    from ui.app.settings import Settings

    settings = Settings.read()
    if settings.journal:
        asked = {"arguments": list(arguments[1:])}
        Journal.of(settings).note(whoever_is_here().name, arguments[0], asked, through="cli")


def _take_stderr_from_libraries() -> None:
    """What libraries in C and Rust write past Python, as where they find a damaged file, is for developers; people get
    one line. A program that takes this one's place gets stderr back by `os.dup2(sys.stderr.fileno(), 2)`.
    """
    own = sys.stderr
    if own is None or own.fileno() != STDERR:
        return
    own.flush()
    sys.stderr = os.fdopen(os.dup(STDERR), "w", buffering=1, encoding=own.encoding, errors=own.errors)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STDERR)
    os.close(nowhere)


def _prepare_streams() -> None:
    """JSON is UTF-8 whatever the locale; an argument that was no text must not break the printing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", **({} if stream.isatty() else {"encoding": "utf-8"}))


def _in_one_line(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        names = [str(name) for name in (error.filename, error.filename2) if name]
        return f"{' → '.join(names)}: {error.strerror}" if names else error.strerror
    return " ".join(str(error).split()) or type(error).__name__


def _fail(message: str, status: int = 1) -> NoReturn:
    print(f"mailuo: {message}", file=sys.stderr)
    sys.exit(status)


def _report(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """What nobody foresaw: a mistake in Mailuo itself, or Ctrl-C while it begins or ends."""
    if issubclass(kind, KeyboardInterrupt):
        print(f"mailuo: {STOPPED}", file=sys.stderr)
        return
    print(
        f"mailuo: unexpected {kind.__name__}: {_in_one_line(error)} (“mailuo doctor” tells whether the knowledge base "
        "is damaged; if it is not, run this with --debug and report it)",
        file=sys.stderr,
    )

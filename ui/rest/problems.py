"""What went wrong, as a program reads it: application/problem+json (RFC 9457) with a code that stays.

In: a mistake of Mailuo, of FastAPI or of the disk. Out: its kind (`problems.yaml`) and the answer that says it. What
nobody foresaw says nothing of itself: it stands in the server's log.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from graph.data_files import read_yaml
from graph.errors import MailuoError
from ui.rest.fields import ProblemFields
from ui.rest.written import written

MEDIA_TYPE = "application/problem+json"
ABOUT = "urn:mailuo:problem:"
MOST_WRONG = 20  # parts of a request that are named

_log = logging.getLogger("mailuo.rest")
_OF_STATUS = {404: "nothing_here", 405: "method_not_allowed", 413: "body_too_large"}


class InputWrong(MailuoError):
    """The request says what cannot be."""


class WaitFirst(MailuoError):
    """Not now; wait: seconds until it may be tried again."""

    def __init__(self, message: str, wait: int | None = None) -> None:
        super().__init__(message)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Kind:
    """wait: after how many seconds trying again may help."""

    code: str
    status: int
    title: str
    wait: int | None = None


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by their codes."""
    held = read_yaml(Path(__file__).with_name("problems.yaml"))
    return {code: Kind(code, *said) for code, said in held.items()}


def code_of(kind: type[BaseException]) -> str:
    """NameUnknown → name_unknown."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def kind_of(error: BaseException) -> Kind:
    """Of a class that is not listed, the nearest it is derived from."""
    if isinstance(error, OSError | sqlite3.Error):
        return kinds()["storage_failed"]
    codes = (code_of(one) for one in type(error).__mro__)
    return next((kinds()[code] for code in codes if code in kinds()), kinds()["unexpected"])


def fields_of(error: BaseException) -> ProblemFields:
    """What is said of a mistake; of the disk's without its paths."""
    kind = kind_of(error)
    if isinstance(error, OSError):
        detail = error.strerror or kind.title
    elif isinstance(error, MailuoError):
        detail = " ".join(str(error).split()) or kind.title
    else:
        detail = kind.title
    return _fields(kind, detail)


def _fields(kind: Kind, detail: str) -> ProblemFields:
    return {
        "type": f"{ABOUT}{kind.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "code": kind.code,
    }


def in_a_log(error: BaseException) -> str:
    """What it says on one line, as any log can hold it."""
    return " ".join(str(error).encode("utf-8", "backslashreplace").decode("utf-8").split())


def answer(error: MailuoError | OSError | sqlite3.Error, *, is_known: bool = True) -> Response:
    """The answer that says a mistake. is_known: whether it is known who asks; strangers hear nothing of the server's
    own troubles."""
    kind = kind_of(error)
    headers = {}
    wait = getattr(error, "wait", None) or kind.wait
    if wait is not None:
        headers["Retry-After"] = str(wait)
    if kind.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="mailuo", Basic realm="mailuo", charset="UTF-8"'
    if kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR and kind.wait is None:
        _log.error("%s: %s", type(error).__name__, in_a_log(error))
    is_ours = kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR and kind.wait is None
    return _response(fields_of(error) if is_known or not is_ours else _fields(kind, kind.title), headers)


def _response(fields: ProblemFields, headers: Mapping[str, str]) -> Response:
    said = {"Cache-Control": "no-store", **headers}
    return Response(written(fields), status_code=fields["status"], headers=said, media_type=MEDIA_TYPE)


def unforeseen() -> Response:
    """What is said of a mistake of ours."""
    kind = kinds()["unexpected"]
    return _response(_fields(kind, "Mailuo failed; its operator finds why in the server's log"), {})


def tell_problems(app: FastAPI) -> None:
    """Has all mistakes of an application answered so."""
    for family in (MailuoError, OSError, sqlite3.Error):
        app.add_exception_handler(family, _tell_ours)
    app.add_exception_handler(RequestValidationError, _tell_wrong)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(Exception, _tell_unforeseen)


async def _tell_ours(_: Request, error: Exception) -> Response:
    assert isinstance(error, MailuoError | OSError | sqlite3.Error)
    return answer(error)


async def _tell_wrong(_: Request, error: Exception) -> Response:
    """Which parts of the request are wrong, and why; never what they hold."""
    assert isinstance(error, RequestValidationError)
    wrong = [(".".join(map(str, one["loc"])), str(one["msg"])) for one in error.errors()[:MOST_WRONG]]
    if any(one["type"] == "json_invalid" for one in error.errors()):
        kind = kinds()["json_unreadable"]
    else:
        kind = kinds()["input_wrong"]
    fields = _fields(kind, "; ".join(f"{where}: {why}" for where, why in wrong))
    fields["wrong"] = [{"where": where, "why": why} for where, why in wrong]
    return _response(fields, {})


async def _tell_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _OF_STATUS.get(error.status_code, "form_unreadable" if error.status_code == 400 else "mailuo_error")
    kind = kinds()[code]
    fields = _fields(kind, str(error.detail) or kind.title)
    fields["status"] = error.status_code
    return _response(fields, error.headers or {})


async def _tell_unforeseen(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return unforeseen()

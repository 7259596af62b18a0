"""The door of the pages: who is signed in, and how one signs in and out. It stands open where nobody is asked.

The gate (`ui.web.server.gate`) asks it before anything is shown or done. It hands a token of its own on to the script
of the pages, in a header that nobody else can say; the script asks by it, with every run, who it is drawing for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from graph.errors import MailuoError
from ui.app.accounts import UsersUnreadable
from ui.app.journal import Journal
from ui.app.people import NotSignedIn, Person, whoever_is_here
from ui.app.settings import Settings
from ui.app.signing_in import SignIn, TooManyTries, is_from
from ui.guard.strangers import length_of
from ui.web.language import LANGUAGES, Language
from ui.web.server.sessions import Sessions

COOKIE = "mailuo_session"
HEADER = "x-mailuo-session"  # said by the gate to the pages' script; what comes from outside is taken off
MOST_BYTES = 8192  # of a form


class Door:
    """One for the process; may be used from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sign_in = SignIn.of(settings)
        self.sessions = Sessions()
        self.journal = Journal.of(settings)

    @property
    def asks(self) -> bool:
        """Whether people must say who they are."""
        return self.sign_in.asks

    def token_of(self, headers: Headers, client: str | None) -> str | None:
        """The token of who asks for a page: whom a proxy names, or whose browser has a cookie; None for nobody."""
        try:
            named = self.sign_in.by_proxy(headers, client)
        except NotSignedIn:
            return None
        if named is not None:
            return self.sessions.of_proxy(named.name)
        token = cookie_of(headers)
        return token if token and self.person(token) is not None else None

    def person(self, token: str) -> Person | None:
        """Who has this token, as the users' file says now; None for whose session is over, or who may come no more."""
        if not self.asks:
            return whoever_is_here()
        session = self.sessions.find(token)
        if session is None:
            return None
        try:
            if session.lasts:
                return self.sign_in.named(session.name)
            if self.sign_in.proof_of(session.name) == session.proof:
                return self.sign_in.again(session.name)
        except NotSignedIn:
            pass
        self.sessions.end(token)
        return None

    def is_by_proxy(self, token: str) -> bool:
        """Whether who has this token signs in and out elsewhere."""
        session = self.sessions.find(token)
        return session is not None and session.lasts

    def is_proxy(self, client: str | None) -> bool:
        """Whether a server in front may say by which scheme it was asked: the one set, or one on this machine."""
        proxy = self.settings.proxy
        return is_from(proxy, client) if proxy else (client or "") in ("127.0.0.1", "::1")

    def begin(self, name: str, password: str) -> str:
        """The token of who signs in; raises `NotSignedIn`. Noted, whatever comes of it."""
        try:
            person = self.sign_in.by_password(name, password)
        except NotSignedIn as error:
            # a name that nobody has may be a password that was typed in the wrong place
            known = name if self.sign_in.users and self.sign_in.users.has(name) else "?"
            self.journal.note(known, "sign-in", {"failed": type(error).__name__}, through="web")
            raise
        self.journal.note(person.name, "sign-in", {}, through="web")
        return self.sessions.begin(person.name, self.sign_in.proof_of(person.name))


@cache
def the_door() -> Door:
    """That of this process."""
    return Door(Settings.read())


def cookie_of(headers: Mapping[str, str]) -> str | None:
    """The token that a browser brings."""
    try:
        held = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return held.value if held else None


# ---------------------------------------------------------------------------------------------------------- addresses


async def take_sign_in(request: Request) -> Response:
    """POST /sign-in: name, password, and where to go on."""
    door = the_door()
    length = length_of(request.headers)
    if length is None or length > MOST_BYTES:
        return PlainTextResponse("a form of a name and a password\n", status_code=413)
    form = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
    name, password, to, code = ((form.get(field) or [""])[0] for field in ("name", "password", "to", "lang"))
    words = Language(code if code in LANGUAGES else LANGUAGES[0])
    try:
        # hashing takes a moment, in which others go on
        token = await run_in_threadpool(door.begin, name, password)
    except TooManyTries as error:
        page = sign_in_page(door, words, to, name=name, said=words.say("sign_in.wait", minutes=-(-error.wait // 60)))
        return HTMLResponse(page, 429, {"Retry-After": str(error.wait), "Cache-Control": "no-store"})
    except UsersUnreadable:
        return PlainTextResponse(f"{words.say('sign_in.broken')}\n", status_code=503)
    except NotSignedIn:
        page = sign_in_page(door, words, to, name=name, said=words.say("sign_in.wrong"))
        return HTMLResponse(page, 401, {"Cache-Control": "no-store"})
    if before := cookie_of(request.headers):
        door.sessions.end(before)
    answer = RedirectResponse(_inside(door, to), 303, {"Cache-Control": "no-store"})
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", path=_root(door), secure=_is_secure(request))
    return answer


async def take_sign_out(request: Request) -> Response:
    """POST /sign-out."""
    door = the_door()
    if (token := cookie_of(request.headers)) and (session := door.sessions.end(token)):
        door.journal.note(session.name, "sign-out", {}, through="web")
    answer = RedirectResponse(_root(door), 303, {"Cache-Control": "no-store"})
    answer.delete_cookie(COOKIE, path=_root(door), httponly=True, samesite="strict", secure=_is_secure(request))
    return answer


def ask_who(headers: Headers, path: str, query: str) -> tuple[int, str]:
    """What a browser is shown in place of a page: status and HTML."""
    door = the_door()
    if headers.get("sec-fetch-site") == "cross-site":
        # Behind a link of another site a browser keeps the cookie back (SameSite=Strict); asked anew by a page of ours,
        # it says it.
        return 200, _PAGE.format(lang="", title="Mailuo", head="<meta http-equiv='refresh' content='0'>", body="")
    chosen = (parse_qs(query).get("lang") or [""])[0]
    usual = LANGUAGES[1] if headers.get("accept-language", "").lower().startswith("en") else LANGUAGES[0]
    words = Language(chosen if chosen in LANGUAGES else usual)
    return 401, sign_in_page(door, words, path + (f"?{query}" if query else ""))


def sign_in_page(door: Door, words: Language, to: str, *, name: str = "", said: str = "") -> str:
    """to: where to go on, below the pages' own path. Nothing of the knowledge base stands in it."""
    other = next(code for code in LANGUAGES if code != words.code)
    root = escape(_root(door))
    alert = f"<p role='alert'>{escape(said)}</p>" if said else ""
    focus = ("", " autofocus") if name else (" autofocus", "")
    if door.sign_in.users is None:
        form = f"<p role='alert'>{escape(words.say('sign_in.by_proxy'))}</p>"
    else:
        form = (
            f"<form method='post' action='{root}sign-in'>{alert}"
            f"<input type='hidden' name='to' value='{escape(to)}'>"
            f"<input type='hidden' name='lang' value='{words.code}'>"
            f"<label>{escape(words.say('sign_in.name'))}<input name='name' value='{escape(name[:64])}' required "
            f"autocomplete='username' autocapitalize='none' spellcheck='false'{focus[0]}></label>"
            f"<label>{escape(words.say('sign_in.password'))}<input name='password' type='password' required "
            f"autocomplete='current-password'{focus[1]}></label>"
            f"<button>{escape(words.say('sign_in.do'))}</button></form>"
            f"<p class='quiet'>{escape(words.say('sign_in.help'))}</p>"
        )
    language = f"<a href='?{urlencode({'lang': other})}'>{escape(words.say('app.language'))}</a>"
    body = f"<main><h1>{escape(words.say('sign_in.title'))}</h1>{form}<p>{language}</p></main>"
    return _PAGE.format(
        lang=words.say("app.lang"), title=escape(words.say("sign_in.title")), head=f"<style>{_STYLE}</style>", body=body
    )


_PAGE = (
    "<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>{title}</title>"
    "<meta name='viewport' content='width=device-width'>{head}</head><body>{body}</body></html>"
)
_STYLE = (
    "body{font-family:system-ui,'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;color:#1f2933;"
    "background:#f5f7fa;margin:0}main{max-width:22rem;margin:12vh auto;background:#fff;padding:1.5rem 2rem;"
    "border:1px solid #d5dbe1;border-radius:.6rem}h1{font-size:1.3rem}label{display:block;margin:.9rem 0}"
    "input:not([type=hidden]){display:block;width:100%;box-sizing:border-box;font:inherit;padding:.5rem;"
    "margin-top:.3rem;border:1px solid #67737e;border-radius:.4rem}"
    "button{font:inherit;padding:.5rem 1.4rem;border:0;border-radius:.4rem;"
    "background:#0b5cad;color:#fff}[role=alert]{background:#fff6f0;border:1px solid #d55e00;border-radius:.4rem;"
    "padding:.5rem .8rem}.quiet{color:#52606d;font-size:.9rem}a{color:#0b5cad}"
)


def _root(door: Door) -> str:
    return f"{door.settings.base_path}/"


def _inside(door: Door, to: str) -> str:
    """An address of ours, whatever was said: nobody is led elsewhere after signing in."""
    path = to.lstrip("/\\")
    return _root(door) + ("" if any(ord(sign) < 33 or sign == "\\" for sign in path) else path)


def _is_secure(request: Request) -> bool:
    """Whether the browser speaks to us, or to the proxy before us, over TLS: it says so itself."""
    return request.headers.get("origin", "").startswith("https://") or request.url.scheme == "https"


async def refuse_programs(request: Request) -> Person | Response:
    """Who asks for a file beside the pages: by a cookie, or, as programs do, by a key or a password."""
    door = the_door()
    client = request.client.host if request.client else None
    if (token := door.token_of(request.headers, client)) and (person := door.person(token)):
        return person
    try:
        return await run_in_threadpool(door.sign_in.person, request.headers, client)
    except NotSignedIn as error:
        said = {"WWW-Authenticate": 'Basic realm="Mailuo", charset="UTF-8"', "Cache-Control": "no-store"}
        return PlainTextResponse(f"{error}\n", 401, said)
    except MailuoError as error:
        return PlainTextResponse(f"{error}\n", 503)

"""What a page says when it has nothing to show: no documents yet, a mistake, a name that nothing bears."""

from __future__ import annotations

from collections.abc import Callable

from graph.errors import MailuoError
from graph.store.engines.engine import GraphBusy, GraphDamaged, GraphMissing, GraphOfOther, ServerUnusable
from ingest.generation import HomeDamaged
from ingest.generations import HomeBusy
from ingest.library import LibraryDamaged, LibraryOutdated
from search.encoder import ModelNotFound
from search.errors import IndexOfOtherModel, IndexUnreadable
from search.model_files import ModelFileUnreadable
from search.plain_model import ModelUnreadable
from search.question import QuestionTooLong
from ui.app.opened import SourceUnknown
from ui.app.pages import NameUnknown
from ui.app.workspace import GraphElsewhere, NothingYet, Workspace
from ui.web.language import Language
from ui.web.links import anchor
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.session import open_workspace

# the first that fits speaks; what fits none is shown in its own words
EXPLAINED: tuple[tuple[tuple[type[MailuoError], ...], str], ...] = (
    ((NothingYet,), "nothing"),
    ((GraphOfOther, GraphElsewhere), "elsewhere"),
    ((ServerUnusable,), "server"),
    ((GraphMissing, GraphDamaged, HomeDamaged, LibraryDamaged, LibraryOutdated, IndexUnreadable), "damaged"),
    ((IndexOfOtherModel,), "other_model"),
    ((ModelNotFound, ModelUnreadable, ModelFileUnreadable), "model"),
    ((HomeBusy, GraphBusy), "busy"),
    ((SourceUnknown,), "gone"),
    ((QuestionTooLong,), "long_question"),
)


Draw = Callable[[Workspace, Language], None]


def draw_page(draw: Draw, words: Language, *, lasting: bool) -> None:
    """A whole page. What cannot be shown is said in words. lasting: it has something to say without documents too."""
    try:
        workspace = open_workspace()
        if workspace.generation is None and not lasting:
            draw_empty(words, read_only=workspace.read_only)
        else:
            draw(workspace, words)
    except MailuoError as error:
        draw_error(words, error)


def draw_empty(words: Language, *, read_only: bool = False) -> None:
    """Before the first document: how to begin; where nothing can be added from here, on the command line."""
    if read_only:
        draw_note(words.say("empty.read_only"))
        return
    link = anchor("documents", {}, plain(words.say("empty.upload")), kind="button")
    draw_html(
        f"<div class='state'><h3>{plain(words.say('empty.title'))}</h3>"
        f"<p>{plain(words.say('empty.remedy'))}</p><p>{link}</p></div>"
    )


def draw_error(words: Language, error: MailuoError) -> None:
    """What went wrong, what can be done, and the error's own words for whoever mends it."""
    if isinstance(error, NothingYet):
        draw_empty(words)
        return
    if isinstance(error, NameUnknown):
        draw_note(words.say("error.name"))
        return
    why = next((why for kinds, why in EXPLAINED if isinstance(error, kinds)), "other")
    draw_html(
        f"<div class='state wrong' role='alert'><h3>{plain(words.say(f'error.{why}'))}</h3>"
        f"<p>{plain(words.say(f'error.{why}.remedy'))}</p><p class='quiet'>{plain(str(error))}</p></div>"
    )


def draw_note(text: str, *, inner: str = "") -> None:
    """A quiet remark. inner: HTML below it."""
    draw_html(f"<div class='state note' role='status'>{plain(text)}{inner}</div>")

"""新到: what is new since the last visit: documents, things first mentioned, figures that are set otherwise.

The time stands in the address once it is chosen (?since=2026-11-01); else it is that of this browser's visit before, or
all that was ever written down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ui.app.fields import (
    ChangedFigureFields,
    ChangedStageFields,
    NewDocumentFields,
    NewsFields,
    StageSaidFields,
    TargetFields,
)
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.links import anchor, to_place
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import amount, chip, heading, standing, table
from ui.web.session import asked, recall
from ui.web.views import states
from ui.web.visits import last_visit

MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\+00:00)?)?")


def draw(workspace: Workspace, words: Language) -> None:
    """What came, the newest first."""
    draw_html(f"<h1 class='title'>{plain(words.say('news.title'))}</h1>")
    chosen, before = asked("since"), last_visit()
    if chosen is not None and not MOMENT.fullmatch(chosen):
        chosen = None
    since = (chosen if chosen != "0000-00-00" else "") if chosen is not None else before or ""
    draw_html(_since(words, since, before))
    news = recall(workspace, ("news", since), lambda: workspace.news(since))
    if not news["documents"] and not news["removed"]:
        states.draw_note(words.say("news.nothing"))
        return
    draw_html(_documents(words, news))
    draw_html(_things(words, news))
    draw_html(_stages(words, news["stages"]))
    draw_html(_figures(words, news["figures"]))
    if news["removed"]:
        gone = "、".join(news["removed"])
        draw_html(heading(words.say("news.removed")) + f"<p class='quiet'>{plain(gone)}</p>")


def _since(words: Language, since: str, before: str | None) -> str:
    """Since when, and the other choices; the feed."""
    said = words.say("news.since", time=_time(since)) if since else words.say("news.all")
    ways = [anchor("news", {"since": before}, plain(words.say("news.visit")))] if before and before != since else []
    if since:
        ways.append(anchor("news", {"since": "0000-00-00"}, plain(words.say("news.every"))))
    feed = f"<a href='news.atom'>{plain(words.say('news.feed'))}</a>"
    return f"<p class='sorted'><span>{plain(said)}</span>{''.join(ways)}{feed}</p>"


def _time(moment: str) -> str:
    return moment.replace("T", " ")[:16]


def _documents(words: Language, news: NewsFields) -> str:
    rows = [_document(words, one) for one in news["documents"]]
    columns = ("document", "region", "year", "how", "at")
    headers = [words.say(f"news.column.{column}") for column in columns]
    count = len(rows) + news["more_documents"]
    more = ""
    if news["more_documents"]:
        more = f"<p class='quiet'>{plain(words.say('ask.items.rest', count=news['more_documents']))}</p>"
    return heading(words.say("news.documents", count=count)) + table(headers, rows, kind="news") + more


def _document(words: Language, one: NewDocumentFields) -> list[str]:
    title = to_place(one["document_id"], one["start"], one["start"], plain(one["title"])) + standing(one["mark"])
    how = f"<span class='tag'>{plain(words.say('news.' + one['how']))}</span>"
    return [title, plain(one["region"] or "–"), str(one["year"] or "–"), how, plain(_time(one["at"]))]


def _things(words: Language, news: NewsFields) -> str:
    if not news["things"]:
        return ""
    chips = "".join(chip(words, one) for one in news["things"])
    more = ""
    if news["more_things"]:
        more = f"<p class='quiet'>{plain(words.say('ask.items.rest', count=news['more_things']))}</p>"
    count = len(news["things"]) + news["more_things"]
    return f"{heading(words.say('news.things', count=count))}<div class='chips'>{chips}</div>{more}"


def _stages(words: Language, stages: Sequence[ChangedStageFields]) -> str:
    if not stages:
        return ""
    rows = [[chip(words, one["entity"]), _stage(words, one["old"]), _stage(words, one["new"])] for one in stages]
    headers = [words.say(f"news.column.{column}") for column in ("thing", "old", "new")]
    return heading(words.say("news.stages", count=len(stages))) + table(headers, rows, kind="news")


def _stage(words: Language, one: StageSaidFields) -> str:
    """The stage, leading to the words that say it, and the document's title."""
    planned = f" <span class='quiet'>{plain(words.say('news.planned'))}</span>" if one["planned"] else ""
    said = f"<span class='stage'>{plain(words.say('stage.' + one['stage']))}</span>"
    link = to_place(one["document_id"], one["start"], one["end"], said)
    return f"{link}{planned}<br><span class='quiet'>{plain(one['title'])}</span>"


def _figures(words: Language, figures: Sequence[ChangedFigureFields]) -> str:
    if not figures:
        return ""
    rows = [
        [
            anchor("targets", {"id": one["new"]["indicator_id"]}, plain(one["new"]["indicator"])),
            plain(f"{one['new']['city']}{one['new']['region'] or ''}"),
            plain(f"{one['new']['year']} {words.say('targets.' + one['new']['kind'])}"),
            _figure(one["old"]),
            _figure(one["new"]),
        ]
        for one in figures
    ]
    headers = [words.say(f"news.column.{column}") for column in ("indicator", "region", "year", "old", "new")]
    return heading(words.say("news.figures", count=len(figures))) + table(headers, rows, kind="news")


def _figure(one: TargetFields) -> str:
    """The value, leading to its sentence, and the document's title."""
    said = amount(one["comparator"], one["value"], one["unit"])
    value = to_place(one["document_id"], one["start"], one["end"], f"<strong>{plain(said)}</strong>")
    return f"{value}<br><span class='quiet'>{plain(one['title'])}</span>"

"""The tools: what each is called, when a model should use it, what it is asked with and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from graph.data_files import read_yaml
from graph.errors import MailuoError
from ui.app.areas import RegionUnknown
from ui.app.comparing import DocumentUnknown
from ui.app.opened import SourceUnknown
from ui.app.pages import NameUnknown
from ui.app.workspace import Workspace
from ui.mcp import arguments, fields
from ui.mcp.arguments import Asked
from ui.mcp.citing import meant
from ui.mcp.documents import documents, read
from ui.mcp.fields import Record
from ui.mcp.figures import targets
from ui.mcp.questions import ask, search
from ui.mcp.things import list_things, mentions, path, show, trace

SUGGESTED = 5  # names for one that is not known


class WronglyAsked(MailuoError):
    """A tool was called with what it does not take."""


@lru_cache(maxsize=1)
def _read() -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = read_yaml(Path(__file__).with_name("tools.yaml"))
    return told


@dataclass(frozen=True)
class Tool:
    """`run`: asked in a thread; what it gives is bounded (`ui.mcp.bounds`)."""

    name: str
    asked: type[Asked]
    gives: type[Record]
    run: Callable[[Workspace, Any], Record]

    @property
    def title(self) -> str:
        """For people."""
        return _read()[self.name]["title"]

    @property
    def description(self) -> str:
        """For models: what it gives and when to use it."""
        return _read()[self.name]["description"]

    @cached_property
    def input_schema(self) -> dict[str, Any]:
        """Of its parameters."""
        return self.asked.model_json_schema()

    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """Of what it gives; what is left out has its default."""
        return self.gives.model_json_schema(mode="validation")

    def read_arguments(self, given: dict[str, Any]) -> Any:
        """The parameters; WronglyAsked, in one line, where they are none of its own or out of bounds."""
        try:
            return self.asked.model_validate(given)
        except ValidationError as error:
            wrong = "; ".join(_said(one) for one in error.errors())
            raise WronglyAsked(f"{self.name}: {wrong}; it takes {', '.join(self.asked.model_fields)}") from error


def _said(wrong: Any) -> str:
    where = ".".join(str(part) for part in wrong["loc"]) or "the arguments"
    what = wrong["msg"][0].lower() + wrong["msg"][1:]
    given = "" if wrong["type"] == "missing" else f" (given: {str(wrong['input'])[:60]!r})"
    return f"{where}: {what}{given}"


def remedy(error: MailuoError, suggest: Callable[[], Sequence[str]] = tuple) -> str:
    """A mistake in one line, with what helps a model. suggest: further names for one that is not known."""
    said = " ".join(str(error).split())
    if isinstance(error, NameUnknown):
        near = error.nearest or suggest()
        if near and not error.nearest:
            said += f"; nearest: {'、'.join(near)}"
        return f"{said}; {'try one of these names' if near else 'try a shorter name'}, list(words=…) or search"
    if isinstance(error, DocumentUnknown | SourceUnknown):
        return f"{said.partition('; “mailuo status”')[0]}; documents(words=…) lists documents with their ids"
    if isinstance(error, RegionUnknown):
        return f"{said}; write it as 怀化市, 鹤城区 or 湖南省, or leave region out"
    return said


def suggested(workspace: Workspace, asked: Asked) -> list[str]:
    """Names that sound or look like one that is not known: pinyin, slips, pieces."""
    given = [getattr(asked, name) for name in ("name", "a", "b", "indicator") if getattr(asked, name, None)]
    hits = [hit for name in given for hit in workspace.find(meant(name), limit=SUGGESTED)["hits"]]
    return list(dict.fromkeys(hit["name"] for hit in hits))[:SUGGESTED]


TOOLS = {
    tool.name: tool
    for tool in (
        Tool("ask", arguments.AskAsked, fields.Answer, ask),
        Tool("search", arguments.SearchAsked, fields.Found, search),
        Tool("show", arguments.ShowAsked, fields.Page, show),
        Tool("mentions", arguments.MentionsAsked, fields.Mentions, mentions),
        Tool("trace", arguments.TraceAsked, fields.Story, trace),
        Tool("targets", arguments.TargetsAsked, fields.Figures, targets),
        Tool("path", arguments.PathAsked, fields.Ways, path),
        Tool("list", arguments.ListAsked, fields.Things, list_things),
        Tool("read", arguments.ReadAsked, fields.Text, read),
        Tool("documents", arguments.DocumentsAsked, fields.Documents, documents),
    )
}

"""The server: who asks, what they may see, and the answers, over stdio or streamable HTTP.

Nothing is kept between two requests. What is asked runs in a thread, so that a long question keeps nobody waiting; who
cancels gets no answer, and the thread ends by itself.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import mcp_types as types
from mcp import MCPError
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server

from graph.errors import MailuoError
from ui.app.house import House
from ui.app.journal import Journal
from ui.app.people import Person
from ui.app.release import NAME, release
from ui.app.workspace import Workspace
from ui.mcp import prompts, resources
from ui.mcp.citing import document_uri
from ui.mcp.readable import readable
from ui.mcp.tools import TOOLS, Tool, WronglyAsked, remedy, suggested
from ui.mcp.wording import LANGUAGES, Wording

AT_ONCE = 8  # questions that are worked on; more wait
WRITTEN = ("question", "query", "name", "words", "indicator", "a", "b", "region")
_IDENTIFIER = re.compile(r"mailuo://.*|[a-z]+-[0-9a-f]{12}")
LONG = ("ask", "search")  # tools that tell how far they are

Context = ServerRequestContext[Any, Any]
_Given = TypeVar("_Given")


@dataclass(frozen=True, slots=True)
class Desk:
    """What answers requests. `who`: asks, by the request's context; `journal`: None where nothing is written down."""

    house: House
    who: Callable[[Context], Person]
    journal: Journal | None
    limiter: anyio.CapacityLimiter

    # ------------------------------------------------------------------------------------------------------- tools

    async def list_tools(self, _: Context, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        """All of them, on one page."""
        return types.ListToolsResult(tools=[_described(tool) for tool in TOOLS.values()])

    async def call_tool(self, context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        """A mistake is a result too, of one line, so that the model can mend it."""
        tool = TOOLS.get(params.name)
        if tool is None:
            return _mistake(f"no tool is called “{params.name}”; there are {', '.join(TOOLS)}")
        try:
            asked = tool.read_arguments(params.arguments or {})
        except WronglyAsked as error:
            return _mistake(str(error))
        person = self.who(context)
        if tool.name in LONG:
            await context.session.report_progress(0, 1, "opening the knowledge base and reading the question")
        result = await self._in_thread(lambda: self._run(person, tool, asked))
        if tool.name in LONG:
            await context.session.report_progress(1, 1, "done")
        return result

    def _run(self, person: Person, tool: Tool, asked: Any) -> types.CallToolResult:
        try:
            workspace = self.house.of(person)
            try:
                said = tool.run(workspace, asked)
            except MailuoError as error:
                self._note(person, tool.name, asked.said)
                return _mistake(remedy(error, lambda: suggested(workspace, asked)))
        except MailuoError as error:
            return _mistake(remedy(error))
        except (OSError, sqlite3.Error) as error:
            return _mistake(f"the knowledge base cannot be read ({error}); “mailuo doctor” tells what is wrong")
        structured = said.model_dump(mode="json", exclude_defaults=True)
        self._note(person, tool.name, asked.said, resources.documents_in(structured))
        words = Wording.of(*_texts_in(asked.said))
        text = types.TextContent(type="text", text=readable(said, words))
        return types.CallToolResult(content=[text], structured_content=structured)

    # --------------------------------------------------------------------------------------------------- resources

    async def list_resources(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        """The list of documents, and then each of them; by pages."""
        cursor = params.cursor if params else None
        if cursor is not None and not cursor.isdecimal():
            raise MCPError(types.INVALID_PARAMS, f"“{cursor}” is no cursor of this list; begin without one")
        person, skip = self.who(context), int(cursor or 0)
        return await self._answer(lambda: self._listed(person, skip))

    def _listed(self, person: Person, skip: int) -> types.ListResourcesResult:
        known = self.house.of(person).documents()
        page = known[skip : skip + resources.LISTED]
        listed = [
            types.Resource(
                uri=document_uri(one["document_id"]),
                name=one["document_id"],
                title=one["title"],
                description=" ".join(filter(None, (one["region"], str(one["year"] or ""), one["kind"]))),
                mime_type="text/markdown",
            )
            for one in page
        ]
        everything = types.Resource(
            uri=resources.LIST,
            name="documents",
            title="Documents 文件目录",
            description="The newest documents; the tool “documents” finds the others.",
            mime_type="text/markdown",
        )
        behind = skip + len(page)
        return types.ListResourcesResult(
            resources=[everything, *listed] if skip == 0 else listed,
            next_cursor=str(behind) if behind < len(known) else None,
        )

    async def list_templates(
        self, _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        """Of documents and things."""
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate(
                    uri_template=resources.DOCUMENT_TEMPLATE,
                    name="document",
                    title="Document 文件",
                    description="A document's text in pages, the first with its outline. id: as documents gives it.",
                    mime_type="text/markdown",
                ),
                types.ResourceTemplate(
                    uri_template=resources.ENTITY_TEMPLATE,
                    name="entity",
                    title="Thing 事物",
                    description="The page of a project, park, industry, area, company, department or indicator, by any "
                    "of its names or its id.",
                    mime_type="text/markdown",
                ),
            ]
        )

    async def read_resource(
        self, context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        """The text at an address."""
        person, uri = self.who(context), str(params.uri)
        return await self._answer(lambda: self._read(person, uri))

    def _read(self, person: Person, uri: str) -> types.ReadResourceResult:
        content = resources.read_resource(self.house.of(person), uri)
        self._note(person, "resource", {"uri": uri}, content.shown)
        held = types.TextResourceContents(uri=uri, text=content.text, mime_type="text/markdown")
        return types.ReadResourceResult(contents=[held])

    # ----------------------------------------------------------------------------------------------------- prompts

    async def list_prompts(self, _: Context, __: types.PaginatedRequestParams | None) -> types.ListPromptsResult:
        """There is one."""
        arguments = [
            types.PromptArgument(name="question", description="The question 问题", required=True),
            types.PromptArgument(name="about", description="A thing to begin with 问题涉及的项目、园区、部门等"),
            types.PromptArgument(name="language", description="zh or en; by default the question's"),
        ]
        prompt = types.Prompt(
            name=prompts.NAME, title=prompts.TITLE, description=prompts.DESCRIPTION, arguments=arguments
        )
        return types.ListPromptsResult(prompts=[prompt])

    async def get_prompt(self, _: Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        """Its text with the question."""
        given = params.arguments or {}
        if params.name != prompts.NAME:
            raise MCPError(types.INVALID_PARAMS, f"no prompt is called “{params.name}”; there is “{prompts.NAME}”")
        if not given.get("question"):
            raise MCPError(types.INVALID_PARAMS, f"the prompt “{prompts.NAME}” needs a question")
        text = prompts.quote_prompt(given["question"], given.get("language"), given.get("about"))
        message = types.PromptMessage(role="user", content=types.TextContent(type="text", text=text))
        return types.GetPromptResult(description=prompts.DESCRIPTION, messages=[message])

    async def complete(self, context: Context, params: types.CompleteRequestParams) -> types.CompleteResult:
        """Names of things, identifiers of documents, languages."""
        complete = COMPLETIONS.get((_name_of(params.ref), params.argument.name))
        if complete is None:
            return types.CompleteResult(completion=types.Completion(values=[]))
        person, typed = self.who(context), params.argument.value
        values = await self._answer(lambda: list(complete(self.house.of(person), typed)))
        return types.CompleteResult(completion=types.Completion(values=values))

    # ------------------------------------------------------------------------------------------------------ common

    async def _answer(self, give: Callable[[], _Given]) -> _Given:
        """What is no tool has its mistakes as the protocol's errors."""
        try:
            return await self._in_thread(give)
        except MailuoError as error:
            raise MCPError(types.INVALID_PARAMS, remedy(error)) from error

    async def _in_thread(self, give: Callable[[], _Given]) -> _Given:
        return await anyio.to_thread.run_sync(give, abandon_on_cancel=True, limiter=self.limiter)

    def _note(self, person: Person, verb: str, asked: Mapping[str, object], documents: Any = ()) -> None:
        if self.journal is not None:
            self.journal.note(person.name, verb, asked, documents, through="mcp")


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema,
        output_schema=tool.output_schema,
        annotations=types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False),
    )


def _mistake(said: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=said)], is_error=True)


def _texts_in(asked: Mapping[str, object]) -> Iterator[str]:
    """What a person may have written in their language; identifiers and addresses say nothing of it."""
    said = (asked.get(name) for name in WRITTEN)
    return (one for one in said if isinstance(one, str) and not _IDENTIFIER.fullmatch(one))


def _name_of(ref: types.ResourceTemplateReference | types.PromptReference) -> str:
    return ref.name if isinstance(ref, types.PromptReference) else ref.uri


def _languages(_: Workspace, typed: str) -> list[str]:
    return [code for code in LANGUAGES if code.startswith(typed.lower())]


COMPLETIONS: Mapping[tuple[str, str], Callable[[Workspace, str], Any]] = {
    (prompts.NAME, "about"): resources.complete_names,
    (prompts.NAME, "language"): _languages,
    (resources.ENTITY_TEMPLATE, "name"): resources.complete_names,
    (resources.DOCUMENT_TEMPLATE, "id"): resources.complete_documents,
}


def make_server(house: House, who: Callable[[Context], Person], journal: Journal | None) -> Server[Any]:
    """who: asks, by the context of a request; journal: None where nothing is written down."""
    desk = Desk(house, who, journal, anyio.CapacityLimiter(AT_ONCE))
    return Server(
        NAME,
        version=release(),
        title="Mailuo 脉络",
        description="Chinese government planning documents: search, answers with citations, a knowledge graph.",
        instructions=prompts.instructions(),
        on_list_tools=desk.list_tools,
        on_call_tool=desk.call_tool,
        on_list_resources=desk.list_resources,
        on_list_resource_templates=desk.list_templates,
        on_read_resource=desk.read_resource,
        on_list_prompts=desk.list_prompts,
        on_get_prompt=desk.get_prompt,
        on_completion=desk.complete,
    )

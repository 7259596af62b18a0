"""Resources, the prompt, and what a client is offered while it types."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import mcp_types as types
import pytest
from mcp import Client, MCPError

from tests.ui.mcp.conftest import Use
from ui.app.house import House
from ui.app.journal import Journal
from ui.mcp import resources
from ui.mcp.prompts import quote_prompt

DOCUMENT = types.ResourceTemplateReference(type="ref/resource", uri=resources.DOCUMENT_TEMPLATE)
ENTITY = types.ResourceTemplateReference(type="ref/resource", uri=resources.ENTITY_TEMPLATE)
PROMPT = types.PromptReference(type="ref/prompt", name="quote")


def read(use: Use[Any], uri: str) -> str:
    async def do(client: Client) -> types.ReadResourceResult:
        return await client.read_resource(uri)

    (content,) = use(do).contents
    assert isinstance(content, types.TextResourceContents)
    assert content.uri == uri
    return content.text


READ = [
    ("mailuo://documents", "《怀化市2024年政府工作报告》"),
    ("mailuo://document/2023.txt%231", "- 二、 重点工作"),
    ("mailuo://document/2023.txt%231?page=1", "鹤城区、中方县抓好落实"),
    (f"mailuo://document/{quote('怀化市2024年政府工作报告')}", "6%"),
    (f"mailuo://entity/{quote('怀化国际陆港')}", "怀化市交通运输局"),
]
REFUSED = [
    ("mailuo://nothing", "there are mailuo://documents"),
    ("mailuo://document/", "no resource"),
    ("mailuo://document/x", "no document is called “x”; documents(words=…)"),
    ("mailuo://document/2023.txt%231?page=2", "has 1 pages, not 2"),
    ("mailuo://document/2023.txt%231?page=-1", "counted from 1"),
    (f"mailuo://entity/{quote('没有')}", "nothing is called “没有”"),
]


@pytest.mark.parametrize(("uri", "says"), READ, ids=lambda one: str(one)[:40])
def test_a_resource_is_read(use: Use[Any], journal: Journal, uri: str, says: str) -> None:
    assert says in read(use, uri)
    (note,) = journal.read()
    assert (note["verb"], note["asked"]) == ("resource", {"uri": uri})
    assert note["documents"]
    assert set(note["documents"]) <= {"2023.txt#1", "2024.txt#1"}


@pytest.mark.parametrize(("uri", "says"), REFUSED, ids=lambda one: str(one)[:40])
def test_what_is_not_there_is_said(use: Use[Any], uri: str, says: str) -> None:
    async def do(client: Client) -> MCPError:
        with pytest.raises(MCPError) as caught:
            await client.read_resource(uri)
        return caught.value

    error = use(do)
    assert says in str(error)
    assert "\n" not in str(error)
    assert error.code == types.INVALID_PARAMS


def test_a_long_document_is_read_page_by_page(use: Use[Any], house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "PAGE_CHARACTERS", 100)
    whole, uri = "", "mailuo://document/2023.txt%231"
    while True:
        head, _, text = read(use, uri).partition("[2023.txt#1 ")
        place, _, text = text.partition("]\n")
        start, end = (int(number) for number in place.split("–"))
        assert start == len(whole)
        text, _, following = text.partition("\n\n→ ")
        assert len(text) == end - start
        whole += text
        if not following:
            break
        uri = following
    assert head
    assert whole == house.main.text_of("2023.txt")


@pytest.mark.parametrize("mode", ["auto"], indirect=True)
def test_documents_are_listed_by_pages(use: Use[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "LISTED", 1)

    async def do(client: Client) -> list[str]:
        first = await client.list_resources()
        second = await client.list_resources(cursor=first.next_cursor)
        assert second.next_cursor is None
        with pytest.raises(MCPError, match="no cursor"):
            await client.list_resources(cursor="x")
        return [one.uri for one in (*first.resources, *second.resources)]

    listed = use(do)
    assert listed == ["mailuo://documents", "mailuo://document/2023.txt%231", "mailuo://document/2024.txt%231"]
    assert all(read(use, uri) for uri in listed)


COMPLETED = [
    (ENTITY, "name", "hhgjlg", "怀化国际陆港"),
    (ENTITY, "name", "", "怀化市"),
    (DOCUMENT, "id", "工作报告", "2024.txt#1"),
    (DOCUMENT, "id", "", "2023.txt#1"),
    (PROMPT, "about", "惠科", "怀化高新区惠科显示模组生产线"),
    (PROMPT, "language", "z", "zh"),
]


@pytest.mark.parametrize(("ref", "argument", "typed", "offered"), COMPLETED)
def test_names_are_offered(use: Use[Any], ref: Any, argument: str, typed: str, offered: str) -> None:
    async def do(client: Client) -> types.CompleteResult:
        return await client.complete(ref, {"name": argument, "value": typed})

    assert offered in use(do).completion.values


def test_nothing_is_offered_for_what_is_not_there(use: Use[Any]) -> None:
    async def do(client: Client) -> types.CompleteResult:
        return await client.complete(PROMPT, {"name": "question", "value": "x"})

    assert use(do).completion.values == []


def test_the_prompt_tells_to_quote(use: Use[Any]) -> None:
    async def do(client: Client) -> str:
        (prompt,) = (await client.list_prompts()).prompts
        given = {"question": "怀化国际陆港由谁牵头?", "about": "怀化国际陆港"}
        (message,) = (await client.get_prompt(prompt.name, given)).messages
        assert isinstance(message.content, types.TextContent)
        with pytest.raises(MCPError, match="needs a question"):
            await client.get_prompt("quote", {})
        with pytest.raises(MCPError, match="there is “quote”"):
            await client.get_prompt("other", {"question": "x"})
        return message.content.text

    text = use(do)
    assert "一字不差" in text
    assert 'show(name="怀化国际陆港")' in text
    assert text.endswith("问题:怀化国际陆港由谁牵头?")


def test_the_prompt_speaks_both_languages() -> None:
    assert quote_prompt("Who leads it?").startswith("Answer the question below")
    assert quote_prompt("Who leads it?", language="zh").startswith("你要依据")
    assert "{" not in quote_prompt("谁?", about="x") + quote_prompt("Who?", about="x")

"""The tools as a model calls them: what they give, how small it is, and what helps where they are called wrongly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import mcp_types as types
import pytest
from mcp import Client

from tests.ui.mcp.conftest import Use
from ui.app.house import House
from ui.app.journal import Journal
from ui.mcp.bounds import MOST_STRUCTURED, MOST_TEXT
from ui.mcp.tools import TOOLS

PORT = "怀化国际陆港"
GOOD: list[tuple[str, dict[str, Any], str]] = [  # what the text says
    ("ask", {"question": "怀化国际陆港由谁牵头"}, "市交通运输局"),
    ("ask", {"question": "火星有多少人口"}, "文件没有给出答案"),
    ("ask", {"question": "那2024年呢", "after": ["怀化市2023年地区生产总值增长目标是多少"]}, "6%左右"),
    ("ask", {"question": "那2024年呢", "after": '["怀化市2023年地区生产总值增长目标是多少"]'}, "6%左右"),
    ("search", {"query": "国际陆港"}, "怀化国际陆港开通运营"),
    ("search", {"query": "国际陆港", "year": "2024", "region": ""}, "2024.txt"),
    ("search", {"query": "国际陆港", "limit": 1}, 'search(query="国际陆港", limit=1, skip=1)'),
    ("search", {"query": "项目", "document": "怀化市2024年政府工作报告"}, "2024.txt#1"),
    ("show", {"name": PORT}, "牵头单位 怀化市交通运输局"),
    ("show", {"name": "怀化市", "part": "figures"}, "地区生产总值增长"),
    ("mentions", {"name": PORT}, "2024.txt#1"),
    ("mentions", {"name": PORT, "document": "2023.txt", "type": "projects"}, "加快建设怀化国际陆港"),
    ("mentions", {"name": PORT, "limit": 1}, f'mentions(name="{PORT}", limit=1, skip=1)'),
    ("trace", {"name": PORT}, "投用"),
    ("targets", {}, "460万亩"),
    ("targets", {"indicator": "地区生产总值", "year": 2024, "limit": 1}, "6%"),
    ("path", {"a": PORT, "b": "市交通运输局"}, "—牵头单位→"),
    ("list", {"type": "Project"}, PORT),
    ("list", {"type": "projects", "words": "lugang"}, PORT),
    ("list", {"type": "Department", "limit": 1}, 'list(type="Department", limit=1, skip=1)'),
    ("read", {"document": "2024.txt"}, "2024年工作安排"),
    ("read", {"document": "2023.txt#1", "start": 60, "end": 70, "context": 10}, "[2023.txt#1 50–80]"),
    ("read", {"document": "mailuo://document/2023.txt%231", "characters": 100}, "start=100"),
    ("documents", {}, "怀化市2024年政府工作报告"),
    ("documents", {"words": "报告", "region": "怀化市", "year": 2024}, "共1条"),
    ("documents", {"limit": 1, "skip": 1}, "2023.txt#1"),
]
WRONG: list[tuple[str, dict[str, Any], str]] = [  # what the mistake says
    ("show", {"name": "怀化国际路港"}, "nearest: 怀化国际陆港"),
    ("show", {"name": "huaihuaguojilugang"}, "nearest: 怀化国际陆港"),
    ("trace", {"name": "没有的东西"}, "try a shorter name, list(words=…) or search"),
    ("path", {"a": PORT, "b": "市交通运"}, "市交通运输局"),
    ("targets", {"indicator": "亩产"}, "no Indicator is called “亩产”"),
    ("read", {"document": "没有"}, "documents(words=…)"),
    ("search", {"query": "陆港", "region": "火星"}, "怀化市"),
    ("search", {}, "query: field required; it takes query, limit"),
    ("search", {"query": ""}, "query: field required"),
    ("search", {"query": "陆港", "limit": 21}, "less than or equal to 20"),
    ("search", {"query": "陆港", "top": 3}, "top: extra inputs are not permitted"),
    ("search", {"query": "陆" * 501}, "at most 500"),
    ("ask", {"question": "陆港", "after": "[1]"}, "after.0: input should be a valid string"),
    ("ask", {"question": "陆港", "after": "[" * 5000}, "after.0: string should have at most 500"),
    ("list", {"type": "Planet"}, "'Project', 'Park'"),
    ("read", {"document": "2023.txt", "characters": 1_000_000}, "4000"),
    ("mention", {"name": PORT}, "there are ask, search, show"),
]


def call(use: Use[Any], tool: str, given: dict[str, Any]) -> types.CallToolResult:
    async def do(client: Client) -> types.CallToolResult:
        return await client.call_tool(tool, given)

    result = use(do)
    assert isinstance(result, types.CallToolResult)
    return result


def text_of(result: types.CallToolResult) -> str:
    (block,) = result.content
    assert isinstance(block, types.TextContent)
    return block.text


def citations(said: object) -> Iterator[dict[str, Any]]:
    if isinstance(said, dict):
        if "quote" in said:
            yield said
        for one in said.values():
            yield from citations(one)
    elif isinstance(said, list):
        for one in said:
            yield from citations(one)


@pytest.mark.parametrize(("tool", "given", "says"), GOOD, ids=lambda one: None if isinstance(one, str) else str(one))
def test_what_is_asked_is_answered(use: Use[Any], tool: str, given: dict[str, Any], says: str) -> None:
    """The client holds what is structured against the schema of the tool."""
    result = call(use, tool, given)
    assert not result.is_error, text_of(result)
    assert says in text_of(result)


@pytest.mark.parametrize(("tool", "given", "says"), WRONG, ids=lambda one: None if isinstance(one, str) else str(one))
def test_a_mistake_is_one_line_that_helps(use: Use[Any], tool: str, given: dict[str, Any], says: str) -> None:
    result = call(use, tool, given)
    assert result.is_error
    assert says in text_of(result)
    assert "\n" not in text_of(result)
    assert len(text_of(result)) < 600


@pytest.mark.parametrize("mode", ["auto"], indirect=True)
def test_quotes_are_what_stands_there(use: Use[Any], house: House) -> None:
    cited = 0
    for tool, given, _ in GOOD:
        for one in citations(call(use, tool, given).structured_content):
            assert one["quote"] == house.main.text_of(one["source"])[one["start"] : one["end"]], (tool, given)
            assert one["uri"].startswith("mailuo://document/")
            cited += 1
    assert cited > 30
    read = call(use, "read", {"document": "2023.txt", "start": 30, "end": 40}).structured_content
    assert read["text"] == house.main.text_of("2023.txt")[read["start"] : read["end"]]


@pytest.mark.parametrize("mode", ["auto"], indirect=True)
@pytest.mark.parametrize("question", [one for one in GOOD if one[0] not in ("ask",)], ids=str)
def test_no_result_is_long(use: Use[Any], question: tuple[str, dict[str, Any], str]) -> None:
    """With the highest limit that the tool takes."""
    tool, given, _ = question
    limit = TOOLS[tool].input_schema["properties"].get("limit")
    most = {**given, **({"limit": limit["maximum"]} if limit else {})}
    result = call(use, tool, most)
    assert not result.is_error, text_of(result)
    assert len(text_of(result)) <= MOST_TEXT
    assert len(json.dumps(result.structured_content, ensure_ascii=False)) <= MOST_STRUCTURED


@pytest.mark.parametrize("mode", ["auto"], indirect=True)
@pytest.mark.parametrize("tool", ["mentions", "list", "documents", "targets", "trace"])
def test_pages_give_everything_once(use: Use[Any], tool: str) -> None:
    """By the call that each result names."""
    first: dict[str, Any] = {
        "mentions": {"name": "怀化市"},
        "list": {"type": "Project"},
        "trace": {"name": "惠科显示模组生产线"},
    }.get(tool, {})
    field = {"list": "things", "targets": "figures", "trace": "moments"}.get(tool, tool)
    whole = call(use, tool, {**first, "limit": 30}).structured_content
    seen = []
    given = {**first, "limit": 1}
    while True:
        page = call(use, tool, given).structured_content
        seen += page[field]
        if page.get("more") is None:
            break
        assert page["more"]["count"] == whole["found"] - len(seen)
        assert f"skip={len(seen)})" in page["more"]["call"]
        given["skip"] = len(seen)
    assert seen == whole[field]
    assert len(seen) == whole["found"] > 1


@pytest.mark.parametrize("mode", ["auto"], indirect=True)
def test_an_english_question_gets_english_words(use: Use[Any]) -> None:
    assert "The documents do not answer this" in text_of(
        call(use, "ask", {"question": "How many people live on Mars?"})
    )


def test_tools_say_what_they_take_and_give(use: Use[Any]) -> None:
    async def do(client: Client) -> list[types.Tool]:
        return (await client.list_tools()).tools

    tools = use(do)
    assert [tool.name for tool in tools] == [
        *("ask", "search", "show", "mentions", "trace", "targets", "path", "list", "read", "documents"),
    ]
    for tool in tools:
        assert tool.description
        assert "Use" in tool.description
        assert tool.annotations.read_only_hint
        assert tool.output_schema["type"] == "object"
        for name, parameter in tool.input_schema["properties"].items():
            assert parameter.get("description") or "$ref" in str(parameter), (tool.name, name)


@pytest.mark.parametrize("mode", ["auto"], indirect=True)
def test_the_log_says_what_was_shown(use: Use[Any], journal: Journal) -> None:
    call(use, "search", {"query": "国际陆港", "year": 2024, "limit": 2})
    call(use, "show", {"name": "没有的东西"})
    last, first = journal.read()
    assert (first["who"], first["verb"], first["through"]) == ("alice", "search", "mcp")
    assert first["asked"] == {"query": "国际陆港", "limit": 2, "year": 2024}
    assert first["documents"] == ["2024.txt#1"]
    assert (last["verb"], last["documents"]) == ("show", [])

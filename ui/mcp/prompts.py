"""The prompt `quote`: it tells a model to answer from the documents alone and to quote them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from graph.data_files import read_yaml
from ui.mcp.wording import LANGUAGES, Wording

NAME = "quote"
TITLE = "Answer from the documents, with quotes 依据文件作答"
DESCRIPTION = (
    "Answers a question only from what the tools return, every statement with its quote and place. "
    "只依据工具返回的内容回答,每句话都附原文和出处。"
)


@lru_cache(maxsize=1)
def _read() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = read_yaml(Path(__file__).with_name("prompts.yaml"))
    return texts


def instructions() -> str:
    """What a client tells its model about the server."""
    return _read()["instructions"]["en"].strip()


def quote_prompt(question: str, language: str | None = None, about: str | None = None) -> str:
    """The prompt in the language that is asked for, or that of the question. about: a thing to begin with."""
    code = language if language in LANGUAGES else Wording.of(question).code
    text = _read()["quote"][code].strip()
    begin = _read()["about"][code].strip().format(about=about) if about else ""
    return "\n\n".join(filter(None, (text, begin, _read()["question"][code].strip().format(question=question))))

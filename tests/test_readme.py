"""What the READMEs show is what the commands print."""

from __future__ import annotations

from pathlib import Path

import pytest
from readme import READMES, ROOT, Command, commands_of, comparable, run

CASES = [(name, command) for name in READMES for command in commands_of(ROOT / name)]


def test_both_readmes_show_the_same_commands() -> None:
    shown = [[command.line for command in commands_of(ROOT / name)] for name in READMES]
    assert shown[0] == shown[1] != []


@pytest.mark.model
@pytest.mark.parametrize(("name", "command"), CASES, ids=lambda value: getattr(value, "line", value))
def test_readme_command_prints_what_is_shown(name: str, command: Command, corpus_home: Path) -> None:
    printed = iter(map(comparable, run(command.line, corpus_home)))
    for line in command.printed:
        if line != "…":
            assert comparable(line) in printed, f"{name}: “{line}” is not printed (in this order) by {command.line}"

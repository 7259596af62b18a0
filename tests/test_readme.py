"""What the READMEs show is what the commands print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readme import READMES, ROOT, Command, commands_of, comparable, run

COMMANDS = list(commands_of(ROOT / READMES[0]))


def test_both_readmes_show_the_same() -> None:
    assert COMMANDS
    assert list(commands_of(ROOT / READMES[1])) == COMMANDS


@pytest.mark.model
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.line)
def test_readme_command_prints_what_is_shown(command: Command, corpus_home: Path) -> None:
    printed = iter(map(comparable, run(command.line, corpus_home)))
    for line in command.printed:
        if line != "…":
            assert comparable(line) in printed, f"“{line}” is not printed (in this order) by {command.line}"

"""What the READMEs and the pages of commands show is what the commands print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readme import ROOT, TWINS, Command, commands_of, comparable, run

COMMANDS = [command for english, _ in TWINS for command in commands_of(ROOT / english)]


@pytest.mark.parametrize("twins", TWINS, ids=lambda twins: twins[0])
def test_both_languages_show_the_same(twins: tuple[str, str]) -> None:
    english, chinese = (list(commands_of(ROOT / name)) for name in twins)
    assert english
    assert chinese == english


@pytest.mark.model
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.line)
def test_readme_command_prints_what_is_shown(command: Command, corpus_home: Path) -> None:
    printed = iter(map(comparable, run(command.line, corpus_home)))
    for line in command.printed:
        if line != "…":
            assert comparable(line) in printed, f"“{line}” is not printed (in this order) by {command.line}"

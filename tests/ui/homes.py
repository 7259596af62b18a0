"""Knowledge bases in folders of tests, used by the command line in processes of their own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph.errors import MailuoError
from tests.neo4j_server import Server
from tests.ui import ready
from tests.ui.mailuo_without_model import do_without_model
from ui.app.settings import Settings
from ui.app.workspace import Workspace
from ui.cli import ask, browse, collection, keep
from ui.cli.main import app

PLANS = {
    "2023.txt": """怀化市2023年工作方案

一、主要目标
地区生产总值增长7%以上,粮食播种面积稳定在460万亩。

二、重点工作
(一)抓好产业项目。怀化高新区惠科显示模组生产线开工建设。怀化高新区重点发展电子信息产业。(市工业和信息化局牵头,市商务局负责)
(二)抓好交通项目。加快建设怀化国际陆港和G209提质改造项目,鹤城区、中方县抓好落实。(市交通运输局牵头)
""",
    "2024.txt": """怀化市2024年政府工作报告

一、2023年工作回顾
地区生产总值增长6.5%。怀化国际陆港开通运营,惠科显示模组生产线建成投产。

二、2024年工作安排
地区生产总值增长6%左右。启动惠科显示模组生产线二期项目建设。(市发展和改革委员会牵头)
""",
}


def tell(stage: str, done: int, total: int, what: str = "") -> None:
    """Hears how far work is, and says nothing."""


def home_of_plans(folder: Path) -> Path:
    """A home over the plans, made in a folder without the model; for many tests, none of which may write to it."""
    (folder / "plans").mkdir()
    for name, text in PLANS.items():
        (folder / "plans" / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        do_without_model(patch.setattr)
        workspace = Workspace.open(Settings.read({"MAILUO_HOME": str(folder / "home")}))
        workspace.ingest([folder / "plans"], tell)
        workspace.close()
    return folder / "home"


class Home:
    """A knowledge base over one engine, used by the command line."""

    def __init__(self, folder: Path, server: Server | None) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAILUO_", "NEO4J_"))}
        self.environment = {**kept, "MAILUO_HOME": str(folder)}
        if server:
            self.environment |= server.settings

    def run(self, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
        return ready.run(arguments, self.environment, answer)

    def look(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The same of a command that only reads, in this process: nothing is started for it, and nothing stays open."""
        opened: list[Workspace] = []

        def open_workspace() -> Workspace:
            opened.append(Workspace(Settings.read()))
            return opened[-1]

        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith(("MAILUO_", "NEO4J_"))]:
                patch.delenv(name)
            for name, value in self.environment.items():
                patch.setenv(name, value)
            do_without_model(patch.setattr)
            for module in (ask, browse, collection, keep):
                patch.setattr(module, "open_workspace", open_workspace)
            done = CliRunner().invoke(app, list(arguments))
        for workspace in opened:
            workspace.close()
        if done.exception is not None and not isinstance(done.exception, SystemExit | MailuoError):
            raise done.exception
        said = str(done.exception) if isinstance(done.exception, MailuoError) else done.stderr
        return subprocess.CompletedProcess(list(arguments), done.exit_code, done.stdout, said)

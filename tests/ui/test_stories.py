"""Five projects of the real corpus, traced through its plans: documents in order of time, stages, linked names.

No model is needed: only reading, resolving, linking and the graph are run.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.ui.mailuo_without_model import do_without_model
from ui.app.pages import NameUnknown
from ui.app.settings import Settings
from ui.app.workspace import Workspace

pytestmark = pytest.mark.slow

CORPUS = Path(__file__).parent.parent.parent / "corpus"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    with pytest.MonkeyPatch.context() as patch:
        do_without_model(patch.setattr)
        opened = Workspace.open(Settings.read({"MAILUO_HOME": str(tmp_path_factory.mktemp("home"))}))
        opened.ingest([CORPUS], lambda stage, done, total, what="": None)
        return opened


# name, what each year says of it (year: stages that must be told), names that must be part of the story
STORIES = [
    (
        "怀化国际陆港",
        {2022: {"开工", "在建"}, 2023: {"在建"}, 2026: {"在建"}},
        {"怀化国际陆港铁路冷链物流园", "怀化国际陆港(新晃)大新公铁联运物流园"},
    ),
    ("怀化市水资源配置工程", {2021: {"前期"}, 2023: {"在建"}}, {"怀化市蟒塘溪水资源配置工程"}),
    ("蟒塘溪水资源配置工程", {2021: {"前期"}, 2023: {"在建"}}, {"怀化市水资源配置工程"}),
    (
        "怀化市生活垃圾焚烧发电项目",
        {2021: set(), 2022: {"开工"}, 2023: {"在建"}},
        {"市生活垃圾焚烧发电项目", "怀化垃圾焚烧发电项目"},
    ),
    ("高庙考古遗址公园", {2022: {"在建"}, 2026: {"在建"}}, {"高庙国家考古遗址公园"}),
    ("沅陵抽水蓄能电站", {2022: {"在建"}, 2023: {"开工"}}, {"沅陵车坪抽水蓄能项目"}),
    ("辰溪抽水蓄能电站", {2022: {"在建"}, 2023: {"开工"}}, {"辰溪孝坪抽水蓄能项目"}),
]


@pytest.mark.parametrize(("name", "stages", "names"), STORIES, ids=[story[0] for story in STORIES])
def test_the_story_is_told(workspace: Workspace, name: str, stages: dict[int, set[str]], names: set[str]) -> None:
    told = workspace.trace(name)
    years = [step["year"] or 0 for step in told["steps"]]
    assert years == sorted(years)
    for year, expected in stages.items():
        assert year in years
        assert expected <= {step["stage"] for step in told["steps"] if step["year"] == year}
    known = {alias for thing in (*told["entities"], *told["linked"]) for alias in (thing["name"], *thing["aliases"])}
    assert names <= known


def test_every_step_quotes_its_document(workspace: Workspace) -> None:
    for name, _, _ in STORIES:
        for step in workspace.trace(name)["steps"]:
            assert step["quote"] == workspace.text_of(step["source"])[step["start"] : step["end"]]
            assert step["mention"]["surface"].split()[0] in step["quote"]


# alike, and yet no part of the story
STRANGERS = [
    ("沅陵抽水蓄能电站", "辰溪抽水蓄能电站"),
    ("辰溪抽水蓄能电站", "孝坪小镇"),
    ("怀化市生活垃圾焚烧发电项目", "溆浦生活垃圾焚烧发电项目"),
    ("怀化国际陆港", "怀化国际(东盟)物流产业园"),
    ("怀化国际陆港", "怀化国际陆港经开区"),
]


@pytest.mark.parametrize(("name", "stranger"), STRANGERS)
def test_what_is_only_alike_stays_out(workspace: Workspace, name: str, stranger: str) -> None:
    told = workspace.trace(name)
    known = {alias for thing in (*told["entities"], *told["linked"]) for alias in (thing["name"], *thing["aliases"])}
    assert stranger not in known


def test_every_document_of_a_thing_is_found(workspace: Workspace) -> None:
    """Those that name it elsewhere than in the names of its parts and of the zone called after it."""
    naming = {
        document["document_id"]
        for document in workspace.documents()
        if re.search(
            "怀化国际陆港(?!经开区|人力资源|铁路冷链)",
            workspace.text_of(document["source"])[document["start"] : document["end"]],
        )
    }
    assert len(naming) > 3
    assert {document["document_id"] for document in workspace.mentions("怀化国际陆港")["documents"]} == naming


@pytest.mark.parametrize(
    ("name", "nearest"), [("垃圾焚烧发电厂", "怀化市生活垃圾焚烧发电厂"), ("怀化国际路港", "怀化国际陆港")]
)
def test_an_unknown_name_gives_the_nearest(workspace: Workspace, name: str, nearest: str) -> None:
    with pytest.raises(NameUnknown) as caught:
        workspace.trace(name)
    assert nearest in caught.value.nearest

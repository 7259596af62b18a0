"""Files of one name from several folders, and folders that were moved: which source each file is."""

from __future__ import annotations

import shutil
from pathlib import Path

from ingest.library import Shelved
from ingest.naming import Naming
from ingest.sources.files import find_files


class Base:
    """What was taken in so far: sources by their names, as an ingestion keeps them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shelved: dict[str, Shelved] = {}

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text)

    def ingest(self, *paths: str, keep_origin: bool = True) -> list[str]:
        """The names under which the files are taken in, with “!” behind those that stand beside another."""
        files = find_files([self.folder / path for path in paths], keep_origin=keep_origin).files
        named = Naming(self.shelved, Path.read_text).name_files(files)
        for file in named:
            self.shelved[file.name] = Shelved(file.name, "txt", file.path.read_text(), "", 0, file.origin)
        return [file.name + "!" * bool(file.remarks) for file in named]


def test_namesakes_of_two_folders_stay_two_sources(tmp_path: Path) -> None:
    for order in (("dup/2023", "dup/2024"), ("dup/2023 dup/2024",)):
        base = Base(tmp_path / str(len(order)))
        base.write("dup/2023/重点项目.txt", "3")
        base.write("dup/2024/重点项目.txt", "4")
        taken = [name for paths in order for name in base.ingest(*paths.split())]
        assert taken == ["重点项目.txt", "2024/重点项目.txt!"]
        assert base.ingest("dup/2024", "dup/2023") == ["2024/重点项目.txt!", "重点项目.txt"]
        base.write("dup/2024/重点项目.txt", "changed")
        assert base.ingest("dup/2024") == ["2024/重点项目.txt!"]
        # the folder above: what is there keeps its name
        assert base.ingest("dup") == ["重点项目.txt", "2024/重点项目.txt"]
        assert len(base.shelved) == 2


def test_as_many_folders_as_tell_them_apart(tmp_path: Path) -> None:
    base = Base(tmp_path)
    for number, name in enumerate(("a/x/p.txt", "b/x/p.txt", "c/x/p.txt")):
        base.write(name, str(number))
    assert base.ingest("a/x", "b/x", "c/x") == ["p.txt", "x/p.txt!", "c/x/p.txt!"]


def test_a_folder_that_was_moved_brings_changes(tmp_path: Path) -> None:
    base = Base(tmp_path)
    base.write("dup/2023/p.txt", "3")
    base.write("dup/2024/p.txt", "4")
    base.ingest("dup/2023", "dup/2024")
    shutil.move(tmp_path / "dup", tmp_path / "moved")
    base.write("moved/2023/p.txt", "3 changed")
    assert base.ingest("moved/2024", "moved/2023") == ["2024/p.txt!", "p.txt"]
    assert len(base.shelved) == 2


def test_the_same_content_from_elsewhere_is_the_same_source(tmp_path: Path) -> None:
    base = Base(tmp_path)
    base.write("a/p.txt", "1")
    base.write("b/p.txt", "1")
    assert base.ingest("a") == base.ingest("b") == ["p.txt"]


def test_uploads_go_by_their_names_alone(tmp_path: Path) -> None:
    base = Base(tmp_path)
    base.write("a/p.txt", "1")
    base.write("up/p.txt", "2")
    base.write("up2/p.txt", "3")
    base.ingest("a")
    assert base.ingest("up/p.txt", keep_origin=False) == ["p.txt"]
    assert base.ingest("up/p.txt", "up2/p.txt", keep_origin=False) == ["p.txt", "p (2).txt!"]

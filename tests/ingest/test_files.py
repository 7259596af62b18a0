"""Paths → the files to read, and every other file with its reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.sources.files import Found, find_files

PLAN = "某县2025年计划\n"


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(PLAN, encoding="utf-8")


def names(found: Found) -> list[str]:
    return [file.name for file in found.files]


def left(found: Found) -> dict[str, str]:
    return {failure.source: failure.why for failure in (*found.skipped, *found.failures)}


def test_every_file_of_a_folder_is_read_or_named(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/计划.md", "没有扩展名", "README.md", ".hidden.txt", ".folder/in.txt", "code.py")
    (tmp_path / "照片.gif").write_bytes(b"GIF89a\x01\0\x01\0\0\0\0")
    (tmp_path / "empty.docx").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    found = find_files([tmp_path])
    # an empty file is to be read: that fails, and is a fault
    assert names(found) == ["a/计划.md", "b.txt", "empty.docx", "没有扩展名"]
    assert left(found) == {
        "README.md": "description",
        ".hidden.txt": "hidden",
        ".folder": "hidden",
        "code.py": "kind",
        "照片.gif": "kind",
        "folder": "folder_empty",
        "gone.txt": "link_broken",
        "a/loop": "link_loop",
        "pipe": "special",
    }
    assert [failure.source for failure in found.failures] == ["gone.txt"]


LISTS = [
    ("INDEX.tsv", "name\tkind\na\tplan\nb\tplan\nc\treport", True),
    ("目录.csv", "序号,文件\n1,a.txt\n2,b.txt\n3,c.txt", True),
    ("项目.csv", "序号,项目名称\n1,长岭水库\n2,青溪电站\n3,舞水大桥", False),
    ("方案.txt", "a\n为推进工作,制定本方案。\n一、目标\nb\n二、任务", False),
]


@pytest.mark.parametrize(("name", "text", "is_description"), LISTS)
def test_a_list_of_the_files_beside_it_is_no_document(
    tmp_path: Path, name: str, text: str, is_description: bool
) -> None:
    write(tmp_path, "a.txt", "b.txt", "c.txt")
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert (name in names(find_files([tmp_path]))) is not is_description


@pytest.mark.parametrize(
    "name",
    ["Thumbs.db", ".DS_Store", "._plan.docx", "~$方案.docx", ".~方案.wps", "__MACOSX/a.txt", ".git/x", "DESKTOP.INI"],
)
def test_what_systems_leave_behind_is_passed_over(tmp_path: Path, name: str) -> None:
    write(tmp_path, "plan.txt", name)
    found = find_files([tmp_path])
    assert names(found) == ["plan.txt"]
    assert left(found) == {}


@pytest.mark.parametrize("has", ["CURRENT", "lock"])
def test_a_knowledge_base_in_the_folder_is_no_document(tmp_path: Path, has: str) -> None:
    write(tmp_path, "plan.txt", f"home/{has}", "home/generations/1/x.txt")
    assert names(find_files([tmp_path])) == ["plan.txt"]


@pytest.mark.parametrize(("given", "why"), [("folder", "nothing_below"), ("none", "nowhere")])
def test_paths_without_a_document(tmp_path: Path, given: str, why: str) -> None:
    write(tmp_path, "folder/code.py")
    found = find_files([tmp_path / given])
    assert [failure.why for failure in found.failures] == [why]


def test_a_file_that_is_named_twice_comes_once(tmp_path: Path) -> None:
    write(tmp_path, "a/plan.txt", "a/README.md")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert names(find_files([tmp_path / "a", tmp_path / "a" / "plan.txt", tmp_path / "b"])) == ["plan.txt"]
    # a description is read when it is named itself
    assert names(find_files([tmp_path / "a" / "README.md"])) == ["README.md"]


def test_a_name_of_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xbc\xc6.txt")).write_text(PLAN, encoding="utf-8")
    assert names(find_files([tmp_path])) == ["\ufffd\ufffd.txt"]

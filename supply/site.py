"""Builds the site of the docs, in English and in Chinese, so that it needs nothing from elsewhere.

    make docs

In: the READMEs, docs/, benchmarks/*.md and what else is written for readers; docs/site.en.toml and docs/site.zh.toml.
Out: a folder of pages that opens in a browser without a server: the English ones, and those in Chinese in zh/, from
which the pages that are there in English only are linked. Each link is looked at: one to a page leads to that page of
the site, one to a file of the program becomes its name; a link to nothing, a page that no menu names and every warning
of Zensical ends it with exit status 1.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from os.path import normpath, relpath
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "zh")
LINK = re.compile(r"(?<=\]\()([^()#\s]*)(#[^()\s]*)?(?=\))")
ELSEWHERE = re.compile(r"""(?:src=|<link[^>]*href=|url\()["']?https?:""")
LINKED_CODE = re.compile(r"\[`?([^\[\]`]+)`?\]\(\)")


class LinkBroken(Exception):
    """It leads to no file of the repository."""


def pages() -> dict[str, str]:
    """Each page that readers have: where it lies in the repository → where on the site, both with / between."""
    found = {"README.md": "index.md", "README.zh-CN.md": "zh/index.md", "corpus/README.md": "corpus.md"}
    found |= {name: name.lower() for name in ("CONTRIBUTING.md", "CHANGELOG.md") if (ROOT / name).exists()}
    found |= {path.relative_to(ROOT).as_posix(): f"benchmarks/{path.name}" for path in ROOT.glob("benchmarks/*.md")}
    for path in sorted(ROOT.glob("docs/**/*.md")):
        found[path.relative_to(ROOT).as_posix()] = (
            path.relative_to(ROOT / "docs").as_posix().replace("README.md", "index.md")
        )
    return found


def language_of(page: str) -> str:
    """Of a page of the site."""
    return "zh" if page.startswith("zh/") else "en"


def linked(source: str, text: str, mapped: dict[str, str]) -> str:
    """The text of a page with its links as the site has them. Raises LinkBroken."""
    here = mapped[source]

    def lead(found: re.Match[str]) -> str:
        target, anchor = found[1], found[2] or ""
        if not target or "://" in target:
            return found[0]
        wanted = normpath(PurePosixPath(source).parent / target)
        if wanted in mapped:
            page = mapped[wanted]
            if language_of(page) != language_of(here):
                page = page.removesuffix(".md") + ".html"
            return relpath(page, PurePosixPath(here).parent) + anchor
        if not (ROOT / wanted).exists():
            raise LinkBroken(f"{source}: {target}")
        if target.endswith(".png"):
            return relpath(_picture(wanted, language_of(here)), PurePosixPath(here).parent)
        return ""  # a file of the program

    parts = re.split(r"(^```.*?^```$)", text, flags=re.M | re.S)
    for at in range(0, len(parts), 2):
        parts[at] = LINKED_CODE.sub(r"`\1`", LINK.sub(lead, parts[at]))
    return "".join(parts)


def _picture(source: str, language: str) -> str:
    return ("zh/" if language == "zh" else "") + f"screenshots/{PurePosixPath(source).name}"


def assemble(into: Path) -> None:
    """A folder a language, with all its pages and pictures. Raises LinkBroken."""
    mapped = pages()
    for source, page in mapped.items():
        language = language_of(page)
        path = into / language / page.removeprefix("zh/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(linked(source, (ROOT / source).read_text(encoding="utf-8"), mapped), encoding="utf-8")
    for language in LANGUAGES:
        shutil.copytree(ROOT / "docs" / "screenshots", into / language / "screenshots")


def settings(language: str) -> Path:
    """What Zensical is told of a language: its menu, above all."""
    return ROOT / "docs" / f"site.{language}.toml"


def listed(language: str) -> Iterator[str]:
    """The pages that the menu of a language leads to."""

    def within(entries: object) -> Iterator[str]:
        for entry in entries if isinstance(entries, list) else ():
            for value in entry.values():
                if isinstance(value, str):
                    yield value
                yield from within(value)

    yield from within(tomllib.loads(settings(language).read_text(encoding="utf-8"))["project"]["nav"])


def main() -> None:
    """The command."""
    into = Path(sys.argv[1]).absolute()
    shutil.rmtree(into, ignore_errors=True)
    with tempfile.TemporaryDirectory() as place:
        try:
            assemble(Path(place))
        except LinkBroken as error:
            sys.exit(f"make docs: a link leads nowhere: {error}")
        for language in LANGUAGES:
            shutil.copy2(settings(language), Path(place) / f"{language}.toml")
            command = [str(Path(sys.executable).with_name("zensical")), "build", "--strict", "--config-file"]
            done = subprocess.run(
                [*command, f"{language}.toml"], cwd=place, capture_output=True, text=True, check=False
            )
            if done.returncode:
                sys.exit(f"make docs: {done.stdout}{done.stderr}")
            shutil.copytree(
                Path(place) / f"site-{language}", into / ("zh" if language == "zh" else ""), dirs_exist_ok=True
            )
    for page in into.rglob("*.html"):
        if ELSEWHERE.search(page.read_text(encoding="utf-8")):
            sys.exit(f"make docs: {page.relative_to(into)} would take something from elsewhere")
    print(f"{into.name}/index.html: {len(list(into.rglob('*.html')))} pages")


if __name__ == "__main__":
    main()

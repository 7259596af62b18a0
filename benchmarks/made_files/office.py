"""Files of LibreOffice: others turned into its formats."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

SECONDS = 240


def office() -> str | None:
    return next((found for name in ("soffice", "libreoffice") if (found := shutil.which(name))), None)


def convert(paths: Sequence[Path], form: str, folder: Path) -> list[Path]:
    """All files in one run; `form`: doc, rtf, odt, pdf, xls, ods."""
    program = office()
    if program is None or not paths:
        return []
    profile = (folder / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", form, "--outdir", str(folder)]
    subprocess.run(
        [*command, *map(str, paths)],
        check=True,
        capture_output=True,
        timeout=SECONDS,
        env={**os.environ, "HOME": str(folder)},
    )
    return [folder / f"{path.stem}.{form}" for path in paths]

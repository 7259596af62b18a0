"""Files by name in a place that many machines share: a folder, a bucket, whatever fsspec has an address for.

In: an address (`/srv/mailuo`, `s3://bucket/folder`, `gs://…`) and names with slashes. Out: contents. A file is there
wholly or not at all; whoever reads it while it is put in the place of another gets one of the two.
"""

from __future__ import annotations

import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from graph.errors import MailuoError

MAKING = ".new"  # below the address: files of a folder that are being written, or what a crash left of them

LONG_SECONDS = 86_400.0  # nobody writes a file for longer


class StoreUnusable(MailuoError):
    """The address of the shared store is none, or what reads such addresses is not installed."""


class StoreUnreadable(MailuoError):
    """A file of the shared store is missing, is damaged or cannot be read."""


class StoreUnwritable(MailuoError):
    """A file of the shared store could not be written or deleted."""


class SharedStore:
    """May be used from several threads, and sent to other processes."""

    def __init__(self, address: str, files: Any, root: str) -> None:
        self.address = address.rstrip("/")  # as it was given, without what is secret in it: that stands elsewhere
        self._files = files
        self._root = root.rstrip("/")
        self._is_folder = files.protocol in ("file", "local") or "file" in files.protocol

    @classmethod
    def at(cls, address: str) -> SharedStore:
        """Nothing is looked up there yet; `StoreUnusable` where the address cannot be used here."""
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise StoreUnusable(
                f"{address}: a shared store needs `pip install 'mailuo[cluster]'` (make cluster)"
            ) from error
        try:
            # what others put there is seen at once: no listing is kept
            files, root = url_to_fs(address, use_listings_cache=False)
        except ImportError as error:
            raise StoreUnusable(f"{address}: its protocol needs another package ({_brief(error)})") from error
        except (ValueError, OSError) as error:
            raise StoreUnusable(
                f"{address}: no address of a shared store ({_brief(error)}); name a folder or s3://bucket/folder"
            ) from error
        return cls(address, files, root)

    def holds(self, name: str) -> bool:
        """Whether there is such a file."""
        with self._translated(name):
            return bool(self._files.isfile(self._path(name)))

    def read(self, name: str) -> bytes:
        """The whole file; `StoreUnreadable` where there is none."""
        with self._translated(name):
            return bytes(self._files.cat_file(self._path(name)))

    def find(self, name: str) -> bytes | None:
        """The whole file; None where there is none."""
        with self._translated(name):
            try:
                return bytes(self._files.cat_file(self._path(name)))
            except FileNotFoundError:
                return None

    def fetch(self, name: str, path: Path) -> None:
        """Copy a file to one of this machine that is not there; `StoreUnreadable` where there is none in the store."""
        with self._translated(name):
            self._files.get_file(self._path(name), str(path))

    def write(self, name: str, content: bytes) -> None:
        """Put a file there, in place of one of that name: wholly, or not at all. It is on the disk when this ends."""
        with self._translated_writing(name):
            if self._is_folder:
                with self._beside(name) as beside:
                    beside.write_bytes(content)
            else:  # an object is put whole
                self._files.pipe_file(self._path(name), content)

    def put(self, name: str, path: Path) -> None:
        """Put a copy of a file of this machine there; as `write`, for files of any size."""
        with self._translated_writing(name):
            if self._is_folder:
                with self._beside(name) as beside:
                    shutil.copyfile(path, beside)
            else:
                self._files.put_file(str(path), self._path(name))

    def delete(self, name: str) -> None:
        """Remove a file; one that is not there is no mistake."""
        try:
            self._files.rm_file(self._path(name))
        except FileNotFoundError:
            pass
        except OSError as error:
            raise StoreUnwritable(f"{self.address}/{name}: cannot be deleted ({_brief(error)})") from error

    def forget_unfinished(self) -> None:
        """Delete what writers left half written that crashed long ago; on object stores nothing is left."""
        making = Path(self._root) / MAKING
        if self._is_folder and making.is_dir():
            for path in making.iterdir():
                with suppress(OSError):
                    if time.time() - path.stat().st_mtime > LONG_SECONDS:
                        path.unlink()

    def names(self, folder: str) -> list[str]:
        """All files below a folder, sorted; none where there is no such folder."""
        with self._translated(folder):
            found = self._files.find(self._path(folder))
        first = len(self._root) + 1
        return sorted(path[first:] for path in found)

    def damaged(self, name: str) -> StoreUnreadable:
        """What is to be raised where a file is not what was put there."""
        return StoreUnreadable(f"{self.address}/{name}: damaged (it holds something else than was put there)")

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    @contextmanager
    def _beside(self, name: str) -> Iterator[Path]:
        """A file to be written, which is then flushed and takes its place."""
        goal = Path(self._path(name))
        beside = Path(self._root) / MAKING / uuid.uuid4().hex
        goal.parent.mkdir(parents=True, exist_ok=True)
        beside.parent.mkdir(exist_ok=True)
        try:
            yield beside
            with beside.open("rb") as file:
                os.fsync(file.fileno())
            beside.replace(goal)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)

    @contextmanager
    def _translated_writing(self, name: str) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:
            raise StoreUnwritable(f"{self.address}/{name}: cannot be written ({_brief(error)})") from error

    @contextmanager
    def _translated(self, name: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise StoreUnreadable(f"{self.address}/{name}: is missing") from error
        except (OSError, ValueError) as error:
            raise StoreUnreadable(f"{self.address}/{name}: cannot be read ({_brief(error)})") from error


def _brief(error: Exception) -> str:
    said = (error.strerror if isinstance(error, OSError) else None) or " ".join(str(error).split())
    return said or type(error).__name__

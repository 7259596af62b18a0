"""Files by name in a place that many machines share: a folder, a bucket, whatever fsspec has an address for.

In: an address (`/srv/mailuo`, `s3://bucket/folder`, `gs://…`) and names with slashes. Out: contents. A file is there
wholly or not at all; whoever reads it while it is put in the place of another gets one of the two.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from graph.errors import MailuoError

MAKING = ".new"  # below the address: files of a folder that are being written, or what a crash left of them


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

    def write(self, name: str, content: bytes) -> None:
        """Put a file there, in place of one of that name: wholly, or not at all. It is on the disk when this ends."""
        try:
            if self._is_folder:
                self._write_beside(Path(self._path(name)), content)
            else:  # an object is put whole
                self._files.pipe_file(self._path(name), content)
        except (OSError, ValueError) as error:
            raise StoreUnwritable(f"{self.address}/{name}: cannot be written ({_brief(error)})") from error

    def delete(self, name: str) -> None:
        """Remove a file; one that is not there is no mistake."""
        try:
            self._files.rm_file(self._path(name))
        except FileNotFoundError:
            pass
        except OSError as error:
            raise StoreUnwritable(f"{self.address}/{name}: cannot be deleted ({_brief(error)})") from error

    def names(self, folder: str) -> list[str]:
        """All files below a folder, sorted; none where there is no such folder."""
        with self._translated(folder):
            found = self._files.find(self._path(folder))
        first = len(self._root) + 1
        return sorted(path[first:] for path in found)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _write_beside(self, goal: Path, content: bytes) -> None:
        beside = Path(self._root) / MAKING / uuid.uuid4().hex
        goal.parent.mkdir(parents=True, exist_ok=True)
        beside.parent.mkdir(exist_ok=True)
        try:
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(goal)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)

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

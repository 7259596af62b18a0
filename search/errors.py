"""What can be wrong with an index, each with its remedy."""

from __future__ import annotations

from graph.errors import REBUILD, MailuoError


class IndexUnreadable(MailuoError):
    """The folder is not there, was left unfinished, or is damaged."""


class IndexOfOtherModel(MailuoError):
    """The vectors were made by another model: comparing them with this one's would mean nothing."""


def check_models(made_with: str, stamp: str) -> None:
    """Refuse a model other than the one the vectors were made by."""
    if stamp != made_with:
        raise IndexOfOtherModel(
            f"The index was made with the model {made_with}, but MAILUO_MODEL gives {stamp}: "
            f"{REBUILD}, or set MAILUO_MODEL back."
        )


class IndexNotWritten(MailuoError):
    """A file of the index could not be written: most often the disk is full."""


class IndexElsewhere(MailuoError):
    """The index lies in another place than the settings name."""


class MilvusUnusable(MailuoError):
    """Milvus cannot be reached, refuses the account, or is not installed."""

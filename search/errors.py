"""What can be wrong with an index, each with its remedy."""

from __future__ import annotations

from graph.errors import MailuoError


class IndexUnreadable(MailuoError):
    """The folder is not there, was left unfinished, or is damaged."""


class IndexOfOtherModel(MailuoError):
    """The vectors were made by another model: comparing them with this one's would mean nothing."""


class IndexNotWritten(MailuoError):
    """A file of the index could not be written: most often the disk is full."""

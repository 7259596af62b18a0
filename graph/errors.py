"""Mistakes a person can mend: one line that names the thing and the remedy."""

from __future__ import annotations


class MailuoError(Exception):
    """The family; the command line prints the message and exits 1. Each module adds a class per mistake."""


# What helps where a part of a knowledge base is damaged or was made by another version: everything is derived again
# from the texts that are kept, and nothing is added.
REBUILD = "run “mailuo ingest --rebuild”"

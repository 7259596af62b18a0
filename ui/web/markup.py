"""Text of documents as harmless HTML: every character shows as it stands, marked where it matters.

Streamlit reads markdown, LaTeX and colour directives in what st.write is given; a document's text never goes there.
It goes through here into st.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

# What markdown, LaTeX and Streamlit's directives begin with; each is shown as it stands when it is written as a
# character reference.
_SPECIAL = re.compile(r"[!-/:-@\[-`{-~]")


def plain(text: str) -> str:
    """The text with line breaks kept, as HTML."""
    return escape(text).replace("\n", "<br>")


def marked(text: str, spans: Iterable[tuple[int, int]], *, tag: str = "mark") -> str:
    """The text as HTML with spans (start, end) marked; what overlaps an earlier span is left out."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if start < at or end <= start:
            continue
        parts += [plain(text[at:start]), f"<{tag}>", plain(text[start:end]), f"</{tag}>"]
        at = end
    return "".join([*parts, plain(text[at:])])


def as_label(text: str) -> str:
    """For labels of widgets, which are read as markdown: one line in which every character stands for itself."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found.group())};", " ".join(text.split()))

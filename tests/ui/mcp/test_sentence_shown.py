"""The sentence shown for a few words of a document; the others of ui/mcp/documents.py: test_resources.py."""

from __future__ import annotations

import pytest

from ui.mcp.documents import sentence_around


class Texts:
    """All of a workspace that is asked."""

    def __init__(self, text: str) -> None:
        self._text = text

    def text_of(self, source: str) -> str:
        return self._text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("先修路；再建|甲园|；后办学。", "再建甲园；"),
        ("修路！再建|甲园|？办学。", "再建甲园？"),
        ("修路。\n再建|甲园", "再建甲园"),
    ],
)
def test_signs_of_full_width_end_it(text: str, sentence: str) -> None:
    start, end = text.index("|"), text.rindex("|") - 1 if text.count("|") > 1 else len(text) - 1
    place = {"source": "a.txt", "start": start, "end": end}
    assert sentence_around(Texts(text.replace("|", "")), place)["quote"] == sentence  # type: ignore[arg-type]

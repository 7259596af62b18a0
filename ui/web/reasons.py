"""Why two names are one thing, or two things are linked, in the language of the page.

In: a reason as `graph.resolve` writes it, in Chinese. Out: the same in words of the page; one that is not known stays
as it is.
"""

from __future__ import annotations

import re
from functools import cache

from ui.web.language import Language, read_words

Pattern = tuple[re.Pattern[str], str]  # of the Chinese, with the English


def why(words: Language, reason: str) -> str:
    """The reason in words of the page."""
    if words.code == "zh" or not reason:
        return reason
    begins, ends, _ = _patterns()
    said = ""
    base = reason
    while found := next((hit for one in ends if (hit := _match(one, base))), None):
        start, words_of_end = found
        base, said = base[:start], words_of_end + said
    whole = next((hit[1] for one in begins if (hit := _match(one, base)) and hit[0] == 0), None)
    return reason if whole is None else whole + said


def _match(pattern: Pattern, text: str) -> tuple[int, str] | None:
    """Where it begins, with its English; None where it does not fit the end of the text."""
    found = pattern[0].search(text)
    if found is None:
        return None
    values = {name: _patterns()[2].get(value, value) for name, value in found.groupdict().items()}
    return found.start(), pattern[1].format(**values)


@cache
def _patterns() -> tuple[tuple[Pattern, ...], tuple[Pattern, ...], dict[str, str]]:
    """Whole reasons, what they may go on with, and values that are said otherwise."""
    held = {key: said for key, said in read_words().items() if key.startswith("reason.")}
    ends = tuple(_pattern(said, "") for key, said in held.items() if key.startswith("reason.end."))
    values = dict(said for key, said in held.items() if key.startswith("reason.value."))
    begins = tuple(
        _pattern(said, "^") for key, said in held.items() if not key.startswith(("reason.end.", "reason.value."))
    )
    return begins, ends, values


def _pattern(said: tuple[str, str], begin: str) -> Pattern:
    """“{core}” stands for whatever has no quotation mark of its own at its ends."""
    pieces = re.split(r"\{(\w+)\}", said[0])
    written = "".join(f"(?P<{one}>.+?)" if at % 2 else re.escape(one) for at, one in enumerate(pieces))
    return re.compile(f"{begin}{written}$"), said[1]

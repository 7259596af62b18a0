"""A name → the form under which it is looked up, so that typing it otherwise still finds it.

Only what never tells two things apart is taken away: width, case, white space, quotation marks, dots, kinds of dash,
traditional characters and radicals.
"""

from __future__ import annotations

import re

from graph.characters import plain_text

_LOOSE = re.compile(r"""[\s"'“”‘’「」『』《》〈〉【】·•・．]""")
_DASHES = re.compile("[—–−]+|--+")


def name_key(name: str) -> str:
    """“怀化“国际陆港” ” → 怀化国际陆港; never empty for a name that is not."""
    plain = plain_text(name).casefold()
    return _DASHES.sub("-", _LOOSE.sub("", plain)) or plain.strip()

"""What a person chooses on a page, kept in its address: widgets set from the address, and the address from them.

The address leads: where it was changed by a link, or by going back, the widgets follow; else it follows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

Read = Callable[[Sequence[str]], object]  # values of the address → what a widget holds
_SAID = "said in the address"


def key_of(name: str) -> str:
    """The key of the widget whose choice stands in the address under this name."""
    return f"addressed {name}"


def from_address(reads: Mapping[str, Read]) -> None:
    """Before the widgets are drawn: those whose value in the address was changed elsewhere hold what it says."""
    said = {name: st.query_params.get_all(name) for name in reads}
    known: Mapping[str, Sequence[str]] = st.session_state.get(_SAID, {})
    for name, read in reads.items():
        if key_of(name) not in st.session_state or list(known.get(name, ())) != said[name]:
            st.session_state[key_of(name)] = read(said[name])


def to_address(values: Mapping[str, Sequence[str]]) -> None:
    """What was chosen; what is empty leaves the address."""
    for name, chosen in values.items():
        keep(name, chosen)
    st.session_state[_SAID] = {name: list(chosen) for name, chosen in values.items()}


def keep(name: str, values: Sequence[str]) -> None:
    """One name of the address, untouched where it says so already."""
    if st.query_params.get_all(name) == list(values):
        return
    if values:
        st.query_params[name] = list(values)
    else:
        del st.query_params[name]


def known(options: Sequence[str]) -> Read:
    """Reads those values that are among the options."""
    return lambda values: [value for value in values if value in options]


def one_of(options: Sequence[str], otherwise: str | None) -> Read:
    """Reads the first value that is among the options."""
    return lambda values: next((value for value in values if value in options), otherwise)

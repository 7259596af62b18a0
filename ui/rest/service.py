"""What all verbs of a server share."""

from __future__ import annotations

from dataclasses import dataclass

from ui.app.house import House
from ui.app.journal import Journal
from ui.rest.jobs import Jobs
from ui.rest.limits import Limits
from ui.rest.measures import Measures
from ui.rest.turns import Turns


@dataclass(frozen=True, slots=True)
class Service:
    """One server's."""

    house: House
    journal: Journal
    limits: Limits
    turns: Turns
    exporting: Turns  # what takes minutes holds up nobody's questions
    jobs: Jobs
    measures: Measures

"""The tool `targets`: figures by indicator, place and year."""

from __future__ import annotations

from ui.app.fields import TargetFields
from ui.app.workspace import Workspace
from ui.mcp.arguments import TargetsAsked
from ui.mcp.bounds import LONGEST_PROOF, fill, rest
from ui.mcp.citing import cite
from ui.mcp.fields import Figure, Figures


def targets(workspace: Workspace, asked: TargetsAsked) -> Figures:
    """Targets and results."""
    found = workspace.targets(asked.indicator, year=asked.year, region=asked.region)["targets"]
    figures = fill(found[asked.skip :], figure, limit=asked.limit)
    return Figures(
        found=len(found),
        figures=figures,
        more=rest("targets", asked.said, found=len(found), skip=asked.skip, taken=figures),
    )


def figure(target: TargetFields) -> Figure:
    """A target or result with the words that give it."""
    return Figure(
        indicator=target["indicator"] + (f"({target['basis']})" if target["basis"] else ""),
        value=target["value"],
        unit=target["unit"],
        comparator=target["comparator"],
        kind=target["kind"],
        year=target["year"],
        region=target["city"] + (target["region"] or "") if target["region"] else None,
        caution=target["unsafe"],
        # the year of a figure is not its document's
        proof=cite({**target, "year": None}, longest=LONGEST_PROOF),
    )

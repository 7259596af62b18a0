"""The rules of extraction, each with its name, what it finds, an example and a counter-example.

In: what the modules of extraction say when they are loaded, `PARK_NAME = rule("park-name", …)` above the function that
makes the finding. Out: `REGISTRY`, every rule under the name that is stored with what it found. A finding takes a rule,
not a word, so that none can bear a name that does not stand here.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.records import AttributeKind, EntityType, RelationType, Target

Kind = EntityType | RelationType | AttributeKind | type[Target]


@dataclass(frozen=True, slots=True)
class Example:
    """A plan's text, and what a rule finds in it: “|” parts the findings, and the cells of a table's row.

    `expected` of a counter-example is what may not be found; empty: nothing may. With a `header` the text is a row of a
    table, “|” between its cells as between their headers.

        怀化国家骨干冷链物流基地                an entity's full name
        惠科 → 怀化高新区惠科显示模组生产线      the two ends of a relation
        城镇化率 57%                            indicator, figure and unit of a target
        鹤城会议中心 12亿元                     a project and the value of its attribute
    """

    text: str
    expected: str = ""
    header: str = ""
    region: str = "431200"  # the division whose document it is: 怀化市, unless said


@dataclass(frozen=True, slots=True)
class Rule:
    """`name` is stored with each finding, `says` is one line in words."""

    name: str
    finds: tuple[Kind, ...]
    says: str
    example: Example
    counter: Example


REGISTRY: dict[str, Rule] = {}


def rule(name: str, *finds: Kind, says: str, example: Example, counter: Example) -> Rule:
    """A new rule of this name, which no other may have."""
    if name in REGISTRY:
        raise ValueError(f"two rules are called {name}")
    REGISTRY[name] = Rule(name, finds, says, example, counter)
    return REGISTRY[name]

"""The form of the graph in a server: its labels and relation types, and rows of them.

Every node is keyed by `mailuo_id`, a property that other people's data in the same database does not have.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.records import EntityType
from graph.store.forms import GraphRow

End = tuple[str, str]  # label and identifier of a node; every entity's label is `ANY_ENTITY`, whatever its type

KEY = "mailuo_id"
ANY_ENTITY = "Entity"
ENTITY_LABELS = tuple(kind.value for kind in EntityType)
NODES = (*ENTITY_LABELS, "Document", "Section", "Passage")


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node and all its properties."""

    label: str
    row: GraphRow


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A relation between two nodes and all its properties; `rel` among them is its type."""

    a: End
    b: End
    row: GraphRow


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All that one document puts into the graph, and the hash of it, but how it stands among others. `document` is its
    own row."""

    id: str
    stamp: str
    document: GraphRow
    nodes: tuple[NodeRow, ...]
    edges: tuple[EdgeRow, ...]

    @property
    def parts(self) -> int:
        """How many sections, passages, mentions, relations, targets and attributes it gives."""
        return len(self.nodes) + sum("document_id" in edge.row for edge in self.edges)

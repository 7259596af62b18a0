"""The queries of the page for Neo4j Browser: pairs of title and Cypher, as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "neo4j-queries.md"
QUERIES = re.findall(r"^## (.+?)\n\n```cypher\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.M | re.S)

"""Every statement of Cypher under the languages of Neo4j 5.26 and of the current release line, without a server of it.

    .venv/bin/python tests/check_cypher.py

Neo4j's own analyser, which its Browser checks queries with, reads each under Cypher 5 and Cypher 25. It comes from npm,
so this is no part of the tests. Ends with 1 when a statement is wrong or uses what is going to be dropped.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from graph.store.cypher import TEXTS
from graph.store.engines import neo4j_writing
from graph.store.engines.neo4j_schema import SCHEMA, create_vector_index
from tests.neo4j_page import QUERIES

ANALYSER = "@neo4j-cypher/language-support@2.0.0-next.38"
CHECK = """
const { lintCypherQuery } = require("@neo4j-cypher/language-support")
const said = []
for (const [name, statement] of Object.entries(JSON.parse(require("fs").readFileSync(0, "utf8")))) {
  const parameters = Object.fromEntries([...statement.matchAll(/\\$(\\w+)/g)].map((found) => [found[1], "x"]))
  for (const language of ["CYPHER 5", "CYPHER 25"])
    for (const one of lintCypherQuery(`${language} ${statement}`, { parameters }).diagnostics)
      said.push([language, name, one.message])
}
console.log(JSON.stringify(said))
"""
# a way between two things that are found on their own is what that query of the page is about
KNOWN = "cartesian product"
# without these the check would say nothing at all
MUST_FAIL = {"must fail: unknown variable": "MATCH (n) RETURN m", "must fail: deprecated": "MATCH (n) RETURN id(n)"}


def main() -> int:
    statements = _statements()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "install", "--silent", "--no-save", ANALYSER], cwd=folder, check=True)
        asked = json.dumps(statements | MUST_FAIL)
        done = subprocess.run(
            ["node", "-e", CHECK], cwd=folder, input=asked, capture_output=True, encoding="utf-8", check=True
        )
    said = [(language, name, message) for language, name, message in json.loads(done.stdout) if KNOWN not in message]
    found = [one for one in said if one[1] not in MUST_FAIL]
    for one in found:
        print(*one, sep=": ")
    seen = {name for _, name, _ in said} >= MUST_FAIL.keys()
    print(
        f"{len(statements)} statements, {len(found)} faults" + ("" if seen else "; but the check sees no fault at all")
    )
    return int(bool(found) or not seen)


def _statements() -> dict[str, str]:
    return {
        **{query.value: text for query, text in TEXTS.items()},
        **{
            name: text
            for name, text in vars(neo4j_writing).items()
            if isinstance(text, str) and _is_statement(name, text)
        },
        **SCHEMA,
        "vector index": create_vector_index(384),
        **dict(QUERIES),
    }


def _is_statement(name: str, text: str) -> bool:
    words = ("MATCH", "CREATE", "CALL", "UNWIND", "MERGE")
    return name.isupper() and not name.startswith("_") and any(word in text for word in words)


if __name__ == "__main__":
    sys.exit(main())

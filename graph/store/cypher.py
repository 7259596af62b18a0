"""The questions of `graph.store.queries` in Cypher.

Labels are spelled out (`Project|Park|…`), as an index serves one label at a time; parameters are never null. In a
database other people's data may stand beside Mailuo's: only what carries `mailuo_id` is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.records import DocumentLinkKind, EntityType, RelationType
from graph.store import forms
from graph.store.forms import Form
from graph.store.queries import Query

ENTITY = "|".join(kind.value for kind in EntityType)
RELATION = "|".join(kind.value for kind in RelationType)
DOCUMENT_LINK = "|".join(kind.name for kind in DocumentLinkKind)


def _fields(form: Form[Any], of: str, **others: str) -> str:
    """A record's row: its columns are properties of one thing, but for others, which are given with what they are."""
    columns = {name: f"{of}.`{name}`" for name in form.columns} | others
    return "\nRETURN " + ", ".join(f"{value} AS `{name}`" for name, value in columns.items())


_COUNTED = {name: f"n.{name}" for name in ("mentions", "documents", "merges")}
_ENTITY_FIELDS = _fields(forms.ENTITY, "n", id="n.mailuo_id", **_COUNTED)
_DOCUMENT_FIELDS = _fields(forms.DOCUMENT, "d", id="d.mailuo_id")
_PASSAGE_FIELDS = _fields(forms.PASSAGE, "p", id="p.mailuo_id")

_MENTION = f"MATCH (h:Passage|Section|Document)-[m:MENTIONS]->(n:{ENTITY})"
_MENTION_FIELDS = _fields(forms.MENTION, "m", entity_id="n.mailuo_id")

_RELATION = f"MATCH (a:{ENTITY})-[r:{RELATION}]->(b:{ENTITY})"
_RELATION_FIELDS = _fields(forms.RELATION, "r", head_id="a.mailuo_id", tail_id="b.mailuo_id")
_BOTH_OURS = "a.mailuo_id IS NOT NULL AND b.mailuo_id IS NOT NULL AND r.rel IS NOT NULL"

_LINK = f"MATCH (a:{ENTITY})-[l:LINK]->(b:{ENTITY})"
_LINK_FIELDS = _fields(forms.LINK, "l", a_id="a.mailuo_id", b_id="b.mailuo_id")

_TARGET = "MATCH (d:Document)-[t:TARGET]->(n:Indicator) WHERE d.mailuo_id IS NOT NULL AND n.mailuo_id IS NOT NULL"
_TARGET_FIELDS = _fields(forms.TARGET, "t", indicator_id="n.mailuo_id")

_ATTRIBUTE = f"""
MATCH (d:Document)-[t:ATTRIBUTE]->(n:{ENTITY}) WHERE d.mailuo_id IS NOT NULL AND n.mailuo_id IS NOT NULL"""
_TIE_FIELDS = _fields(forms.DOCUMENT_LINK, "r", document_id="a.mailuo_id", b_id="b.mailuo_id")
_ATTRIBUTE_FIELDS = _fields(forms.ATTRIBUTE, "t", entity_id="n.mailuo_id")

_JOINED = f"MATCH (a:{ENTITY})-[r:{RELATION}|LINK]->(b:{ENTITY})"

# every name of an entity with its key: `keys` follows the name and then the aliases
_EACH_NAME = "UNWIND range(0, size(n.keys) - 1) AS at WITH n, at, n.keys[at] AS key"
_NAME_FIELDS = """
RETURN key, CASE at WHEN 0 THEN n.name ELSE n.aliases[at - 1] END AS name, n.mailuo_id AS id, n.type AS type,
       at = 0 AS is_main"""

FINDING = "mailuo_finding"  # the index of names as they are looked up: by key, sound and initials
_OF_KIND = "n.mailuo_id IS NOT NULL AND n.type IN $types"
# signs of the index' own language, which a name may hold
_ESCAPED = """reduce(safe = '', sign IN split($text, '') |
    safe + CASE WHEN '+-&|!(){}[]^"~*?:/\\\\' CONTAINS sign THEN '\\\\' ELSE '' END + sign)"""
_NAMES_BY_TEXT = "ORDER BY key <> $text, NOT key STARTS WITH $text, n.mentions DESC, size(key), name, id LIMIT $limit"
_BY_SOUND = """reduce(all = '', one IN CASE WHEN $sound = '' THEN [] ELSE ['sounds:' + $sound + '*'] END +
    [letters IN $initials | 'initials:' + letters + '*'] | all + CASE WHEN all = '' THEN '' ELSE ' OR ' END + one)"""
_EACH_SOUND = """UNWIND range(0, size(n.keys) - 1) AS at
WITH n, at, n.keys[at] AS key, n.sounds[at] AS sound, n.initials[at] AS initials"""
_NAMES_BY_SOUND = f"""{_NAME_FIELDS},
       CASE WHEN sound = $sound THEN 0 WHEN $sound <> '' AND sound STARTS WITH $sound THEN 1
            WHEN initials IN $initials THEN 2 ELSE 3 END AS fit
ORDER BY fit, n.mentions DESC, size(key), name, id LIMIT $limit"""

TEXTS: Mapping[Query, str] = {
    Query.ENTITIES: f"MATCH (n:{ENTITY}) WHERE n.mailuo_id IS NOT NULL {_ENTITY_FIELDS}",
    Query.ENTITIES_BY_ID: f"MATCH (n:{ENTITY}) WHERE n.mailuo_id IN $ids {_ENTITY_FIELDS}",
    Query.ENTITIES_BY_KEY: f"MATCH (n:{ENTITY}) WHERE n.mailuo_id IS NOT NULL AND $key IN n.keys {_ENTITY_FIELDS}",
    Query.ENTITIES_LISTED: f"""MATCH (n:{ENTITY}) WHERE n.mailuo_id IS NOT NULL AND n.type = $type {_ENTITY_FIELDS}
ORDER BY n.mentions DESC, n.documents DESC, n.name, n.mailuo_id SKIP $skip LIMIT $limit""",
    Query.ENTITIES_JOINED: f"""MATCH (n:{ENTITY}) WHERE n.mailuo_id IS NOT NULL AND size(n.merges) > 0 {_ENTITY_FIELDS}
ORDER BY mentions DESC, name, id LIMIT $limit""",
    Query.MAIN_NAMES: f"""MATCH (n:{ENTITY}) WHERE n.mailuo_id IS NOT NULL AND n.type = $type
RETURN n.mailuo_id AS id, n.name AS name, n.mentions AS mentions, n.documents AS documents""",
    Query.NAMES: f"MATCH (n:{ENTITY}) WHERE n.mailuo_id IS NOT NULL {_EACH_NAME} {_NAME_FIELDS}",
    Query.NAMES_BY_KEYS: f"""MATCH (n:{ENTITY})
WHERE n.mailuo_id IS NOT NULL AND any(key IN n.keys WHERE key IN $keys)
{_EACH_NAME} WHERE key IN $keys {_NAME_FIELDS}""",
    Query.NAMES_HOLDING: f"""MATCH (n:{ENTITY})
WHERE n.mailuo_id IS NOT NULL AND n.type IN $types AND any(key IN n.keys WHERE key CONTAINS $text)
{_EACH_NAME} WHERE key CONTAINS $text {_NAME_FIELDS} {_NAMES_BY_TEXT}""",
    Query.NAMES_BEGINNING: f"""
CALL db.index.fulltext.queryNodes('{FINDING}', 'keys:' + {_ESCAPED} + '*') YIELD node AS n WITH n WHERE {_OF_KIND}
{_EACH_NAME} WHERE key STARTS WITH $text {_NAME_FIELDS} {_NAMES_BY_TEXT}""",
    Query.NAMES_SOUNDING: f"""CALL db.index.fulltext.queryNodes('{FINDING}', {_BY_SOUND}) YIELD node AS n
WITH n WHERE {_OF_KIND}
{_EACH_SOUND} WHERE ($sound <> '' AND sound STARTS WITH $sound) OR any(one IN $initials WHERE initials STARTS WITH one)
{_NAMES_BY_SOUND}""",
    Query.NAMES_SOUNDING_WITHIN: f"""MATCH (n:{ENTITY}) WHERE {_OF_KIND}
{_EACH_SOUND} WHERE ($sound <> '' AND sound CONTAINS $sound) OR any(one IN $initials WHERE initials CONTAINS one)
{_NAMES_BY_SOUND}""",
    Query.NAMES_SOUNDING_LIKE: f"""MATCH (n:{ENTITY})
WHERE {_OF_KIND} AND any(piece IN $pieces WHERE any(sound IN n.sounds WHERE sound CONTAINS piece))
{_EACH_SOUND} WITH n, at, key, size([piece IN $pieces WHERE sound CONTAINS piece]) AS shared WHERE shared > 0
{_NAME_FIELDS}, shared ORDER BY shared DESC, size(key), name, id LIMIT $limit""",
    Query.NAMES_LIKE: f"""MATCH (n:{ENTITY})
WHERE n.mailuo_id IS NOT NULL AND n.type IN $types AND any(piece IN $pieces WHERE any(key IN n.keys WHERE
      key CONTAINS piece))
{_EACH_NAME} WITH n, at, key, size([piece IN $pieces WHERE key CONTAINS piece]) AS shared WHERE shared > 0
{_NAME_FIELDS}, shared ORDER BY shared DESC, size(key), name, id LIMIT $limit""",
    Query.DOCUMENTS: f"MATCH (d:Document) WHERE d.mailuo_id IS NOT NULL {_DOCUMENT_FIELDS}",
    Query.DOCUMENTS_OF_YEAR: "MATCH (d:Document) WHERE d.mailuo_id IS NOT NULL AND d.year = $year "
    "RETURN d.mailuo_id AS document_id",
    Query.DOCUMENT_LINKS: f"""
MATCH (a:Document)-[r:{DOCUMENT_LINK}]->(b:Document)
WHERE a.mailuo_id IS NOT NULL AND b.mailuo_id IS NOT NULL AND r.rel IS NOT NULL
{_TIE_FIELDS}""",
    Query.STANDINGS: f"""MATCH (d:Document) WHERE d.mailuo_id IS NOT NULL AND d.standing <> 'in_force'
{_fields(forms.STANDING, "d", document_id="d.mailuo_id")}""",
    Query.SECTIONS: f"MATCH (s:Section) WHERE s.mailuo_id IS NOT NULL {_fields(forms.SECTION, 's', id='s.mailuo_id')}",
    Query.PASSAGES: f"MATCH (p:Passage) WHERE p.mailuo_id IS NOT NULL {_PASSAGE_FIELDS}",
    Query.PASSAGES_OF: "MATCH (p:Passage) WHERE p.mailuo_id IS NOT NULL AND p.document_id = $document_id "
    f"{_PASSAGE_FIELDS}",
    Query.MENTIONS: f"{_MENTION} WHERE n.mailuo_id IS NOT NULL AND h.mailuo_id IS NOT NULL {_MENTION_FIELDS}",
    Query.MENTIONS_OF: f"""{_MENTION} WHERE n.mailuo_id IN $ids AND h.mailuo_id IS NOT NULL {_MENTION_FIELDS},
       CASE WHEN h.text IS NOT NULL THEN h.mailuo_id END AS passage_id, h.section AS section""",
    Query.MENTIONS_IN: f"""{_MENTION}
WHERE m.source = $source AND m.`start` >= $first AND m.`start` <= $last AND m.`end` <= $last
  AND n.mailuo_id IS NOT NULL AND h.mailuo_id IS NOT NULL {_MENTION_FIELDS}""",
    Query.MENTION_SPOTS: f"""{_MENTION} WHERE n.mailuo_id IN $ids AND h.mailuo_id IS NOT NULL
RETURN n.mailuo_id AS entity_id, m.document_id AS document_id, m.`start` AS `start`, m.`end` AS `end`""",
    Query.STAGED: f"""{_MENTION}
WHERE m.stage IS NOT NULL AND n.mailuo_id IS NOT NULL AND h.mailuo_id IS NOT NULL {_MENTION_FIELDS}""",
    Query.MENTIONS_UNSURE: f"""{_MENTION} WHERE m.confidence < $sure
  AND n.mailuo_id IS NOT NULL AND h.mailuo_id IS NOT NULL {_MENTION_FIELDS}
ORDER BY confidence, source, `start`, `end`, entity_id LIMIT $limit""",
    Query.RELATIONS: f"{_RELATION} WHERE {_BOTH_OURS} {_RELATION_FIELDS}",
    Query.RELATIONS_FROM: f"{_RELATION} WHERE a.mailuo_id IN $ids AND {_BOTH_OURS} {_RELATION_FIELDS}",
    Query.RELATIONS_TO: f"{_RELATION} WHERE b.mailuo_id IN $ids AND {_BOTH_OURS} {_RELATION_FIELDS}",
    Query.RELATIONS_AMONG: f"{_RELATION} WHERE a.mailuo_id IN $ids AND b.mailuo_id IN $ids AND r.rel IS NOT NULL "
    f"{_RELATION_FIELDS}",
    # one part a type, because an index over places serves one type at a time
    Query.RELATIONS_IN: " UNION ALL ".join(
        f"""MATCH (a:{ENTITY})-[r:{kind}]->(b:{ENTITY})
WHERE r.source = $source AND r.`start` >= $first AND r.`start` <= $last AND r.`end` <= $last AND {_BOTH_OURS}
{_RELATION_FIELDS}"""
        for kind in RelationType
    ),
    Query.RELATIONS_SAID: f"""{_RELATION}
WHERE r.source IN $sources AND r.rel IN $kinds AND {_BOTH_OURS} {_RELATION_FIELDS}""",
    Query.TIES: f"""{_RELATION} WHERE r.rel IN $kinds AND {_BOTH_OURS}
RETURN DISTINCT a.mailuo_id AS head_id, r.rel AS rel, b.mailuo_id AS tail_id, r.document_id AS document_id""",
    Query.LOCATED_IN: f"""MATCH (a:{ENTITY})-[r:{RelationType.LOCATED_IN}]->(b:{ENTITY})
WHERE b.mailuo_id IN $ids AND {_BOTH_OURS} RETURN DISTINCT a.mailuo_id AS head_id, r.document_id AS document_id""",
    Query.LINKS: f"{_LINK} WHERE a.mailuo_id IS NOT NULL AND b.mailuo_id IS NOT NULL AND l.rel IS NOT NULL "
    f"{_LINK_FIELDS}",
    Query.LINKS_FROM: f"{_LINK} WHERE a.mailuo_id IN $ids AND b.mailuo_id IS NOT NULL AND l.rel IS NOT NULL "
    f"{_LINK_FIELDS}",
    Query.LINKS_TO: f"{_LINK} WHERE b.mailuo_id IN $ids AND a.mailuo_id IS NOT NULL AND l.rel IS NOT NULL "
    f"{_LINK_FIELDS}",
    Query.LINKS_AMONG: f"{_LINK} WHERE a.mailuo_id IN $ids AND b.mailuo_id IN $ids AND l.rel IS NOT NULL "
    f"{_LINK_FIELDS}",
    Query.LINKS_BY: f"{_LINK} WHERE l.kind = $kind AND a.mailuo_id IS NOT NULL AND b.mailuo_id IS NOT NULL "
    f"AND l.rel IS NOT NULL {_LINK_FIELDS}",
    Query.TARGETS: f"{_TARGET} {_TARGET_FIELDS}",
    Query.TARGETS_IN: f"{_TARGET} AND t.source = $source {_TARGET_FIELDS}",
    Query.TARGETS_UNSAFE: f"""{_TARGET} AND t.unsafe IS NOT NULL {_TARGET_FIELDS}
ORDER BY source, `start`, id LIMIT $limit""",
    Query.TARGETS_ASKED: f"""{_TARGET}
  AND (size($ids) = 0 OR n.mailuo_id IN $ids)
  AND ($name = '' OR n.name CONTAINS $name OR t.indicator CONTAINS $name)
  AND ($region = '' OR t.region = $region)
  AND ($year = 0 OR t.year = $year) {_TARGET_FIELDS}""",
    Query.TARGET_REGIONS: f"{_TARGET} AND t.region IS NOT NULL RETURN t.region AS region, count(*) AS number",
    Query.ATTRIBUTES: f"{_ATTRIBUTE} {_ATTRIBUTE_FIELDS}",
    Query.ATTRIBUTES_OF: f"{_ATTRIBUTE} AND n.mailuo_id IN $ids {_ATTRIBUTE_FIELDS}",
    Query.NEIGHBOURS_OUT: f"""{_JOINED} WHERE a.mailuo_id IN $ids AND b.mailuo_id IS NOT NULL
RETURN DISTINCT a.mailuo_id AS id, b.mailuo_id AS other""",
    Query.NEIGHBOURS_IN: f"""{_JOINED} WHERE b.mailuo_id IN $ids AND a.mailuo_id IS NOT NULL
RETURN DISTINCT b.mailuo_id AS id, a.mailuo_id AS other""",
    Query.COUNT_ENTITIES: f"MATCH (n:{ENTITY}) WHERE n.mailuo_id IS NOT NULL RETURN n.type AS kind, count(*) AS number",
    Query.COUNT_DOCUMENTS: "MATCH (n:Document) WHERE n.mailuo_id IS NOT NULL RETURN count(*) AS number",
    Query.COUNT_SECTIONS: "MATCH (n:Section) WHERE n.mailuo_id IS NOT NULL RETURN count(*) AS number",
    Query.COUNT_PASSAGES: "MATCH (n:Passage) WHERE n.mailuo_id IS NOT NULL RETURN count(*) AS number",
    Query.COUNT_EDGES: f"""
MATCH (a)-[r:{RELATION}|MENTIONS|TARGET|ATTRIBUTE|LINK]->(b) WHERE a.mailuo_id IS NOT NULL AND r.rel IS NOT NULL
RETURN r.rel AS rel, count(*) AS number""",
    Query.COUNT_ENTITIES_BY_DOCUMENT: f"""{_MENTION} WHERE n.mailuo_id IS NOT NULL AND h.mailuo_id IS NOT NULL
RETURN m.document_id AS document_id, count(DISTINCT n.mailuo_id) AS number""",
    Query.COUNT_TARGETS_BY_DOCUMENT: f"{_TARGET} RETURN t.document_id AS document_id, count(*) AS number",
}

"""All reading Cypher, one constant a query; each runs on both engines.

What keeps it so: labels are spelled out (`Project|Park|…`), kinds are read from the property `type` or `rel` instead
of `labels()` and `type()`, parameters are never null, names that are words of the language (`start`, `end`, `starts`)
stand in backticks, and nothing is sorted or limited here, because engines order texts differently. In a Neo4j database
other people's data may stand beside Mailuo's: only what carries `mailuo_id` is read.
"""

from __future__ import annotations

from graph.records import DocumentLinkKind, EntityType, RelationType

ENTITY = "|".join(kind.value for kind in EntityType)
RELATION = "|".join(kind.value for kind in RelationType)
DOCUMENT_LINK = "|".join(kind.name for kind in DocumentLinkKind)

_ENTITY_FIELDS = """
RETURN n.mailuo_id AS id, n.type AS type, n.name AS name, n.aliases AS aliases, n.level AS level, n.code AS code,
       n.place AS place, n.mentions AS mentions, n.documents AS documents, n.merges AS merges"""

ENTITIES = f"MATCH (n:{ENTITY}) WHERE n.mailuo_id IS NOT NULL {_ENTITY_FIELDS}"
ENTITIES_BY_ID = f"MATCH (n:{ENTITY}) WHERE n.mailuo_id IN $ids {_ENTITY_FIELDS}"
ENTITIES_BY_KEY = f"MATCH (n:{ENTITY}) WHERE n.mailuo_id IS NOT NULL AND $key IN n.keys {_ENTITY_FIELDS}"
ENTITIES_OF_TYPE = f"MATCH (n:{ENTITY}) WHERE n.mailuo_id IS NOT NULL AND n.type IN $types {_ENTITY_FIELDS}"
NAMES = f"""
MATCH (n:{ENTITY}) WHERE n.mailuo_id IS NOT NULL
RETURN n.mailuo_id AS id, n.type AS type, n.name AS name, n.aliases AS aliases"""

DOCUMENTS = """
MATCH (d:Document) WHERE d.mailuo_id IS NOT NULL
RETURN d.mailuo_id AS id, d.source AS source, d.title AS title, d.kind AS kind, d.issuer AS issuer,
       d.doc_number AS doc_number, d.published AS published, d.year AS year, d.region AS region,
       d.region_code AS region_code, d.`start` AS `start`, d.`end` AS `end`, d.first_year AS first_year,
       d.last_year AS last_year, d.parent_id AS parent_id"""

STANDINGS = """
MATCH (d:Document) WHERE d.mailuo_id IS NOT NULL AND d.standing <> 'in_force'
RETURN d.mailuo_id AS document_id, d.standing AS standing, d.superseded_by AS superseded_by"""

DOCUMENT_LINKS = f"""
MATCH (a:Document)-[r:{DOCUMENT_LINK}]->(b:Document)
WHERE a.mailuo_id IS NOT NULL AND b.mailuo_id IS NOT NULL AND r.rel IS NOT NULL
RETURN a.mailuo_id AS document_id, b.mailuo_id AS b_id, r.rel AS rel, r.source AS source, r.`start` AS `start`,
       r.`end` AS `end`, r.quote AS quote, r.reason AS reason"""

SECTIONS = """
MATCH (s:Section) WHERE s.mailuo_id IS NOT NULL
RETURN s.mailuo_id AS id, s.document_id AS document_id, s.parent_id AS parent_id, s.depth AS depth, s.label AS label,
       s.title AS title, s.`start` AS `start`, s.heading_end AS heading_end, s.`end` AS `end`, s.section AS section"""

_PASSAGE_FIELDS = """
RETURN p.mailuo_id AS id, p.document_id AS document_id, p.source AS source, p.section AS section, p.`start` AS `start`,
       p.`end` AS `end`, p.kind AS kind"""

PASSAGES = f"MATCH (p:Passage) WHERE p.mailuo_id IS NOT NULL {_PASSAGE_FIELDS}"
PASSAGES_OF = f"MATCH (p:Passage) WHERE p.mailuo_id IS NOT NULL AND p.document_id = $document_id {_PASSAGE_FIELDS}"

_MENTION = f"MATCH (h:Passage|Section|Document)-[m:MENTIONS]->(n:{ENTITY})"
_MENTION_FIELDS = """
RETURN n.mailuo_id AS entity_id, m.source AS source, m.document_id AS document_id, m.`start` AS `start`,
       m.`end` AS `end`, m.surface AS surface, m.rule AS rule, m.stage AS stage, m.confidence AS confidence"""

MENTIONS = f"{_MENTION} WHERE n.mailuo_id IS NOT NULL AND h.mailuo_id IS NOT NULL {_MENTION_FIELDS}"
MENTIONS_OF = f"""{_MENTION} WHERE n.mailuo_id IN $ids AND h.mailuo_id IS NOT NULL {_MENTION_FIELDS},
       h.mailuo_id AS holder_id, h.section AS section, h.text IS NOT NULL AS is_passage"""
MENTIONS_IN = f"""{_MENTION}
WHERE m.source = $source AND m.`start` >= $first AND m.`start` <= $last AND m.`end` <= $last
  AND n.mailuo_id IS NOT NULL AND h.mailuo_id IS NOT NULL {_MENTION_FIELDS}"""

_RELATION = f"MATCH (a:{ENTITY})-[r:{RELATION}]->(b:{ENTITY})"
_RELATION_FIELDS = """
RETURN a.mailuo_id AS head_id, r.rel AS rel, b.mailuo_id AS tail_id, r.role AS role, r.source AS source,
       r.document_id AS document_id, r.`start` AS `start`, r.`end` AS `end`, r.quote AS quote, r.rule AS rule"""
_BOTH_OURS = "a.mailuo_id IS NOT NULL AND b.mailuo_id IS NOT NULL AND r.rel IS NOT NULL"

RELATIONS = f"{_RELATION} WHERE {_BOTH_OURS} {_RELATION_FIELDS}"
RELATIONS_FROM = f"{_RELATION} WHERE a.mailuo_id IN $ids AND {_BOTH_OURS} {_RELATION_FIELDS}"
RELATIONS_TO = f"{_RELATION} WHERE b.mailuo_id IN $ids AND {_BOTH_OURS} {_RELATION_FIELDS}"
RELATIONS_AMONG = (
    f"{_RELATION} WHERE a.mailuo_id IN $ids AND b.mailuo_id IN $ids AND r.rel IS NOT NULL {_RELATION_FIELDS}"
)
# one part a type, because an index over places serves one type at a time
RELATIONS_IN = " UNION ALL ".join(
    f"""MATCH (a:{ENTITY})-[r:{kind}]->(b:{ENTITY})
WHERE r.source = $source AND r.`start` >= $first AND r.`start` <= $last AND r.`end` <= $last AND {_BOTH_OURS}
{_RELATION_FIELDS}"""
    for kind in RelationType
)

_LINK = f"MATCH (a:{ENTITY})-[l:LINK]->(b:{ENTITY})"
_LINK_FIELDS = """
RETURN a.mailuo_id AS a_id, b.mailuo_id AS b_id, l.kind AS kind, l.score AS score, l.reason AS reason,
       l.sources AS sources, l.`starts` AS `starts`, l.`ends` AS `ends`"""

LINKS = f"{_LINK} WHERE a.mailuo_id IS NOT NULL AND b.mailuo_id IS NOT NULL AND l.rel IS NOT NULL {_LINK_FIELDS}"
LINKS_FROM = f"{_LINK} WHERE a.mailuo_id IN $ids AND b.mailuo_id IS NOT NULL AND l.rel IS NOT NULL {_LINK_FIELDS}"
LINKS_TO = f"{_LINK} WHERE b.mailuo_id IN $ids AND a.mailuo_id IS NOT NULL AND l.rel IS NOT NULL {_LINK_FIELDS}"
LINKS_AMONG = f"{_LINK} WHERE a.mailuo_id IN $ids AND b.mailuo_id IN $ids AND l.rel IS NOT NULL {_LINK_FIELDS}"

_TARGET = "MATCH (d:Document)-[t:TARGET]->(n:Indicator) WHERE d.mailuo_id IS NOT NULL AND n.mailuo_id IS NOT NULL"
_TARGET_FIELDS = """
RETURN t.id AS id, n.mailuo_id AS indicator_id, t.indicator AS indicator, t.value AS value, t.unit AS unit,
       t.year AS year, t.comparator AS comparator, t.kind AS kind, t.region AS region, t.source AS source,
       t.document_id AS document_id, t.`start` AS `start`, t.`end` AS `end`, t.quote AS quote, t.rule AS rule,
       t.basis AS basis, t.unsafe AS unsafe, t.nature AS nature"""

TARGETS = f"{_TARGET} {_TARGET_FIELDS}"
TARGETS_ASKED = f"""{_TARGET}
  AND (size($ids) = 0 OR n.mailuo_id IN $ids)
  AND ($name = '' OR n.name CONTAINS $name OR t.indicator CONTAINS $name)
  AND ($region = '' OR t.region = $region)
  AND ($year = 0 OR t.year = $year) {_TARGET_FIELDS}"""

_ATTRIBUTE = f"""
MATCH (d:Document)-[t:ATTRIBUTE]->(n:{ENTITY}) WHERE d.mailuo_id IS NOT NULL AND n.mailuo_id IS NOT NULL"""
_ATTRIBUTE_FIELDS = """
RETURN t.id AS id, n.mailuo_id AS entity_id, t.kind AS kind, t.value AS value, t.unit AS unit, t.year AS year,
       t.comparator AS comparator, t.source AS source, t.document_id AS document_id, t.`start` AS `start`,
       t.`end` AS `end`, t.quote AS quote, t.rule AS rule"""

ATTRIBUTES = f"{_ATTRIBUTE} {_ATTRIBUTE_FIELDS}"
ATTRIBUTES_OF = f"{_ATTRIBUTE} AND n.mailuo_id IN $ids {_ATTRIBUTE_FIELDS}"

# ways: whatever two entities a relation or link joins, from either end
_JOINED = f"MATCH (a:{ENTITY})-[r:{RELATION}|LINK]->(b:{ENTITY})"
NEIGHBOURS_OUT = f"""{_JOINED} WHERE a.mailuo_id IN $ids AND b.mailuo_id IS NOT NULL
RETURN DISTINCT a.mailuo_id AS id, b.mailuo_id AS other"""
NEIGHBOURS_IN = f"""{_JOINED} WHERE b.mailuo_id IN $ids AND a.mailuo_id IS NOT NULL
RETURN DISTINCT b.mailuo_id AS id, a.mailuo_id AS other"""

COUNT_ENTITIES = f"MATCH (n:{ENTITY}) WHERE n.mailuo_id IS NOT NULL RETURN n.type AS kind, count(*) AS number"
COUNT_DOCUMENTS = "MATCH (n:Document) WHERE n.mailuo_id IS NOT NULL RETURN count(*) AS number"
COUNT_SECTIONS = "MATCH (n:Section) WHERE n.mailuo_id IS NOT NULL RETURN count(*) AS number"
COUNT_PASSAGES = "MATCH (n:Passage) WHERE n.mailuo_id IS NOT NULL RETURN count(*) AS number"
COUNT_ENTITIES_BY_DOCUMENT = f"""{_MENTION} WHERE n.mailuo_id IS NOT NULL AND h.mailuo_id IS NOT NULL
RETURN m.document_id AS document_id, count(DISTINCT n.mailuo_id) AS number"""
COUNT_TARGETS_BY_DOCUMENT = f"{_TARGET} RETURN t.document_id AS document_id, count(*) AS number"
COUNT_EDGES = f"""
MATCH (a)-[r:{RELATION}|MENTIONS|TARGET|ATTRIBUTE|LINK]->(b) WHERE a.mailuo_id IS NOT NULL AND r.rel IS NOT NULL
RETURN r.rel AS rel, count(*) AS number"""

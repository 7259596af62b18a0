"""What all sources say together, derived from what changed: names resolved, links drawn, document by document.

`derive.derive` is the whole. The parts, in the order in which they work: `echoing` (names that other documents
taught), `saying` (what each source says under which key), `resolving` (keys → entities), `comparing` (projects and
parks that hang together), `citing` (what documents are to one another), `telling` (all of it as a change of the graph).
What they must know of the sources that did not change stands in the book of names (`book`, `schema`): the stack
`names.sqlite`. The same as `ingest.knowledge.gather` says of all sources at once.
"""

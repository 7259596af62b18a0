"""What all sources say together, derived from what changed: names resolved, links drawn, document by document.

`derive.derive` is the whole. The parts, in the order in which they work: `noting` (what each source gives by itself),
`echoing` (names that other documents taught), `saying` (what each source hears, and says under which key), `resolving`
(keys → entities), `comparing` (projects and parks that hang together), `citing` (what documents are to one another),
`telling` (all of it as a change of the graph).

Each part reads the book ahead into portions of records and rows, hands them to whoever works (`ingest.spreading`), and
writes down what comes back in order: sources by eights, entities, blocks and things some hundreds at a time, with what
a person decided. So what comes out is the same whoever did it.

What they must know of the sources that did not change stands in the book of names (`book`, `schema`): the stack
`names.sqlite`. The same as `ingest.knowledge.gather` says of all sources at once.
"""

"""How far a project has come, as its sentence says: words, clauses, times; put together in `ingest.facts.stages`."""

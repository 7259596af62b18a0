"""A source → its documents with their form made plain: outline, blocks, tables, passages."""

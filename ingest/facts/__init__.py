"""A document and its mentions → relations, targets and results."""

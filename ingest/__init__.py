"""From a file to knowledge: structure, mentions, relations, targets, the library."""

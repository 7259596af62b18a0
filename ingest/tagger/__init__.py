"""A learned tagger beside the rules: what it sees, how it is made, and what it says of a text."""

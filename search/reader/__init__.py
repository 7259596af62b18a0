"""A small reader: which stretches of a text answer a question."""

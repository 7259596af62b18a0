"""One file a group of verbs: their addresses and parameters."""

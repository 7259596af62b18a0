"""Running text read more closely: enumerations and their members, wherever and however a text sets them out."""

"""One file an engine, behind one contract."""

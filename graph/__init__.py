"""The model, and where it is kept: ontology, names, resolution, graph engines."""

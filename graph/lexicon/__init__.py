"""What is known before a document is read: ontology, gazetteers and wordings as data, each loaded and checked."""

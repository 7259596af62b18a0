"""The application without a face: what the command line, the pages and an API to come ask of it."""

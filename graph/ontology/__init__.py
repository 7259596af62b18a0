"""Types, relations and names as data files: what a domain expert edits without touching code."""

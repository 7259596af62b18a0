"""Ingestion by workers on many machines, through Ray."""

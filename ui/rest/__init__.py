"""Every verb over HTTP, for programs (docs/rest.md)."""

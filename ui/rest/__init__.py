"""The interface for programs: every verb over HTTP."""

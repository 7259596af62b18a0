"""A question read into a plan: what is wanted, of what, under which conditions."""

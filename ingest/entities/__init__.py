"""A document → the places where its entities are named."""

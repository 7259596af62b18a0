"""One module for each kind of plan: a plan and the knowledge base go in, what is said comes out."""

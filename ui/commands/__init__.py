"""The commands by what they are for: keep the knowledge base, ask it, browse it, serve it as web pages."""

"""The interface for language models: tools, resources and a prompt of the Model Context Protocol."""

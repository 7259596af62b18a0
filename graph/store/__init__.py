"""Where the graph lies: its form, its statements, and the verbs over every engine."""

"""What everything is made of, what is known beforehand, how names become things, and where the graph lies."""

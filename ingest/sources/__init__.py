"""Files and folders → sources: which files there are, and the stored text of each format."""

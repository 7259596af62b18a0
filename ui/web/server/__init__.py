"""The web server that the pages stand on."""

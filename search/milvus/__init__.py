"""An index in Milvus: what a folder holds as files, kept as rows of a server that many machines share."""

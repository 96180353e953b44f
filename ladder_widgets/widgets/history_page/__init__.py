"""The history of one entry: read, compared, gone back to."""

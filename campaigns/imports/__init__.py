"""Rows become facts: owners found, rows staged by COPY, one upsert a grain, revisions kept, months recounted."""

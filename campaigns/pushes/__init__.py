"""Numbers that programs push and people type in: read without files, loaded as files are."""

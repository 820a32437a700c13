"""Archives of agencies, written and restored."""

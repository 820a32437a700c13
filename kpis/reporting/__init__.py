"""Reports: built as a frozen snapshot, kept as a draft, published once."""

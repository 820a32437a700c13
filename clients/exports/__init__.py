"""Archives of everything the agency has, asked for by its owner and fetched within some days."""

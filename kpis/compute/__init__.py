"""From facts to results: SQL sums, one statement a grain; meaning is pure Python over those sums."""

"""Two agencies to look at: made by a seeded generator as export files, and loaded through the import path of users."""

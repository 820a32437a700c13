"""Chasing files: which is due when and from whom, several at once, links to hand them in by, and reminders."""

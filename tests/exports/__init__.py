"""Writes small files of the same shape, and with the same quirks, as those the networks' backends export."""

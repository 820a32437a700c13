"""Conversions in the database: what a batch names is found, each event finds its order, and the whole is stored."""

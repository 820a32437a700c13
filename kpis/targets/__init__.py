"""Targets: set, revised, signed off, found for a scope, and judged."""

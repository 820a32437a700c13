"""Tagging: what exports do not say of contents, set by people, by rules and by imports, with a way back."""

"""The mistakes of definition files, as the catalogue calls them."""

from campaigns.definitions import DefinitionsError, Mistake

__all__ = ["DefinitionsError", "Mistake"]

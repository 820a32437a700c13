"""Reads reviewed YAML definitions strictly, telling every mistake at once."""

from campaigns.definitions.fields import FieldReader
from campaigns.definitions.mistakes import DefinitionsError, Mistake
from campaigns.definitions.yaml_files import read_yaml

__all__ = ["DefinitionsError", "FieldReader", "Mistake", "read_yaml"]

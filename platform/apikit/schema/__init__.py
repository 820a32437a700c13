"""How the API describes itself in OpenAPI 3.1."""

from apikit.schema.description import ResourceSchema
from apikit.schema.hooks import finish_description

__all__ = ["ResourceSchema", "finish_description"]

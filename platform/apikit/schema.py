"""How views describe themselves in OpenAPI 3.1."""

from drf_spectacular.openapi import AutoSchema


class ResourceSchema(AutoSchema):
    """Describes closed views."""

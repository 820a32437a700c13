"""Reads the body of an action that is no resource's."""

from collections.abc import Mapping
from typing import Any

from rest_framework.serializers import BaseSerializer


def read_body(request: Any, serializer: type[BaseSerializer[Any]]) -> Mapping[str, Any]:
    """Give the validated values; raises with every field at fault."""
    body = serializer(data=request.data, context={"request": request})
    body.is_valid(raise_exception=True)
    values: Mapping[str, Any] = body.validated_data
    return values

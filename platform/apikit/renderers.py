"""JSON out, by orjson."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer

from apikit.wire import to_json


class OrjsonRenderer(BaseRenderer):
    """Renders an object as UTF-8 JSON with decimals as strings."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Encode `data`; nothing to say is an empty body."""
        del accepted_media_type, renderer_context
        return b"" if data is None else to_json(data)

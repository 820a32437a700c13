"""HTML out: a page that was rendered already."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer

from apikit.wire import to_json


class PageRenderer(BaseRenderer):
    """Sends a page's text as it is; a problem stays JSON."""

    media_type = "text/html"
    format = "html"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Encode the page."""
        del accepted_media_type, renderer_context
        return data.encode() if isinstance(data, str) else to_json(data)

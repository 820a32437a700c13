"""Which format an answer has: `format` in the query beats the Accept header."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from apikit.problems import Problem


class FormatNegotiation(DefaultContentNegotiation):
    """Chooses the renderer by `format`, else by Accept, else refuses with 406."""

    def select_renderer(
        self, request: Any, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Give the renderer and the media type to answer in."""
        del format_suffix
        renderers = list(renderers)
        named = None if _filters_by_format(request) else request.query_params.get("format")
        if named is not None:
            for renderer in renderers:
                if renderer.format == named:
                    return renderer, str(renderer.media_type)
            raise _not_acceptable(renderers)
        try:
            return self._by_accept_header(request, renderers)
        except NotAcceptable:
            raise _not_acceptable(renderers) from None

    def _by_accept_header(self, request: Any, renderers: list[BaseRenderer]) -> tuple[BaseRenderer, str]:
        renderer, _ = super().select_renderer(request, renderers)
        return renderer, str(renderer.media_type)


def _filters_by_format(request: Any) -> bool:
    """Say whether `format` is a filter of this list, such as the format of contents, and not the answer's format."""
    view = request.parser_context.get("view")
    return "format" in getattr(view, "filters", ()) and getattr(view, "action", None) == "list"


def _not_acceptable(renderers: Iterable[BaseRenderer]) -> Problem:
    offered = ", ".join(str(renderer.format) for renderer in renderers)
    return Problem(HTTPStatus.NOT_ACCEPTABLE, "not_acceptable", f"This address answers as {offered}.")

"""Every address and method that the API serves, as its own routers state them."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

PREFIX = "api/v1/"


def served() -> dict[tuple[str, str], type]:
    """Give the view of each (method, route), with routes written like `/brands/{id}:restore`."""
    return {
        (method.upper(), route_of(text)): pattern.callback.cls
        for text, pattern in _patterns(get_resolver().url_patterns, "")
        if text.startswith(PREFIX)
        for method in methods_of(pattern.callback)
    }


def actions() -> Iterator[tuple[type, str]]:
    """Give every view with each of its actions."""
    for text, pattern in _patterns(get_resolver().url_patterns, ""):
        if text.startswith(PREFIX):
            for action in methods_of(pattern.callback).values():
                yield pattern.callback.cls, action


def methods_of(callback) -> dict[str, str]:
    """Give the action of each method: a viewset's own names, else the method itself; HEAD is GET."""
    stated = getattr(callback, "actions", None) or {method: method for method in callback.cls.capabilities}
    return {method: action for method, action in stated.items() if method != "head"}


def route_of(text: str) -> str:
    """Write a pattern as a route."""
    named = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", text.removeprefix(PREFIX).replace("^", "").replace("$", ""))
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", named).replace("\\", "")


def _patterns(patterns, before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        text = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, text)
        else:
            yield text, pattern

"""What a problem's `type` leads to: a few words on each code."""

from collections.abc import Iterator

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from apikit.problems.values import TITLES
from apikit.refusals import Refusal
from apikit.wire import to_json

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1><p>{detail}</p><p>Code: <code>{code}</code></p></body></html>
"""
GENERAL = "The `detail` of the answer says what was wrong, `errors` points to the fields at fault."


@transaction.non_atomic_requests
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Explain one code, as JSON unless the caller prefers HTML."""
    title = TITLES.get(code) or code.replace("_", " ").capitalize()
    detail = next((kind.detail for kind in _refusals(Refusal) if kind.code == code), GENERAL)
    if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
        return HttpResponse(PAGE.format(title=escape(title), detail=escape(detail), code=escape(code)))
    return HttpResponse(to_json({"code": code, "title": title, "detail": detail}), content_type="application/json")


def _refusals(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for subclass in kind.__subclasses__():
        yield subclass
        yield from _refusals(subclass)

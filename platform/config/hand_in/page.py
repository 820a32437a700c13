"""Serves the page behind an upload link: the link's secret stays in the address's fragment, and travels in a header."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_FOLDER = Path(__file__).parent


def _part(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Name an inline element for the content security policy."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


STYLE, SCRIPT = _part("page.css"), _part("page.js")
PAGE = (
    _part("page.html")
    .replace("<style></style>", f"<style>{STYLE}</style>")
    .replace("<script></script>", f"<script>{SCRIPT}</script>")
)
POLICY = (
    f"default-src 'none'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    f"style-src {_hash(STYLE)}; script-src {_hash(SCRIPT)}"
)


@transaction.non_atomic_requests
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the form; the same bytes for everybody, since the server never sees who has which link."""
    del request
    headers = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
    return HttpResponse(PAGE, headers=headers)

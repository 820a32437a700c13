"""What a client would rather have, as RFC 7240 lets it say: an answer now and the work later."""

from typing import Any

LATER = "respond-async"


def prefers_later(request: Any) -> bool:
    """Say whether the request's `Prefer` asks for an answer before the work is done."""
    stated = request.headers.get("Prefer", "")
    return any(preference.partition(";")[0].strip().lower() == LATER for preference in stated.split(","))

"""Facts about a request that several parts of the kit need."""

import re
from typing import Any

from django.http import HttpRequest
from uuid_utils.compat import uuid7

API_PREFIXES = ("/api/", "/platform/")
_ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


def is_api(request: HttpRequest) -> bool:
    """Say whether the path belongs to the API, where every answer is JSON."""
    return f"{request.path_info}/".startswith(API_PREFIXES)


def request_id_of(request: Any) -> str:
    """Give the request's id: the caller's if acceptable, else a new one; the same at every call."""
    bare = getattr(request, "_request", request)
    known: str | None = getattr(bare, "request_id", None)
    if known is None:
        offered = bare.META.get("HTTP_X_REQUEST_ID", "")
        known = offered if _ACCEPTABLE_ID.fullmatch(offered) else str(uuid7())
        bare.request_id = known
    return known

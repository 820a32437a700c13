"""A body that is accepted from whoever may send it, for every route that takes one."""

from typing import Any

from tests.contract.things import Place
from tests.people import PASSWORD

DAYS = {"start": "2026-02-01", "end": "2026-02-28"}
MONEY = {"amount": "10.00", "currency": "EUR"}

# A text that begins with @ stands for the id of that name in the place that the request is about.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/session"): {"email": "alice@north.example", "password": PASSWORD},
    ("POST", "/session:switch"): {"agency": "north"},
    ("POST", "/password"): {"current_password": "no", "new_password": PASSWORD},
    ("POST", "/password:request-reset"): {"email": "nobody@example.org"},
    ("POST", "/password:reset"): {"token": "no", "password": PASSWORD},
    ("PATCH", "/agency"): {"industry": "beauty"},
    ("POST", "/invitations:accept"): {"token": "no", "display_name": "X", "password": PASSWORD},
    ("PATCH", "/members/{id}"): {"role": "client"},
    ("POST", "/invitations"): {"email": "new@example.org", "role": "analyst"},
    ("POST", "/api-keys"): {"name": "Nightly"},
    ("POST", "/brands"): {"name": "Nova"},
    ("PATCH", "/brands/{id}"): {"industry": "beauty"},
    ("POST", "/accounts"): {"brand": "@brand", "network": "weibo", "handle": "new"},
    ("PATCH", "/accounts/{id}"): {"display_name": "New"},
    ("POST", "/brand-access"): {"brand": "@brand", "member": "@newcomer"},
    ("POST", "/campaigns"): {"brand": "@brand", "name": "New", "goal": "awareness", **DAYS},
    ("PATCH", "/campaigns/{id}"): {"name": "New"},
    ("POST", "/contents"): {"account": "@account", "title": "New"},
    ("PATCH", "/contents/{id}"): {"title": "New"},
    ("POST", "/creators"): {"name": "New", "network": "douyin"},
    ("PATCH", "/creators/{id}"): {"name": "New"},
    ("POST", "/costs"): {"brand": "@brand", "kind": "other", "billed": MONEY, **DAYS},
    ("PATCH", "/costs/{id}"): {"name": "New"},
    ("POST", "/ad-units"): {"account": "@account", "source": "manual", "external_id": "new"},
    ("PATCH", "/ad-units/{id}"): {"name": "New"},
}


def body_for(method: str, route: str, place: Place) -> dict[str, Any] | None:
    """Give the body of a request about a place; None where the method takes none."""
    stated = BODIES.get((method, route), {})
    values = {name: _named(value, place) for name, value in stated.items()}
    return values if values or method in {"POST", "PATCH"} else None


def _named(value: Any, place: Place) -> Any:
    return str(place.named[value[1:]]) if isinstance(value, str) and value.startswith("@") else value

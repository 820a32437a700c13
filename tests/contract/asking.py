"""A request that is accepted from whoever may send it, for every route."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.readers import Grain, template_csv
from tests.conftest import Api
from tests.contract.things import Place
from tests.people import PASSWORD

DAYS = {"start": "2025-02-01", "end": "2025-02-28"}
MONEY = {"amount": "10.00", "currency": "EUR"}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
RATE = {"base": "USD", "quote": "CNY", "day": "2025-03-01", "rate": "7.1"}

# A text that begins with @ stands for the id of that name in the place that the request is about.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/session"): {"email": "alice@north.example", "password": PASSWORD},
    ("POST", "/session:switch"): {"agency": "north"},
    ("POST", "/password"): {"current_password": "no", "new_password": PASSWORD},
    ("POST", "/password:request-reset"): {"email": "nobody@example.org"},
    ("POST", "/password:reset"): {"token": "no", "password": PASSWORD},
    ("PATCH", "/agency"): {"industry": "beauty"},
    ("PATCH", "/retention"): {"refused_rows": 90},
    ("POST", "/people:erase"): {"words": ["Nobody In Particular"], "mode": "commit"},
    ("POST", "/members/{id}:erase"): {"mode": "commit"},
    ("POST", "/creators/{id}:erase"): {"mode": "commit", "words": ["Nobody In Particular"]},
    ("POST", "/agency:close"): {"slug": "north", "password": PASSWORD},
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
    ("POST", "/contents:tag"): {"contents": ["@content"], "set": {"category": "event"}, "add_hashtags": ["spring"]},
    ("POST", "/tag-rules"): {
        "name": "New",
        "brand": "@brand",
        "match": {"title_contains": ["first"]},
        "set": {"hook": "question"},
    },
    ("PATCH", "/tag-rules/{id}"): {"priority": 5},
    ("POST", "/tag-rules/{id}:apply"): {"dry_run": False},
    ("POST", "/creators"): {"name": "New", "network": "douyin"},
    ("PATCH", "/creators/{id}"): {"name": "New"},
    ("POST", "/costs"): {"brand": "@brand", "kind": "other", "billed": MONEY, **DAYS},
    ("PATCH", "/costs/{id}"): {"name": "New"},
    ("POST", "/ad-units"): {"account": "@account", "source": "manual", "external_id": "new"},
    ("PATCH", "/ad-units/{id}"): {"name": "New"},
    ("POST", "/column-mappings"): {
        "name": "New",
        "network": "weibo",
        "grain": "account_day",
        "columns": [{"header": "Day", "name": "day"}, {"header": "Seen", "name": "views"}],
    },
    ("PATCH", "/column-mappings/{id}"): {"name": "Newer"},
    ("POST", "/column-mappings:propose"): {"network": "weibo"},
    ("POST", "/ad-labels"): {"account": "@account", "source": "manual", "name": "New", "campaign": "@campaign"},
    ("PATCH", "/ad-labels/{id}"): {"campaign": "@campaign"},
    ("POST", "/imports"): {"account": "@account"},
    ("POST", "/facts:batch"): {
        "facts": [{"grain": "account_day", "account": "@account", "day": "2025-02-01", "values": {"views": 1}}]
    },
    ("POST", "/manual-values"): {
        "account": "@account",
        "grain": "account_day",
        "day": "2025-02-01",
        "values": {"views": 1},
        "note": "New",
    },
    ("POST", "/manual-values/{id}:correct"): {"values": {"views": 2}, "note": "Mistyped"},
    ("POST", "/manual-values/{id}:withdraw"): {"reason": "Mistaken"},
    ("POST", "/evidence-files"): {"account": "@account"},
    ("POST", "/upload-links"): {"brand": "@brand", "name": "Social team"},
    ("POST", "/imports:bundle"): {"account": "@account"},
    ("POST", "/collection-plans"): {"account": "@account", "profile": "tiktok.studio.viewers", "cadence": "weekly"},
    ("PATCH", "/collection-plans/{id}"): {"due_after_days": 4},
    ("POST", "/reminders/{id}:snooze"): {"until": str(datetime.now(UTC).date() + timedelta(days=7))},
    ("POST", "/plausibility-findings/{id}:decide"): {"state": "accepted"},
    ("POST", "/plausibility-findings:decide"): {"findings": ["@finding"], "state": "accepted"},
    ("POST", "/plausibility-findings:check"): {"account": "@account"},
    ("POST", "/tracking-links"): {"account": "@account", "destination": "https://shop.example"},
    ("POST", "/tracking-links:preview"): {"content": "@content", "destination": "https://shop.example"},
    ("POST", "/tracking-links:batch"): {"contents": ["@content"], "destination": "https://shop.example"},
    ("PATCH", "/tracking-links/{id}"): {"term": "new"},
    ("POST", "/tracking-codes"): {"content": "@content", "kind": "coupon"},
    ("PATCH", "/tracking-codes/{id}"): {"valid_to": "2099-12-31"},
    ("POST", "/conversions:batch"): {
        "conversions": [{"event": "lead", "day": "2025-02-01", "external_id": "new", "content": "@content"}]
    },
    ("POST", "/conversions/{id}:land"): {},
    ("POST", "/exchange-rates"): RATE,
    ("POST", "/exchange-rates:batch"): {"rates": [RATE]},
    ("PATCH", "/exchange-rates/{id}"): {"rate": "7.2"},
    ("POST", "/kpis"): {
        "key": "talk_rate",
        "names": {"en": "Talk per view"},
        "formula": "(comments + shares) / views",
        "networks": ["tiktok"],
        "direction": "higher",
    },
    ("POST", "/kpis:preview"): {"formula": "likes / views", "networks": "all", "scope": {"brand": "@brand"}},
    ("PATCH", "/kpis/{key}"): {"formula": "(comments + shares * 2) / views"},
    ("POST", "/targets"): {"kpi": "views", "scope": {"brand": "@brand"}, "target": "10", "period": DAYS},
    ("PATCH", "/targets/{id}"): {"target": "20", "reason": "agreed"},
    ("POST", "/targets/{id}:sign-off"): {"revision": 1},
    ("POST", "/reports"): {"brand": "@brand", **DAYS},
    ("PATCH", "/reports/{id}"): {"notes": "New"},
    ("POST", "/reports/{id}:reopen"): {"reason": "The network corrected a day."},
}
NAMED = {"key": "views", "grain": "account_day", "profile": "tiktok.studio.overview", "lens": "client"}
QUERIES = {
    ("GET", "/results"): "kpi=views&brand={brand}",
    ("GET", "/breakdowns"): "dimension=territory&metric=views&brand={brand}",
    ("GET", "/breakdown-dimensions"): "brand={brand}",
    ("GET", "/kpi-suggestions"): "goal=engagement&brand={brand}",
}
UPLOADS = {
    "/imports": "file",
    "/evidence-files": "file",
    "/imports:bundle": "files",
    "/column-mappings:propose": "file",
    "/hand-in": "files",
}
OF_OWN_KPIS = frozenset({("PATCH", "/kpis/{key}"), ("DELETE", "/kpis/{key}"), ("POST", "/kpis/{key}:restore")})

# Routes that need a thing in another state than the one that can be read.
IN_ANOTHER_STATE = {
    ("POST", "/imports/{id}:commit"): "imports:commit",
    ("POST", "/imports/{id}:cancel"): "imports:cancel",
    ("POST", "/imports/{id}:retry"): "imports:retry",
    ("PATCH", "/reports/{id}"): "reports:draft",
    ("DELETE", "/reports/{id}"): "reports:draft",
    ("POST", "/reports/{id}:publish"): "reports:draft",
}


def ask(client: Api, method: str, route: str, place: Place, *, query: str = "", **more: Any) -> Any:
    """Send a request about a place: with the body that is accepted, `more` members in it, and any version."""
    resource = IN_ANOTHER_STATE.get((method, route), resource_of(route))
    key = place.named["kpi"] if (method, route) in OF_OWN_KPIS else NAMED["key"]
    path = route.format(id=place.ids.get(resource), **{**NAMED, "key": key})
    parts = [QUERIES.get((method, route), "").format(**place.named), query]
    asked = "&".join(part for part in parts if part)
    path = f"{path}?{asked}" if asked else path
    body = {**_named(BODIES.get((method, route), {}), place), **more}
    if method == "POST" and route in UPLOADS:
        return client.upload(path, **{UPLOADS[route]: _file(route)}, **body)
    if method in {"GET", "POST"}:
        return client(method, path, body if method == "POST" else None)
    return client(method, path, body if method == "PATCH" else None, if_match="*")


def body_of(answer: Any) -> bytes:
    """Give the bytes of an answer, a file's too."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def resource_of(route: str) -> str:
    """Name the resource that a route belongs to."""
    return route.partition("?")[0].removeprefix("/").partition("/")[0]


def _file(route: str) -> SimpleUploadedFile:
    if route == "/evidence-files":
        return SimpleUploadedFile("screen.png", PNG, "image/png")
    return SimpleUploadedFile("days.csv", template_csv(Grain.ACCOUNT_DAY).encode(), "text/csv")


def _named(value: Any, place: Place) -> Any:
    if isinstance(value, dict):
        return {name: _named(inner, place) for name, inner in value.items()}
    if isinstance(value, list):
        return [_named(inner, place) for inner in value]
    return str(place.named[value[1:]]) if isinstance(value, str) and value.startswith("@") else value

"""Whether the process lives, and whether it can serve."""

from functools import cache

from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from agencies.context import OWNER, as_owner
from agencies.fleet import shared_labels, template_is_current


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Say that the process answers."""
    del request
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether the database answers, the shared schema is migrated and the template of agencies is current."""
    del request
    checks = _checks()
    well = all(state == "ok" for state in checks.values())
    return JsonResponse(
        {"status": "ok" if well else "unavailable", "checks": checks},
        status=200 if well else 503,
        headers={"Cache-Control": "no-store"},
    )


def _checks() -> dict[str, str]:
    try:
        with as_owner():
            applied = set(MigrationRecorder(connections[OWNER]).applied_migrations())
            migrated = _shared_migrations() <= applied
            current = migrated and template_is_current()
    except DatabaseError:
        return {"database": "unreachable"}
    return {
        "database": "ok",
        "migrations": "ok" if migrated else "missing",
        "agency_template": "ok" if current else "outdated",
    }


@cache
def _shared_migrations() -> frozenset[tuple[str, str]]:
    """Name every migration of the shared schema; they do not change while the process runs."""
    labels = shared_labels()
    return frozenset(node for node in MigrationLoader(None).graph.nodes if node[0] in labels)

"""Whether the process lives, and whether it can serve."""

from functools import cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from agencies.context import at_the_door
from agencies.fleet import shared_labels, template_is_current
from jobs.pulse import SILENT_BEATS, living_workers


@transaction.non_atomic_requests
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Say that the process answers, whatever the database does."""
    del request
    return JsonResponse({"status": "ok"})


@transaction.non_atomic_requests
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether the database answers, the shared schema is migrated and the template of agencies is current.

    `workers` tells whether background jobs are worked on; the server answers without them, so they do not count.
    """
    del request
    checks = _checks()
    well = all(state == "ok" for state in checks.values())
    return JsonResponse(
        {"status": "ok" if well else "unavailable", "checks": checks, "workers": _workers()},
        status=200 if well else 503,
        headers={"Cache-Control": "no-store"},
    )


def _checks() -> dict[str, str]:
    try:
        with at_the_door():
            applied = set(MigrationRecorder(connection).applied_migrations())
            migrated = _shared_migrations() <= applied
            current = migrated and template_is_current()
    except ProgrammingError:  # a table or a right is missing that a migration brings
        migrated = current = False
    except DatabaseError:
        return {"database": "unreachable"}
    return {
        "database": "ok",
        "migrations": "ok" if migrated else "missing",
        "agency_template": "ok" if current else "outdated",
    }


def _workers() -> dict[str, Any]:
    try:
        with at_the_door():
            alive, age = living_workers(silent=settings.JOBS_HEARTBEAT * SILENT_BEATS)
    except DatabaseError:
        alive, age = 0, None
    return {"alive": alive, "last_heartbeat_seconds": None if age is None else round(age.total_seconds(), 1)}


@cache
def _shared_migrations() -> frozenset[tuple[str, str]]:
    """Name every migration of the shared schema; they do not change while the process runs."""
    labels = shared_labels()
    return frozenset(node for node in MigrationLoader(None).graph.nodes if node[0] in labels)

"""Whether the process lives, and whether it can serve."""

from functools import cache

from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from agencies.context import at_the_door
from agencies.fleet import shared_labels, template_is_current


@transaction.non_atomic_requests
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Say that the process answers, whatever the database does."""
    del request
    return JsonResponse({"status": "ok"})


@transaction.non_atomic_requests
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


@cache
def _shared_migrations() -> frozenset[tuple[str, str]]:
    """Name every migration of the shared schema; they do not change while the process runs."""
    labels = shared_labels()
    return frozenset(node for node in MigrationLoader(None).graph.nodes if node[0] in labels)

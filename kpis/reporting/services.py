"""Reports are drafted from a fresh snapshot, annotated, and published once."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone

from apikit.etag import bump_version
from apikit.wire import to_canonical_json
from audit import events
from audit.actors import Actor
from campaigns.imports.closed_periods import close_period, open_period
from clients.models import Brand
from kpis.compute.question import Window
from kpis.models import Report
from kpis.reporting.refusals import (
    AlreadyPublished,
    DataChanging,
    EmptyWindow,
    NotClosing,
    UnknownTemplate,
    WindowTooLong,
)
from kpis.reporting.snapshot import build_snapshot
from kpis.reporting.templates import TEMPLATES
from kpis.results.versions import data_version

DAYS_AT_MOST = 366
ATTEMPTS = 4  # at a snapshot while others write


def draft_report(
    *,
    brand: Brand,
    template: str,
    start: date,
    end: date,
    title: str,
    notes: str,
    internal_notes: str,
    actor: Actor,
) -> Report:
    """Freeze a snapshot of a brand's results as a draft.

    Raises UnknownTemplate, EmptyWindow, WindowTooLong, DataChanging.
    """
    chosen = TEMPLATES.get(template)
    if chosen is None:
        raise UnknownTemplate
    today = timezone.now().date()
    if end < start or start > today:
        raise EmptyWindow
    if Window(start, end).days > DAYS_AT_MOST:
        raise WindowTooLong
    snapshot = of_one_moment(
        partial(
            build_snapshot,
            brand=brand,
            template=chosen,
            window=Window(start, end),
            title=title or f"{brand.name} · {start} – {end}",
            notes=notes,
            internal_notes=internal_notes,
            today=today,
        )
    )
    report = Report.objects.create(
        brand=brand,
        template=template,
        title=snapshot["title"],
        start=start,
        end=end,
        snapshot=snapshot,
        digest=digest_of(snapshot),
        notes=notes,
        internal_notes=internal_notes,
        created_by=actor.name,
    )
    events.created(actor, "report", id=report.id, name=report.title, values={"digest": report.digest})
    return report


def of_one_moment(build: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Build a snapshot until nothing was changed meanwhile: else it would mix numbers of before and after.

    Raises DataChanging where the data never rest.
    """
    for _ in range(ATTEMPTS):
        version = data_version()
        snapshot = build()
        if data_version() == version:
            return snapshot
    raise DataChanging


def annotate_report(report: Report, changes: Mapping[str, str], *, expected: int | None, actor: Actor) -> Report:
    """Change title and notes of a draft. Raises AlreadyPublished, VersionConflict."""
    _require_draft(report)
    snapshot = {**report.snapshot, **changes}
    bump_version(
        Report.objects.filter(id=report.id, state="draft"),
        expected=expected,
        **changes,
        snapshot=snapshot,
        digest=digest_of(snapshot),
        updated_at=Now(),
    )
    events.changed(actor, "report", id=report.id, name=report.title, changes=changes)
    report.refresh_from_db()
    return report


def publish_report(report: Report, *, actor: Actor) -> Report:
    """Publish a draft: from now on clients may read it, nobody can change it, and its days are closed.

    Raises AlreadyPublished.
    """
    locked = Report.objects.select_for_update(of=("self",)).get(id=report.id)
    _require_draft(locked)
    locked.state = "published"
    locked.published_at = timezone.now()
    locked.published_by = actor.name
    locked.version += 1
    locked.save(update_fields=["state", "published_at", "published_by", "version"])
    close_period(brand_id=locked.brand_id, report=locked.id, title=locked.title, start=locked.start, end=locked.end)
    events.report_published(actor, id=locked.id, name=locked.title, digest=locked.digest)
    return locked


def reopen_report(report: Report, *, reason: str, actor: Actor) -> Report:
    """Open the days of a published report again, so that their facts can be corrected; the report stays as it is.

    A new report of the same days, published, closes them again. Raises NotClosing.
    """
    locked = Report.objects.select_for_update(of=("self",)).get(id=report.id)
    if not open_period(locked.id):
        raise NotClosing
    locked.reopened_at = timezone.now()
    locked.reopened_by = actor.name
    locked.reopening_reason = reason
    locked.version += 1
    locked.save(update_fields=["reopened_at", "reopened_by", "reopening_reason", "version"])
    events.report_reopened(actor, id=locked.id, name=locked.title, reason=reason)
    return locked


def discard_report(report: Report, *, expected: int | None, actor: Actor) -> None:
    """Delete a draft. Raises AlreadyPublished, VersionConflict."""
    _require_draft(report)
    bump_version(Report.objects.filter(id=report.id, state="draft"), expected=expected)
    Report.objects.filter(id=report.id).delete()
    events.deleted(actor, "report", id=report.id, name=report.title)


def digest_of(snapshot: Mapping[str, Any]) -> str:
    """Digest a snapshot's content: SHA-256 over canonical JSON, in hex."""
    return sha256(to_canonical_json(snapshot)).hexdigest()


def _require_draft(report: Report) -> None:
    if report.state == "published":
        raise AlreadyPublished

"""Writes what a batch came to: rows, events and refunds, each in a few statements whatever the number of items."""

from django.db import connection
from django.utils import timezone

from campaigns.conversions.entries import PLACES, STATE_FIELDS, Entry
from campaigns.models import Conversion, ConversionEvent, ConversionRefund

BATCH = 1000
_WRITTEN = [*PLACES, *STATE_FIELDS, "landed_by", "version", "updated_at"]


def lock_sources(sources: set[str]) -> None:
    """Let one batch of a source at a time read and write orders, until the transaction ends; in sorted order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('conversions:' || current_schema() || ':' || each, 0))"
            " FROM unnest(%s::text[]) WITH ORDINALITY named(each, place) ORDER BY place",
            [sorted(sources)],
        )


def store(entries: list[Entry]) -> None:
    """Write new and changed rows, all added events, and the refunds by day of what changed."""
    now = timezone.now()
    altered = [entry for entry in entries if entry.changed]
    for entry in altered:
        entry.row.updated_at = now
        if not entry.is_new:
            entry.row.version += 1
    Conversion.objects.bulk_create(
        [entry.row for entry in altered],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_WRITTEN,
    )
    ConversionEvent.objects.bulk_create([event for entry in entries for event in entry.added], batch_size=BATCH)
    _store_refunds(altered)


def _store_refunds(altered: list[Entry]) -> None:
    before = [entry.row.id for entry in altered if not entry.is_new]
    if before:
        ConversionRefund.objects.filter(conversion__in=before).delete()
    ConversionRefund.objects.bulk_create(
        [
            ConversionRefund(conversion=entry.row, day=day, amount=amount)
            for entry in altered
            for day, amount in sorted(entry.refunds.items())
        ],
        batch_size=BATCH,
    )

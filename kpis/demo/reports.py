"""A published report for each of the demo's clients to read: the last whole month of their brand."""

from datetime import date, timedelta
from uuid import UUID

from clients.models import Brand
from kpis.demo.acting import ACTOR
from kpis.reporting.services import draft_report, publish_report

NOTES = "A steady month. The contents that worked best are listed below; the targets show what is still open."


def publish_last_month(brand_id: UUID, *, last_day: date) -> None:
    """Publish the report of the whole month before the one that holds the day after `last_day`. Needs the context."""
    end = (last_day + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    report = draft_report(
        brand=Brand.objects.get(id=brand_id),
        template="monthly",
        start=end.replace(day=1),
        end=end,
        title="",
        notes=NOTES,
        internal_notes="Ask about the budget of the next quarter.",
        actor=ACTOR,
    )
    publish_report(report, actor=ACTOR)

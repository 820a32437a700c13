"""`manage.py apply_retention [SLUG ...] [--dry-run]`."""

from datetime import datetime

from agencies.management.each_agency import EachAgencyCommand
from agencies.references import AgencyRef
from clients.retention.forgetting import forget


class Command(EachAgencyCommand):
    """Forgets what agencies keep no longer; workers do it every day."""

    help = "Delete or blank what is older than each agency keeps it, and archives whose time is over."

    def work(self, agency: AgencyRef, *, now: datetime, dry_run: bool) -> str:
        """Forget, and tell how many of which kind."""
        gone = forget(agency, now=now, dry_run=dry_run)
        told = ", ".join(f"{kind} {rows}" for kind, rows in gone.items() if rows)
        return f"{told or 'nothing'}{' would go' if dry_run and told else ''}"

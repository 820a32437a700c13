"""`manage.py apply_retention [SLUG ...] [--dry-run]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agencies.context import in_agency
from agencies.errors import AgencyError
from agencies.lifecycle import every_agency, find_agency
from clients.exports.services import expire_exports
from clients.retention.services import forget_what_is_old


class Command(BaseCommand):
    """Forgets what agencies keep no longer; run it every day."""

    help = "Delete or blank what is older than each agency keeps it, and archives whose time is over."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the agencies, and whether to tell only."""
        parser.add_argument("slugs", nargs="*", help="these agencies (default: all)")
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and keep it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Go through the agencies, each in a transaction of its own."""
        try:
            agencies = [find_agency(slug) for slug in options["slugs"]] or every_agency()
        except AgencyError as error:
            raise CommandError(str(error)) from error
        now, dry = timezone.now(), options["dry_run"]
        for agency in agencies:
            gone = forget_what_is_old(agency, now=now, dry_run=dry)
            if not dry:
                with in_agency(agency):
                    gone["archives"] = expire_exports(agency)
            told = ", ".join(f"{kind} {rows}" for kind, rows in gone.items() if rows)
            self.stdout.write(f"{agency.slug}: {told or 'nothing'}{' would go' if dry and told else ''}")

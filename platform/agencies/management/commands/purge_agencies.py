"""`manage.py purge_agencies [--dry-run]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.closing import due_for_purge, purge
from agencies.errors import AgencyError


class Command(BaseCommand):
    """Deletes the agencies whose grace period is over; run it every day."""

    help = "Delete every closing agency whose grace period is over, and keep a proof of each (see removed_agencies)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to tell only."""
        parser.add_argument("--dry-run", action="store_true", help="say which ones would go")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Delete one after the other, each in a transaction of its own; a failure stops none of the others."""
        failed = []
        for agency in due_for_purge():
            if options["dry_run"]:
                self.stdout.write(f"{agency.slug} would be deleted")
                continue
            try:
                proof = purge(agency.id)
            except AgencyError as error:
                failed.append(f"{agency.slug}: {error}")
                continue
            self.stdout.write(f"{agency.slug} is deleted; proof {proof.manifest_digest} of agency {proof.agency_id}")
        if failed:
            raise CommandError("\n".join(failed))

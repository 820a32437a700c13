"""`manage.py send_reminders [SLUG ...] [--dry-run]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from agencies.errors import AgencyError
from agencies.lifecycle import every_agency, find_agency
from agencies.references import AgencyState
from campaigns.collection.posting import Posted, send_reminders


class Command(BaseCommand):
    """Reminds people by e-mail of files that are late or whose window closes; run it every day."""

    help = "Send each recipient of each active agency one letter a day about files that are late or soon lost."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the agencies, and whether to tell only."""
        parser.add_argument("slugs", nargs="*", help="these agencies (default: all)")
        parser.add_argument("--dry-run", action="store_true", help="say how many letters would go, and send none")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Go through the active agencies, on over those that fail; tells numbers, never what letters say or to whom."""
        try:
            agencies = [find_agency(slug) for slug in options["slugs"]] or every_agency()
        except AgencyError as error:
            raise CommandError(str(error)) from error
        now, dry = timezone.now(), options["dry_run"]
        faulty = []
        for agency in agencies:
            if agency.state is not AgencyState.ACTIVE:
                continue
            try:
                posted = send_reminders(agency, now=now, dry_run=dry)
            except (AgencyError, DatabaseError) as error:
                self.stderr.write(f"{agency.slug}: {type(error).__name__}")
                faulty.append(agency.slug)
                continue
            self.stdout.write(f"{agency.slug}: {_told(posted, dry_run=dry)}")
            if posted.failed:
                faulty.append(agency.slug)
        if faulty:
            raise CommandError(f"Not every letter was sent: {', '.join(faulty)}. Run it again.")


def _told(posted: Posted, *, dry_run: bool) -> str:
    sent = "1 letter" if posted.sent == 1 else f"{posted.sent} letters"
    if dry_run:
        return f"{sent} would go"
    return f"{sent}, {posted.failed} failed" if posted.failed else sent

"""`manage.py close_agency SLUG [--grace-days N] [--drop-data]`."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.closing import USUAL_GRACE
from agencies.errors import AgencyError
from agencies.lifecycle import close


class Command(BaseCommand):
    """Closes an agency."""

    help = (
        "Close an agency: from now on its owners can read and export, nobody else gets in; after the grace period "
        "`purge_agencies` deletes it. With --drop-data it is deleted at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the slug, the length of the grace period, and whether there is none."""
        parser.add_argument("slug")
        parser.add_argument("--grace-days", type=int, default=USUAL_GRACE.days)
        parser.add_argument("--drop-data", action="store_true", help="delete everything now; irrevocable")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, and say so."""
        slug, drop = options["slug"], options["drop_data"]
        if options["grace_days"] < 0:
            raise CommandError("--grace-days is a number of days, 0 or more.")
        try:
            agency = close(slug, drop_data=drop, grace=timedelta(days=options["grace_days"]))
        except AgencyError as error:
            raise CommandError(str(error)) from error
        until = "" if agency.purge_at is None else f" and can be reopened until {agency.purge_at:%Y-%m-%d %H:%M} UTC"
        self.stdout.write(f"{slug} is deleted" if drop else f"{slug} is closing{until}")

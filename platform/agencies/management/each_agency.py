"""The shape of a command that does something for some agencies, or for all, each by itself."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from agencies.errors import AgencyError
from agencies.lifecycle import every_agency, find_agency
from agencies.references import AgencyRef, AgencyState


class EachAgencyCommand(BaseCommand):
    """Takes slugs and `--dry-run`, calls `work` for each agency in one of `states`, on over those that fail."""

    states: ClassVar[Collection[AgencyState]] = tuple(AgencyState)

    def work(self, agency: AgencyRef, *, now: datetime, dry_run: bool) -> str:
        """Do it for one agency and tell what was done; needs no open context, and raises AgencyError or CommandError.

        What is told holds numbers, never words of the agency's.
        """
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the agencies, and whether to tell only."""
        parser.add_argument("slugs", nargs="*", help="these agencies (default: all)")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Go through the agencies, and fail at the end where one of them did."""
        try:
            agencies = [find_agency(slug) for slug in options["slugs"]] or every_agency()
        except AgencyError as error:
            raise CommandError(str(error)) from error
        now, failed = timezone.now(), []
        for agency in agencies:
            if agency.state not in self.states:
                continue
            try:
                told = self.work(agency, now=now, dry_run=options["dry_run"])
            except (AgencyError, CommandError) as error:
                self.stderr.write(f"{agency.slug}: {error}")
                failed.append(agency.slug)
            except (DatabaseError, OSError) as error:  # their words may be the agency's
                self.stderr.write(f"{agency.slug}: {type(error).__name__}")
                failed.append(agency.slug)
            else:
                self.stdout.write(f"{agency.slug}: {told}")
        if failed:
            raise CommandError(f"Not done for {', '.join(failed)}. Run it again.")

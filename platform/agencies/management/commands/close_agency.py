"""`manage.py close_agency SLUG [--drop-data]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.errors import AgencyError
from agencies.lifecycle import close


class Command(BaseCommand):
    """Closes an agency for good."""

    help = "Close an agency: its credentials stop working. With --drop-data its schema and database role go too."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the slug and whether the data goes."""
        parser.add_argument("slug")
        parser.add_argument("--drop-data", action="store_true", help="drop the agency's schema and role; irrevocable")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, and say so."""
        try:
            close(options["slug"], drop_data=options["drop_data"])
        except AgencyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['slug']} is closed" + (", its data dropped" if options["drop_data"] else ""))

"""`manage.py suspend_agency SLUG`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.errors import AgencyError
from agencies.lifecycle import suspend


class Command(BaseCommand):
    """Moves an agency to another state of its life."""

    help = "Suspend an agency; takes effect in every process within seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the slug."""
        parser.add_argument("slug")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, and say so."""
        try:
            agency = suspend(options["slug"])
        except AgencyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['slug']} is {agency.state.value}")

"""The shape of a command that moves one agency to another state of its life."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.errors import AgencyError
from agencies.references import AgencyRef


class MovingCommand(BaseCommand):
    """Takes a slug, calls `move`, and says which state the agency is in."""

    def move(self, slug: str) -> AgencyRef:
        """Move the agency of this slug; raises AgencyError."""
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the slug."""
        parser.add_argument("slug")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, and say so."""
        try:
            agency = self.move(options["slug"])
        except AgencyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['slug']} is {agency.state.value}")

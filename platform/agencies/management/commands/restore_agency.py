"""`manage.py restore_agency FILE --slug NEW`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.archive import restore
from agencies.errors import AgencyError

WITHOUT = (
    "API keys, sessions, open invitations and upload links did not come along: members ask for a password, and make "
    "the others anew. Imports that waited for a worker have failed; try them again."
)


class Command(BaseCommand):
    """Makes an agency from an archive."""

    help = (
        "Make an agency from an archive, here or elsewhere, beside the original too. Everything is verified first; "
        "whatever does not fit leaves nothing behind. Members whom this installation does not know ask for a password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the archive and what the agency is to be called."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--slug", required=True, help="short lower-case name, not taken here")
        parser.add_argument("--name", help="the agency's name (default: as in the archive)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore it, and say what was made."""
        try:
            made = restore(options["file"], slug=options["slug"], name=options["name"])
        except AgencyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Agency {made.agency.slug} is ready in schema {made.agency.schema}: {made.rows} rows.")
        if made.migrations_applied:
            self.stdout.write(f"{made.migrations_applied} migrations brought its data to this version.")
        self.stdout.write(WITHOUT)

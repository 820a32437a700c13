"""`manage.py export_agency SLUG FILE`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.archive import write_archive
from agencies.context import OWNER, as_owner
from agencies.errors import AgencyError
from agencies.lifecycle import find_agency


class Command(BaseCommand):
    """Writes everything that an agency has into one archive."""

    help = "Write everything that an agency has into one zip: lines of JSON a table, files, a manifest with digests."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the agency and where the archive goes."""
        parser.add_argument("slug")
        parser.add_argument("file", type=Path, help="the archive to write; it must not exist")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it, and say what is in it."""
        file: Path = options["file"]
        if file.exists():
            raise CommandError(f"{file} exists already.")
        try:
            agency = find_agency(options["slug"])
            with as_owner(agency.schema, snapshot=True):
                written = write_archive(agency, file, using=OWNER)
        except AgencyError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}") from error
        manifest = written.manifest
        self.stdout.write(
            f"{file}: {manifest.rows} rows of {len(manifest.tables)} tables, {len(manifest.files)} files, "
            f"{written.bytes} bytes\nSHA-256 {written.sha256}\nmanifest {manifest.digest()}"
        )

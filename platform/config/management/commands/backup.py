"""`manage.py backup FOLDER [--verify]`."""

from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import BackupError, back_up, check_restorable
from config.environment import environment
from database.errors import DatabaseUnavailable


class Command(BaseCommand):
    """Writes the whole database into a folder."""

    help = (
        "Back the whole database up into a new folder, while everybody works on. Keep the installation's secret beside "
        "it, apart: without it no password of a role and no token fits. --verify restores it and compares every table."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, and whether to try it."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--verify", action="store_true", help="restore into a scratch database and compare")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, and say what is in it."""
        folder: Path = options["folder"]
        try:
            made = back_up(environment(), folder)
            agencies = len(made.manifest.agencies)
            self.stdout.write(f"{folder}: {made.rows} rows of {len(made.manifest.tables)} tables, {agencies} agencies")
            if options["verify"]:
                check_restorable(environment(), folder)
                self.stdout.write("Restored into a scratch database: every table is the same.")
        except (BackupError, DatabaseUnavailable, psycopg.Error) as error:
            raise CommandError(str(error)) from error

"""`manage.py restore_backup FOLDER --database NAME`."""

from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import BackupError, restore_backup
from config.environment import environment
from database.errors import DatabaseUnavailable


class Command(BaseCommand):
    """Makes a database from a backup."""

    help = (
        "Make a new database from a backup, with the roles that it needs, and compare every table. Then start with "
        "YARDSTICK_DATABASE_NAME set to it, and with the secret of the installation that was backed up."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, and what the database is called."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--database", help="a new name (default: the installation's, where there is none yet)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, and say so."""
        chosen = environment()
        name = options["database"] or chosen.database_name
        try:
            manifest = restore_backup(chosen, options["folder"], database=name)
        except (BackupError, DatabaseUnavailable, psycopg.Error) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{name} holds the backup of {manifest.created_at}: {len(manifest.tables)} tables, all equal."
        )
        self.stdout.write("Run `manage.py prepare` before the first start: it brings an older backup to this version.")

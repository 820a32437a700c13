"""Brings an installation up to date: roles, database, shared tables, every agency's tables."""

from typing import Any

from django.core.management.base import BaseCommand

from agencies.fleet import migrate_fleet, migrate_shared
from config.bootstrap import bootstrap_database
from config.environment import environment


class Command(BaseCommand):
    """`manage.py prepare`: safe to repeat; run it before each start of a new version."""

    help = "Create or mend the database roles, the database, the shared tables and every agency's tables."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run the steps in order and say what each did."""
        bootstrap_database(environment())
        self.stdout.write(f"shared tables: {migrate_shared()} migrations applied")
        for outcome in migrate_fleet():
            self.stdout.write(f"agency {outcome.slug}: {outcome.applied} migrations applied")

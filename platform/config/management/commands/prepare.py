"""Brings an installation up to date: roles, database, shared tables, every agency's tables."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.fleet import migrate_shared
from agencies.rollout import MigrationOutcome, migrate_fleet, whole_fleet
from config.bootstrap import bootstrap_database
from config.environment import environment

STEPS_TOLD = 20  # lines at most, where they stay


class Command(BaseCommand):
    """`manage.py prepare`: safe to repeat; run it before each start of a new version."""

    help = "Create or mend the database roles, the database, the shared tables and every agency's tables."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run the steps in order and say what each did. Raises CommandError naming every agency that stayed behind."""
        bootstrap_database(environment())
        self.stdout.write(f"shared tables: {migrate_shared()} migrations applied")
        outcomes = self._migrate_agencies()
        changed = [outcome for outcome in outcomes if outcome.applied]
        failed = [f"  {outcome.slug}: {outcome.problem}" for outcome in outcomes if outcome.problem]
        unchanged = len(outcomes) - len(changed) - len(failed)
        self.stdout.write(f"agencies: {len(changed)} migrated, {unchanged} up to date before, {len(failed)} failed")
        if failed:
            told = f"{len(failed)} of {len(outcomes)} agencies stay as they were; mend the cause and repeat:"
            raise CommandError("\n".join([told, *failed]))

    def _migrate_agencies(self) -> list[MigrationOutcome]:
        """Migrate the fleet with a line of progress: rewritten at a terminal, else told a few times."""
        fleet = whole_fleet()
        outcomes: list[MigrationOutcome] = []
        every, ending = (1, "\r") if self.stdout.isatty() else (max(1, len(fleet) // STEPS_TOLD), "\n")
        for outcome in migrate_fleet(fleet):
            outcomes.append(outcome)
            if len(outcomes) % every == 0 or len(outcomes) == len(fleet):
                last = len(outcomes) == len(fleet)
                self.stdout.write(
                    f"agencies: {len(outcomes)} of {len(fleet)} looked at", ending="\n" if last else ending
                )
        return outcomes

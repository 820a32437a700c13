"""`manage.py worker [--at-once N] [--until-empty] [--check]`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.context import at_the_door
from jobs.pulse import living_workers
from jobs.worker import Shift, work


class Command(BaseCommand):
    """Runs background jobs until it is asked to stop; several workers may run at once, on several machines."""

    help = "Run background jobs: large imports and other long work. Ctrl-C or SIGTERM finish what was begun, then stop."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how much to do at once, when to stop, and the question of a health check."""
        parser.add_argument("--at-once", type=int, default=None, help="How many jobs at once (YARDSTICK_JOBS_AT_ONCE).")
        parser.add_argument("--until-empty", action="store_true", help="Stop when no job is left.")
        parser.add_argument("--check", action="store_true", help="Fail unless some worker gave a sign of life lately.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work, or say whether somebody does."""
        at_once = options["at_once"] if options["at_once"] is not None else settings.JOBS_AT_ONCE
        if at_once < 1:
            raise CommandError("A worker runs one job at once or more.")
        shift = Shift(at_once, settings.JOBS_HEARTBEAT, until_empty=options["until_empty"])
        if options["check"]:
            self._check(shift)
        else:
            work(shift)

    def _check(self, shift: Shift) -> None:
        with at_the_door():
            living, _ = living_workers(silent=shift.silent)
        if not living:
            raise CommandError(f"No worker gave a sign of life in the last {shift.silent:g} seconds.")
        self.stdout.write(f"{living} at work")

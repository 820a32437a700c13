"""`manage.py check_rollup [SLUG] [--mend]`."""

from collections.abc import Collection
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.context import in_agency
from agencies.errors import AgencyError
from agencies.lifecycle import every_agency, find_agency
from agencies.references import AgencyRef
from campaigns.imports.refusals import SumTooLarge
from campaigns.imports.rollup import Difference, differences, mend


class Command(BaseCommand):
    """Compares what is counted from the facts with them."""

    help = (
        "Compare the roll-ups, and what is kept of which metrics are stated, with the facts, of one agency or of all; "
        "--mend counts anew what differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take an agency and what to do."""
        parser.add_argument("slug", nargs="?", help="One agency; all of them where none is named.")
        parser.add_argument("--mend", action="store_true", help="Count anew what differs.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Compare each agency; fail where a difference is left."""
        wrong = sum(self._check(agency, mending=options["mend"]) for agency in _chosen(options["slug"]))
        if wrong and not options["mend"]:
            msg = f"{wrong} months differ from their facts; run again with --mend"
            raise CommandError(msg)

    def _check(self, agency: AgencyRef, *, mending: bool) -> int:
        with in_agency(agency):
            found = differences()
            if mending:
                _mend(agency, found)
        if found:
            word = "counted anew" if mending else "differ"
            self.stdout.write(f"{agency.slug}: {len(found)} months {word}")
        else:
            self.stdout.write(f"{agency.slug}: every month agrees with its facts")
        return len(found)


def _mend(agency: AgencyRef, found: Collection[Difference]) -> None:
    try:
        mend(found)
    except SumTooLarge as refusal:
        msg = f"{agency.slug}: {refusal.detail}"
        raise CommandError(msg) from refusal


def _chosen(slug: str | None) -> list[AgencyRef]:
    try:
        return every_agency() if slug is None else [find_agency(slug)]
    except AgencyError as error:
        raise CommandError(str(error)) from error

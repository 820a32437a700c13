"""`manage.py import FILE --agency SLUG --account ID [--profile NAME] [--captured-on DAY] [--preview]`."""

import sys
from argparse import ArgumentTypeError
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.context import in_agency
from agencies.errors import AgencyError
from agencies.lifecycle import find_agency
from apikit.refusals import Refusal
from audit.actors import COMMAND_LINE
from campaigns.imports.bar import Bar
from campaigns.imports.services import WITH_PATIENCE, import_file
from campaigns.imports.sizes import size_of
from campaigns.imports.uploads import Upload
from campaigns.models import Import, ImportRow
from campaigns.readers import profiles
from clients.models import NetworkAccount

SHOWN = 20  # refused lines; the rest is at /imports/{id}/rows


class Command(BaseCommand):
    """Loads a file as an upload would be, in this process and with a progress bar."""

    help = "Load an export file into an account of an agency; the same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, where its numbers belong and what is known of it."""
        parser.add_argument("file", type=_file, help="CSV or Excel, as the network's backend exported it.")
        parser.add_argument("--agency", required=True, help="The agency's slug.")
        parser.add_argument("--account", required=True, type=_id, help="The id of the account.")
        known = [profile.key for profile in profiles()]
        parser.add_argument("--profile", choices=known, metavar="PROFILE", help="Which kind of file; else told by it.")
        parser.add_argument("--captured-on", type=_day, metavar="DAY", help="The day of the export, as 2026-02-28.")
        parser.add_argument("--export-year", type=int, help="The year of the newest row, where days have none.")
        parser.add_argument("--preview", action="store_true", help="Tell what a load would do.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load the file in one transaction; fails, and stores nothing, where it is refused as a whole."""
        path: Path = options["file"]
        try:
            agency = find_agency(options["agency"])
        except AgencyError as error:
            raise CommandError(str(error)) from error
        with in_agency(agency), Bar(sys.stderr, rows=size_of(path).rows) as bar:
            upload = Upload(
                path=path,
                file_name=path.name,
                account=_account(options["account"]),
                profile=options["profile"],
                captured_on=options["captured_on"],
                export_year=options["export_year"],
            )
            try:
                done = import_file(
                    upload, actor=COMMAND_LINE, write=not options["preview"], limits=WITH_PATIENCE, watch=bar
                )
            except Refusal as refusal:
                raise CommandError(f"{refusal.code}: {refusal.detail}") from refusal
            refused = list(ImportRow.objects.filter(upload=done, outcome="refused").order_by("line")[:SHOWN])
        self._tell(done, refused)

    def _tell(self, done: Import, refused: Iterable[ImportRow]) -> None:
        counts = ", ".join(f"{count} {outcome}" for outcome, count in done.counts.items())
        self.stdout.write(f"{done.state} as {done.profile}: {counts}")
        for row in refused:
            self.stdout.write(f"  line {row.line}: {row.code} in {row.column or 'the line'}: {row.raw or row.detail}")
        if done.state == "failed":
            raise CommandError(done.problem["detail"])


def _account(account_id: UUID) -> NetworkAccount:
    account = NetworkAccount.objects.filter(id=account_id).first()
    if account is None:
        raise CommandError("The agency has no account of that id.")
    return account


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise ArgumentTypeError(f"there is no file {text}")
    return path


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise ArgumentTypeError("an id is a UUID, as /accounts lists them") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("a day is written as 2026-02-28") from error

"""`manage.py removed_agencies [AGENCY_ID]`."""

import json
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.forms.models import model_to_dict

from agencies.context import OWNER, as_owner
from agencies.models import AgencyRemoval


class Command(BaseCommand):
    """Shows the proofs of deletion, one JSON object a line."""

    help = "Show the proof of one deleted agency, or of all, as lines of JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the agency's id, which its owner knows from /agency and from every archive."""
        parser.add_argument("agency_id", nargs="?", type=UUID)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write them, the oldest first."""
        with as_owner():
            removals = AgencyRemoval.objects.using(OWNER).order_by("purged_at", "id")
            wanted = options["agency_id"]
            found = list(removals if wanted is None else removals.filter(agency_id=wanted))
        if wanted is not None and not found:
            raise CommandError(f"No agency {wanted} was deleted here.")
        for removal in found:
            told = {**model_to_dict(removal), "purged_at": removal.purged_at}
            self.stdout.write(json.dumps(told, default=str, sort_keys=True))

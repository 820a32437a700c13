"""`manage.py purge_agencies [SLUG ...] [--dry-run]`."""

from datetime import datetime
from typing import ClassVar

from agencies.closing import purge
from agencies.management.each_agency import EachAgencyCommand
from agencies.references import AgencyRef, AgencyState


class Command(EachAgencyCommand):
    """Deletes the agencies whose grace period is over; workers do it every day."""

    help = "Delete every closing agency whose grace period is over, and keep a proof of each (see removed_agencies)."
    states: ClassVar = (AgencyState.CLOSING,)

    def work(self, agency: AgencyRef, *, now: datetime, dry_run: bool) -> str:
        """Delete it in a transaction of its own, and tell the proof."""
        if agency.purge_at is None or agency.purge_at > now:
            return f"in its grace period until {agency.purge_at}"
        if dry_run:
            return "would be deleted"
        proof = purge(agency.id)
        return f"is deleted; proof {proof.manifest_digest} of agency {proof.agency_id}"

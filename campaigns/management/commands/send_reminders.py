"""`manage.py send_reminders [SLUG ...] [--dry-run]`."""

from datetime import datetime
from typing import ClassVar

from django.core.management.base import CommandError

from agencies.management.each_agency import EachAgencyCommand
from agencies.references import AgencyRef, AgencyState
from campaigns.collection.posting import send_reminders


class Command(EachAgencyCommand):
    """Reminds people by e-mail of files that are late or whose window closes; workers do it every day."""

    help = "Send each recipient of each active agency one letter a day about files that are late or soon lost."
    states: ClassVar = (AgencyState.ACTIVE,)

    def work(self, agency: AgencyRef, *, now: datetime, dry_run: bool) -> str:
        """Send them, and tell how many; raises CommandError where some could not be sent."""
        posted = send_reminders(agency, now=now, dry_run=dry_run)
        told = "1 letter" if posted.sent == 1 else f"{posted.sent} letters"
        if posted.failed:
            raise CommandError(f"{told}, {posted.failed} failed")
        return f"{told} would go" if dry_run else told

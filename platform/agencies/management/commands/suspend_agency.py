"""`manage.py suspend_agency SLUG`."""

from agencies.lifecycle import suspend
from agencies.management.moving import MovingCommand
from agencies.references import AgencyRef


class Command(MovingCommand):
    """Lets the agency's credentials stop working; its data stays."""

    help = "Suspend an agency; takes effect in every process within seconds."

    def move(self, slug: str) -> AgencyRef:
        """Move it."""
        return suspend(slug)

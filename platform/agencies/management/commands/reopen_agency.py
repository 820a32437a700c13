"""`manage.py reopen_agency SLUG`."""

from agencies.closing import reopen
from agencies.lifecycle import find_agency
from agencies.management.moving import MovingCommand
from agencies.references import AgencyRef


class Command(MovingCommand):
    """Lets a closing agency live on."""

    help = "Reopen an agency that is closing, with everything as it was."

    def move(self, slug: str) -> AgencyRef:
        """Move it."""
        return reopen(find_agency(slug).id, as_operator=True)

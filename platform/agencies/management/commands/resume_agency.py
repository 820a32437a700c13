"""`manage.py resume_agency SLUG`."""

from agencies.lifecycle import resume
from agencies.management.moving import MovingCommand
from agencies.references import AgencyRef


class Command(MovingCommand):
    """Lets the agency's credentials work again."""

    help = "Resume an agency; takes effect in every process within seconds."

    def move(self, slug: str) -> AgencyRef:
        """Move it."""
        return resume(slug)

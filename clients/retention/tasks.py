"""Forgets every day what agencies keep no longer."""

from django.utils import timezone

from agencies.references import AgencyState
from clients.retention.forgetting import forget
from jobs.tasks import Job, task


@task("clients.apply_retention", own_transactions=True, daily_in=AgencyState)
def apply_retention(job: Job) -> None:
    """Forget what the agency keeps no longer, also while it is suspended or closing."""
    forget(job.agency, now=timezone.now())

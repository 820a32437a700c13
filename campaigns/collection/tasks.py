"""Reminds people every day of the files that their agency waits for."""

from django.utils import timezone

from agencies.references import AgencyState
from campaigns.collection.posting import send_reminders
from jobs.tasks import Job, Later, task

MAIL_SERVER_RESTS = 15 * 60  # seconds until what could not be sent is tried again


@task("collection.send_reminders", own_transactions=True, daily_in=(AgencyState.ACTIVE,))
def send_daily_reminders(job: Job) -> None:
    """Send the agency's letters of the day; those that could not be sent are tried again a while later."""
    if send_reminders(job.agency, now=timezone.now()).failed:
        raise Later(MAIL_SERVER_RESTS)

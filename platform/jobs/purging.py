"""Deletes a closing agency on the day after its grace period."""

import structlog

from agencies.closing import purge
from agencies.errors import NotClosingError, StillInGraceError, UnknownAgencyError
from agencies.references import AgencyState
from jobs.tasks import Job, task

logger = structlog.get_logger(__name__)


@task("agencies.purge", own_transactions=True, daily_in=(AgencyState.CLOSING,))
def purge_when_due(job: Job) -> None:
    """Delete the agency if its time is over; one that lives on, or is gone, is left alone."""
    try:
        proof = purge(job.agency.id)
    except (StillInGraceError, NotClosingError, UnknownAgencyError):
        return
    logger.info("agency_purged", manifest=proof.manifest_digest)

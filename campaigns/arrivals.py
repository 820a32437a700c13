"""What in a restored agency hung on things that do not travel: jobs in the queue, and the secrets of upload links."""

from collections.abc import Mapping
from typing import Final

from django.utils import timezone

from agencies.references import AgencyRef
from campaigns.models import Import, UploadLink

WAITED: Final = {
    "code": "restored_while_waiting",
    "detail": "The agency was restored from an archive that was made while this import waited; try it again.",
}


def end_waiting_imports(agency: AgencyRef, former: Mapping[str, str], *, using: str) -> None:
    """Let imports that waited for a worker be `failed`, to be tried again: their bytes came along, their jobs did not.

    Whether somebody had asked to cancel one, and how far it was, is over.
    """
    del agency, former
    waiting = Import.objects.using(using).filter(state__in=("queued", "running"))
    waiting.update(state="failed", problem=WAITED, finished_at=timezone.now())


def revoke_upload_links(agency: AgencyRef, former: Mapping[str, str], *, using: str) -> None:
    """Say of upload links that they are of no use any more: whoever holds one of the former agency holds none here."""
    del agency, former
    UploadLink.objects.using(using).filter(revoked_at=None).update(revoked_at=timezone.now())

"""After somebody was erased no file that still waits is loaded: it may name them, and nothing can be cut out of it."""

from collections.abc import Mapping

from django.utils import timezone

from agencies.references import AgencyRef
from campaigns.imports.locks import lock_accounts
from campaigns.models import Import, ImportFilePart

ERASED_SINCE: dict[str, object] = {
    "code": "erased_since",
    "detail": "Somebody was erased after this file was sent, who may stand in it; take the name out and send it again.",
}


def forget_waiting_files(agency: AgencyRef, places: Mapping[str, int]) -> None:
    """Delete the bytes of every file that waits for a commit, a worker or another try, and end its import."""
    del agency, places
    waiting = Import.objects.filter(id__in=ImportFilePart.objects.values("upload"))
    lock_accounts(sorted(set(waiting.values_list("account_id", flat=True))))
    open_states = waiting.filter(state__in=("queued", "running", "previewed"))
    open_states.update(state="failed", problem=ERASED_SINCE, finished_at=timezone.now())
    ImportFilePart.objects.all().delete()

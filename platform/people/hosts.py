"""White-label hosts: which agency a request's host belongs to, remembered for seconds."""

from time import monotonic
from uuid import UUID

from agencies.context import as_resolver
from agencies.models import Domain

REMEMBERED_SECONDS = 3.0


class KnownHosts:
    """Every agency's hosts as this process read them in the last seconds; no agency is open when it is asked."""

    def __init__(self) -> None:
        self._read_until = 0.0
        self._agencies: dict[str, UUID] = {}

    def agency_of(self, host: str) -> UUID | None:
        """Give the id of the agency that a lower-case host without port belongs to; None for everybody's host."""
        if self._read_until <= monotonic():
            with as_resolver():
                self._agencies = dict(Domain.objects.values_list("domain", "tenant_id"))
            self._read_until = monotonic() + REMEMBERED_SECONDS
        return self._agencies.get(host)

    def forget(self) -> None:
        """Read again at the next question."""
        self._read_until = 0.0


known_hosts = KnownHosts()

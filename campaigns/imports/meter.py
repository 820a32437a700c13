"""Tells how far an import has come while its load's transaction is still open, and hears that it is not wanted."""

from contextlib import suppress
from decimal import Decimal
from threading import Event, Thread
from types import TracebackType
from typing import Self
from uuid import UUID

from django.db import DatabaseError, connection, connections

from agencies.context import in_agency
from agencies.references import AgencyRef
from campaigns.models import ImportWork
from campaigns.progress import Stage, Stopped

TELL_EVERY = 0.5  # seconds
TELL = """
UPDATE campaigns_importwork SET share = greatest(share, %s), rows = %s, moved_at = now() WHERE upload_id = %s
RETURNING cancel_asked_at IS NOT NULL
"""


class Meter:
    """A watch over one import: a thread with a connection of its own writes and asks, the work only leaves a number.

    Use as a context manager around the work, outside of its transactions.
    """

    def __init__(self, agency: AgencyRef, upload_id: UUID, *, rows: int) -> None:
        self._agency = agency
        self._upload_id = upload_id
        self._rows = rows
        self._share = Decimal(0)
        self._over = Event()
        self._unwanted = Event()
        self._thread = Thread(target=self._tell, name=f"meter of {upload_id}", daemon=True)

    def __enter__(self) -> Self:
        """Begin to tell."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop telling; the last number may stay untold, since the import itself says more by then."""
        self._over.set()
        self._thread.join()

    def reached(self, stage: Stage, done: int, of: int = 0) -> None:
        """Leave the number; raises Stopped where somebody has cancelled the import."""
        self._rows = of if stage is Stage.TAKING and of else self._rows
        self._share = max(self._share, stage.share(done, of or self._rows))
        if self._unwanted.is_set():
            raise Stopped

    def settle(self) -> None:
        """Hold the row that a cancellation writes to until the load commits; raises Stopped where one came first."""
        work = ImportWork.objects.select_for_update().get(upload=self._upload_id)
        if work.cancel_asked_at is not None:
            raise Stopped

    def _tell(self) -> None:
        # Without a database there is nobody to tell; the work itself meets the same trouble and reports it.
        with suppress(DatabaseError):
            while not self._over.wait(TELL_EVERY):
                with in_agency(self._agency), connection.cursor() as cursor:
                    cursor.execute(TELL, [self._share, self._rows, self._upload_id])
                    told = cursor.fetchone()
                if told is None or told[0]:
                    self._unwanted.set()
        connections.close_all()

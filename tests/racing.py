"""An agency whose writes are committed for real, and requests that are sent to it at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

from django.db import connections

from agencies.context import at_the_door, in_agency
from agencies.lifecycle import close
from agencies.provisioning import Founder, Founding, provision
from agencies.references import AgencyRef
from clients.models import Brand
from people.models import Membership
from people.sessions import open_session
from tests.conftest import Api
from tests.holders import holding
from tests.people import PASSWORD


class Arena:
    """An agency with one brand, and one token of its owner; a client a thread."""

    def __init__(self, agency: AgencyRef) -> None:
        self.agency = agency
        with at_the_door():
            owner = Membership.objects.select_related("agency").get(agency_id=agency.id)
            self.token = open_session(owner).token
        with in_agency(agency):
            self.brand: UUID = Brand.objects.create(name="Raced", currency="EUR").id

    def client(self) -> Api:
        return holding(self.token)


@contextmanager
def committed_agency(word: str) -> Iterator[AgencyRef]:
    """Found an agency whose slug begins with a word, and drop it with its data in the end."""
    slug = f"{word}-{uuid4().hex[:8]}"
    founder = Founder(email=f"owner@{slug}.example", name="owner", password=PASSWORD)
    yield provision(Founding(slug=slug, name=word.capitalize(), founder=founder))
    connections.close_all()
    close(slug, drop_data=True)


def at_once(*requests: Callable[[], Any]) -> list[Any]:
    """Send each request from a thread of its own at the same moment."""
    barrier = Barrier(len(requests), timeout=30)

    def run(request: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return request()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(run, requests))

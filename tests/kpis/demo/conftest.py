"""The demo made once for the tests that ask it."""

from collections.abc import Iterator
from typing import Any

import pytest

from agencies.context import at_the_door
from agencies.lifecycle import close
from agencies.provisioning import Founder, Founding, provision
from kpis.demo.filling import fill
from people.models import Membership
from people.sessions import open_session
from tests.kpis.demo.showcase import SHOWCASE, Showcase
from tests.people import PASSWORD, Person


@pytest.fixture(scope="package")
def showcase(world: Any, django_db_blocker: Any) -> Iterator[Showcase]:
    """Fill the showcase, and give what asks it as its owner."""
    with django_db_blocker.unblock():
        owner = SHOWCASE.people[0]
        founder = Founder(email=owner.email(SHOWCASE.slug), name=owner.name, password=PASSWORD)
        profile = dict(SHOWCASE.profile)
        agency = provision(Founding(slug=SHOWCASE.slug, name=SHOWCASE.name, founder=founder, profile=profile))
        fill(agency, SHOWCASE, password=PASSWORD, tell=lambda _line: None)
        with at_the_door():
            member = Membership.objects.select_related("agency").get(agency_id=agency.id)
            opened = open_session(member)
        yield Showcase(Person(owner.name, member.email, member.user_id, member.id, opened.token))
        close(SHOWCASE.slug, drop_data=True)

"""An agency is made whole or not at all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, DataError, connections

from agencies import provisioning
from agencies.context import OWNER, as_owner, in_agency
from agencies.errors import InvalidSlugError, SlugTakenError
from agencies.fleet import template_sql
from agencies.lifecycle import close
from agencies.models import SchemaTemplate
from agencies.provisioning import Founder, Founding, provision
from agencies.references import AgencyRef
from audit.models import AuditEntry
from clients.models import AgencyProfile
from people.models import Membership
from tests.people import World

pytestmark = pytest.mark.commits


def founding(slug: str, email: str = "") -> Founding:
    return Founding(slug=slug, name=slug, founder=Founder(email=email or f"owner@{slug}.example", name="Owner"))


def slug_of(name: str) -> str:
    return f"{name}-{uuid4().hex[:8]}"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--owner-email", "nobody", "valid email"),
        ("--owner-password", "short", "too short"),
        ("--currency", "euro", "three capital letters"),
        ("--currency", "ZZZ", "ISO 4217 code"),
        ("--time-zone", "Mars/Olympus", "not a time zone"),
    ],
)
def test_the_command_refuses_what_the_api_would_refuse_too(
    committing: World, option: str, value: str, said: str
) -> None:
    slug = slug_of("typo")
    stated = {"--owner-email": f"owner@{slug}.example", option: value}
    with pytest.raises(CommandError, match=said):
        call_command("create_agency", slug, *[part for pair in stated.items() for part in pair])
    assert traces(slug, "")["row"] == 0


def traces(slug: str, schema: str) -> dict[str, int]:
    """Count what is there of an agency that was to get the slug and the schema."""
    questions = {
        "row": ("SELECT count(*) FROM agencies_agency WHERE slug = %s OR schema_name = %s", [slug, schema]),
        "schema": ("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [schema]),
        "role": ("SELECT count(*) FROM pg_roles WHERE rolname = %s", [schema]),
        "user": ("SELECT count(*) FROM people_user WHERE email = %s", [f"owner@{slug}.example"]),
        "membership": ("SELECT count(*) FROM people_membership WHERE email = %s", [f"owner@{slug}.example"]),
    }
    found = {}
    with as_owner(), connections[OWNER].cursor() as cursor:
        for name, (sql, values) in questions.items():
            cursor.execute(sql, values)
            found[name] = cursor.fetchone()[0]
    return found


def fail(_agency: AgencyRef, _founding: Founding, *, using: str) -> None:
    del using
    raise LookupError


@pytest.fixture
def schema(committing: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """Generate the name before the test, so that its traces can be looked for."""
    name = provisioning.generated_schema_name()
    monkeypatch.setattr(provisioning, "generated_schema_name", lambda: name)
    return name


@pytest.mark.parametrize("position", [0, 1, 2], ids=["first", "between", "last"])
def test_a_starter_that_fails_leaves_nothing(schema: str, settings: Any, position: int) -> None:
    starters, slug = list(settings.AGENCY_STARTERS), slug_of("broken")
    settings.AGENCY_STARTERS = [*starters[:position], f"{__name__}.fail", *starters[position:]]
    with pytest.raises(LookupError):
        provision(founding(slug))
    assert set(traces(slug, schema).values()) == {0}
    settings.AGENCY_STARTERS = starters
    provision(founding(slug))
    assert set(traces(slug, schema).values()) == {1}
    close(slug, drop_data=True)


def test_grants_that_fail_leave_nothing(schema: str, settings: Any) -> None:
    settings.APPEND_ONLY_TABLES = ("no_such_table",)
    slug = slug_of("broken")
    with pytest.raises(DatabaseError, match="no_such_table"):
        provision(founding(slug))
    assert set(traces(slug, schema).values()) == {0}


def test_tables_that_fail_leave_nothing(schema: str) -> None:
    sql, slug = template_sql(), slug_of("broken")
    half = sql[: len(sql) // 2].rpartition(";\n")[0] + ";\nSELECT 1 / 0;"
    with as_owner():
        SchemaTemplate.objects.using(OWNER).filter(sql=sql).update(sql=half)
    try:
        with pytest.raises(DataError):
            provision(founding(slug))
    finally:
        with as_owner():
            SchemaTemplate.objects.using(OWNER).filter(sql=half).update(sql=sql)
    assert set(traces(slug, schema).values()) == {0}


def test_an_owner_who_cannot_be_stored_leaves_nothing(schema: str) -> None:
    slug = slug_of("broken")
    with pytest.raises(ValidationError, match="254 characters"):
        provision(founding(slug, email="x" * 300 + "@example.com"))
    assert set(traces(slug, schema).values()) == {0}


@pytest.mark.parametrize("slug", ["", "ab", "No", "1north", "north-", "a b c", "x" * 41, "a';--", "public\n"])
def test_a_slug_that_is_no_short_name_is_refused(committing: World, slug: str) -> None:
    with pytest.raises(InvalidSlugError):
        provision(founding(slug))


def test_a_slug_in_use_is_refused_and_the_agency_stays(committing: World) -> None:
    with pytest.raises(SlugTakenError):
        provision(founding("north"))
    with in_agency(committing.north):
        assert AgencyProfile.objects.get().name == "North Agency"


def at_once(work: Callable[[int], Any], number: int) -> list[Any]:
    barrier = Barrier(number)

    def started(turn: int) -> Any:
        barrier.wait()
        try:
            return work(turn)
        except SlugTakenError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(started, range(number)))


def test_of_two_that_take_one_slug_at_once_one_gets_it_and_the_other_is_told(committing: World) -> None:
    slug = slug_of("wanted")
    results = at_once(lambda _: provision(founding(slug)), 2)
    made = [result for result in results if isinstance(result, AgencyRef)]
    refused = [result for result in results if isinstance(result, SlugTakenError)]
    assert (len(made), len(refused)) == (1, 1)
    with in_agency(made[0]):
        assert AgencyProfile.objects.get().slug == slug
    close(slug, drop_data=True)


def test_several_made_at_once_are_all_whole(committing: World) -> None:
    slugs = [slug_of("several") for _ in range(4)]
    for agency in at_once(lambda turn: provision(founding(slugs[turn])), 4):
        with in_agency(agency):
            assert AgencyProfile.objects.get().slug == agency.slug
            assert Membership.objects.get().role == "owner"
            assert AuditEntry.objects.get().action == "agency.provisioned"
    at_once(lambda turn: close(slugs[turn], drop_data=True), 4)


def test_a_founder_who_is_known_already_gets_a_second_agency_and_keeps_the_password(
    committing: World, found: Callable[[str], AgencyRef]
) -> None:
    slug = slug_of("second")
    agency = provision(founding(slug, email=committing.alice.email.upper()))
    with in_agency(agency):
        assert Membership.objects.get().user_id == committing.alice.user_id
    close(slug, drop_data=True)

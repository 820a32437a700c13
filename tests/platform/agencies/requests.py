"""The kinds of requests that the traffic mixes; each raises where it sees what it should not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import (
    DataError,
    IntegrityError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.test import Client

from agencies.context import as_resolver, at_the_door, current_agency, in_agency, on_commit_in_agency
from agencies.errors import AgencySwitchError
from agencies.references import AgencyRef
from apikit.guard import WrongContextError
from clients.models import Brand
from people.models import Credential, Membership

if TYPE_CHECKING:
    from tests.platform.agencies.traffic import Side

STATE = (
    "SELECT current_user, current_setting('search_path'), current_setting('yardstick.agency', true), pg_backend_pid()"
)


@dataclass
class Visit:
    """One request: the agency that it is for, the one that it must not see, and a name of its own."""

    own: "Side"
    other: "Side"
    name: str
    backend: int | None = None

    @property
    def agency(self) -> AgencyRef:
        return reference(self.own)

    def expect_own(self, names: list[str]) -> None:
        """Refuse any name of the other agency, and nothing at all."""
        strangers = [name for name in names if self.own.marker not in name]
        assert not strangers, f"rows of somebody else: {strangers}"
        assert names, "no rows at all"

    def ask(self, method: str, path: str, **body: Any) -> Any:
        """Send a request over HTTP; no byte of the answer may be the other agency's."""
        client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {self.own.token}"})
        answer = client.generic(method, f"/api/v1{path}", *_json(body))
        assert self.other.marker.encode() not in answer.content, "the other agency's words in an answer"
        return answer


def reference(side: "Side") -> AgencyRef:
    """Make the reference that opens a side's context."""
    return AgencyRef(id=UUID(side.id), slug=side.slug, name=side.slug, schema=side.schema)


def execute(sql: str) -> Any:
    """Run one statement and give its first row."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def raises(kind: type[Exception], work: Callable[[], Any]) -> None:
    """Demand that exactly this kind of error comes out of `work`."""
    try:
        work()
    except kind:
        return
    message = f"{kind.__name__} was not raised"
    raise AssertionError(message)


def _json(body: dict[str, Any]) -> tuple[Any, ...]:
    import orjson

    return (orjson.dumps(body), "application/json") if body else ()


class InterruptedRequestError(Exception):
    """What the application itself raises in the middle of a request."""


def read(visit: Visit) -> None:
    with in_agency(visit.agency):
        visit.expect_own(list(Brand.objects.order_by("-created_at").values_list("name", flat=True)[:20]))


def write_and_read_back(visit: Visit) -> None:
    with in_agency(visit.agency):
        made = Brand.objects.create(name=visit.name)
    with in_agency(visit.agency):
        assert Brand.objects.get(id=made.id).name == visit.name
    with in_agency(reference(visit.other)):
        assert not Brand.objects.filter(id=made.id).exists()


def change_rows(visit: Visit) -> None:
    with in_agency(visit.agency):
        assert Brand.objects.filter(name=f"{visit.own.marker} first").update(industry=visit.name[:60]) == 1


def raise_inside(visit: Visit) -> None:
    def interrupted() -> None:
        with in_agency(visit.agency):
            Brand.objects.create(name=f"{visit.name} doomed")
            raise InterruptedRequestError

    raises(InterruptedRequestError, interrupted)
    with in_agency(visit.agency):
        assert not Brand.objects.filter(name=f"{visit.name} doomed").exists()


def catch_a_failed_statement(visit: Visit) -> None:
    def divided() -> None:
        with transaction.atomic():
            execute("SELECT 1 / 0")

    with in_agency(visit.agency):
        raises(DataError, divided)
        visit.expect_own([Brand.objects.earliest("created_at").name])


def swallow_a_failed_statement(visit: Visit) -> None:
    with in_agency(visit.agency):
        raises(DataError, lambda: execute("SELECT 1 / 0"))
        raises(InternalError, Brand.objects.count)
    read(visit)


def break_a_constraint(visit: Visit) -> None:
    def twice() -> None:
        with transaction.atomic():
            Brand.objects.create(name=f"{visit.own.marker} first")

    with in_agency(visit.agency):
        raises(IntegrityError, twice)
        visit.expect_own([Brand.objects.earliest("created_at").name])


def run_out_of_time(visit: Visit) -> None:
    def slow() -> None:
        with in_agency(visit.agency):
            execute("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)")

    raises(OperationalError, slow)


def try_to_switch(visit: Visit) -> None:
    def switched() -> None:
        with in_agency(reference(visit.other)):
            pass

    with in_agency(visit.agency):
        raises(AgencySwitchError, switched)
        visit.expect_own([Brand.objects.earliest("created_at").name])


def reach_across(visit: Visit) -> None:
    def crossed() -> None:
        with transaction.atomic():
            execute(f"SELECT name FROM {visit.other.schema}.clients_brand")

    with in_agency(visit.agency):
        raises(ProgrammingError, crossed)


def ask_outside(visit: Visit) -> None:
    del visit
    assert current_agency() is None
    raises(WrongContextError, Brand.objects.count)
    raises(ProgrammingError, lambda: execute("SELECT name FROM clients_brand"))


def look_at_the_connection(visit: Visit) -> None:
    with in_agency(visit.agency):
        *state, visit.backend = execute(STATE)
    assert state == [visit.own.schema, f"{visit.own.schema}, public", visit.own.id], f"inside: {state}"
    user, path, agency, _ = execute(STATE)
    assert (user, path, agency or "") == ("yardstick_app", '"$user", public', ""), f"outside: {user} {path} {agency}"


def work_after_commit(visit: Visit) -> None:
    with in_agency(visit.agency):
        on_commit_in_agency(lambda: Brand.objects.create(name=f"{visit.name} later"))
    with in_agency(visit.agency):
        assert Brand.objects.filter(name=f"{visit.name} later").count() == 1


def nest(visit: Visit) -> None:
    def inner() -> None:
        with in_agency(visit.agency):
            Brand.objects.create(name=f"{visit.name} doomed")
            raise InterruptedRequestError

    with in_agency(visit.agency):
        raises(InterruptedRequestError, inner)
        visit.expect_own([Brand.objects.earliest("created_at").name])
        assert not Brand.objects.filter(name=f"{visit.name} doomed").exists()


def knock(visit: Visit) -> None:
    with at_the_door():
        assert Membership.objects.filter(agency_id=visit.own.id).count() == 1
    with as_resolver():
        assert Credential.objects.filter(agency_id=visit.own.id).count() == 1


def list_over_http(visit: Visit) -> None:
    answer = visit.ask("GET", "/things?limit=5&sort=-name")
    assert answer.status_code == 200, answer.content
    visit.expect_own([item["name"] for item in answer.json()["items"]])


def create_over_http(visit: Visit) -> None:
    answer = visit.ask("POST", "/things", name=f"{visit.name} posted")
    assert answer.status_code == 201, answer.content


def conflict_over_http(visit: Visit) -> None:
    answer = visit.ask("POST", "/things", name=f"{visit.own.marker} first")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict"), answer.content


def fail_over_http(visit: Visit) -> None:
    answer = visit.ask("GET", "/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error"), answer.content


KINDS: tuple[Callable[[Visit], None], ...] = (
    read,
    write_and_read_back,
    change_rows,
    raise_inside,
    catch_a_failed_statement,
    swallow_a_failed_statement,
    break_a_constraint,
    run_out_of_time,
    try_to_switch,
    reach_across,
    ask_outside,
    look_at_the_connection,
    work_after_commit,
    nest,
    knock,
    list_over_http,
    create_over_http,
    conflict_over_http,
    fail_over_http,
)

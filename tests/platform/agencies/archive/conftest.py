"""An agency with something of everything, its archive, and what became of it elsewhere: made once, only read."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from agencies.archive import Written, restore, write_archive
from agencies.context import OWNER, as_owner, in_agency
from agencies.errors import UnknownAgencyError
from agencies.lifecycle import close
from agencies.provisioning import Founder, Founding, provision
from agencies.references import AgencyRef
from audit.actors import COMMAND_LINE
from campaigns.imports.background import take_in
from campaigns.imports.services import import_file
from campaigns.imports.uploads import Upload
from campaigns.models import AccountDay
from campaigns.readers import Grain, template_csv
from clients.models import Brand, NetworkAccount
from tests.contract.things import things_of
from tests.people import World

WAITING = "waiting.csv"
AWKWARD = 'Tabs\tand\nlines, "quotes", back\\slashes, nothing\\N, 中文 🍵, \\u0041'


@pytest.fixture(scope="package")
def full(world: World, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AgencyRef]:
    """Provision an agency and put something into as many of its tables as the tests know how to."""
    slug = f"full-{uuid4().hex[:8]}"
    with django_db_blocker.unblock():
        agency = provision(Founding(slug=slug, name="Full", founder=Founder(email=f"owner@{slug}.example", name="O")))
        with in_agency(agency):
            brand = Brand.objects.create(name="Aurora", currency="EUR", internal_notes=AWKWARD)
            account = NetworkAccount.objects.create(brand=brand, network="tiktok", kind="standard", handle="aurora")
        things_of(agency, brand.id, account.id, slug, reports=True)
        folder = tmp_path_factory.mktemp("imports")
        for grain in Grain:
            file = folder / f"{grain}.csv"
            file.write_text(template_csv(grain))
            with in_agency(agency):
                import_file(Upload(path=file, file_name=file.name, account=account), actor=COMMAND_LINE)
        with in_agency(agency):
            assert AccountDay.objects.exists()
            take_in(Upload(path=file, file_name=WAITING, account=account), actor=COMMAND_LINE, write=True, later=True)
        yield agency
        drop(slug)


@pytest.fixture(scope="package")
def archived(full: AgencyRef, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Write the full agency's archive."""
    with as_owner(full.schema, snapshot=True):
        return write_archive(full, tmp_path_factory.mktemp("archives") / "full.zip", using=OWNER)


@pytest.fixture(scope="package")
def again(archived: Written) -> Iterator[AgencyRef]:
    """Restore the archive beside the original, under another name."""
    slug = f"again-{uuid4().hex[:8]}"
    yield restore(archived.path, slug=slug, name="Another Agency").agency
    drop(slug)


@pytest.fixture
def slug(full: AgencyRef) -> Iterator[str]:
    """Give a slug whose agency is dropped when the test ends."""
    slug = f"more-{uuid4().hex[:8]}"
    yield slug
    drop(slug)


def drop(slug: str) -> None:
    """Delete an agency, if there is one."""
    with suppress(UnknownAgencyError):
        close(slug, drop_data=True)


def rows_of(agency: AgencyRef, table: str, *, but: Sequence[str] = ()) -> list[str]:
    """Give a table's rows as PostgreSQL writes them, without some columns, in an order of their own."""
    rows = asked(f'SELECT (to_jsonb(t) - %s::text[])::text FROM {agency.schema}."{table}" t ORDER BY 1', list(but))
    return [row for (row,) in rows]


def tables_in(agency: AgencyRef) -> set[str]:
    """Name every table of an agency's schema by the server's catalogue."""
    return {name for (name,) in asked("SELECT tablename FROM pg_tables WHERE schemaname = %s", agency.schema)}


def asked(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Ask the database as its owner."""
    with as_owner(), connections[OWNER].cursor() as cursor:
        cursor.execute(sql, values or None)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

"""Makes an agency whole in one transaction, so that a failure leaves nothing: row, schema, tables, role, first rows."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connections
from django.utils.module_loading import import_string

from agencies.context import OWNER, as_owner
from agencies.errors import InvalidSlugError, SlugTakenError
from agencies.fleet import append_only_rights, template_sql
from agencies.models import Agency
from agencies.references import AgencyRef

SLUG = re.compile(r"[a-z][a-z0-9-]{1,38}[a-z0-9]")
BASE32 = "abcdefghijklmnopqrstuvwxyz234567"

# Rights come with each table as it is made: granting on all tables of a schema would read the names of all agencies'.
RIGHTS = """
CREATE ROLE {role} NOLOGIN INHERIT;
GRANT yardstick_agency TO {role} WITH INHERIT TRUE;
GRANT {role} TO yardstick_app WITH INHERIT FALSE, SET TRUE;
GRANT USAGE ON SCHEMA {role} TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {role} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {role} GRANT USAGE ON SEQUENCES TO {role};
"""
NO_RIGHTS = """
REVOKE ALL ON django_migrations FROM {role};
"""


@dataclass(frozen=True, slots=True)
class Founder:
    """The first owner of an agency; without a password the account waits for a reset link."""

    email: str
    name: str
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Founding:
    """What an agency is made from; `profile` holds optional defaults: currency, time_zone, industry, language."""

    slug: str
    name: str
    founder: Founder
    profile: dict[str, Any] = field(default_factory=dict)


def generated_schema_name() -> str:
    """Make a schema name that nobody chose: `a_` and 100 random bits in base 32."""
    return "a_" + "".join(secrets.choice(BASE32) for _ in range(20))


def provision(founding: Founding) -> AgencyRef:
    """Make an agency. Raises InvalidSlugError, SlugTakenError, or whatever a starter raises; then nothing is left."""
    template = template_sql()
    with founded(slug=founding.slug, name=founding.name) as agency, as_owner(agency.schema):
        make_tables(agency, template)
        for path in settings.AGENCY_STARTERS:
            import_string(path)(agency, founding, using=OWNER)
    return agency


@contextmanager
def founded(*, slug: str, name: str) -> Iterator[AgencyRef]:
    """Open the owner's transaction in which an agency has its row, its schema and its role, and no table yet.

    Raises InvalidSlugError or SlugTakenError.
    """
    if not SLUG.fullmatch(slug):
        msg = "A slug is 3 to 40 lower-case letters, digits and hyphens, beginning with a letter"
        raise InvalidSlugError(msg)
    with as_owner():
        agency = _insert(slug, name).ref()
        with connections[OWNER].cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {agency.schema}; {RIGHTS.format(role=agency.schema)}")
        yield agency


def make_tables(agency: AgencyRef, template: str) -> None:
    """Make the tables as one string without parameters: one round trip, no planning of each."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(template + closing_rights(agency.schema))


def closing_rights(role: str) -> str:
    """Give the SQL that takes from an agency's role what it holds of the tables by default and must not have."""
    return NO_RIGHTS.format(role=role) + append_only_rights(role)


def _insert(slug: str, name: str) -> Agency:
    try:
        return Agency.objects.using(OWNER).create(slug=slug, name=name, schema_name=generated_schema_name())
    except IntegrityError as error:
        msg = f"An agency called {slug} exists already"
        raise SlugTakenError(msg) from error

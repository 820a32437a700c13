"""Force row security on the shared tables that agencies reach, and grant each role no more than it needs."""

from django.db import migrations

OWN_ROWS = "agency_id = nullif(current_setting('yardstick.agency', true), '')::uuid"
REACHED = ("people_membership", "people_invitation", "people_credential")


def _secure(table: str) -> str:
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY own_agency ON {table} TO yardstick_agency USING ({OWN_ROWS}) WITH CHECK ({OWN_ROWS});
    CREATE POLICY every_agency ON {table} TO yardstick_owner, yardstick_door, yardstick_resolver
        USING (true) WITH CHECK (true);
    GRANT SELECT, INSERT, UPDATE ON {table} TO yardstick_agency;
    """


GRANTS = """
GRANT SELECT, INSERT, UPDATE ON people_user, people_membership, people_invitation, people_credential TO yardstick_door;
GRANT SELECT, INSERT, UPDATE, DELETE ON people_loginattempts TO yardstick_door;
GRANT SELECT ON people_membership, people_credential TO yardstick_resolver;
GRANT UPDATE (last_used_at) ON people_credential TO yardstick_resolver;
"""


class Migration(migrations.Migration):
    """Policies and grants of the tables made in 0001."""

    dependencies = (("people", "0001_people"), ("agencies", "0002_database_roles"))
    operations = (migrations.RunSQL("".join(_secure(table) for table in REACHED) + GRANTS, migrations.RunSQL.noop),)

"""Let the runtime's roles reach the few shared tables that they need."""

from django.db import migrations

GRANTS = """
GRANT USAGE ON SCHEMA public TO yardstick_resolver, yardstick_door, yardstick_agency;
GRANT SELECT ON agencies_agency, agencies_domain TO yardstick_resolver, yardstick_door;
"""


class Migration(migrations.Migration):
    """Grants only; the roles themselves belong to the server and are made by `bootstrap_database`."""

    dependencies = (("agencies", "0001_agencies"),)
    operations = (migrations.RunSQL(GRANTS, migrations.RunSQL.noop),)

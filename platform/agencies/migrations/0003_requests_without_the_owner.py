"""Let requests rename an agency and say whether they can be served without the owner's connection."""

from django.db import migrations

GRANTS = """
GRANT UPDATE (name) ON agencies_agency TO yardstick_door;
GRANT SELECT ON agencies_schematemplate, public.django_migrations TO yardstick_door;
"""


class Migration(migrations.Migration):
    """Grants only."""

    dependencies = (("agencies", "0002_database_roles"),)
    operations = (migrations.RunSQL(GRANTS, migrations.RunSQL.noop),)

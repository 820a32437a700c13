"""Agencies that leave: their grace period, and the proof that they are gone."""

from typing import Any, ClassVar

import uuid_utils.compat
from django.db import migrations, models
from django.db.models.functions import Now

# Closed agencies of earlier versions kept their data or had it dropped; those get a grace period, these go.
CLOSED_BEFORE = """
DELETE FROM agencies_domain WHERE tenant_id IN (SELECT id FROM agencies_agency a WHERE state = 'closed'
    AND NOT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = a.schema_name));
DELETE FROM agencies_agency a WHERE state = 'closed'
    AND NOT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = a.schema_name);
UPDATE agencies_agency SET state = 'closing', closing_at = now(), purge_at = now() + interval '30 days'
    WHERE state = 'closed';
SET CONSTRAINTS ALL IMMEDIATE;
"""

# The role is what the transaction was given by SET ROLE: unlike a setting it cannot be pretended.
FUNCTIONS = """
CREATE FUNCTION agency_migrations() RETURNS TABLE (app text, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT m.app::text, m.name::text FROM %I.django_migrations m', current_setting('role')
    );
END $$;
REVOKE ALL ON FUNCTION agency_migrations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agency_migrations() TO yardstick_agency;

CREATE FUNCTION agency_erase(table_name text, column_name text, pattern text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kind text;
    changed bigint;
BEGIN
    SELECT format_type(a.atttypid, a.atttypmod) INTO STRICT kind
    FROM pg_attribute a
    WHERE a.attrelid = format('%I.%I', current_setting('role'), table_name)::regclass AND a.attname = column_name;
    EXECUTE format(
        'UPDATE %I.%I SET %I = regexp_replace(%I::text, $1, ''[erased]'', ''gi'')::%s WHERE %I::text ~* $1',
        current_setting('role'), table_name, column_name, column_name, kind, column_name
    ) USING pattern;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
REVOKE ALL ON FUNCTION agency_erase(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agency_erase(text, text, text) TO yardstick_agency;
"""
GRANTS = """
GRANT UPDATE (state, closing_at, purge_at, closing_by) ON agencies_agency TO yardstick_door;
"""
STATES = ("active", "suspended", "closing")


class Migration(migrations.Migration):
    """Agencies that leave: their grace period, and the proof that they are gone."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("agencies", "0003_requests_without_the_owner")]
    operations: ClassVar[list[Any]] = [
        migrations.AddField("agency", "closing_at", models.DateTimeField(null=True)),
        migrations.AddField("agency", "purge_at", models.DateTimeField(null=True)),
        migrations.AddField("agency", "closing_by", models.UUIDField(null=True)),
        migrations.RemoveConstraint("agency", "agency_state"),
        migrations.RunSQL(CLOSED_BEFORE, migrations.RunSQL.noop),
        migrations.AlterField(
            "agency",
            "state",
            models.CharField(choices=[(state, state) for state in STATES], default="active", max_length=10),
        ),
        migrations.AddConstraint(
            "agency",
            models.CheckConstraint(condition=models.Q(("state__in", list(STATES))), name="agency_state"),
        ),
        migrations.CreateModel(
            name="AgencyRemoval",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(unique=True)),
                ("schema_name", models.CharField(max_length=63)),
                ("closing_at", models.DateTimeField(null=True)),
                ("closing_by", models.UUIDField(null=True)),
                ("purged_at", models.DateTimeField(db_default=Now(), editable=False)),
                ("product_version", models.CharField(max_length=40)),
                ("manifest_digest", models.CharField(max_length=64)),
                ("tables", models.JSONField()),
                ("shared", models.JSONField()),
                ("files", models.PositiveIntegerField()),
            ],
        ),
        migrations.RunSQL(FUNCTIONS + GRANTS, migrations.RunSQL.noop),
    ]

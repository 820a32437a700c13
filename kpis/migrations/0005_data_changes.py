"""Every statement that may change a result leaves a number behind."""

from typing import Any, ClassVar

from django.db import migrations, models

_KEPT = 1000
_NOTE = f"""
CREATE FUNCTION note_data_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    noted bigint;
BEGIN
    EXECUTE format('INSERT INTO %I.kpis_datachange DEFAULT VALUES RETURNING id', TG_TABLE_SCHEMA) INTO noted;
    IF noted % {_KEPT} = 0 THEN
        EXECUTE format(
            'DELETE FROM %1$I.kpis_datachange WHERE id IN'
            ' (SELECT id FROM %1$I.kpis_datachange WHERE id <= %2$s ORDER BY id FOR UPDATE SKIP LOCKED)',
            TG_TABLE_SCHEMA, noted - {_KEPT}
        );
    END IF;
    RETURN NULL;
END
$$
"""
_FACTS = ("accountday", "adday", "contentsnapshot", "periodfact", "breakdownfact", "factrevision")
_ROLLED_UP = ("accountmonth", "admonth", "accountadday", "accountadmonth", "contentmetrics")
_DESCRIBED = ("adunit", "campaign", "content", "contenttag", "creator", "cost", "tagging")
_EVENTS = ("conversion", "conversionevent", "conversionrefund", "trackingcode", "trackinglink")
_TOLD = ("import", "manualvalue", "plausibilityfinding")
_TABLES = (
    *(f"campaigns_{name}" for name in (*_FACTS, *_ROLLED_UP, *_DESCRIBED, *_EVENTS, *_TOLD)),
    *("clients_agencyprofile", "clients_brand", "clients_networkaccount"),
    *("kpis_exchangerate", "kpis_ownkpi", "kpis_ownkpiversion"),
    *("kpis_target", "kpis_targetrevision", "kpis_targetsignoff"),
)
_TRIGGER = """
CREATE TRIGGER note_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {}
EXECUTE FUNCTION note_data_change()
"""


class Migration(migrations.Migration):
    """Every statement that may change a result leaves a number behind."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("kpis", "0004_closed_periods"),
        ("campaigns", "0019_lean_revisions"),
        ("clients", "0004_exports"),
    ]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="DataChange",
            fields=[("id", models.BigAutoField(primary_key=True, serialize=False))],
        ),
        migrations.RunSQL(
            [_NOTE, *map(_TRIGGER.format, _TABLES)],
            ["DROP FUNCTION note_data_change() CASCADE"],
        ),
    ]

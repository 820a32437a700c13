"""A load may have the tables counted that it made much larger."""

from typing import Any, ClassVar

from django.db import migrations

TABLES = (
    *("campaigns_accountday", "campaigns_accountmonth", "campaigns_content", "campaigns_contentsnapshot"),
    *("campaigns_adunit", "campaigns_adday", "campaigns_admonth", "campaigns_accountadday", "campaigns_accountadmonth"),
)
FOR_THE_AGENCY = """
DO $do$ BEGIN EXECUTE format('{right}', current_schema()); END $do$
"""


def _right(statement: str) -> str:
    """Write a right for the role of the open schema, which has the schema's name."""
    return FOR_THE_AGENCY.format(right=statement)


class Migration(migrations.Migration):
    """A load may have the tables counted that it made much larger."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0017_provenance")]
    operations: ClassVar[list[Any]] = [
        migrations.RunSQL(
            _right(f"GRANT MAINTAIN ON {', '.join(TABLES)} TO %I"),
            _right(f"REVOKE MAINTAIN ON {', '.join(TABLES)} FROM %I"),
        ),
    ]

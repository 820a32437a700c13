"""Who makes the tables that an agency named the columns of, and whose word each import is."""

from typing import Any, ClassVar

from django.db import migrations, models

_PROVENANCE = [("export", "export"), ("third_party", "third_party")]
_SOURCES = [(source, source) for source in ("export", "api", "manual", "third_party")]
_TOLD_BY_PROFILE = """
UPDATE campaigns_import SET source = CASE
    WHEN profile = 'api.facts' THEN 'api'
    WHEN profile = 'manual.values' OR left(profile, 10) = 'canonical.' THEN 'manual'
    ELSE 'export' END
WHERE grain <> ''
"""


class Migration(migrations.Migration):
    """Who makes the tables that an agency named the columns of, and whose word each import is."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0016_unchecked_imports")]
    operations: ClassVar[list[Any]] = [
        migrations.AddField(
            "columnmapping", "provenance", models.CharField(choices=_PROVENANCE, default="export", max_length=12)
        ),
        migrations.AddField(
            "import", "source", models.CharField(blank=True, choices=_SOURCES, default="", max_length=12)
        ),
        migrations.RunSQL(_TOLD_BY_PROFILE, migrations.RunSQL.noop),
    ]

"""The other side of loading: DRF validates, bulk_create(update_conflicts) writes; no revisions, no months."""

import os

import django
from django.conf import settings

from tests.bench.load_rows import CAPTURED_ON, COLUMNS, MONEY, ad_days
from tests.bench.turns import work_in_turns

NOTHING = {"captured_on": CAPTURED_ON, "derived": [], "capped": [], "extra": {}}


def main() -> None:
    """Load the rows of each round that is asked for, with the settings that Django and DRF come with."""
    settings.configure(DATABASES={"default": _database()}, INSTALLED_APPS=["rest_framework"], USE_TZ=True)
    django.setup()
    from django.db import connection, transaction
    from rest_framework import serializers

    ad_day = _model()
    fields = {name: serializers.IntegerField(allow_null=True) for name in COLUMNS if name not in MONEY}
    fields |= {name: serializers.DecimalField(24, 6, allow_null=True) for name in MONEY}
    keys = {"ad_unit_id": serializers.UUIDField(), "day": serializers.DateField()}
    row_serializer = type("RowSerializer", (serializers.Serializer,), keys | fields)
    with connection.cursor() as cursor:
        cursor.execute("SELECT external_id, id FROM campaigns_adunit WHERE source = 'stock'")
        units = dict(cursor.fetchall())

    def sent(generation: int):
        return [
            {"ad_unit_id": str(units[unit]), "day": str(day), **_as_json(numbers)}
            for unit, day, numbers in ad_days(int(os.environ["BENCH_ROWS"]), generation)
        ]

    def load(rows) -> None:
        with transaction.atomic():
            serializer = row_serializer(data=rows, many=True)
            serializer.is_valid(raise_exception=True)
            ad_day.objects.bulk_create(
                (ad_day(**row, **NOTHING) for row in serializer.validated_data),
                update_conflicts=True,
                unique_fields=["ad_unit_id", "day"],
                update_fields=[*COLUMNS, "captured_on"],
            )

    work_in_turns(sent, load)


def _as_json(numbers):
    """Give numbers as JSON carries them: decimals as text."""
    pairs = zip(COLUMNS, numbers, strict=True)
    return {name: str(number) if name in MONEY else number for name, number in pairs}


def _database():
    schema = os.environ["BENCH_SCHEMA"]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ["YARDSTICK_DATABASE_NAME"],
        "HOST": os.environ["BENCH_HOST"],
        "PORT": os.environ["BENCH_PORT"],
        "USER": os.environ["BENCH_USER"],
        "PASSWORD": os.environ["BENCH_PASSWORD"],
        "OPTIONS": {"options": f"-c search_path={schema}"},
    }


def _model():
    """Describe the table of ad days with the columns that the rows state."""
    from django.contrib.postgres.fields import ArrayField
    from django.db import models

    columns = {name: models.BigIntegerField(null=True) for name in COLUMNS if name not in MONEY}
    columns |= {name: models.DecimalField(max_digits=24, decimal_places=6, null=True) for name in MONEY}
    meta = type("Meta", (), {"app_label": "stock_loading", "db_table": "campaigns_adday", "managed": False})
    return type(
        "AdDay",
        (models.Model,),
        {
            "__module__": __name__,
            "Meta": meta,
            "pk": models.CompositePrimaryKey("ad_unit_id", "day"),
            "ad_unit_id": models.UUIDField(),
            "day": models.DateField(),
            **columns,
            "captured_on": models.DateField(),
            "derived": ArrayField(models.CharField(max_length=30)),
            "capped": ArrayField(models.CharField(max_length=30)),
            "extra": models.JSONField(),
        },
    )


if __name__ == "__main__":
    main()

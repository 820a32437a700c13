"""Exchange rates that an agency states, by day."""

from typing import Any, ClassVar

import django.core.validators
import django.db.models.functions.comparison
import django.db.models.functions.datetime
from django.db import migrations, models

import apikit.models


class Migration(migrations.Migration):
    """Exchange rates that an agency states, by day."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("kpis", "0002_own_kpis")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="ExchangeRate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("base", models.CharField(max_length=3, validators=[
                    django.core.validators.RegexValidator(
                        "^[A-Z]{3}$", "A currency is three capital letters, such as CNY (ISO 4217)."
                    )
                ])),
                ("quote", models.CharField(max_length=3, validators=[
                    django.core.validators.RegexValidator(
                        "^[A-Z]{3}$", "A currency is three capital letters, such as CNY (ISO 4217)."
                    )
                ])),
                ("day", models.DateField()),
                ("rate", models.DecimalField(decimal_places=12, max_digits=24)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("base", "quote"),
                        django.db.models.functions.comparison.Greatest("base", "quote"),
                        models.F("day"),
                        name="one_rate_per_day",
                        violation_error_message="A rate of these two currencies is stated for this day already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gt", 0)),
                        name="rate_above_zero",
                        violation_error_message="A rate is greater than zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("base", models.F("quote")), _negated=True),
                        name="rate_of_two",
                        violation_error_message="A currency has no rate against itself.",
                    ),
                ],
            },
        ),
    ]

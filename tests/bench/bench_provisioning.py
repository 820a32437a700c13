"""Provisioning an agency, beside django-tenants' default: saving a tenant, which runs every migration."""

from collections.abc import Iterator
from decimal import Decimal

from tests.bench.databases import bench_database
from tests.bench.figures import Bar, Figure, side

BAR, AIM = Bar(Decimal(1) / 5), Bar(Decimal(1) / 10)


def bench_provisioning(*, large: bool) -> Iterator[Figure]:
    """Measure both sides, each in a process and a database of its own on one server."""
    del large  # one size: an agency
    with bench_database("ours") as names:
        ours = side(
            "tests.bench.side_provision",
            "provision (schema, rows, owner)",
            DJANGO_SETTINGS_MODULE="config.settings",
            **names,
        )
    with bench_database("stock") as names:
        other = side(
            "tests.bench.side_stock_save",
            "TenantMixin.save (schema alone)",
            DJANGO_SETTINGS_MODULE="tests.bench.stock_settings",
            **names,
        )
    yield Figure("Provision an agency", ours, other, bar=BAR, aim=AIM)

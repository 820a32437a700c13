"""Saves a tenant, with the role that the product's migrations give rights in its schema to."""

import os


def found(number: int) -> None:
    """Make the role and save the tenant of this number, which migrates its schema."""
    from django.db import connection

    from tests.bench.stock.models import Tenant

    schema = f"a_stock_{os.getpid()}_{number}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {schema} NOLOGIN")
    Tenant(schema_name=schema, name=f"Tenant {number}").save(verbosity=0)

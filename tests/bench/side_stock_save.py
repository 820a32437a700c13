"""The other side of provisioning: django-tenants as it comes, saving a tenant."""

import django

from tests.bench.rounds import tell


def main() -> None:
    """Migrate the shared schema, then save one tenant a round, its printing switched off."""
    django.setup()
    from django.core.management import call_command

    from tests.bench.stock.founding import found

    call_command("migrate_schemas", shared=True, verbosity=0)

    tell(found)


if __name__ == "__main__":
    main()

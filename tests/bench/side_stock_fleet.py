"""The other side of the fleet: django-tenants as it comes, `side_stock_fleet make|migrate <tenants>`."""

import json
import resource
import sys
from time import perf_counter

import django


def main() -> None:
    """Save the tenants, or run `migrate_schemas` over them and print how long it took."""
    django.setup()
    from django.core.management import call_command

    from tests.bench.stock.founding import found

    if sys.argv[1] == "make":
        call_command("migrate_schemas", shared=True, verbosity=0)
        for number in range(int(sys.argv[2])):
            found(number)
        sys.stdout.write("\n{}\n")
        return
    begun = perf_counter()
    call_command("migrate_schemas", tenant=True, verbosity=0)
    seconds = perf_counter() - begun
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write("\n" + json.dumps({"seconds": seconds, "peak_mib": peak_kib // 1024}) + "\n")


if __name__ == "__main__":
    main()

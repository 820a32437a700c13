"""Lets the product count an agency's roll-ups from its facts: `python -m tests.bench.side_recount <slug>`."""

import json
import sys
from time import perf_counter

import django


def main() -> None:
    """Recount everything in the agency of this slug, and print how long it took."""
    django.setup()
    from agencies.context import as_resolver, in_agency
    from agencies.models import Agency
    from campaigns.imports.rollup import recount_everything

    with as_resolver():
        agency = Agency.objects.get(slug=sys.argv[1]).ref()
    begun = perf_counter()
    with in_agency(agency):
        recount_everything()
    sys.stdout.write("\n" + json.dumps({"seconds": perf_counter() - begun}) + "\n")


if __name__ == "__main__":
    main()

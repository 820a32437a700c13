"""Our side of the fleet: `side_fleet make|migrate <agencies>`."""

import json
import resource
import sys
from time import perf_counter
from uuid import uuid4

import django


def main() -> None:
    """Provision the agencies, or migrate them all and print how long it took."""
    django.setup()
    from agencies.fleet import migrate_shared

    if sys.argv[1] == "make":
        make(int(sys.argv[2]), migrate_shared)
        sys.stdout.write("\n{}\n")
        return
    from agencies.rollout import migrate_fleet

    begun = perf_counter()
    outcomes = list(migrate_fleet())
    seconds = perf_counter() - begun
    assert len(outcomes) == int(sys.argv[2])
    assert not any(outcome.problem for outcome in outcomes)
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write("\n" + json.dumps({"seconds": seconds, "peak_mib": peak_kib // 1024}) + "\n")


def make(agencies, migrate_shared):
    from agencies.provisioning import Founder, Founding, provision

    migrate_shared()
    for _ in range(agencies):
        slug = f"bench-{uuid4().hex[:12]}"
        provision(Founding(slug=slug, name=slug, founder=Founder(email=f"owner@{slug}.example", name="Owner")))


if __name__ == "__main__":
    main()

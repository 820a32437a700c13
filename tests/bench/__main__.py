"""`python -m tests.bench`: measures the product beside what it replaces, both in one run, and prints the ratios."""

import sys

import tests.server  # noqa: F401 - starts or joins the tests' PostgreSQL and names it in the environment
from tests.bench.bench_provisioning import bench_provisioning


def main() -> None:
    """Run every bench; a bar that is missed is an error."""
    missed = [figure for figure in (bench_provisioning(),) if not figure.holds]
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()

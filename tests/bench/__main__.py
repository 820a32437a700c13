"""`python -m tests.bench`: measures the product beside what it replaces, both in one run, and prints the ratios."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator

import tests.server  # noqa: F401 - starts or joins the tests' PostgreSQL and names it in the environment
from tests.bench.bench_campaign import bench_campaign
from tests.bench.bench_fleet import bench_fleet
from tests.bench.bench_growth import bench_growth
from tests.bench.bench_loading import bench_loading
from tests.bench.bench_provisioning import bench_provisioning
from tests.bench.bench_pushing import bench_pushing
from tests.bench.bench_results import bench_results
from tests.bench.bench_tenancy import bench_tenancy
from tests.bench.figures import Figure, say

BENCHES: dict[str, Callable[..., Iterator[Figure]]] = {
    "provisioning": bench_provisioning,
    "fleet": bench_fleet,
    "loading": bench_loading,
    "pushing": bench_pushing,
    "results": bench_results,
    "campaign": bench_campaign,
    "tenancy": bench_tenancy,
    "growth": bench_growth,
}


def main() -> None:
    """Run the benches that were asked for, all where none was named; a bar that is missed is an error."""
    asked = _arguments().parse_args()
    missed: list[str] = []
    for name in asked.names or BENCHES:
        say(f"\n--- {name} ---")
        for figure in BENCHES[name](large=asked.large):
            figure.show()
            missed += [] if figure.holds else [figure.title]
    for title in missed:
        say(f"MISSED: {title}")
    sys.exit(1 if missed else 0)


def _arguments() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m tests.bench", description=__doc__)
    named = f"which: {', '.join(BENCHES)}; all without a name"
    parser.add_argument("names", nargs="*", type=_known, metavar="bench", help=named)
    parser.add_argument("--large", action="store_true", help="10 million rows, 1,000 agencies: half an hour, 10 GB")
    return parser


def _known(name: str) -> str:
    if name not in BENCHES:
        raise ArgumentTypeError(f"there is no bench '{name}'; there are {', '.join(BENCHES)}")
    return name


if __name__ == "__main__":
    main()

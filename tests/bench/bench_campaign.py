"""One campaign over 90 days with every KPI that there is, beside the least that a credential can ask for."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from tests.bench.bench_results import ONE_YEAR, loaded
from tests.bench.figures import Bar, Figure
from tests.bench.rounds import ROUNDS
from tests.bench.serving import server
from tests.bench.side_by_side import RESULTS, in_turns

BAR = Bar(Decimal(3))  # as installations answer, which keep pages while their data stand
COMPUTED_BAR = Bar(Decimal(6))  # where hundreds of results are worked out anew: ours, so that it does not grow
BRANDS = 20
START, END = date.fromisoformat("2025-07-01"), date.fromisoformat("2025-09-28")
EACH = 20  # requests a round: they take milliseconds


def bench_campaign(*, large: bool) -> Iterator[Figure]:
    """Measure medians of single requests, asked in turns: while the data stand, and computed anew each time."""
    del large  # one size: a campaign
    with (
        loaded(ONE_YEAR, brands=BRANDS) as agency,
        server(**agency.names) as computing,
        server(**agency.names, keeps_pages=True) as keeping,
    ):
        kpis = [kpi["key"] for kpi in keeping.listed("/api/v1/kpis", agency.token)]
        campaign = keeping.json("/api/v1/campaigns?limit=1", agency.token)["items"][0]["id"]
        path = RESULTS + urlencode({"campaign": campaign, "start": START, "end": END, "kpi": ",".join(kpis)})
        named = f"one campaign, 90 days, {len(kpis)} KPIs"
        asked = {
            f"{named}, asked again": (keeping, path, agency.token),
            f"{named}, computed": (computing, path, agency.token),
            "GET /me": (keeping, "/api/v1/me", agency.token),
        }
        again, computed, trivial = in_turns(asked, rounds=ROUNDS * EACH)
        yield Figure("Every KPI of one campaign, asked while the data stand", again, trivial, bar=BAR)
        yield Figure("Every KPI of one campaign, computed anew", computed, trivial, bar=COMPUTED_BAR, aim=BAR)

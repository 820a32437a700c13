"""Fills an agency's facts by plain SQL as the owner: the same numbers every time, written by the server itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from time import perf_counter

import psycopg

LAST_DAY = date.fromisoformat("2025-12-31")
# A number from 0 to 999 that looks random and is the same every time.
DICE = "(abs(hashtext({0}.id::text || d.day || '{1}')) %% 1000)"
DAYS = "CROSS JOIN LATERAL (SELECT day::date FROM generate_series({0}::date, %(last)s::date, '1 day') day) d"


@dataclass(frozen=True)
class Filled:
    """How many rows were written, and in how many seconds."""

    account_days: int
    snapshots: int
    ad_days: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.ad_days:,} ad days, {self.snapshots:,} snapshots, {self.account_days:,} account days"


def fill_facts(schema: str, names: Mapping[str, str], *, first_day: date) -> Filled:
    """Write account days and ad days from the first day on, and snapshots from six weeks before it."""
    begun = perf_counter()
    with as_owner(names) as connection:
        connection.execute(f"SET search_path = {schema}")
        given = {"first": first_day, "last": LAST_DAY}
        written = [connection.execute(sql, given).rowcount for sql in (ACCOUNT_DAYS, SNAPSHOTS, AD_DAYS)]
    return Filled(*written, seconds=perf_counter() - begun)


def vacuum(names: Mapping[str, str]) -> None:
    """Bring the tables into the state that the server's own upkeep would bring them to."""
    with as_owner(names) as connection:
        connection.execute("SET client_min_messages = error")  # the server's own tables are not the owner's
        connection.execute("VACUUM ANALYZE")


def as_owner(names: Mapping[str, str]) -> "psycopg.Connection[tuple[object, ...]]":
    """Connect to a bench's database as the tables' owner."""
    return psycopg.connect(
        host=names["BENCH_HOST"],
        port=names["BENCH_PORT"],
        dbname=names["YARDSTICK_DATABASE_NAME"],
        user=names["BENCH_USER"],
        password=names["BENCH_PASSWORD"],
        autocommit=True,
    )


ACCOUNT_DAYS = f"""
INSERT INTO campaigns_accountday
    (account_id, day, captured_on, derived, capped, extra, followers, follows_new, follows_lost, follows_net,
     profile_visits)
SELECT a.id, d.day, d.day, '{{}}', '{{}}', '{{}}', 10000 + d.day - %(first)s::date, dice, 3, dice - 3, dice * 2
FROM clients_networkaccount a {DAYS.format("%(first)s")}
CROSS JOIN LATERAL (SELECT {DICE.format("a", "visits")} AS dice) r
ORDER BY 1, 2
"""
# Every tenth week of a content was not exported; now and then an export does not state a column.
SNAPSHOTS = f"""
INSERT INTO campaigns_contentsnapshot
    (content_id, day, captured_on, derived, capped, extra, views, likes, comments, shares, saves, watch_time_s,
     completions, follows_from_post, profile_visits)
SELECT c.id, d.day, d.day, '{{}}', '{{}}', '{{}}',
    CASE WHEN dice %% 20 <> 1 THEN age * 100 + dice END, CASE WHEN dice %% 20 <> 2 THEN age * 6 + dice / 50 END,
    CASE WHEN dice %% 20 <> 3 THEN age * 2 END, age, CASE WHEN dice %% 20 <> 4 THEN age * 2 + 7 END,
    age * 900.5, age * 40, age / 3, age / 2
FROM campaigns_content c {DAYS.format("greatest(c.published_on, %(first)s::date - 42)")}
CROSS JOIN LATERAL (SELECT d.day - c.published_on + 1 AS age, {DICE.format("c", "")} AS dice) r
WHERE abs(hashtext(c.id::text || date_trunc('week', d.day::timestamp)::date)) %% 10 <> 0
ORDER BY 1, 2
"""
AD_DAYS = f"""
INSERT INTO campaigns_adday
    (ad_unit_id, day, captured_on, derived, capped, extra, spend, gmv, revenue, refund_amount, impressions, clicks,
     views, plays_2s, plays_6s, completions, likes, comments, shares, saves, follows_new, conversions, leads, orders,
     units, new_customers, product_impressions, product_clicks, reach, buyers)
SELECT u.id, d.day, d.day, '{{}}', '{{}}', '{{}}', 10 + dice / 100.0, dice * 1.5,
    CASE WHEN dice %% 40 <> 7 THEN dice * 1.1 END, dice / 50, 5000 + dice * 10, 50 + dice / 10, 2000 + dice * 4,
    1500 + dice, 900 + dice, 300.5, dice / 3, dice / 20, dice / 25, dice / 15, dice / 90, dice / 30, dice / 70,
    dice / 40, dice / 30, dice / 80, dice * 7, dice / 2, 3000 + dice * 5, dice / 45
FROM campaigns_adunit u {DAYS.format("%(first)s")}
CROSS JOIN LATERAL (SELECT {DICE.format("u", "")} AS dice) r
ORDER BY 1, 2
"""

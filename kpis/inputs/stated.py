"""Asks the facts which metrics each account of a brand has ever stated, in one statement a table."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from campaigns.metrics import METRICS, Grain, columns
from campaigns.metrics.stated import names_of_bits, stated_bits
from campaigns.models import Conversion, Cost, PeriodFact
from clients.models import NetworkAccount
from kpis.catalogue.places import place_of
from kpis.suggestions import InputsAtHand

_COSTS = frozenset({"cost_billed", "cost_internal", "cost_total"})
_TRACKED = frozenset(key for key in METRICS if key.startswith("tracked_"))
_FROM = {
    Grain.ACCOUNT_DAY: "campaigns_accountday d",
    Grain.CONTENT: "campaigns_contentsnapshot d JOIN campaigns_content c ON c.id = d.content_id",
    Grain.AD_DAY: "campaigns_adday d JOIN campaigns_adunit u ON u.id = d.ad_unit_id",
}
_ACCOUNT = {Grain.ACCOUNT_DAY: "d.account_id", Grain.CONTENT: "c.account_id", Grain.AD_DAY: "u.account_id"}
_VIRAL = frozenset({"likes", "comments", "saves"})

Stated = dict[UUID, frozenset[str]]


def inputs_of_brand(brand: UUID) -> list[InputsAtHand]:
    """Return what each account of a brand has at hand, archived accounts left out."""
    accounts = list(NetworkAccount.objects.filter(brand=brand, archived_at=None).order_by("created_at", "id"))
    ids = [account.id for account in accounts]
    stated = {grain: _stated(grain, ids) for grain in Grain}
    periods, contents, sides = _periods(ids), _contents(ids), _sides(brand)
    return [
        InputsAtHand(
            place=place_of(account.network, account.kind),
            stated=_at_hand(
                days=stated[Grain.ACCOUNT_DAY].get(account.id, frozenset()) | periods.get(account.id, frozenset()),
                contents=stated[Grain.CONTENT].get(account.id, frozenset()) | contents.get(account.id, frozenset()),
                ads=stated[Grain.AD_DAY].get(account.id, frozenset()),
                sides=sides,
            ),
        )
        for account in accounts
    ]


def _stated(grain: Grain, accounts: Sequence[UUID]) -> Stated:
    """Name the columns that are not empty in some row of each account."""
    names = columns(grain)
    bits = ", ".join(f"bit_or({part})" for part in stated_bits([f"d.{name}" for name in names]))
    owner = _ACCOUNT[grain]
    sql = f"SELECT {owner}, {bits} FROM {_FROM[grain]} WHERE {owner} = ANY(%s) GROUP BY {owner}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(accounts)])
        return {account: names_of_bits(names, found) for account, *found in cursor.fetchall()}


def _periods(accounts: Sequence[UUID]) -> Stated:
    """Name the metrics of which the vendor's own figures for whole windows are kept."""
    found: Stated = {}
    rows = PeriodFact.objects.filter(account__in=accounts).values_list("account", "metric").distinct().order_by()
    for account, metric in rows:
        found[account] = found.get(account, frozenset()) | {metric}
    return found


def _contents(accounts: Sequence[UUID]) -> Stated:
    """Name what the contents themselves give: that they are there, their length, their followers at publish."""
    sql = """
        SELECT account_id, bool_or(duration_s IS NOT NULL), bool_or(followers_at_publish IS NOT NULL)
        FROM campaigns_content WHERE account_id = ANY(%s) GROUP BY account_id
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(accounts)])
        return {
            account: frozenset({"contents"} | ({"duration_s"} if timed else set()) | _followers(known=followers))
            for account, timed, followers in cursor.fetchall()
        }


def _followers(*, known: bool) -> set[str]:
    return {"followers_at_publish"} if known else set()


def _sides(brand: UUID) -> frozenset[str]:
    """Name what stands beside the facts of any grain: costs, and conversions that were reported."""
    costs = _COSTS if Cost.objects.filter(brand=brand).exists() else frozenset()
    return costs | (_TRACKED if Conversion.objects.filter(brand=brand).exists() else frozenset())


def _at_hand(
    *, days: frozenset[str], contents: frozenset[str], ads: frozenset[str], sides: frozenset[str]
) -> dict[Grain, frozenset[str]]:
    if "spend" in ads:
        sides |= {"cost_total"}
    if "followers" in days:
        days |= {"followers_start"}
        contents |= {"followers_at_publish"} if "contents" in contents else set()
    if contents >= _VIRAL:
        contents |= {"contents_viral"}
    if contents >= {"duration_s", "views"}:
        contents |= {"duration_viewed_s"}
    return {Grain.ACCOUNT_DAY: days | sides, Grain.CONTENT: contents | sides, Grain.AD_DAY: ads | sides}

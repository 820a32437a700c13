"""Has tables counted that a load made much larger: the next question is planned by what the server believes of them."""

from collections.abc import Mapping, Sequence

from django.db import connection

from campaigns.readers import Grain

LEAST = 1_000
"""New rows that are worth counting for; below, no plan is a bad one."""
GROWN_BY = 5
"""A table is counted again when a load adds more than this part of it; smaller growth the server finds by itself."""

# The columns by which questions join and choose; to count all of them would take ten times as long.
_DAYS_OF_ADS = ("campaigns_accountadday (account_id, day)", "campaigns_accountadmonth (account_id, month)")
_COUNTED: Mapping[Grain, Sequence[str]] = {
    Grain.ACCOUNT_DAY: ("campaigns_accountday (account_id, day)", "campaigns_accountmonth (account_id, month)"),
    Grain.CONTENT: ("campaigns_contentsnapshot (content_id, day)", "campaigns_content (id, account_id, published_on)"),
    Grain.AD_DAY: (
        "campaigns_adday (ad_unit_id, day)",
        "campaigns_admonth (ad_unit_id, month)",
        "campaigns_adunit (id, account_id, campaign_id)",
        *_DAYS_OF_ADS,
    ),
}


def count_if_grown(grain: Grain, *, new: int) -> None:
    """Have the tables of a grain counted, in the transaction of the load, where `new` rows made them much larger."""
    tables = _COUNTED.get(grain, ())
    if new < LEAST or not tables:
        return
    facts = tables[0].split()[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [facts])
        (believed,) = cursor.fetchone()
        if new * GROWN_BY > believed:
            cursor.execute(f"ANALYZE {', '.join(tables)}")

"""Rates of the open agency out of the database: as a table to look up in, and as rows for a statement to join."""

from django.db.models import Q

from kpis.currency.rates import TURNED_PLACES, RateTable, StatedRate
from kpis.models import ExchangeRate

# Takes the parameter `currency`, the wanted one. A row a currency and time: one unit of `currency` is `rate` units of
# the wanted one from `from_day` until `until_day`, both included. A currency is worth itself on all days, so that what
# needs no conversion joins like everything else; what finds no row has no stated rate.
RATES_IN_FORCE = f"""rates(currency, from_day, until_day, rate) AS (
    SELECT currency, day, coalesce(lead(day) OVER (PARTITION BY currency ORDER BY day) - 1, '9999-12-31'::date), rate
    FROM (
        SELECT base AS currency, day, rate FROM kpis_exchangerate WHERE quote = %(currency)s
        UNION ALL
        SELECT quote, day, round(1::numeric(80, 40) / rate, {TURNED_PLACES}) FROM kpis_exchangerate
        WHERE base = %(currency)s
    ) stated
    UNION ALL SELECT %(currency)s::text, '0001-01-01'::date, '9999-12-31'::date, 1
)"""


def rate_table(quote: str | None = None) -> RateTable:
    """Read the agency's rates in one query; with `quote` only those that have that currency on one side."""
    rows = ExchangeRate.objects.all()
    if quote is not None:
        rows = rows.filter(Q(base=quote) | Q(quote=quote))
    return RateTable(StatedRate(*row) for row in rows.values_list("base", "quote", "day", "rate", "source"))

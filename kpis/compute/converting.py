"""Money in the currency that a question wants: what each statement joins, and what it makes of an amount.

Amounts are converted day by day at the rates that the agency states. What has no stated rate stays in its currency,
and leaves the result without a value.
"""

from kpis.compute.question import Question
from kpis.currency.in_force import RATES_IN_FORCE

# Before its first rate a currency has none, and that stretch must be seen where something spans both.
RATES = (
    f"{RATES_IN_FORCE}, spans AS (SELECT * FROM rates UNION ALL SELECT currency, '0001-01-01'::date,"
    " min(from_day) - 1, NULL FROM rates GROUP BY currency HAVING min(from_day) > '0001-01-01')"
)


def rates_first(question: Question) -> str:
    """Write the beginning of a statement that converts; nothing where no currency is wanted."""
    return f"WITH {RATES} " if question.currency else ""


def rate_of_day(question: Question, currency: str, day: str) -> str:
    """Write the join to the rate `x` of a day; nothing where no currency is wanted."""
    if not question.currency:
        return ""
    return f" LEFT JOIN spans x ON x.currency = {currency} AND {day} BETWEEN x.from_day AND x.until_day"


def is_converted(question: Question) -> str:
    """Write whether a row's money is in the wanted currency."""
    return "x.rate IS NOT NULL" if question.currency else "false"


def converted(question: Question, amount: str) -> str:
    """Write an amount in the wanted currency, or as it is where there is no rate."""
    return f"{amount} * coalesce(x.rate, 1)" if question.currency else amount


def currency_of(question: Question, currency: str, *, changed: bool) -> tuple[str, frozenset[str]]:
    """Give the currency that a row's money is in, and which one it was converted from."""
    if not changed or question.currency is None or currency == question.currency:
        return currency, frozenset()
    return question.currency, frozenset({currency})

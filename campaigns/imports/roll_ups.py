"""The roll-ups: tables that sum days, and what each of them is counted from.

Days that state, derive and cap the same metrics stand together, so that a question which needs several metrics of one
day finds in a roll-up just what it would find in the days.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from campaigns.metrics.columns import COLUMNS
from campaigns.metrics.kinds import Grain, Kind
from campaigns.metrics.stated import stated_bits

_MONTH = "date_trunc('month', d.day)::date"
_BITS_OF_DAYS = "bit_or(1 << (extract(day FROM d.day)::int - 1))"


@dataclass(frozen=True, slots=True)
class RollUp:
    """One table that sums days.

    `days` is what it is counted from, with the alias d; `keys` tells its rows apart, each with what it is there;
    `counts` are its other columns that sum no metric.
    """

    table: str
    days: str
    keys: Mapping[str, str]
    counts: Mapping[str, str]
    flows: tuple[str, ...]

    def counted(self, chosen: str = "") -> str:
        """Write the query that counts from the days; `chosen` joins or narrows them. What states nothing is no row."""
        bits = stated_bits([f"d.{name}" for name in self.flows])
        sets = ", ".join((*bits, "d.derived", "d.capped"))
        keys = ", ".join(self.keys.values())
        named = ", ".join(f"{value} AS {name}" for name, value in {**self.keys, **self.counts}.items())
        sums = "".join(f", sum(d.{name}) AS {name}" for name in self.flows)
        return (
            f"SELECT {named}, d.derived, d.capped, row_number() OVER (PARTITION BY {keys} ORDER BY {sets}) AS number"
            f"{sums} FROM {self.days} {chosen} GROUP BY {keys}, {sets}"
            f" HAVING {' OR '.join(f'bit_or({each}) <> 0' for each in bits)}"
        )

    @property
    def columns(self) -> str:
        """Name the columns, in the order of `counted`."""
        return ", ".join((*self.keys, *self.counts, "derived", "capped", "number", *self.flows))

    @property
    def compared(self) -> str:
        """Name the columns in which it must agree with its days; `number` only tells sets apart."""
        return ", ".join((*self.keys, *self.counts, "derived", "capped", *self.flows))


_ROWS_OF_MONTH = {"rows": "count(*)", "days": _BITS_OF_DAYS}
_AD_FLOWS = COLUMNS[Grain.AD_DAY][Kind.FLOW]
ACCOUNT_MONTHS = RollUp(
    table="campaigns_accountmonth",
    days="campaigns_accountday d",
    keys={"account_id": "d.account_id", "month": _MONTH},
    counts=_ROWS_OF_MONTH,
    flows=COLUMNS[Grain.ACCOUNT_DAY][Kind.FLOW],
)
AD_MONTHS = RollUp(
    table="campaigns_admonth",
    days="campaigns_adday d",
    keys={"ad_unit_id": "d.ad_unit_id", "month": _MONTH},
    counts=_ROWS_OF_MONTH,
    flows=_AD_FLOWS,
)
ACCOUNT_AD_DAYS = RollUp(
    table="campaigns_accountadday",
    days="campaigns_adday d JOIN campaigns_adunit u ON u.id = d.ad_unit_id",
    keys={"account_id": "u.account_id", "day": "d.day", "currency": "u.currency"},
    counts={"rows": "count(*)"},
    flows=_AD_FLOWS,
)
ACCOUNT_AD_MONTHS = RollUp(
    table="campaigns_accountadmonth",
    days="campaigns_accountadday d",
    keys={"account_id": "d.account_id", "month": _MONTH, "currency": "d.currency"},
    counts={"rows": "sum(d.rows)", "days": _BITS_OF_DAYS},
    flows=_AD_FLOWS,
)
ROLL_UPS = (ACCOUNT_MONTHS, AD_MONTHS, ACCOUNT_AD_DAYS, ACCOUNT_AD_MONTHS)  # each after what it is counted from

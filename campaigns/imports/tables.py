"""What the loader must know of each fact table: its key, its columns, and how one row is named in the revisions."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, models

from campaigns.models import AccountDay, AdDay, BreakdownFact, ContentSnapshot, PeriodFact
from campaigns.readers import Grain


@dataclass(frozen=True, slots=True)
class FactTable:
    """A fact table. `owner` and `day` are the first two parts of its key; `part` names what the key has beyond them."""

    grain: Grain
    name: str
    owner: str
    day: str
    rest: tuple[str, ...]  # further key columns, narrow tables only
    part: str  # SQL over the alias t that writes the further key as one text
    values: dict[str, str]  # column -> SQL type
    wide: bool

    def matches(self, staged: str = "s") -> str:
        """Give the SQL condition that joins the table, alias t, to staged rows."""
        pairs = [(self.owner, "owner"), (self.day, "day"), *((name, f"key_{name}") for name in self.rest)]
        return " AND ".join(f't."{column}" = {staged}."{other}"' for column, other in pairs)

    def stating(self, names: Collection[str]) -> "FactTable":
        """Give the table as a load sees it that states these columns alone, in this order: others cost it nothing."""
        stated = [name for name in dict.fromkeys((*names, *_NEVER_NULL)) if name in self.values]
        return replace(self, values={name: self.values[name] for name in stated})


_NOT_VALUES = {"captured_on", "derived", "capped", "extra"}
_NEVER_NULL = {"currency"}


def _types(model: type[models.Model], names: list[str]) -> dict[str, str]:
    return {name: str(model._meta.get_field(name).db_type(connection)) for name in names}


def _wide(grain: Grain, model: type[models.Model], owner: str) -> FactTable:
    key = {owner.removesuffix("_id"), "day", "pk"}
    names = [field.name for field in model._meta.local_fields if field.name not in key | _NOT_VALUES]
    return FactTable(
        grain=grain,
        name=model._meta.db_table,
        owner=owner,
        day="day",
        rest=(),
        part="''",
        values=_types(model, names),
        wide=True,
    )


def _narrow(grain: Grain, model: type[models.Model], *, day: str, rest: tuple[str, ...], part: str) -> FactTable:
    values = [name for name in ("value", "currency") if any(f.name == name for f in model._meta.local_fields)]
    return FactTable(
        grain=grain,
        name=model._meta.db_table,
        owner="account_id",
        day=day,
        rest=rest,
        part=part,
        values=_types(model, values),
        wide=False,
    )


def fact_table(grain: Grain) -> FactTable:
    """Describe the table that a grain's rows are loaded into."""
    return _TABLES[grain]


_TABLES: dict[Grain, Any] = {
    Grain.ACCOUNT_DAY: _wide(Grain.ACCOUNT_DAY, AccountDay, "account_id"),
    Grain.CONTENT: _wide(Grain.CONTENT, ContentSnapshot, "content_id"),
    Grain.AD_DAY: _wide(Grain.AD_DAY, AdDay, "ad_unit_id"),
    Grain.PERIOD: _narrow(
        Grain.PERIOD,
        PeriodFact,
        day="start",
        rest=("metric", "end", "scope"),
        part="rtrim(t.metric || '|' || t.\"end\"::text || '|' || t.scope, '|')",
    ),
    Grain.BREAKDOWN: _narrow(
        Grain.BREAKDOWN,
        BreakdownFact,
        day="day",
        rest=("dimension", "bucket", "metric"),
        part="t.dimension || '|' || t.bucket || '|' || t.metric",
    ),
}

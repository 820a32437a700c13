"""What somebody says of a kind of table: what each column is, what no column states, and how it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self

from campaigns.readers.header_keys import header_key
from campaigns.readers.mapped import MappedColumn, TableMapping
from campaigns.readers.rows import Grain, Provenance
from campaigns.readers.table_dates import DateFormat
from campaigns.readers.vocabulary import MEASURES, RATES

_MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class StatedColumn:
    """A column by its header; `name` is the metric or attribute that it is, None where it is not kept."""

    header: str
    name: str | None
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Statement:
    """How one kind of table is read: the same words as in the API."""

    network: str
    grain: Grain
    columns: tuple[StatedColumn, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    provenance: Provenance = Provenance.EXPORT

    @classmethod
    def of(cls, network: str, said: Mapping[str, Any]) -> Self:
        """Read a statement from its JSON: grain, columns, fixed, options and provenance."""
        columns = tuple(
            StatedColumn(each["header"], each["name"], Decimal(each.get("factor", 1))) for each in said["columns"]
        )
        return cls(
            network,
            Grain(said["grain"]),
            columns,
            said.get("fixed", {}),
            said.get("options", {}),
            Provenance(said.get("provenance", Provenance.EXPORT)),
        )

    @property
    def names(self) -> frozenset[str]:
        """What its columns are."""
        return frozenset(column.name for column in self.columns if column.name is not None)

    @property
    def numbers(self) -> frozenset[str]:
        """Those of its columns that are metrics or rates."""
        return frozenset(name for name in self.names if name in MEASURES or name in RATES)

    @property
    def fingerprint(self) -> list[str]:
        """The headers that a table must have to be of this kind, as they are compared."""
        return sorted({header_key(column.header) for column in self.columns if column.name is not None})

    def table(self, key: str, version: int = 1) -> TableMapping:
        """Return the statement as the readers take it."""
        named = (column for column in self.columns if column.name is not None)
        return TableMapping(
            key=key,
            version=version,
            network=self.network,
            grain=self.grain,
            columns=tuple(MappedColumn(each.header, str(each.name), each.factor) for each in named),
            fixed=dict(self.fixed),
            decimal_sign=self.options.get("decimal_sign") or ".",
            date_format=DateFormat(self.options.get("date_format") or DateFormat.AUTO),
            offset_minutes=offset_minutes(self.options.get("utc_offset")),
            sheet=self.options.get("sheet") or None,
            provenance=self.provenance,
        )


def offset_minutes(text: str | None) -> int | None:
    """Return the minutes of an offset such as `+08:00`, None where none is stated."""
    if not text:
        return None
    hours, _, minutes = text[1:].partition(":")
    total = int(hours) * _MINUTES_AN_HOUR + int(minutes)
    return -total if text.startswith("-") else total

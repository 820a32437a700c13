"""Chooses the agency's own kinds of table that a file is tried against, and notes on the import which one it was."""

from dataclasses import dataclass, field
from typing import Any

from campaigns.imports.renaming import Remembered
from campaigns.mapping.refusals import OtherNetwork
from campaigns.mapping.services import mappings_for, table_of
from campaigns.mapping.statement import Statement
from campaigns.models import ColumnMapping, Import
from campaigns.readers.mapped import UNSAVED, TableMapping


@dataclass(frozen=True, slots=True)
class Choice:
    """The tables that a file may be, beside the product's own; `only` is the one that it must be, if one was named."""

    tables: tuple[TableMapping, ...]
    only: str | None = None
    saved: tuple[ColumnMapping, ...] = ()
    remembered: Remembered = field(default_factory=dict)
    """What renamed columns stood for before."""

    def noted(self, profile: str) -> dict[str, Any]:
        """Give what an import that was read as `profile` says of it; nothing where that is one of the product's."""
        table = next((table for table in self.tables if table.key == profile), None)
        if table is None:
            return {}
        record = next((record for record in self.saved if table_of(record).key == profile), None)
        version = None if record is None else record.version
        return {"mapping": record, "mapping_version": version, "mapped_as": table.to_wire()}


def choice_for(
    network: str, *, mapping: ColumnMapping | None, columns: Statement | None, profile: str | None
) -> Choice:
    """Choose by what an upload names: a mapping, its columns, or a profile; else every mapping of the network.

    Raises OtherNetwork.
    """
    if mapping is not None:
        if mapping.network != network:
            raise OtherNetwork
        table = table_of(mapping)
        return Choice((table,), table.key, (mapping,))
    if columns is not None:
        return Choice((columns.table(UNSAVED),), UNSAVED)
    if profile is not None:
        return Choice(())
    saved = tuple(mappings_for(network))
    return Choice(tuple(table_of(record) for record in saved), None, saved)


def choice_again(record: Import) -> Choice:
    """Give the table that an import was read as, as it was then, whatever became of its mapping since."""
    if record.mapped_as is None:
        return Choice(())
    table = TableMapping.from_wire(record.mapped_as)
    return Choice((table,), table.key)

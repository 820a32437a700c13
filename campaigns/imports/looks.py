"""A file that was read before anybody knew whose it is, and whether that reading serves for its import."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from campaigns.imports.renaming import recalled, remembered_renames
from campaigns.imports.sizes import AT_ONCE, size_of
from campaigns.mapping.choosing import Choice
from campaigns.models import Import
from campaigns.readers import FileToRead, Grain, Reading, UnreadableFile, read_in_child
from campaigns.readers.mapped import TableMapping
from campaigns.readers.ownership import bare_handle

LOOKED_AT: Final = 500
"""Rows of a large file that are looked at; it is read whole by a worker."""
_OF_MONEY: Final = frozenset({Grain.AD_DAY, Grain.PERIOD})


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is taken of a file of unknown account: its day of capture, its currency, the tables that it may be."""

    captured_on: date
    currency: str
    tables: tuple[TableMapping, ...]
    networks: tuple[str, ...]
    wanted: frozenset[str] = frozenset()
    """The kinds of file that are asked for: of kinds that a file fits alike it is one of these."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a file was read as, for no account in particular; `whole` says whether all of it was read."""

    reading: Reading
    assumed: Assumed
    whole: bool

    def serves(self, record: Import, choice: Choice) -> bool:
        """Say whether reading the file for its import would give the same."""
        reading, assumed, account = self.reading, self.assumed, record.account
        by_table = any(table.key == reading.profile for table in assumed.tables)
        return (
            self.whole
            and assumed.captured_on == record.captured_on
            and (assumed.currency == account.brand.currency or reading.grain not in _OF_MONEY)
            and (assumed.tables == choice.tables or not by_table)
            and reading.stated_handles <= {bare_handle(account.handle)}
            and not recalled(choice.remembered, reading.drift)
        )


def look_into(path: Path, *, file_name: str, assumed: Assumed) -> Look:
    """Read a file of unknown account: a small one whole, of a larger one the first rows. Raises UnreadableFile.

    Where its header has drifted it is read as the agency had it before on one of the networks.
    """
    whole = size_of(path).within(AT_ONCE)

    def read(renamed: dict[str, str]) -> Look:
        file = FileToRead(
            path,
            file_name=file_name,
            captured_on=assumed.captured_on,
            mappings=assumed.tables,
            currency=assumed.currency,
            renamed=renamed,
            most_outcomes=None if whole else LOOKED_AT,
            wanted=assumed.wanted,
        )
        return Look(read_in_child(file), assumed, whole and not renamed)

    try:
        return read({})
    except UnreadableFile as fault:
        renamed = _remembered(assumed.networks, fault)
        if not renamed:
            raise
    return read(renamed)


def _remembered(networks: Collection[str], fault: UnreadableFile) -> dict[str, str]:
    found = (recalled(remembered_renames(network), fault.particulars) for network in networks)
    return next((renamed for renamed in found if renamed), {})

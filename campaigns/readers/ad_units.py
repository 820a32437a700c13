"""Names the ad unit that a line of a report is about: the lowest level that its header has."""

import hashlib
from dataclasses import dataclass
from typing import Final

from campaigns.readers.canonical_contents import identifier
from campaigns.readers.numerals import is_missing
from campaigns.readers.profile import Sheet
from campaigns.readers.tables import Record

LEVELS: Final = ("campaign", "ad_group", "ad")
"""From the highest to the lowest; a report has columns `<level>_id`, `<level>_name` or both for some of them."""
BY_NAME: Final = "name:"
"""What the key of a unit begins with that the file states no id of."""
_LONGEST_PATH: Final = 90
_DIGEST: Final = 16


@dataclass(frozen=True, slots=True)
class UnitNamed:
    """An ad unit as a line names it; `parent` is the unit above it, empty where the file has none."""

    external_id: str
    level: str
    name: str
    parent: str
    has_id: bool


def unit_levels(sheet: Sheet) -> tuple[str, ...]:
    """Return the levels that a file has, from the highest; none where it names its units in other columns."""
    return tuple(level for level in LEVELS if {f"{level}_id", f"{level}_name"} & set(sheet.positions))


def named_unit(sheet: Sheet, record: Record, levels: tuple[str, ...]) -> UnitNamed:
    """Return the unit of a line; raises BadCell where it names none at the lowest of `levels`.

    Without levels the profile's `external_id`, `level` and `name` are taken, be they columns or constants.
    """
    if not levels:
        return _stated(sheet, record)
    lowest = levels[-1]
    key, has_id = _key(sheet, record, levels)
    if not key:
        column = f"{lowest}_id" if f"{lowest}_id" in sheet.positions else f"{lowest}_name"
        raise sheet.bad("missing_key", f"without it the {lowest.replace('_', ' ')} is not known", column, "")
    parent = _key(sheet, record, levels[:-1])[0] if levels[:-1] else ""
    return UnitNamed(key, lowest, _text(sheet, record, f"{lowest}_name"), parent, has_id)


def _stated(sheet: Sheet, record: Record) -> UnitNamed:
    external_id = identifier(sheet, record, "external_id")
    if is_missing(external_id):
        raise sheet.bad("missing_key", "without it the ad unit is not known", "external_id", external_id)
    parent = identifier(sheet, record, "parent_external_id")
    return UnitNamed(external_id, sheet.cell(record, "level"), _text(sheet, record, "name"), parent, has_id=True)


def _key(sheet: Sheet, record: Record, levels: tuple[str, ...]) -> tuple[str, bool]:
    """Return the id of the lowest of `levels`, else a key made of the names down to it; empty where it has neither."""
    lowest = levels[-1]
    stated = identifier(sheet, record, f"{lowest}_id")
    if not is_missing(stated):
        return stated, True
    if not _text(sheet, record, f"{lowest}_name"):
        return "", False
    path = " / ".join(name for level in levels if (name := _text(sheet, record, f"{level}_name")))
    if len(path) > _LONGEST_PATH:
        path = f"{path[:_LONGEST_PATH]} {hashlib.sha256(path.encode()).hexdigest()[:_DIGEST]}"
    return f"{BY_NAME}{path}", False


def _text(sheet: Sheet, record: Record, name: str) -> str:
    text = sheet.cell(record, name)
    return "" if is_missing(text) else text

"""What a KPI meant when: its own versions, and the vendors' columns that hold the same number from day to day."""

import itertools
from dataclasses import dataclass
from datetime import date

from campaigns.definitions import FieldReader
from campaigns.metrics import NETWORKS


@dataclass(frozen=True)
class KpiVersion:
    """One version of a definition: the day from which it was in force and what changed with it."""

    number: int
    since: date
    change: str


@dataclass(frozen=True)
class VendorField:
    """A vendor's own column that holds this KPI, between days where the vendor changed what it counts.

    `since` and `until` are days, both included; None leaves that side open.
    """

    network: str
    source: str
    field: str
    since: date | None = None
    until: date | None = None
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Tell whether the column held this KPI on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def read_versions(reader: FieldReader, current: int) -> tuple[KpiVersion, ...]:
    """Return the versions of a definition; notes where they do not count from 1 to the current one."""
    found = tuple(version for part in reader.parts("versions") if (version := _version(part)) is not None)
    if reader.has("versions") and [version.number for version in found] != list(range(1, current + 1)):
        reader.mistake("versions", f"expected the numbers 1 to {current}, in order")
    if any(later.since < earlier.since for earlier, later in itertools.pairwise(found)):
        reader.mistake("versions", "a version is older than the one before it")
    return found


def _version(reader: FieldReader) -> KpiVersion | None:
    fields = ("number", "since", "change")
    reader.demand(fields, fields)
    since = reader.day("since")
    if since is None:
        return None
    return KpiVersion(reader.whole_number("number", 0) or 0, since, reader.text("change"))


def read_vendor_fields(reader: FieldReader) -> tuple[VendorField, ...]:
    """Return the vendors' columns that a definition names; notes unknown networks and days in the wrong order."""
    return tuple(_vendor_field(part) for part in reader.parts("vendor_fields"))


def _vendor_field(reader: FieldReader) -> VendorField:
    needed = ("network", "source", "field")
    reader.demand((*needed, "since", "until", "note"), needed)
    network = reader.text("network")
    if network and network not in NETWORKS:
        reader.mistake("network", f"{network} is none of {', '.join(NETWORKS)}")
    since, until = reader.day("since"), reader.day("until")
    if since and until and until < since:
        reader.mistake("until", f"this is before {since}")
    return VendorField(network, reader.text("source"), reader.text("field"), since, until, reader.text("note"))

"""Headers that a user says are others: a renamed column read as the one that it was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from campaigns.readers.header_keys import header_key
from campaigns.readers.profile import Profile
from campaigns.readers.rows import UnreadableFile, shown


@dataclass(frozen=True, slots=True)
class Renames:
    """What headers of a file stand for, among the headers of its profile."""

    stated: Mapping[str, str] = field(default_factory=dict)

    def spelled(self, header: Iterable[str]) -> list[str]:
        """Return a header as the profile would spell it."""
        by_key = {header_key(cell): own for cell, own in self.stated.items()}
        return [by_key.get(header_key(cell), cell) for cell in header]

    def check(self, header: Iterable[str], profile: Profile) -> None:
        """Raise UnreadableFile(`bad_rename`) for a column that the file lacks, or that the profile does not have."""
        columns = {header_key(cell) for cell in header}
        for cell, own in self.stated.items():
            if header_key(cell) not in columns:
                raise UnreadableFile("bad_rename", f"The file has no column {shown(cell)}.")
            if profile.own_header(own) is None:
                known = ", ".join(profile.sample_header)
                raise UnreadableFile("bad_rename", f"{profile.key} has no column {shown(own)}. It has: {known}.")


AS_THEY_ARE: Final = Renames()

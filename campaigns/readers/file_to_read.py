"""A file that somebody wants read, with what is known of it; it travels to a child process as JSON."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Self

from campaigns.readers.mapped import TableMapping


@dataclass(frozen=True, slots=True)
class FileToRead:
    """What to read and what is known about it.

    Without a `handle` rows of every account are taken. `mappings` are tables that the agency has named columns of.
    After `most_outcomes` rows and refusals the reading ends; None is all of them. Of kinds that it fits alike a file is
    one that is `wanted`, by the profiles' keys.
    """

    path: Path
    file_name: str
    captured_on: date
    profile: str | None = None
    export_year: int | None = None
    network: str | None = None
    handle: str | None = None
    mappings: Sequence[TableMapping] = ()
    account_kind: str | None = None
    currency: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)
    most_outcomes: int | None = None
    wanted: Collection[str] = ()

    def to_wire(self) -> dict[str, Any]:
        """Write it as JSON takes it."""
        return {each.name: getattr(self, each.name) for each in fields(self)} | {
            "path": str(self.path.resolve()),
            "captured_on": self.captured_on.isoformat(),
            "mappings": [mapping.to_wire() for mapping in self.mappings],
            "renamed": dict(self.renamed),
            "wanted": sorted(self.wanted),
        }

    @classmethod
    def from_wire(cls, said: Mapping[str, Any]) -> Self:
        """Read what `to_wire` writes."""
        return cls(
            **{
                **said,
                "path": Path(said["path"]),
                "captured_on": date.fromisoformat(said["captured_on"]),
                "mappings": [TableMapping.from_wire(each) for each in said["mappings"]],
            }
        )

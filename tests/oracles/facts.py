"""What the loader must come to, worked out the slow and obvious way: every import is kept, every value elected anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class SaidRow:
    """What one file says of one key: a value of None is missing and states nothing."""

    values: Mapping[str, Any]
    derived: frozenset[str] = frozenset()
    capped: frozenset[str] = frozenset()

    @property
    def stated(self) -> dict[str, Any]:
        return {name: value for name, value in self.values.items() if value is not None}


@dataclass(frozen=True)
class FactRow:
    """What a row of facts holds."""

    values: Mapping[str, Any]
    derived: frozenset[str]
    capped: frozenset[str]


@dataclass
class Upload:
    captured_on: date
    rows: Mapping[Any, SaidRow]
    stands: bool = True


@dataclass
class FactTwin:
    """One account's facts: imports in the order in which they were loaded."""

    uploads: list[Upload] = field(default_factory=list)

    def load(self, captured_on: date, lines: list[tuple[Any, SaidRow]]) -> dict[str, int]:
        """Take a file's lines in their order and count what became of them; the last line of a key wins."""
        before = self.facts()
        rows = dict(lines)
        self.uploads.append(Upload(captured_on, rows))
        after = self.facts()
        counts = {"new": 0, "changed": 0, "unchanged": 0, "duplicate": len(lines) - len(rows)}
        for key in rows:
            outcome = "new" if key not in before else "unchanged" if before[key] == after[key] else "changed"
            counts[outcome] += 1
        return counts

    def revert(self, number: int) -> None:
        """Take an import back."""
        self.uploads[number].stands = False

    def facts(self) -> dict[Any, FactRow]:
        """Elect every value: the newest capture wins, of equally new ones the one loaded last."""
        standing = [(upload.captured_on, number, upload) for number, upload in enumerate(self.uploads) if upload.stands]
        keys = {key for _, _, upload in standing for key in upload.rows}
        return {key: self._row(key, standing) for key in keys}

    @staticmethod
    def _row(key: Any, standing: list[tuple[date, int, Upload]]) -> FactRow:
        values: dict[str, Any] = {}
        derived, capped = set(), set()
        for _, _, upload in sorted(standing, key=lambda one: one[:2]):
            row = upload.rows.get(key)
            if row is None:
                continue
            for name, value in row.stated.items():
                values[name] = value
                derived.discard(name)
                capped.discard(name)
                derived |= row.derived & {name}
                capped |= row.capped & {name}
        return FactRow(values, frozenset(derived), frozenset(capped))

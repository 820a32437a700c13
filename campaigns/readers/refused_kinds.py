"""Files that are known and hold no results: refused for the reason that a reviewed file states."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from campaigns.definitions import DefinitionsError, FieldReader, Mistake, read_yaml
from campaigns.readers.header_keys import header_key

FILE: Final = "refused.yaml"
_FIELDS: Final = ("key", "code", "header", "reason")


@dataclass(frozen=True, slots=True)
class RefusedKind:
    """A kind of file that is not imported: it is one whose header has all of `header`."""

    key: str
    code: str
    header: frozenset[str]
    reason: str

    def fits(self, cells: list[str]) -> bool:
        """Say whether a line is the header of such a file."""
        return self.header <= {header_key(cell) for cell in cells}


def load_refused(root: Path) -> tuple[RefusedKind, ...]:
    """Return the kinds that each network's folder names in its `refused.yaml`; raises DefinitionsError."""
    mistakes: list[Mistake] = []
    found = [kind for path in sorted(root.glob(f"*/{FILE}")) for kind in _kinds(path, mistakes)]
    if mistakes:
        raise DefinitionsError(mistakes)
    return tuple(sorted(found, key=lambda kind: -len(kind.header)))


def _kinds(path: Path, mistakes: list[Mistake]) -> list[RefusedKind]:
    name = f"{path.parent.name}/{FILE}"
    entries = read_yaml(path, mistakes, name=name)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        mistakes.append(Mistake(name, "(file)", "expected a list of kinds"))
        return []
    return [_kind(FieldReader(f"{name}: {entry.get('key')}", entry, mistakes)) for entry in entries]


def _kind(reader: FieldReader) -> RefusedKind:
    reader.demand(_FIELDS, _FIELDS)
    header = frozenset(header_key(cell) for cell in reader.any_words("header"))
    return RefusedKind(reader.text("key"), reader.text("code"), header, reader.text("reason"))

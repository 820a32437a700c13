"""Rows about an agency outside of its own tables: the apps that hold them say how they leave and come back."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from agencies.references import AgencyRef

Row = Mapping[str, Any]
Renamed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SharedRows:
    """One kind of rows: `leave` lists an agency's, without secrets; `arrive` makes them again in another agency.

    `arrive` gives the ids that had to change, old to new, since they are taken; None where rows only tell.
    """

    name: str
    leave: Callable[[UUID, str], Iterator[Row]]
    arrive: Callable[[AgencyRef, Iterable[Row], str], Renamed] | None = None


def shared_rows() -> list[SharedRows]:
    """List the kinds that `SHARED_ROWS_OF_ARCHIVES` names, in their order."""
    return [import_string(path) for path in settings.SHARED_ROWS_OF_ARCHIVES]

"""Pages that were computed, kept in memory while the numbers that they were computed from stand."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final, NamedTuple

from django.core.cache import caches

from agencies.context import current_agency, has_written
from apikit.wire import to_json

PAGES: Final = "pages"
LONGEST_KEPT: Final = 1024 * 1024
"""Bytes; there is room for so many pages as the settings say, and larger ones are computed each time."""


class WrittenPage(NamedTuple):
    """The items of a page as JSON, and whether there are more."""

    items: bytes
    more: bool


def kept_page(asked: Mapping[str, Any], page: Callable[[], tuple[list[dict[str, Any]], bool]]) -> WrittenPage:
    """Give the page of the open agency that was kept under all that its numbers depend on, else compute and keep it."""
    agency = current_agency()
    assert agency is not None  # noqa: S101 - views run in an agency's context
    key = f"{agency.id}:{sha256(repr(sorted(asked.items())).encode()).hexdigest()}"
    kept: tuple[bytes, bool] | None = caches[PAGES].get(key)
    if kept is not None:
        return WrittenPage(*kept)
    items, more = page()
    written = WrittenPage(to_json(items), more)
    if len(written.items) <= LONGEST_KEPT and not has_written():
        caches[PAGES].set(key, tuple(written))
    return written

"""Knows the lines in which a file adds its own rows up: what they add up is loaded row by row."""

import re
from collections.abc import Mapping
from typing import Final

from campaigns.readers.numerals import is_missing
from campaigns.readers.rows import BadCell

TOTAL_ROW: Final = "total_row"
_TOTAL: Final = re.compile(
    r"(?:grand |sub-?)?totals?\b.*|sum|all|overall|average|avg\.?|mean|summe|gesamt"
    r"|(?:合计|总计|汇总|共计|小计|总和|累计|平均|均值|总数).{0,12}|全部|全体|所有|汇总行",
    re.IGNORECASE | re.DOTALL,
)
_MOMENTS: Final = ("day", "hour", "published_at", "started_at")
_NAMES: Final = frozenset(
    {
        *("external_id", "bucket", "title", "name", "gender", "age", "territory", "city", "language", "device"),
        *("campaign_id", "campaign_name", "ad_group_id", "ad_group_name", "ad_id", "ad_name"),
    }
)


def is_total(text: str) -> bool:
    """Say whether a cell calls its row a sum or a mean of others."""
    return _TOTAL.fullmatch(text.strip().rstrip(":：")) is not None


def refuse_total(cells: list[str], positions: Mapping[str, int]) -> None:
    """Raise BadCell for a row that begins with such a word where others have their day, else their name."""
    first = next((place for place, cell in enumerate(cells) if not is_missing(cell)), None)
    if first is None or not is_total(cells[first]):
        return
    moments = [positions[name] for name in _MOMENTS if name in positions]
    if moments:
        stands_alone = all(place == first or is_missing(cells[place]) for place in moments)
    else:
        stands_alone = first not in positions.values() or any(positions.get(name) == first for name in _NAMES)
    if stands_alone:
        raise BadCell(TOTAL_ROW, "The file's own sum; what it adds up is loaded row by row.", None, cells[first])

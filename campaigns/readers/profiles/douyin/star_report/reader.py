"""Star Map's report under the interface's names: rates are percent times 100."""

from collections.abc import Iterator
from decimal import Decimal

from campaigns.readers.numerals import NotANumber, Numeral, parse_amount, times
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import Refusal, Row
from campaigns.readers.star_videos import read_star_videos

_WHOLE = Decimal("0.0001")


def _share(text: str) -> Numeral | None:
    numeral = parse_amount(text)
    if numeral is None:
        return None
    share = times(numeral.value, _WHOLE)
    if not 0 <= share <= 1:
        raise NotANumber("a percent times 100, from 0 to 10000, is expected")
    return Numeral(share)


def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a video."""
    return read_star_videos(sheet, context, _share)

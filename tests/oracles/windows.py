"""Windows walked over day by day: cut into days, weeks and months, and the windows that they are compared with."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def cut(start: date, end: date, by: str | None) -> list[tuple[date, date]]:
    """Cut a window into days, weeks from Monday or months, by walking over its days."""
    if by is None:
        return [(start, end)]
    names: dict[str, Callable[[date], object]] = {
        "day": lambda day: day,
        "week": lambda day: day.isocalendar()[:2],
        "month": lambda day: (day.year, day.month),
    }
    pieces: list[list[date]] = []
    day = start
    while day <= end:
        if pieces and names[by](pieces[-1][0]) == names[by](day):
            pieces[-1].append(day)
        else:
            pieces.append([day])
        day += timedelta(days=1)
    return [(piece[0], piece[-1]) for piece in pieces]

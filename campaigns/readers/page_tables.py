"""Reads the tables of a web page: several Chinese back ends export one and call it .xls."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from campaigns.readers.rows import UnreadableFile

MAX_TABLES: Final = 50
MAX_SPAN: Final = 200
_CELLS: Final = frozenset({"td", "th"})


@dataclass(slots=True)
class PageRows:
    """The rows of one table, and in each the columns whose cell reaches over several rows."""

    rows: list[list[str]] = field(default_factory=list)
    merged: list[frozenset[int]] = field(default_factory=list)


def rows_of_tables(page: str, *, most_rows: int) -> list[PageRows]:
    """Return the rows of each table that has any, merged cells repeated down; raises UnreadableFile for too many."""
    reader = _Tables(most_rows)
    reader.feed(page)
    reader.close()
    reader.end_row()
    return [table for table in reader.tables if table.rows]


class _Tables(HTMLParser):
    """Collects the cells of the outermost tables; scripts, styles and links say nothing."""

    def __init__(self, most_rows: int) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[PageRows] = []
        self._most_rows = most_rows
        self._depth = 0
        self._row: list[str] | None = None
        self._text: list[str] | None = None
        self._hidden = 0
        self._held: dict[
            int, tuple[int, str]
        ] = {}  # by column, in how many more rows a merged cell stands, and its text
        self._spans = (1, 1)
        self._merged: set[int] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell."""
        if tag in {"script", "style"}:
            self._hidden += 1
        elif tag == "table":
            self._open_table()
        elif self._depth == 1 and tag == "tr":
            self.end_row()
            self._row = []
        elif self._depth == 1 and tag in _CELLS and self._row is not None:
            self._end_cell()
            stated = dict(attrs)
            self._spans = (_span(stated.get("colspan")), _span(stated.get("rowspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag in {"script", "style"}:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self.end_row()
            self._depth -= 1
        elif self._depth == 1 and tag == "tr":
            self.end_row()
        elif self._depth == 1 and tag in _CELLS:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Keep the text of a cell."""
        if self._text is not None and not self._hidden:
            self._text.append(data)

    def _open_table(self) -> None:
        self._depth += 1
        if self._depth > 1:
            return
        if len(self.tables) >= MAX_TABLES:
            raise UnreadableFile("too_large", f"A page may hold at most {MAX_TABLES} tables.")
        self.tables.append(PageRows())
        self._held = {}

    def _end_cell(self) -> None:
        if self._text is None or self._row is None:
            return
        self._fill_held()
        text = "".join(self._text).strip()
        wide, high = self._spans
        for place in range(len(self._row), len(self._row) + wide):
            if high > 1:
                self._held[place] = (high - 1, text)
                self._merged.add(place)
        self._row += [text, *[""] * (wide - 1)]
        self._text = None

    def _fill_held(self) -> None:
        """Repeat the cells that reach down into this row."""
        assert self._row is not None  # noqa: S101 - cells are ended inside rows alone
        while (held := self._held.get(len(self._row))) is not None:
            left, text = held
            place = len(self._row)
            self._row.append(text)
            self._merged.add(place)
            if left > 1:
                self._held[place] = (left - 1, text)
            else:
                del self._held[place]

    def end_row(self) -> None:
        """Close the open row, if there is one."""
        self._end_cell()
        if self._row is None:
            return
        self._fill_held()
        table = self.tables[-1]
        table.rows.append(self._row)
        table.merged.append(frozenset(self._merged))
        self._row, self._merged = None, set()
        if len(table.rows) > self._most_rows:
            raise UnreadableFile("too_large", f"A table may have at most {self._most_rows:,} rows.")


def _span(stated: str | None) -> int:
    """Return how many columns or rows a cell takes; nonsense is one."""
    return min(int(stated), MAX_SPAN) if stated and stated.isascii() and stated.isdigit() and int(stated) else 1

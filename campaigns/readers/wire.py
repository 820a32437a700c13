"""Carries an opened file from the confined child to its parent as JSON lines.

JSON and not pickle: a file that took the child over must not be able to run anything in the parent.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, get_type_hints

import orjson

from campaigns.readers.peeking import Peek
from campaigns.readers.reading import Opening
from campaigns.readers.rows import (
    AccountDayRow,
    AdDayRow,
    BreakdownRow,
    ContentRow,
    Grain,
    Notice,
    Number,
    PeriodRow,
    Provenance,
    Refusal,
    Row,
    UnreadableFile,
)

_BITS: Final = 63
_Codec = tuple[Callable[[Any], Any], Callable[[Any], Any]]


def _same(value: Any) -> Any:
    return value


def _optional(codec: _Codec) -> _Codec:
    pack, unpack = codec
    return (lambda value: None if value is None else pack(value)), (
        lambda value: None if value is None else unpack(value)
    )


def _unpack_values(values: dict[str, Any]) -> dict[str, Number]:
    for metric, value in values.items():
        if type(value) is str:
            values[metric] = Decimal(value)
    return values


def _pack_notices(notices: tuple[Notice, ...]) -> list[list[str | None]]:
    return [[notice.code, notice.detail, notice.column] for notice in notices]


def _unpack_notices(notices: list[tuple[str, str, str | None]]) -> tuple[Notice, ...]:
    return tuple(Notice(*notice) for notice in notices)


_PLAIN: Final[_Codec] = (_same, _same)
_DAY: Final[_Codec] = (date.isoformat, date.fromisoformat)
_MOMENT: Final[_Codec] = (datetime.isoformat, datetime.fromisoformat)
_DECIMAL: Final[_Codec] = (str, Decimal)
_CODECS: Final[Mapping[Any, _Codec]] = {
    int: _PLAIN,
    str: _PLAIN,
    int | None: (_same, lambda number: None if number is None else int(number)),
    str | None: _PLAIN,
    bool | None: _PLAIN,
    tuple[str, ...]: (list, tuple),
    date: _DAY,
    date | None: _optional(_DAY),
    datetime | None: _optional(_MOMENT),
    Decimal: _DECIMAL,
    Decimal | None: _optional(_DECIMAL),
    Mapping[str, Number]: (_same, _unpack_values),
    frozenset[str]: (sorted, frozenset),
    tuple[Notice, ...]: (_pack_notices, _unpack_notices),
    tuple[tuple[str, str], ...]: (list, lambda pairs: tuple((header, cell) for header, cell in pairs)),
}
_KINDS: Final = (AccountDayRow, ContentRow, AdDayRow, PeriodRow, BreakdownRow, Refusal)
_NAMES: Final = {kind: kind.__name__ for kind in _KINDS}
_FIELDS: Final = {
    kind.__name__: (kind, [(name, *_CODECS[hint]) for name, hint in get_type_hints(kind).items()]) for kind in _KINDS
}


def lines_of(opening: Opening) -> Iterator[str]:
    """Yield an opening as JSON lines: what was recognised, each outcome, and `end` with the accounts that were named.

    Raises what reading raises.
    """
    recognised = {
        "profile": opening.profile,
        "network": opening.network,
        "grain": opening.grain,
        "columns": opening.columns,
        "ignored_columns": opening.ignored_columns,
        "encoding": opening.encoding,
        "renamed": opening.renamed,
        "drift": opening.drift,
        "provenance": opening.provenance,
    }
    yield _dumped(["opening", recognised])
    for outcome in opening.outcomes:
        name = _NAMES[type(outcome)]
        yield _dumped([name, [pack(getattr(outcome, attribute)) for attribute, pack, _ in _FIELDS[name][1]]])
    yield _dumped(["end", sorted(opening.stated_handles)])


def refusal_line(fault: UnreadableFile) -> str:
    """Return the JSON line that tells the parent of a file refused as a whole."""
    return _dumped(["unreadable", [fault.code, fault.detail, fault.particulars]])


def opening_from(lines: Iterator[str]) -> Opening:
    """Return the opening that a child wrote; raises UnreadableFile where the child did, ValueError for other text."""
    name, content = _loaded(next(lines, ""))
    if name != "opening":
        message = f"an opening was expected, not {name}"
        raise ValueError(message)
    stated: set[str] = set()
    return Opening(
        profile=content["profile"],
        network=content["network"],
        grain=Grain(content["grain"]),
        columns=content["columns"],
        ignored_columns=tuple(content["ignored_columns"]),
        encoding=content["encoding"],
        outcomes=_outcomes(lines, stated),
        stated_handles=stated,
        renamed=content["renamed"],
        drift=content["drift"],
        provenance=Provenance(content["provenance"]),
    )


def peeks_from(lines: Iterator[str]) -> list[Peek]:
    """Return the peeks that a child wrote; raises UnreadableFile where the child refused the file."""
    said = orjson.loads(next(lines, ""))
    if said and said[0] == "unreadable":
        raise UnreadableFile(*said[1])
    return [Peek.from_wire(each) for each in said]


def _outcomes(lines: Iterator[str], stated: set[str]) -> Iterator[Row | Refusal]:
    for line in lines:
        name, content = _loaded(line)
        if name == "end":
            stated.update(map(str, content))
            return
        kind, codecs = _FIELDS[name]
        yield kind(*(unpack(value) for (_, _, unpack), value in zip(codecs, content, strict=True)))
    message = "the child's answer is cut off"
    raise ValueError(message)


def _loaded(line: str) -> tuple[str, Any]:
    name, content = orjson.loads(line)
    if name == "unreadable":
        raise UnreadableFile(*content)
    return name, content


def _exactly(value: object) -> str:
    """Write a Decimal as its text; raises TypeError for anything else that JSON has no form for."""
    if not isinstance(value, Decimal):
        message = f"{value!r} cannot be carried"
        raise TypeError(message)
    return str(value)


def _dumped(value: Any) -> str:
    try:
        return orjson.dumps(value, default=_exactly).decode()
    except orjson.JSONEncodeError:  # of a number with more than 64 bits, which is told as a text
        return orjson.dumps(_with_texts(value), default=_exactly).decode()


def _with_texts(value: Any) -> Any:
    """Give plain JSON with whole numbers of more than 64 bits as texts."""
    if isinstance(value, Mapping):
        return {name: _with_texts(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_with_texts(each) for each in value]
    return str(value) if type(value) is int and value.bit_length() >= _BITS else value

"""Reads the columns that a profile's definition states, each in a word or as a small mapping."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from campaigns.definitions import FieldReader
from campaigns.readers.measures import WrittenAs
from campaigns.readers.profile import NOT_KEPT, Dropped
from campaigns.readers.rows import Grain
from campaigns.readers.vocabulary import METRICS, rates_of

NOT_KEPT_WORD: Final = "not_kept"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a kind of file: what it is taken for (blank: not kept), and its other spellings."""

    header: str
    name: str
    optional: bool
    also: tuple[str, ...] = ()
    written_as: WrittenAs | None = None
    dropped: Dropped | None = None


def stated_columns(reader: FieldReader, field: str, *, optional: bool) -> Iterator[Column]:
    """Yield the columns of a mapping from header to meaning.

    A meaning is a canonical metric or attribute, `not_kept`, one of Dropped, or a mapping
    `{is: meaning, also: [other spellings], written_as: unit}`.
    """
    part = reader.part(field)
    stated = reader.mapping(field)
    for header, meaning in stated.items():
        if isinstance(meaning, dict):
            yield _long(part.part(header), header, optional=optional)
        else:
            yield _column(header, part.text(header, NOT_KEPT_WORD), optional=optional)


def _long(reader: FieldReader, header: str, *, optional: bool) -> Column:
    reader.demand(("is", "also", "written_as"), ("is",))
    return _column(
        header,
        reader.text("is", NOT_KEPT_WORD),
        optional=optional,
        also=reader.any_words("also"),
        written_as=WrittenAs(found) if (found := reader.one_of("written_as", tuple(WrittenAs))) else None,
    )


def _column(
    header: str, meaning: str, *, optional: bool, also: tuple[str, ...] = (), written_as: WrittenAs | None = None
) -> Column:
    dropped = Dropped(meaning) if meaning in tuple(Dropped) else None
    name = NOT_KEPT if dropped is not None or meaning == NOT_KEPT_WORD else meaning
    return Column(header, name, optional, also, written_as, dropped)


def own_columns(grain: Grain, stated: Collection[str]) -> Iterator[Column]:
    """Yield a column of its own name for each metric of a grain and, seldom needed, each rate of one."""
    names: Mapping[str, bool] = {**dict.fromkeys(METRICS[grain], False), **dict.fromkeys(rates_of(grain), True)}
    return (Column(name, name, optional) for name, optional in names.items() if name not in stated)

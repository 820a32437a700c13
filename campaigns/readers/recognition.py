"""Finds the profile that a file fits, by its header and never by its name."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from campaigns.readers.catalogue import refused_kinds
from campaigns.readers.profile import Profile, Sheet, header_key
from campaigns.readers.rows import UnreadableFile, shown
from campaigns.readers.tables import Record, Table, check_column_count

_HEADER_WITHIN = 10
"""Exports put at most a banner or two above their header."""


def recognise(tables: Iterable[Table], profiles: Sequence[Profile], *, explicit: bool) -> Sheet:
    """Return the table that fits one of `profiles`, under the profile that knows most of its columns.

    A text is one table, by whichever delimiter fits first; of a workbook's sheets only one may hold rows that fit.
    With `explicit`, `profiles` is the one that the user named. Raises UnreadableFile with `unknown_format` or
    `profile_mismatch`, naming the header that was seen, with the reason of a kind that is known and refused, or with
    `several_sheets`, naming the sheets.
    """
    found: list[Sheet] = []
    refusal: UnreadableFile | None = None  # the likeliest table's
    for table in tables:
        try:
            head = list(islice(_filled(table), _HEADER_WITHIN))
        except UnreadableFile as fault:  # a wrong delimiter can break the quoting; the right one may not
            refusal = refusal or fault
            continue
        sheet = _fitting(table, head, profiles)
        if sheet is not None:
            found.append(sheet)
            if table.name is None:
                break
        elif head:
            refusal = refusal or _unknown(head, profiles, explicit=explicit)
    if not found:
        raise refusal or UnreadableFile("empty_file", "The file is empty.")
    return _only(found)


def _fitting(table: Table, head: Iterable[Record], profiles: Sequence[Profile]) -> Sheet | None:
    for record in head:
        profile = _best(record.cells, profiles)
        if profile is not None:
            return _sheet(table, record, profile)
    return None


def _only(found: Sequence[Sheet]) -> Sheet:
    """Return the one sheet that has rows, the first where none has; raises UnreadableFile where several have."""
    filled = [sheet for sheet in found if next(sheet.records(), None) is not None]
    if len(filled) > 1:
        names = ", ".join(shown(sheet.table.name or "") for sheet in filled)
        detail = f"Several sheets hold numbers, and a file is one table: {names}. Save them as files of their own."
        raise UnreadableFile("several_sheets", detail)
    return filled[0] if filled else found[0]


def _filled(table: Table) -> Iterator[Record]:
    for record in table.records():
        check_column_count(len(record.cells))
        if any(map(str.strip, record.cells)):
            yield record


def _best(header: list[str], profiles: Sequence[Profile]) -> Profile | None:
    fits = [(profile.fit(header), -place) for place, profile in enumerate(profiles)]
    fit, place = max(fits)
    return profiles[-place] if fit else None


def _sheet(table: Table, record: Record, profile: Profile) -> Sheet:
    header = [cell.replace("\ufeff", "").strip() for cell in record.cells]
    while header and not header[-1]:
        header.pop()
    positions: dict[str, int] = {}
    headers: dict[str, str] = {}
    ignored: list[str] = []
    known = profile.known
    for place, cell in enumerate(header):
        name = known.get(header_key(cell))
        if not name:
            ignored.extend([shown(cell)] if cell else [])
        elif name in positions:
            raise UnreadableFile("duplicate_column", f"Two columns say the same thing: {headers[name]} and {cell}.")
        else:
            positions[name], headers[name] = place, cell
    return Sheet(profile, table, tuple(header), record.line, positions, headers, tuple(ignored))


def _unknown(head: list[Record], profiles: Sequence[Profile], *, explicit: bool) -> UnreadableFile:
    seen = shown(", ".join(cell.strip() for cell in head[0].cells if cell.strip()))
    if explicit:
        expected = ", ".join(profiles[0].sample_header)
        detail = f"The header is: {seen}. {profiles[0].key} has: {expected}."
        return UnreadableFile("profile_mismatch", detail)
    refused = next((kind for record in head for kind in refused_kinds() if kind.fits(record.cells)), None)
    if refused is not None:
        return UnreadableFile(refused.code, refused.reason)
    known = ", ".join(profile.key for profile in profiles)
    way = "Say what its columns are: POST /column-mappings:propose tells what they probably are."
    return UnreadableFile("unknown_format", f"The header is: {seen}. Known kinds of file: {known}. {way}")

"""Finds the profile that a file fits, by its header and never by its name."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from campaigns.readers.catalogue import refused_kinds
from campaigns.readers.drift import Drift, drift_of, nearest, without_days
from campaigns.readers.profile import NOT_KEPT, Profile, Sheet
from campaigns.readers.renames import AS_THEY_ARE, Renames
from campaigns.readers.rows import UnreadableFile, shown
from campaigns.readers.tables import Record, Table, check_column_count

_HEADER_WITHIN = 10
"""Exports put at most a banner or two above their header."""
_LOOKED_AT = 2_000


def recognise(
    tables: Iterable[Table],
    profiles: Sequence[Profile],
    *,
    explicit: bool,
    renames: Renames = AS_THEY_ARE,
    network: str | None = None,
    wanted: Collection[str] = (),
) -> Sheet:
    """Return the table that fits one of `profiles`, under the profile that knows most of its columns.

    A text is one table, by whichever delimiter fits first; of a workbook's sheets only one may hold rows that fit.
    With `explicit`, `profiles` is the one that the user named; `renames` are the headers that the user says are others.
    Of profiles that know equally many columns one whose key is `wanted` is taken, else one of `network`.
    Raises UnreadableFile with `unknown_format` or `profile_mismatch`, naming the header that was seen, with the reason
    of a kind that is known and refused, with `header_changed`, naming the profile that it nearly is, or with
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
        sheet = _fitting(table, head, _in_order(profiles, network, wanted), renames)
        if sheet is not None:
            found.append(sheet)
            if table.name is None:
                break
        elif head:
            refusal = refusal or _unknown(head, profiles, explicit=explicit, network=network)
    if not found:
        raise refusal or UnreadableFile("empty_file", "The file is empty.")
    sheet = _only(found)
    if not explicit and network is not None:
        _check_nearer(sheet, [profile for profile in profiles if profile.network == network])
    return sheet


def _check_nearer(sheet: Sheet, own: Sequence[Profile]) -> None:
    """Raise UnreadableFile where our own table would leave columns out that an export of the network nearly has."""
    if sheet.profile.network is not None or not sheet.ignored:
        return
    nearer = nearest([sheet.header], own)
    if nearer is not None and len(sheet.header) - len(nearer.unknown) > len(sheet.positions):
        raise _changed(nearer, shown(", ".join(sheet.header)), own)


def _fitting(table: Table, head: Iterable[Record], profiles: Sequence[Profile], renames: Renames) -> Sheet | None:
    """Return the table under the line that a profile knows most of: of a header over two lines mostly the lower."""
    best: tuple[int, Record, Profile] | None = None
    for record in head:
        found = _best(renames.spelled(record.cells), profiles)
        if found is not None and (best is None or found[0] > best[0]):
            best = (found[0], record, found[1])
    return best and _sheet(table, best[1], best[2], renames)


def _only(found: Sequence[Sheet]) -> Sheet:
    """Return the one sheet that has rows, the first where none has; raises UnreadableFile where several have.

    Hidden sheets count only where no other fits.
    """
    seen = [sheet for sheet in found if not sheet.table.hidden]
    filled = [sheet for sheet in seen or found if next(sheet.records(), None) is not None]
    if len(filled) > 1:
        names = ", ".join(shown(sheet.table.name or "") for sheet in filled)
        detail = f"Several sheets hold numbers, and a file is one table: {names}. Save them as files of their own."
        raise UnreadableFile("several_sheets", detail)
    return (filled or seen or found)[0]


def _filled(table: Table) -> Iterator[Record]:
    for record in table.records():
        check_column_count(len(record.cells))
        if any(map(str.strip, record.cells)):
            yield record


def _in_order(profiles: Sequence[Profile], network: str | None, wanted: Collection[str]) -> list[Profile]:
    """Return the profiles as they go before each other where they know equally many columns."""
    return sorted(profiles, key=lambda profile: (profile.key not in wanted, profile.network != network))


def _best(header: list[str], profiles: Sequence[Profile]) -> tuple[int, Profile] | None:
    fit, place = max((profile.fit(header), -place) for place, profile in enumerate(profiles))
    return (fit, profiles[-place]) if fit else None


def _sheet(table: Table, record: Record, profile: Profile, renames: Renames) -> Sheet:
    header = [cell.replace("\ufeff", "").strip() for cell in record.cells]
    nameless = _nameless(table, record.line, [place for place, cell in enumerate(header) if not cell])
    while header and not header[-1] and len(header) - 1 not in nameless:
        header.pop()
    renames.check(header, profile)
    positions: dict[str, int] = {}
    headers: dict[str, str] = {}
    ignored: list[str] = []
    for place, (cell, spelled) in enumerate(zip(header, renames.spelled(header), strict=True)):
        own = profile.own_header(spelled)
        name = profile.header[own] if own is not None else NOT_KEPT
        if not name:
            ignored.extend([shown(cell)] if cell else [])
        elif name in positions:
            raise UnreadableFile("duplicate_column", f"Two columns say the same thing: {headers[name]} and {cell}.")
        else:
            positions[name], headers[name] = place, cell
    ignored += [f"(column {place + 1})" for place in sorted(nameless)]
    renamed = {cell: own for cell, own in zip(header, renames.spelled(header), strict=True) if cell != own}
    return Sheet(profile, table, tuple(header), record.line, positions, headers, tuple(ignored), renamed)


def _nameless(table: Table, header_line: int, places: Sequence[int]) -> frozenset[int]:
    """Return which of `places`, whose header is blank, hold something below it."""
    if not places:
        return frozenset()
    records = islice((record for record in table.records() if record.line > header_line), _LOOKED_AT)
    rows = [record.cells for record in records]
    return frozenset(place for cells in rows for place in places if place < len(cells) and cells[place].strip())


def _unknown(head: list[Record], profiles: Sequence[Profile], *, explicit: bool, network: str | None) -> UnreadableFile:
    seen = shown(", ".join(cell.strip() for cell in head[0].cells if cell.strip()))
    headers = [record.cells for record in head]
    if explicit:
        expected = ", ".join(profiles[0].sample_header)
        detail = f"The header is: {seen}. {profiles[0].key} has: {expected}."
        drift = nearest(headers, profiles) or drift_of(headers[0], profiles[0], profiles)
        return UnreadableFile("profile_mismatch", f"{detail}{_advice(drift)}", drift.to_dict())
    refused = next((kind for record in head for kind in refused_kinds() if kind.fits(record.cells)), None)
    if refused is not None:
        return UnreadableFile(refused.code, refused.reason)
    own = [profile for profile in profiles if profile.network == (network or profile.network)]
    likely = [profile for profile in profiles if network is None or profile.network in {network, None}]
    drifted = without_days(headers, likely) or nearest(headers, own) or nearest(headers, likely)
    if drifted is not None:
        return _changed(drifted, seen, profiles)
    way = "GET /import-profiles lists the known kinds; POST /column-mappings:propose tells what its columns may be."
    return UnreadableFile("unknown_format", f"This is no known kind of file. Its header is: {seen}. {way}")


def _changed(drift: Drift, seen: str, profiles: Sequence[Profile]) -> UnreadableFile:
    """Return the refusal of a table that is nearly of a kind."""
    profile = next(profile for profile in profiles if profile.key == drift.profile)
    days = {own for own, name in profile.header.items() if name == "day"}
    if drift.needed and set(drift.needed) <= days and not days & set(drift.renamed.values()):
        detail = (
            f"This is {profile.title} without its days: lines for a whole period that the file does not state. Export"
            f" it by day, with the column {' or '.join(drift.needed)}."
        )
        return UnreadableFile("not_by_day", detail, drift.to_dict())
    missing = ", ".join(drift.needed or drift.missing)
    detail = f"The header is nearly that of {drift.profile}: {seen}. Missing: {missing}."
    return UnreadableFile("header_changed", f"{detail}{_advice(drift)}", drift.to_dict())


def _advice(drift: Drift) -> str:
    """Say which unknown columns may be missing ones, and how to accept that."""
    if not drift.matches:
        return ""
    likely = ", ".join(f"{match.header} may be {match.stands_for}" for match in drift.matches)
    return f" {likely}. To accept this send renamed={json.dumps(drift.renamed, ensure_ascii=False)}."

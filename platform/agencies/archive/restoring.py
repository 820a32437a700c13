"""Makes an agency from an archive, in one transaction: whatever does not fit leaves nothing behind."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connections
from django.utils.module_loading import import_string

from agencies.archive.errors import DamagedArchiveError, ForeignVersionError, UnfitDataError
from agencies.archive.lines import quoted, storing
from agencies.archive.manifest import Manifest, TablePart
from agencies.archive.reading import Archive, opened
from agencies.archive.shared import shared_rows
from agencies.archive.tables import BYTES, Table, tables_of
from agencies.context import OWNER, as_owner
from agencies.fleet import CHECK_AT_ONCE, apply_missing, apply_up_to, template_sql, tenant_labels, tenant_migrations
from agencies.provisioning import closing_rights, founded, make_tables
from agencies.references import AgencyRef
from audit import events
from audit.actors import COMMAND_LINE

STAGE = "archive_lines"


@dataclass(frozen=True, slots=True)
class Restored:
    """The agency that was made, how many rows it has, and how many migrations carried its data to this version."""

    agency: AgencyRef
    rows: int
    migrations_applied: int


def restore(path: Path, *, slug: str, name: str | None = None) -> Restored:
    """Make an agency of another slug, and of another name if one is given, from an archive.

    Everything is verified before anything is made. Raises DamagedArchiveError, ForeignVersionError, UnfitDataError,
    InvalidSlugError or SlugTakenError; then nothing is left.
    """
    with opened(path) as archive:
        make = _table_maker(archive.manifest)
        try:
            with founded(slug=slug, name=name or archive.manifest.agency["name"]) as agency, as_owner(agency.schema):
                make(agency)
                return _restored(archive, agency)
        except (IntegrityError, DataError) as error:
            raise UnfitDataError(f"The archive's data does not fit together: {str(error).splitlines()[0]}") from error


def _table_maker(manifest: Manifest) -> Callable[[AgencyRef], None]:
    """Choose how tables are made that are like those the archive was read from.

    Raises ForeignVersionError where the archive has a migration that this version does not know.
    """
    known = frozenset(f"{each.app_label}.{each.name}" for each in tenant_migrations())
    if newer := sorted(frozenset(manifest.migrations) - known):
        raise ForeignVersionError(
            f"The archive comes from Yardstick {manifest.product_version}, whose migration {newer[0]} this version "
            "does not know; restore it with that version or a later one."
        )
    if frozenset(manifest.migrations) == known:
        template = template_sql()
        return lambda agency: make_tables(agency, template)
    return lambda _: apply_up_to(manifest.migrations)


def _restored(archive: Archive, agency: AgencyRef) -> Restored:
    manifest = archive.manifest
    with connections[OWNER].cursor() as cursor:
        tables = _tables_as_stated(cursor, agency, manifest)
        renamed = _arrive(archive, agency)
        for part in manifest.tables:
            _load(cursor, archive, part, tables[part.name], renamed)
        cursor.execute(CHECK_AT_ONCE)
        applied = len(apply_missing(tenant_labels()))
        _have_counted(cursor, agency)
        cursor.execute(closing_rights(agency.schema))
    for path in settings.AGENCY_ARRIVALS:
        import_string(path)(agency, manifest.agency, using=OWNER)
    events.agency_restored(
        COMMAND_LINE, id=agency.id, name=agency.name, archive=manifest.digest(), former=manifest.agency, using=OWNER
    )
    return Restored(agency, manifest.rows, applied)


def _tables_as_stated(cursor: Any, agency: AgencyRef, manifest: Manifest) -> Mapping[str, Table]:
    """Give the tables that were made; raises ForeignVersionError unless they are those that the archive was read from.

    Older archives may hold a table of which only a later migration says that it stays behind.
    """
    made = {table.name: table for table in tables_of(cursor, agency.schema, left_out=settings.LEFT_OUT_OF_ARCHIVES)}
    stated = {part.name: dict(part.columns) for part in manifest.tables}
    columns = {name: {column.name: column.type for column in table.columns} for name, table in made.items()}
    for name in sorted(stated.keys() | columns.keys() - manifest.left_out.keys()):
        if stated.get(name) != columns.get(name):
            raise ForeignVersionError(f"The archive's table {name} is not the one that its migrations make here.")
    return made


def _arrive(archive: Archive, agency: AgencyRef) -> Mapping[bytes, bytes]:
    """Make the shared rows again; gives the ids that had to change."""
    parts = {part.name: part for part in archive.manifest.shared}
    renamed: dict[bytes, bytes] = {}
    for kind in shared_rows():
        if kind.arrive is None or kind.name not in parts:
            continue
        rows = (json.loads(line) for line in archive.lines(parts[kind.name]))
        try:
            changed = kind.arrive(agency, rows, OWNER)
        except (KeyError, TypeError, ValueError, ValidationError) as error:
            raise UnfitDataError(f"A line of {parts[kind.name].file} lacks a value or has a wrong one.") from error
        renamed |= {old.encode(): new.encode() for old, new in changed.items()}
    return renamed


def _load(cursor: Any, archive: Archive, part: TablePart, table: Table, renamed: Mapping[bytes, bytes]) -> None:
    columns = tuple(part.columns)
    bytes_columns = [column.name for column in table.of_type(BYTES)]
    stage = ", ".join(["line json", *(f"{quoted(name)} bytea" for name in bytes_columns)])
    cursor.execute(f"CREATE TEMP TABLE {STAGE} ({stage}) ON COMMIT DROP")
    with cursor.copy(f"COPY {STAGE} FROM STDIN") as copy:
        if bytes_columns:
            for line in archive.lines(part):
                row = json.loads(line)
                copy.write_row((_with_new_ids(line, renamed).decode(), *_bytes_of(archive, row, bytes_columns)))
        else:
            for chunk in archive.chunks(part):
                copy.write(_with_new_ids(chunk, renamed).replace(b"\\", b"\\\\"))
    cursor.execute(storing(table, columns, STAGE))
    if cursor.rowcount != part.rows:
        raise DamagedArchiveError(f"{part.file} gave {cursor.rowcount} rows instead of {part.rows}.")
    for column in table.columns:
        if column.counted:
            _count_on(cursor, table.name, column.name)
    cursor.execute(f"DROP TABLE {STAGE}")


def _have_counted(cursor: Any, agency: AgencyRef) -> None:
    """Have all tables counted: else the first questions would be planned for empty ones."""
    cursor.execute(f"ANALYZE {', '.join(quoted(table.name) for table in tables_of(cursor, agency.schema))}")


def _bytes_of(archive: Archive, row: Mapping[str, Any], names: Iterable[str]) -> list[bytes | None]:
    return [archive.bytes_of(row[name]["sha256"]) if name in row else None for name in names]


def _with_new_ids(text: bytes, renamed: Mapping[bytes, bytes]) -> bytes:
    """Write the new id wherever an old one stands: ids are unique, so no other text can be meant."""
    if not renamed:
        return text
    return re.sub(b"|".join(renamed), lambda found: renamed[found[0]], text)


def _count_on(cursor: Any, table: str, column: str) -> None:
    """Let the database number on after the highest number that came."""
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max({quoted(column)}), 1),"
        f" max({quoted(column)}) IS NOT NULL) FROM {quoted(table)}",
        [quoted(table), column],
    )

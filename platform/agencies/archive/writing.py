"""Writes an agency's archive: one zip, streamed to disk, read in one snapshot of the database."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.db import connections

from agencies.archive.lines import copied_lines, quoted
from agencies.archive.manifest import MANIFEST, README, BytesPart, Manifest, SharedPart, TablePart
from agencies.archive.shared import shared_rows
from agencies.archive.tables import BYTES, RECORD_OF_MIGRATIONS, Column, Table, tables_of
from agencies.archive.wording import README_TEXT
from agencies.context import OWNER
from agencies.references import AgencyRef

APPLIED = "SELECT app || '.' || name FROM {} ORDER BY 1"
OWN_RECORD = "public.agency_migrations()"  # an agency's role may not reach the table
PRIVATE = 0o600

Sink = Callable[[str, Iterable[bytes]], tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Written:
    """An archive on disk: its manifest, its size and the SHA-256 of the whole file."""

    path: Path
    manifest: Manifest
    bytes: int
    sha256: str


def write_archive(agency: AgencyRef, path: Path, *, using: str) -> Written:
    """Write everything that the agency has into one file, readable by its owner alone.

    Needs a context of the agency's schema that was opened with `snapshot=True`, so that all tables tell of one moment.
    A failure leaves no file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    try:
        manifest = _write(agency, draft, using)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    with path.open("rb") as file:
        digest = sha256()
        while part := file.read(1 << 20):
            digest.update(part)
    return Written(path, manifest, path.stat().st_size, digest.hexdigest())


def digests_of(agency: AgencyRef, *, using: str) -> Manifest:
    """Give the manifest of an archive that is written nowhere: what the agency has at this moment, with its digests."""
    return _manifest(agency, _digested, using)


def _write(agency: AgencyRef, draft: Path, using: str) -> Manifest:
    opener = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
    with os.fdopen(opener, "wb") as file, ZipFile(file, "w") as archive:
        manifest = _manifest(agency, _zipping(archive), using)
        for name, text in ((README, README_TEXT.encode()), (MANIFEST, manifest.written())):
            _zipping(archive)(name, [text])
    return manifest


def _manifest(agency: AgencyRef, sink: Sink, using: str) -> Manifest:
    with connections[using].cursor() as cursor:
        record = f"{agency.schema}.{RECORD_OF_MIGRATIONS}" if using == OWNER else OWN_RECORD
        cursor.execute(APPLIED.format(record))
        migrations = tuple(name for (name,) in cursor.fetchall())
        tables = tables_of(cursor, agency.schema, left_out=settings.LEFT_OUT_OF_ARCHIVES)
        return Manifest(
            product_version=version("yardstick"),
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            agency={"id": str(agency.id), "slug": agency.slug, "name": agency.name},
            migrations=migrations,
            tables=tuple(_table(cursor, table, sink) for table in tables),
            shared=tuple(_shared(agency, using, sink)),
            files=tuple(_files(cursor, tables, sink)),
            left_out={**settings.LEFT_OUT_OF_ARCHIVES, **settings.SHARED_LEFT_OUT_OF_ARCHIVES},
        )


def _table(cursor: Any, table: Table, sink: Sink) -> TablePart:
    file = f"tables/{table.name}.ndjson"
    rows, digest = sink(file, copied_lines(cursor, table))
    return TablePart(table.name, file, rows, digest, {column.name: column.type for column in table.columns})


def _shared(agency: AgencyRef, using: str, sink: Sink) -> Iterator[SharedPart]:
    for kind in shared_rows():
        file = f"shared/{kind.name}.ndjson"
        lines = (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in kind.leave(agency.id, using))
        rows, digest = sink(file, lines)
        yield SharedPart(kind.name, file, rows, digest)


def _files(cursor: Any, tables: Iterable[Table], sink: Sink) -> Iterator[BytesPart]:
    """Write what tables hold as bytes, the same bytes once."""
    seen: set[str] = set()
    for table in tables:
        for column in table.of_type(BYTES):
            for part, read in _bytes_of(cursor, table, column):
                if part.sha256 not in seen:
                    seen.add(part.sha256)
                    sink(part.file, [read()])
                    yield part


def _bytes_of(cursor: Any, table: Table, column: Column) -> Iterator[tuple[BytesPart, Callable[[], bytes]]]:
    name, of = quoted(column.name), quoted(table.name)
    cursor.execute(
        f"SELECT DISTINCT encode(sha256({name}), 'hex'), octet_length({name}) FROM {of} WHERE {name} IS NOT NULL"
        " ORDER BY 1"
    )
    for digest, size in cursor.fetchall():

        def read(wanted: str = digest) -> bytes:
            cursor.execute(f"SELECT {name} FROM {of} WHERE sha256({name}) = decode(%s, 'hex') LIMIT 1", [wanted])
            return bytes(cursor.fetchone()[0])

        yield BytesPart(digest, size), read


def _zipping(archive: ZipFile) -> Sink:
    def write(name: str, parts: Iterable[bytes]) -> tuple[int, str]:
        with _member(archive, name) as member:
            return _counted(parts, member.write)

    return write


@contextmanager
def _member(archive: ZipFile, name: str) -> Iterator[Any]:
    info = ZipInfo(name, date_time=datetime.now(UTC).timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = PRIVATE << 16
    with archive.open(info, "w", force_zip64=True) as member:
        yield member


def _digested(name: str, parts: Iterable[bytes]) -> tuple[int, str]:
    del name
    return _counted(parts, lambda _: None)


def _counted(parts: Iterable[bytes], write: Callable[[bytes], object]) -> tuple[int, str]:
    digest, count = sha256(), 0
    for part in parts:
        write(part)
        digest.update(part)
        count += 1
    return count, digest.hexdigest()

"""The bytes of an import that waits: kept in the agency's own schema, in pieces, and put on disk to be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.db import connection

from campaigns.models import Import, ImportFilePart

PART_BYTES = 4 * 1024 * 1024


def keep_file(record: Import, path: Path) -> None:
    """Keep the bytes of a file with its import, until they are forgotten."""
    with path.open("rb") as file:
        number = 0
        while data := file.read(PART_BYTES):
            ImportFilePart.objects.create(upload=record, number=number, data=data)
            number += 1
        if not number:
            ImportFilePart.objects.create(upload=record, number=0, data=b"")


def keeps_file(upload_id: UUID) -> bool:
    """Say whether the bytes of an import are still there."""
    return ImportFilePart.objects.filter(upload=upload_id).exists()


@contextmanager
def kept_file(upload_id: UUID) -> Iterator[Path]:
    """Give a copy on disk of an import's bytes, which is gone after use. The copy needs no open agency once made."""
    with NamedTemporaryFile(prefix="import-") as file:
        numbers = ImportFilePart.objects.filter(upload=upload_id).order_by("number").values_list("number", flat=True)
        for number in list(numbers):
            part = ImportFilePart.objects.values_list("data", flat=True).get(upload=upload_id, number=number)
            file.write(part)
        file.flush()
        yield Path(file.name)


def forget_file(upload_id: UUID) -> None:
    """Delete the bytes of an import, without reading them once more as the ORM would."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM campaigns_importfilepart WHERE upload_id = %s", [upload_id])

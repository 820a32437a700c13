"""What a user sends, and what can be said of it before a byte is parsed: its name, digest and day of capture."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from zoneinfo import ZoneInfo

from campaigns.imports.looks import Look
from campaigns.imports.refusals import CapturedInFuture, CapturedTooEarly
from campaigns.mapping.statement import Statement
from campaigns.models import Campaign, ColumnMapping, Import
from clients.models import NetworkAccount

LONGEST_NAME = 255
UNNAMED = "upload"
EARLIEST_CAPTURE = date(2000, 1, 1)
MOST_AHEAD = timedelta(hours=14)  # Pacific/Kiritimati, where a day begins first


@dataclass(frozen=True, slots=True)
class Upload:
    """What a user sends: a file on disk, what is said about it, and what was read of it to find its account."""

    path: Path
    file_name: str
    account: NetworkAccount
    campaign: Campaign | None = None
    profile: str | None = None
    captured_on: date | None = None
    export_year: int | None = None
    mapping: ColumnMapping | None = None
    columns: Statement | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    look: Look | None = None


def digest_of(path: Path) -> str:
    """Give the SHA-256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def capture_day(upload: Upload, digest: str) -> date:
    """Give the day that an upload was captured on; raises CapturedInFuture or CapturedTooEarly for one stated badly.

    Where none is stated: the day that the same bytes were first uploaded with, else today at the account.
    """
    stated = upload.captured_on
    if stated is None:
        return _first_capture(upload.account, digest) or datetime.now(ZoneInfo(upload.account.time_zone)).date()
    if stated > (datetime.now(UTC) + MOST_AHEAD).date():
        raise CapturedInFuture
    if stated < EARLIEST_CAPTURE:
        raise CapturedTooEarly
    return stated


def bare_file_name(name: str) -> str:
    """Give a file's own name without folders and control characters, shortened before its suffix where too long."""
    printable = "".join(sign for sign in name if sign.isprintable())
    base = printable.replace("\\", "/").rpartition("/")[2].strip()
    if base in {"", ".", ".."}:
        return UNNAMED
    suffix = Path(base).suffix[: LONGEST_NAME // 2]
    return base if len(base) <= LONGEST_NAME else base[: LONGEST_NAME - len(suffix)] + suffix


def _first_capture(account: NetworkAccount, digest: str) -> date | None:
    same = Import.objects.filter(account=account, sha256=digest).order_by("created_at", "id")
    return same.values_list("captured_on", flat=True).first()

"""What a home remembers of its database: the password, where the data lies, the port it last had."""

import json
import os
import pwd
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from database.errors import Code, DatabaseUnavailable

RECORD = "cluster.json"


@dataclass(frozen=True)
class Record:
    """The content of `cluster.json`, readable by its owner only.

    `room` is None where the data lies beside the record, so that a home can be moved. `made` is set once the data
    folder was completely made: a crash before leaves it False, and the folder may be made anew.
    """

    password: str = field(repr=False)
    room: Path | None
    port: int | None = None
    made: bool = False


def records_folder(home: Path) -> Path:
    """Return `<home>/database` with links resolved; it need not exist."""
    return home.absolute().joinpath("database").resolve()


def open_folder(records: Path) -> None:
    """Make the folder private to the caller. Raises DatabaseUnavailable (`foreign_owner`) if it is somebody else's."""
    records.mkdir(mode=0o700, parents=True, exist_ok=True)
    require_own(records)
    records.chmod(0o700)


def require_own(records: Path) -> None:
    """Refuse (`foreign_owner`) a folder of another account: its server is that account's to start and stop."""
    owner = records.stat().st_uid
    if owner != os.geteuid():
        raise DatabaseUnavailable(
            Code.FOREIGN_OWNER,
            f"{records} belongs to {_name_of(owner)}, and this is {_name_of(os.geteuid())}. "
            f"Run as {_name_of(owner)}, or set YARDSTICK_HOME to a folder of your own.",
        )


def load(records: Path) -> Record | None:
    """Read the record, or None where no database was made yet.

    Raises DatabaseUnavailable: `foreign_owner`, or `bad_record` for a damaged file.
    """
    file = records / RECORD
    try:
        require_own(records)
        written = json.loads(file.read_text(encoding="utf-8"))
        room = written["room"]
        return Record(
            password=str(written["password"]),
            room=None if room is None else Path(room),
            port=written["port"],
            made=bool(written["made"]),
        )
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise DatabaseUnavailable(
            Code.FOREIGN_OWNER, f"{file} cannot be read by {_name_of(os.geteuid())}; the database is another account's."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DatabaseUnavailable(
            Code.BAD_RECORD,
            f"{file} is damaged. Restore it from a backup: it holds the password of the data beside it.",
        ) from error


def save(records: Path, record: Record) -> None:
    """Write the record so that a crash leaves either the old one or the new one."""
    text = json.dumps(
        {
            "password": record.password,
            "room": None if record.room is None else str(record.room),
            "port": record.port,
            "made": record.made,
        },
        indent=2,
    )
    descriptor, draft = tempfile.mkstemp(dir=records, prefix=f".{RECORD}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text + "\n")
            stream.flush()
            os.fsync(descriptor)
        Path(draft).replace(records / RECORD)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(draft).unlink()
        raise


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"

"""Where the parts of one embedded server lie: records, data, sockets, locks, log and programs."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from database.accounts import Account, account_of, caller, server_account
from database.errors import Code, DatabaseUnavailable
from database.programs import Programs, copied_programs, run_as, wheel_programs

# Root's homes and checkouts are often closed to others, so root's data lies in the first of these that works.
ROOT_BASES = (Path("/var/lib/yardstick"), Path("/var/tmp/yardstick"))  # noqa: S108 (ownership is checked)
# The shortest limit of the systems that the wheel is built for (macOS), the closing NUL included.
LONGEST_SOCKET_PATH = 103
SOCKET_NAME = ".s.PGSQL.65535"


@dataclass(frozen=True)
class Site:
    """The places of one server; `room` is where the data lies, `records` where the home keeps its notes."""

    records: Path
    room: Path
    account: Account
    programs: Programs

    @property
    def data(self) -> Path:
        """The PostgreSQL data folder."""
        return self.room / "data"

    @property
    def life_lock(self) -> Path:
        """The file that living server processes hold."""
        return self.room / "alive.lock"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.records / "postgres.log"


def turn_lock(records: Path) -> Path:
    """Return the file that whoever starts or stops the server holds."""
    return records / "turn.lock"


def known_site(records: Path, room: Path | None) -> Site:
    """Return a recorded site. Raises DatabaseUnavailable (`data_missing`, `no_programs`, `no_account`)."""
    if room is None:
        return Site(records, records, caller(), wheel_programs())
    if not room.exists():
        raise data_missing(records, room)
    data = room / "data"
    account = account_of(data.stat().st_uid) if data.exists() else server_account()
    return Site(records, room, account, copied_programs(room.parent))


def data_missing(records: Path, place: Path) -> DatabaseUnavailable:
    """Return the refusal to begin with an empty database where there should be data."""
    return DatabaseUnavailable(
        Code.DATA_MISSING,
        f"{records} says that the data lies in {place}, and nothing is there. "
        f"Restore it, or remove {records} to begin with an empty database.",
    )


def new_site(records: Path) -> Site:
    """Choose where a new server's data shall lie, and make the folders."""
    if os.geteuid() != 0:
        return known_site(records, None)
    account = server_account()
    for base in (*ROOT_BASES, Path(tempfile.gettempdir()) / "yardstick-root"):
        programs = _programs_in(base, account)
        if programs is not None:
            room = base.resolve() / hashlib.sha256(os.fsencode(records)).hexdigest()[:16]
            _make_passable(room)
            return Site(records, room, account, programs)
    raise DatabaseUnavailable(
        Code.UNWRITABLE,
        f"Root's server needs a folder that {account.name} can reach and run programs in; none of "
        f"{', '.join(map(str, ROOT_BASES))} is one. Run as an ordinary user, or set DATABASE_URL.",
    )


def give_folder(folder: Path, account: Account) -> None:
    """Make an empty folder that only the account can enter."""
    folder.mkdir(mode=0o700)
    folder.chmod(0o700)
    if not account.is_caller:
        os.chown(folder, account.uid, account.gid)


def socket_folder(site: Site) -> Path:
    """Return a private folder of the account for the server's socket, short enough for the operating system."""
    for folder in (site.room / "socket", short_socket_folder(site)):
        if len(os.fsencode(folder / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
            continue
        if not folder.is_symlink() and not folder.exists():
            give_folder(folder, site.account)
        if is_private(folder, site.account):
            return folder
    folder = Path(tempfile.mkdtemp(prefix="yardstick-", dir="/tmp"))
    if not site.account.is_caller:
        os.chown(folder, site.account.uid, site.account.gid)
    return folder


def short_socket_folder(site: Site) -> Path:
    """Return the short folder that stands in for one under a long path."""
    name = hashlib.sha256(os.fsencode(site.data)).hexdigest()[:16]
    return Path("/tmp") / f"yardstick-{site.account.uid}-{name}"  # noqa: S108 (`is_private` guards it)


def is_private(folder: Path, account: Account) -> bool:
    """Tell whether a folder is the account's own and closed to everybody else."""
    state = folder.lstat()
    return folder.is_dir() and not folder.is_symlink() and state.st_uid == account.uid and not state.st_mode & 0o077


def _programs_in(base: Path, account: Account) -> Programs | None:
    try:
        _make_passable(base)
        programs = copied_programs(base)
    except OSError:
        return None
    return programs if run_as(programs, account) else None


def _make_passable(folder: Path) -> None:
    # Others may pass through to what is theirs, but neither list nor change the folder.
    folder.mkdir(mode=0o711, exist_ok=True)
    state = folder.lstat()
    if folder.is_symlink() or state.st_uid != os.geteuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    folder.chmod(0o711)

"""The operating system account that the server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from typing import TypedDict

from database.errors import Code, DatabaseUnavailable

# initdb looks its user up by name, so a bare number without an account does not do.
UNPRIVILEGED = ("postgres", "nobody", "daemon")


class Privileges(TypedDict, total=False):
    """The keyword arguments by which `subprocess` gives privileges up; empty where there are none to give up."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """A user of the operating system."""

    uid: int
    gid: int
    name: str

    @property
    def is_caller(self) -> bool:
        """Tell whether this process already runs as the account."""
        return self.uid == os.geteuid()

    def privileges(self) -> Privileges:
        """Return what makes a child process run as the account."""
        if self.is_caller:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def caller() -> Account:
    """Return the account of this process."""
    return account_of(os.geteuid())


def account_of(uid: int) -> Account:
    """Return the account with a number, named by the number where the system knows no name."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(uid=uid, gid=os.getegid(), name=f"uid {uid}")
    return Account(uid=uid, gid=entry.pw_gid, name=entry.pw_name)


def server_account() -> Account:
    """Return the caller's account or, for root, the first unprivileged one that root may become here.

    Raises DatabaseUnavailable (`no_account`) where root can become none, as in a user namespace with a single user.
    """
    if os.geteuid() != 0:
        return caller()
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        account = Account(uid=entry.pw_uid, gid=entry.pw_gid, name=name)
        if account.uid != 0 and _can_become(account):
            return account
    raise DatabaseUnavailable(
        Code.NO_ACCOUNT,
        "PostgreSQL does not run as root, and root can become none of the accounts "
        f"{', '.join(UNPRIVILEGED)} here. Run as an ordinary user, or set DATABASE_URL.",
    )


def _can_become(account: Account) -> bool:
    try:
        subprocess.run(["/bin/sh", "-c", ":"], cwd="/", check=True, **account.privileges())
    except (OSError, subprocess.SubprocessError):
        return False
    return True

"""What the installation is told from outside: one typed object, read once from environment variables."""

import os
import secrets
from functools import lru_cache
from hashlib import sha256
from hmac import digest
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

HIGHEST_PORT = 65535


def _web_address(text: str) -> str:
    address = urlsplit(text)  # it raises ValueError itself for what is no address at all, and for a port that is none
    if text and (address.scheme not in {"http", "https"} or not address.hostname or address.port == 0):
        message = "an address like https://yardstick.example is expected"
        raise ValueError(message)
    return text


def _database_address(text: str) -> str:
    try:
        port = conninfo_to_dict(text).get("port")
    except ProgrammingError:
        message = "an address like postgresql://user:password@host:5432/database is expected"
        raise ValueError(message) from None
    if not all(not each or _is_port(each) for each in str(port or "").split(",")):  # one for each of several hosts
        message = "a port is a number from 1 to 65535"
        raise ValueError(message)
    return text


def _pooler_address(text: str) -> str:
    host, _, port = text.rpartition(":")
    if text and not (host and _is_port(port)):
        message = "a host and its port are expected, like pooler:6432"
        raise ValueError(message)
    return text


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 1 <= int(text) <= HIGHEST_PORT


def _readable(path: Path | None) -> Path | None:
    if path is not None and not path.exists():
        message = "there is no such file"
        raise ValueError(message)
    return path


class Environment(BaseSettings):
    """Settings of one installation; every name is prefixed `YARDSTICK_` except the customary `DATABASE_URL`."""

    model_config = SettingsConfigDict(env_prefix="YARDSTICK_", extra="ignore", populate_by_name=True)

    home: Path = Path(".yardstick")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=HIGHEST_PORT)
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    production: bool = False
    base_url: Annotated[str, AfterValidator(_web_address)] = ""
    secret_key: str = ""
    secret_key_file: Annotated[Path | None, BeforeValidator(lambda said: said or None), AfterValidator(_readable)] = (
        None
    )
    database_url: Annotated[str, AfterValidator(_database_address)] = Field(
        default="", validation_alias=AliasChoices("DATABASE_URL", "YARDSTICK_DATABASE_URL")
    )
    database_name: str = "yardstick"
    database_pool: bool = False
    pooler: Annotated[str, AfterValidator(_pooler_address)] = ""
    allowed_hosts: str = "127.0.0.1,localhost"
    cors_origins: str = ""
    email_backend: str = "django.core.mail.backends.console.EmailBackend"
    email_from: str = "yardstick@localhost"
    email_host: str = "localhost"
    email_port: int = 25
    email_user: str = ""
    email_password: str = ""
    email_tls: bool = False
    embedded_durable: bool = True
    pages_kept: int = Field(default=64, ge=0)
    jobs_at_once: int = Field(default=2, ge=0)
    jobs_heartbeat: float = Field(default=10.0, gt=0)
    daily_hour: int = Field(default=1, ge=0, le=23)

    def public_url(self) -> str:
        """Give the address that links in e-mails and the demo file start with."""
        return self.base_url or f"http://{self.host}:{self.port}"

    def hosts(self) -> list[str]:
        """List the host names that the server answers to: the stated ones and that of its public address."""
        stated = [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]
        own = urlsplit(self.public_url()).hostname or ""
        return stated if own in stated else [*stated, own]

    def secret(self) -> str:
        """Give the installation's secret: stated, read from a file, or made once and kept in the home folder."""
        if self.secret_key:
            return self.secret_key
        if self.secret_key_file:
            return self.secret_key_file.read_text().strip()
        if self.production:
            return ""  # the system check `yardstick.E001` names what is missing
        return _kept_secret(self.home.resolve() / "secret")

    def derived(self, purpose: str) -> str:
        """Derive a secret for one purpose, so that no two uses share a key."""
        return digest(self.secret().encode(), purpose.encode(), sha256).hex()


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Read the environment once a process; a variable that cannot be understood ends it with a line that says why."""
    try:
        return Environment()
    except ValidationError as error:
        raise SystemExit("\n".join(map(_misunderstood, error.errors()))) from None


def _misunderstood(fault: ErrorDetails) -> str:
    name = str(fault["loc"][0]).upper()
    reason = fault["msg"].removeprefix("Value error, ")
    if name.endswith("DATABASE_URL"):  # which may hold a password
        return f"DATABASE_URL: {reason}."
    return f"YARDSTICK_{name} is {fault['input']!r}: {reason[:1].lower()}{reason[1:]}."


def prepare_database() -> None:
    """Start or join the embedded PostgreSQL unless `DATABASE_URL` names a server, and say where it is.

    The address goes into this process's environment, so that child processes find the same server.
    """
    if os.environ.get("DATABASE_URL"):
        return
    from database import ensure_running  # only needed where no server is named

    chosen = environment()
    os.environ["DATABASE_URL"] = ensure_running(chosen.home.resolve(), durable=chosen.embedded_durable).url()
    environment.cache_clear()

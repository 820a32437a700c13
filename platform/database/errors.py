"""Why no database can be had, as one error with a code for programs and a sentence for people."""

from enum import StrEnum


class Code(StrEnum):
    """The closed set of reasons."""

    BAD_RECORD = "bad_record"
    BAD_URL = "bad_url"
    BUSY = "busy"
    DATA_INCOMPATIBLE = "data_incompatible"
    DATA_MISSING = "data_missing"
    FOREIGN_OWNER = "foreign_owner"
    FOREIGN_SERVER = "foreign_server"
    INIT_FAILED = "init_failed"
    NO_ACCOUNT = "no_account"
    NO_PROGRAMS = "no_programs"
    NOT_RUNNING = "not_running"
    START_FAILED = "start_failed"
    START_TIMEOUT = "start_timeout"
    STOP_FAILED = "stop_failed"
    UNWRITABLE = "unwritable"


class DatabaseUnavailable(Exception):  # noqa: N818 (reads as the state that callers ask about)
    """There is no database to talk to; `code` says why and `detail` says what to do."""

    def __init__(self, code: Code, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail

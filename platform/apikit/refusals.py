"""A business rule that says no, stated without HTTP: services raise these, the problem translation gives the status."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar


class RefusalKind(StrEnum):
    """What sort of no it is; the problem translation holds the HTTP status of each."""

    MALFORMED = "malformed"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    MISSING = "missing"
    CONFLICT = "conflict"
    GONE = "gone"
    STALE = "stale"
    INVALID = "invalid"
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"


class Refusal(Exception):  # noqa: N818 - a business word; subclasses are named after the rule they state
    """A rule refused the request.

    Subclasses set `code` (stable, snake_case, read by machines), `kind` and `detail` (a sentence for people).
    `pointer` names the field at fault as a JSON pointer fragment such as `#/accounts/0/network`. `particulars` tells
    machines what stands in the way; which members it has depends on the code.
    """

    kind: ClassVar[RefusalKind] = RefusalKind.INVALID
    code: str = "refused"
    detail: str = "The request was refused."
    pointer: str | None = None
    retry_after_seconds: int | None = None
    particulars: Mapping[str, Any] | None = None

    def __init__(
        self,
        detail: str | None = None,
        *,
        code: str | None = None,
        pointer: str | None = None,
        particulars: Mapping[str, Any] | None = None,
    ) -> None:
        self.detail = detail or self.detail
        self.code = code or self.code
        self.pointer = pointer or self.pointer
        self.particulars = particulars or self.particulars
        super().__init__(self.detail)

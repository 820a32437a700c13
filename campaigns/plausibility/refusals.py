"""The rules about findings that can say no, by name."""

from apikit.refusals import Refusal, RefusalKind


class AlreadyResolved(Refusal):
    """There is nothing left to decide once the numbers are others."""

    kind = RefusalKind.CONFLICT
    code = "already_resolved"
    detail = "The numbers were changed since, and no longer break the rule."

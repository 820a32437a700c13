"""The rules of reports that can say no, by name."""

from apikit.refusals import Refusal, RefusalKind


class AlreadyPublished(Refusal):
    """A published report never changes."""

    kind = RefusalKind.CONFLICT
    code = "published"
    detail = "A published report never changes; make a new one."


class NotClosing(Refusal):
    """Only a published report closes its days, and only until it is reopened."""

    kind = RefusalKind.CONFLICT
    code = "not_closing"
    detail = "This report closes no days: it is a draft, or it was reopened already."


class DataChanging(Refusal):
    """A report is frozen from several questions, between which nothing may change."""

    kind = RefusalKind.CONFLICT
    code = "data_changing"
    detail = "The agency's data kept changing while the report was made; make it again in a moment."


class UnknownTemplate(Refusal):
    """There is no report template of this name."""

    code = "unknown_template"
    detail = "There is no report template of this name."
    pointer = "#/template"


class EmptyWindow(Refusal):
    """The window ends before it starts, or has not begun."""

    code = "empty_window"
    detail = "The window ends before it starts, or lies in the future."
    pointer = "#/end"


class WindowTooLong(Refusal):
    """A report shows each day of its window."""

    code = "window_too_long"
    detail = "A report covers at most 366 days."
    pointer = "#/end"

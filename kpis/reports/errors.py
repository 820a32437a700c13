"""Why a report cannot be shown as asked."""


class ReportViewError(ValueError):
    """A report was asked for in a way that does not exist; `code` names it for machines."""

    code = "unknown_report_view"


class UnknownLens(ReportViewError):  # noqa: N818 - reads as the sentence it is
    """Nobody reads reports through a lens of this name."""

    code = "unknown_lens"


class UnknownLanguage(ReportViewError):  # noqa: N818
    """Reports are not written in this language."""

    code = "unknown_language"

"""The rules of importing that can say no, by name."""

from apikit.refusals import Refusal, RefusalKind


class FileRefused(Refusal):
    """The file as a whole cannot be read; `code` is the reader's."""

    code = "unreadable_file"
    pointer = "#/file"


class SumTooLarge(Refusal):
    """Numbers of which each may be true, and which together are larger than a column can hold."""

    code = "sum_too_large"
    detail = "What the numbers of this account come to on a day or in a month is too large to be true."


class NotCommitted(Refusal):
    """Only a committed import can be taken back."""

    kind = RefusalKind.CONFLICT
    code = "not_committed"
    detail = "Only a committed import can be reverted."


class NotPreviewed(Refusal):
    """Only a previewed import waits for its commit."""

    kind = RefusalKind.CONFLICT
    code = "not_previewed"
    detail = "Only a previewed import can be committed."


class NotCancellable(Refusal):
    """Only what has not ended can be cancelled."""

    kind = RefusalKind.CONFLICT
    code = "not_cancellable"
    detail = "Only an import that waits or runs can be cancelled; this one has ended."


class NotRetryable(Refusal):
    """Only an import that failed in the background, and whose bytes are still there, can be tried again."""

    kind = RefusalKind.CONFLICT
    code = "not_retryable"
    detail = "Only an import that failed in the background, and whose file is kept, can be tried again."


class WrongBrand(Refusal):
    """The campaign belongs to another brand than the account."""

    code = "wrong_brand"
    detail = "The campaign belongs to another brand than the account."
    pointer = "#/campaign"


class CapturedInFuture(Refusal):
    """Nobody can have exported a file on a day that has begun nowhere on earth."""

    code = "captured_in_future"
    detail = "The day of capture has not begun anywhere yet."
    pointer = "#/captured_on"


class CapturedTooEarly(Refusal):
    """No network that we know existed on that day."""

    code = "captured_too_early"
    detail = "The day of capture lies before the year 2000."
    pointer = "#/captured_on"


class PeriodClosed(Refusal):
    """A published report states these days; `particulars` names each such report under `reports`."""

    kind = RefusalKind.CONFLICT
    code = "period_closed"
    detail = "A published report states these days."

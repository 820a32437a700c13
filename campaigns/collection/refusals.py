"""The rules of collecting files that can say no, by name."""

from apikit.refusals import Refusal, RefusalKind


class NotOfThisAccount(Refusal):
    """An account has the files of its own network and kind."""

    code = "not_of_this_account"
    detail = "The account's network has no such file for accounts of this kind."
    pointer = "#/profile"


class LosesDays(Refusal):
    """A file once a period is of no use where its export does not reach back over the period."""

    code = "loses_days"
    pointer = "#/cadence"

    def __init__(self, covers_days: int, cadence: str) -> None:
        super().__init__(f"The export reaches {covers_days} days back: a {cadence} file would miss days.")


class CannotSeeBrand(Refusal):
    """Who is asked for a brand's file works on the brand."""

    code = "cannot_see_brand"
    detail = "There is no such member, or the member does not work on the account's brand."
    pointer = "#/assignee"


class TwoAssignees(Refusal):
    """A file comes from one person."""

    code = "two_assignees"
    detail = "Name a member or a contact outside of the agency, not both."
    pointer = "#/contact_name"


class TooManyFiles(Refusal):
    """A bounded number of files is taken at once, those in archives counted."""

    code = "too_many_files"
    pointer = "#/files"

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most} files are taken at once, those in archives counted.")


class UnpacksToTooMuch(Refusal):
    """Archives that come together unpack to a bounded number of bytes."""

    code = "unpacks_to_too_much"
    pointer = "#/files"

    def __init__(self, most: int) -> None:
        super().__init__(f"Archives sent together unpack to at most {most // 1024 // 1024} MB; send fewer at once.")


class NotOfThisBrand(Refusal):
    """An upload link is for accounts of one brand."""

    code = "wrong_brand"
    detail = "An account of the link belongs to another brand."
    pointer = "#/accounts"


class PastMoment(Refusal):
    """An upload link ends in the future, within a year."""

    code = "bad_expiry"
    detail = "A link ends in the future, at most 366 days from now."
    pointer = "#/expires_at"


class LinkUsedUp(Refusal):
    """A link takes so many files and bytes and no more."""

    kind = RefusalKind.CONFLICT
    code = "link_used_up"
    detail = "The link takes no more files, or none so large; ask for a new one."


class TooManyRefused(Refusal):
    """A link takes a bounded number of files that are refused: who only tries is stopped."""

    kind = RefusalKind.CONFLICT
    code = "too_many_refused"

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} files that came by this link were refused; ask for a new one.")


class TooManyUploads(Refusal):
    """A link takes a bounded number of files in a quarter of an hour."""

    kind = RefusalKind.THROTTLED
    code = "too_many_uploads"
    detail = "Too many files came by this link in a short time; wait a little."


class LinkGone(Refusal):
    """The link is no longer there."""

    kind = RefusalKind.GONE
    code = "link_gone"
    detail = "This link was taken back; ask for a new one."


class SnoozedWrongly(Refusal):
    """A reminder comes back in the future, within a year."""

    code = "bad_snooze"
    detail = "A reminder comes back on a later day than today, at most 366 days from now."
    pointer = "#/until"

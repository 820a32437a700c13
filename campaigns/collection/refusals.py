"""The rules of collecting files that can say no, by name."""

from apikit.refusals import Refusal


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

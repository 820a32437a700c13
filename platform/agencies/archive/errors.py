"""What can be wrong with an archive, by name."""

from agencies.errors import AgencyError


class ArchiveError(AgencyError):
    """Base of what an archive is refused for; nothing of it is left anywhere."""


class DamagedArchiveError(ArchiveError):
    """The file is no archive of ours, or not as it was written: a part is missing, added or changed."""


class ForeignVersionError(ArchiveError):
    """The archive was written by a version whose tables this one does not know."""


class UnfitDataError(ArchiveError):
    """The archive's lines do not fit its tables: a value, a key or a reference is wrong."""


class UnknownColumnTypeError(AgencyError):
    """A table has a column of a type that cannot be written; the message names both."""

    def __init__(self, table: str, column: str, type_name: str) -> None:
        super().__init__(f"{table}.{column} is of type {type_name}, for which archives have no way of writing.")

"""What can go wrong around agencies, by name."""


class AgencyError(Exception):
    """Base of the errors of this app."""


class AgencySwitchError(AgencyError):
    """A context of one agency is open, and another one was asked for inside it."""


class StockContextError(AgencyError):
    """One of django-tenants' own ways to switch schemas was used."""


class SlugTakenError(AgencyError):
    """An agency of that slug exists already."""


class InvalidSlugError(AgencyError):
    """The slug is not a short lower-case name."""


class UnknownAgencyError(AgencyError):
    """There is no agency of that slug."""


class UnwritableMigrationError(AgencyError):
    """A migration does in Python what a new agency would miss; the message names it."""

    def __init__(self, migration: str) -> None:
        super().__init__(
            f"{migration} runs Python that new agencies never see: they are made from SQL. Mark the operation elidable "
            "if it only mends existing rows, else make the rows in a starter (AGENCY_STARTERS)."
        )

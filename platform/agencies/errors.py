"""What can go wrong around agencies, by name."""

from datetime import datetime


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


class AlreadyClosingError(AgencyError):
    """The agency is closing already."""

    def __init__(self) -> None:
        super().__init__("The agency is closing already.")


class NotClosingError(AgencyError):
    """The agency is not closing."""

    def __init__(self) -> None:
        super().__init__("The agency is not closing.")


class ClosedByOperatorError(AgencyError):
    """An operator closed the agency, so that an operator reopens it."""

    def __init__(self) -> None:
        super().__init__("The agency was closed by an operator.")


class StillInGraceError(AgencyError):
    """The agency can still come back; the message says until when."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            f"The agency can be reopened until {until.isoformat(timespec='minutes')}; purge it after that."
        )


class ForeignMigrationsError(AgencyError):
    """Migrations that were applied elsewhere are not a state that this version's migrations pass through."""

    def __init__(self) -> None:
        super().__init__("The migrations applied there are not a state that this version's migrations pass through.")


class UnwritableMigrationError(AgencyError):
    """A migration does in Python what a new agency would miss; the message names it."""

    def __init__(self, migration: str) -> None:
        super().__init__(
            f"{migration} runs Python that new agencies never see: they are made from SQL. Mark the operation elidable "
            "if it only mends existing rows, else make the rows in a starter (AGENCY_STARTERS)."
        )

"""The database backend: an agency's schema, role and id are set for one transaction and in one statement."""

from typing import Any

from django.db import DatabaseError, ProgrammingError
from django_tenants.postgresql_backend import base as stock
from psycopg.pq import TransactionStatus

from agencies.backend.introspection import DatabaseIntrospection
from agencies.backend.written import tables_written
from agencies.errors import StockContextError
from agencies.references import AgencyRef

ENTER = (
    "SELECT set_config('search_path', %s, true), set_config('yardstick.agency', %s, true), set_config('role', %s, true)"
)
STEADY = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; "  # sent along, since it costs no round trip there
UNDEFINED_TABLE = "42P01"
PUBLIC = "public"


class NoAgencyError(ProgrammingError):
    """An agency's table was asked for where no agency's context is open."""


class DatabaseWrapper(stock.DatabaseWrapper):
    """django-tenants' backend without its session state: nothing survives the transaction that set it.

    `open_schema` names the schema of the open context, `public` at the door and None outside; `agencies.context`
    alone sets it. `remembered` holds what was worked out once for the open context, `written` names the tables that
    were written in it; both end with it. A `steady` context is that of somebody who reads.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.open_schema: str | None = None
        self.agency: AgencyRef | None = None
        self.remembered: dict[object, Any] = {}
        self.written: set[str] = set()
        self.steady = False
        super().__init__(*args, **kwargs)
        self.introspection = DatabaseIntrospection(self)
        self.execute_wrappers.append(self._watched)

    @property
    def active_schema(self) -> str | None:
        """Name the agency's schema whose context is open, or None."""
        return None if self.open_schema == PUBLIC else self.open_schema

    @property
    def is_sound(self) -> bool:
        """Say whether what was done in the open transaction can still be committed."""
        return not self.needs_rollback and self.connection.info.transaction_status != TransactionStatus.INERROR

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:  # noqa: FBT001, FBT002 - signature of the base
        """Refuse every schema but the shared one: contexts are opened by `agencies.context`."""
        if tenant.schema_name != PUBLIC:
            msg = "Open an agency with agencies.context.in_agency, never by setting the connection's tenant"
            raise StockContextError(msg)
        self.tenant = tenant
        self.schema_name = PUBLIC
        self.include_public_schema = include_public

    def _handle_search_path(self, cursor: Any = None) -> None:
        """Leave the search path alone: it is set once a transaction, by `enter`."""

    def hold_snapshot(self) -> None:
        """Let every query of the transaction that was just opened tell of one moment; nothing can be written in it."""
        with self.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def enter(
        self, *, schema: str, role: str, agency: AgencyRef | None, steady: bool = False, nested: bool = False
    ) -> None:
        """Set path, agency and role for the transaction that is open. Errors are raised, never swallowed.

        All queries of a `steady` one tell of the moment of the first, unless it is `nested` in a longer one.
        """
        if not self.in_atomic_block:
            msg = "An agency's context needs an open transaction"
            raise StockContextError(msg)
        self._set(schema=schema, agency=agency, role=role, first=STEADY if steady and not nested else "")
        self.open_schema = schema
        self.schema_name = schema
        self.agency = agency
        self.steady = steady
        self.remembered.clear()
        self.written.clear()

    def leave(self, *, outer: str | None, restore: bool) -> None:
        """Forget the context; inside a longer transaction also put path, agency and role back."""
        self.open_schema = outer
        self.schema_name = PUBLIC
        self.agency = None
        self.steady = False
        self.remembered.clear()
        self.written.clear()
        if restore:
            self._set(schema=PUBLIC, agency=None, role="none")

    def savepoint(self) -> str | None:
        """Make a savepoint. Who reads has nothing to take back, and is spared the round trips: a failure ends all."""
        return None if self.steady else super().savepoint()

    def run_alone(self, statements: str, *, schema: str, role: str) -> None:
        """Run statements in a context of their own: one transaction, sent and answered in one round trip.

        Without parameters psycopg speaks the simple protocol, where a string of statements is one transaction: all of
        them happen or none.
        """
        if self.in_atomic_block:
            msg = "Statements that run alone need a connection without an open transaction"
            raise StockContextError(msg)
        self.open_schema = schema
        try:
            with self.cursor() as cursor:
                entering = self.ops.compose_sql(ENTER, _settings(schema, agency=None, role=role))
                cursor.execute(f"{entering};\n{statements}")
        finally:
            self.open_schema = None

    def _set(self, *, schema: str, agency: AgencyRef | None, role: str, first: str = "") -> None:
        with self.cursor() as cursor:
            cursor.execute(f"{first}{ENTER}", _settings(schema, agency=agency, role=role))

    def _watched(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        """Run a statement; note what it writes, and name a context that is missing."""
        if self.agency is not None:
            self.written |= tables_written(str(sql))
        try:
            return execute(sql, params, many, context)
        except DatabaseError as error:
            state = getattr(error.__cause__, "sqlstate", None)
            if state == UNDEFINED_TABLE and self.active_schema is None and not isinstance(error, NoAgencyError):
                msg = "This table belongs to an agency, and no agency's context is open"
                raise NoAgencyError(msg) from error
            raise


def _settings(schema: str, *, agency: AgencyRef | None, role: str) -> list[str]:
    """Give the parameters of ENTER."""
    return [schema if schema == PUBLIC else f"{schema}, {PUBLIC}", str(agency.id) if agency else "", role]

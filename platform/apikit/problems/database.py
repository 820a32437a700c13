"""What PostgreSQL refused, told in the user's words: never its message, which quotes names and values."""

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from django.apps import apps
from django.db import DatabaseError, DataError, IntegrityError, OperationalError
from django.db.models import BaseConstraint, ProtectedError, RestrictedError

from apikit.problems.values import Problem, conflict, unprocessable

# SQLSTATE classes: PostgreSQL documentation, appendix "PostgreSQL Error Codes".
_CHECK, _NOT_NULL, _FOREIGN_KEY = "23514", "23502", "23503"
_TRY_AGAIN = frozenset({"40001", "40P01", "55P03", "57014", "57P01", "57P02", "57P03", "53300"})
_STOCK_MESSAGE = BaseConstraint.default_violation_error_message


def database_problem(error: DatabaseError) -> Problem | None:
    """Give the problem of a database error, or None where only a fault of ours explains it."""
    if isinstance(error, ProtectedError | RestrictedError):
        return conflict("Something else still rests on it.", code="in_use")
    state = _sqlstate(error)
    if isinstance(error, DataError):
        return unprocessable("A value is outside of what can be stored.", code="bad_value")
    if isinstance(error, IntegrityError):
        return _of_constraint(error, state)
    if isinstance(error, OperationalError) and not state:  # refused, timed out or cut off: no answer of the server
        detail = "The database does not answer just now; try again soon."
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", detail, headers={"Retry-After": "2"})
    if state in _TRY_AGAIN:
        detail = "The database was too busy to finish; nothing was changed, try again."
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "try_again", detail, headers={"Retry-After": "1"})
    return None


def _of_constraint(error: IntegrityError, state: str) -> Problem | None:
    if state == _NOT_NULL:
        return None
    if state == _FOREIGN_KEY:
        return conflict("It refers to something that is gone, or something else still refers to it.")
    constraint = _constraints().get(_constraint_name(error))
    message = _message(constraint)
    if state == _CHECK:
        code = getattr(constraint, "violation_error_code", None) or "constraint_violated"
        return unprocessable(message or "The values contradict each other.", code=code)
    return conflict(message or "Something with these values is there already.")


def _message(constraint: BaseConstraint | None) -> str:
    message = getattr(constraint, "violation_error_message", "")
    return "" if message == _STOCK_MESSAGE else str(message or "")


@cache
def _constraints() -> Mapping[str, BaseConstraint]:
    """Index every constraint by its name in the database; models do not change while the process runs."""
    return {constraint.name: constraint for model in apps.get_models() for constraint in model._meta.constraints}


def _sqlstate(error: DatabaseError) -> str:
    return str(getattr(error.__cause__, "sqlstate", None) or "")


def _constraint_name(error: DatabaseError) -> str:
    diagnostics: Any = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnostics, "constraint_name", None) or "")

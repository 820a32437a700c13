"""Every error is an RFC 9457 problem: what one is, how exceptions become one, and how it is sent."""

from apikit.problems.middleware import ProblemMiddleware
from apikit.problems.responses import (
    ProblemResponse,
    bad_request,
    not_found,
    permission_denied,
    problem_exception_handler,
    server_error,
)
from apikit.problems.translation import problem_for
from apikit.problems.values import (
    FieldProblem,
    Problem,
    bad_parameter,
    conflict,
    malformed,
    missing,
    parameter_pointer,
    unprocessable,
)

__all__ = [
    "FieldProblem",
    "Problem",
    "ProblemMiddleware",
    "ProblemResponse",
    "bad_parameter",
    "bad_request",
    "conflict",
    "malformed",
    "missing",
    "not_found",
    "parameter_pointer",
    "permission_denied",
    "problem_exception_handler",
    "problem_for",
    "server_error",
    "unprocessable",
]

"""Routes a request into its agency: the credential names the agency, and nothing else does."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from agencies.context import in_agency
from agencies.references import AgencyRef, AgencyState
from apikit.problems import Problem, ProblemResponse, problem_for
from apikit.requests import is_api
from people.hosts import known_hosts
from people.principal import LinkHolder, Principal
from people.resolution import resolve
from people.tokens import TokenKind, parse_token

ASSERTION = "X-Agency"


class AgencyRoutingMiddleware:
    """Sets `request.principal` and runs the rest of the request in one transaction of its agency.

    ATOMIC_REQUESTS makes the view a savepoint inside that transaction, so that an error answer takes the view's
    writes back while the idempotency record stays; a request that reads needs none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Resolve, check the assertions, open the agency."""
        request.principal = None  # type: ignore[attr-defined]
        if is_api(request) and not _answers_to(request):
            return ProblemResponse(request, _unknown_host())
        if "Authorization" not in request.headers or not is_api(request):
            return self.get_response(request)
        try:
            return self._routed(request)
        except (Problem, DatabaseError) as error:  # of the credential, or of the beginning or end of the transaction
            problem = problem_for(error)
            if problem is None:
                raise
            return ProblemResponse(request, problem)

    def _routed(self, request: HttpRequest) -> HttpResponse:
        principal = authenticate(request)
        request.principal = principal  # type: ignore[attr-defined]
        if _is_barred(request, principal.agency):
            return ProblemResponse(request, _closing(principal.agency))
        if request.path_info.split(":")[0] in DOOR_PATHS or request.path_info in DOOR_PATHS:
            return self.get_response(request)
        with in_agency(principal.agency, steady=request.method in READING):
            return self.get_response(request)


DOOR_PATHS = frozenset(settings.DOOR_PATHS)
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def _is_barred(request: HttpRequest, agency: AgencyRef) -> bool:
    """Say whether the agency is closing and the request would change something but its end."""
    if agency.state is not AgencyState.CLOSING or request.method in READING:
        return False
    return request.path_info.split(":")[0] not in DOOR_PATHS and request.path_info not in settings.PATHS_WHILE_CLOSING


def _closing(agency: AgencyRef) -> Problem:
    until = "" if agency.purge_at is None else f" until {agency.purge_at:%Y-%m-%d %H:%M} UTC"
    return Problem(
        HTTPStatus.FORBIDDEN,
        "agency_closing",
        f"The agency is closing: it can be read, exported and reopened{until}, and not be changed.",
    )


def _answers_to(request: HttpRequest) -> bool:
    """Say whether the host is one of ALLOWED_HOSTS, which Django checks for whoever asks."""
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _unknown_host() -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "unknown_host", "This server does not answer to that host name.")


def authenticate(request: HttpRequest) -> Principal | LinkHolder:
    """Give the principal of the request's bearer token, or raise the 401 or 403 problem."""
    scheme, _, text = request.headers["Authorization"].partition(" ")
    token = parse_token(text.strip()) if scheme.lower() == "bearer" else None
    principal = None
    if token is not None and token.kind is not TokenKind.INVITATION:
        principal = resolve(token, request_id=getattr(request, "request_id", ""))
    if principal is None:
        raise Problem(
            status=401,
            code="invalid_token",
            title="The credential is not valid",
            detail="The bearer token is malformed, unknown, expired or revoked.",
            headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
        )
    if not _assertions_hold(request, principal.agency):
        raise Problem(
            status=403,
            code="agency_mismatch",
            title="The credential belongs to another agency",
            detail="The X-Agency header or the host names an agency that is not the credential's.",
        )
    return principal


def _assertions_hold(request: HttpRequest, agency: AgencyRef) -> bool:
    """Say whether header and host, where they name an agency, name the credential's."""
    asserted = request.headers.get(ASSERTION)
    if asserted is not None and asserted not in {agency.slug, str(agency.id)}:
        return False
    host, _ = split_domain_port(request.get_host())
    return known_hosts.agency_of(host) in {None, agency.id}

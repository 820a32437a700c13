"""What every endpoint obeys, resource or not: declared capabilities, strict parameters, problems, idempotency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.response import Response
from rest_framework.views import APIView

from apikit.etag import if_match_of, precondition_required, tag_response
from apikit.filters import refuse_unknown
from apikit.idempotency import Attempt, fingerprint_of, key_required
from apikit.negotiation import FormatNegotiation
from apikit.parsers import FileParser, OrjsonParser
from apikit.principals import AUTHENTICATED, PUBLIC, Principal, principal_of
from apikit.problems import Problem, problem_exception_handler
from apikit.renderers import OrjsonRenderer
from apikit.schema import ResourceSchema


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter that a view reads itself: its JSON schema, a sentence, and whether it must be sent."""

    schema: Mapping[str, Any]
    description: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """One exchange: the JSON of a request's body and of the answer, each None where there is none.

    `line` is a line of the body where it can be NDJSON too.
    """

    request: Any = None
    response: Any = None
    line: Any = None


CLOSED = ("check_permissions", "get_permissions", "perform_authentication", "get_exception_handler", "initial")
PAGING = frozenset({"limit", "cursor"})
_ALWAYS_KNOWN = frozenset({"format"})


class ClosedView(APIView):
    """The base of every endpoint; subclasses say what is special about them and cannot weaken the rest.

    `capabilities` maps each action (a method name of a viewset, an HTTP method of a plain view) to the capability
    that it needs; an action without an entry is refused when the class is made.
    """

    capabilities: ClassVar[Mapping[str, str]] = {}
    parameters: ClassVar[Mapping[str, Mapping[str, Parameter]]] = {}
    """Query parameters that an action reads itself, beyond those the base knows."""

    idempotency_required: ClassVar[frozenset[str]] = frozenset()
    mints_credential: bool | frozenset[str] = False
    """True, or the actions whose answer holds a secret that is shown once."""

    remembers_answers: ClassVar[bool] = True
    """Whether an Idempotency-Key means something here: answers are remembered inside an agency alone."""

    path_parameters: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    """Schemas of path parameters other than a UUID called `id`; for the API description."""

    file_actions: ClassVar[frozenset[str]] = frozenset()
    """Actions whose body is `multipart/form-data`; all others read JSON alone."""

    success_status: ClassVar[Mapping[str, int]] = {}
    """The status of success by action, where it is not the usual one; for the API description."""

    other_success: ClassVar[Mapping[str, tuple[int, ...]]] = {}
    """Further statuses of success by action, with the same body; for the API description."""

    may_answer_later: ClassVar[frozenset[str]] = frozenset()
    """Actions that answer 202 and work in the background where the client prefers that, or the work is long."""

    examples: ClassVar[Mapping[str, Example]] = {}
    """A request and an answer by action, shown in the API description and checked against it."""

    paged_actions: ClassVar[frozenset[str]] = frozenset()
    """Actions beyond `list` that answer with a page."""

    renderer_classes = (OrjsonRenderer,)
    parser_classes: tuple[type[Any], ...] = (OrjsonParser,)
    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()
    content_negotiation_class = FormatNegotiation
    metadata_class = None
    schema = ResourceSchema()
    http_method_names = ("get", "head", "post", "patch", "delete")

    if_match_required: ClassVar[bool] = False
    """Whether PATCH and DELETE must say which version they are based on."""

    @property
    def principal(self) -> Principal:
        """Give who is asking; only for actions that need a credential."""
        principal = principal_of(self.request)
        if principal is None:
            raise not_authenticated()
        return principal

    @property
    def capability(self) -> str:
        """Give the capability that the action of this request needs: what a scope is asked for."""
        return self.capabilities[self.action_name() or ""]

    def action_name(self) -> str | None:
        """Name the action that the request asks for, None where there is none."""
        method = str(getattr(self.request, "method", None) or "").lower()
        method = "get" if method == "head" else method
        return method if method in self.http_method_names and hasattr(self, method) else None

    def get_parsers(self) -> list[Any]:
        """Give the one parser of the action: multipart where it takes files, else JSON."""
        return [FileParser()] if self.action_name() in self.file_actions else super().get_parsers()

    def known_parameters(self, action: str) -> frozenset[str]:
        """Name the query parameters that the action reads."""
        paging = PAGING if action in self.paged_actions else frozenset()
        return _ALWAYS_KNOWN | paging | frozenset(self.parameters.get(action, ()))

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Refuse before any work: method, credential, capability, format, throttle, parameters, repeated request."""
        del args, kwargs
        self.format_kwarg = None
        action = self.action_name()
        if action is None:
            raise MethodNotAllowed(request.method)
        self.check_permissions(request)
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        request.version, request.versioning_scheme = None, None
        self.check_throttles(request)
        refuse_unknown(request.query_params, self.known_parameters(action))
        self._check_idempotency(request, action)

    def check_permissions(self, request: Any) -> None:
        """Refuse with 401 without a credential, with 403 without the capability that the action declares."""
        action = self.action_name()
        needed = self.capabilities[action] if action else AUTHENTICATED
        if needed == PUBLIC:
            return
        principal = principal_of(request)
        if principal is None:
            raise not_authenticated()
        if not principal.may(needed):
            raise forbidden()

    def perform_authentication(self, request: Any) -> None:
        """Leave it to the middleware, which has set the principal already."""

    def get_exception_handler(self) -> Any:
        """Answer every exception with a problem."""
        return problem_exception_handler

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Name the allowed methods where the method was the mistake, and only there."""
        finished: Any = super().finalize_response(request, response, *args, **kwargs)
        if finished.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            finished.headers.pop("Allow", None)
        if isinstance(finished, Response):
            finished.add_post_render_callback(self._part)
        return finished

    def _part(self, _: Any) -> None:
        """Let go of the answer: it and the view hold each other, and would stay until Python looks for cycles."""
        answer: Any = self.response
        answer.renderer_context.clear()
        del self.response

    def expected_version(self, instance: Any) -> int | None:
        """Give the version that a change must find, None for any; refuse a missing (428) or stale (412) If-Match."""
        condition = if_match_of(self.request)
        if condition is None:
            if self.if_match_required:
                raise precondition_required()
            return None
        version = getattr(instance, "version", None)
        return condition.check(version) if isinstance(version, int) else None

    def tagged(self, response: Response, instance: Any) -> Response:
        """Give an answer about a row with a `version` its ETag, or 304 to a reader who has that very body."""
        version = getattr(instance, "version", None)
        if isinstance(version, int):
            reading = self.request.method in {"GET", "HEAD"}
            known = self.request.headers.get("If-None-Match") if reading else None
            response.add_post_render_callback(tag_response(version, if_none_match=known))
        return response

    def _check_idempotency(self, request: Any, action: str) -> None:
        attempt: Attempt | None = getattr(request, "idempotency", None)
        if attempt is None:
            if action in self.idempotency_required and "Idempotency-Key" not in request.headers:
                raise key_required()
            return
        minting = self.mints_credential
        mints = minting if isinstance(minting, bool) else action in minting
        attempt.check(fingerprint_of(request), mints_credential=mints)


def refuse_overrides(cls: type, base: type, names: Iterable[str]) -> None:
    """Refuse a class that replaces what the base holds closed."""
    for name in names:
        if getattr(cls, name) is not getattr(base, name):
            way_out = f"; if it must be, name it dangerously_{name}" if hasattr(base, f"dangerously_{name}") else ""
            msg = f"{cls.__name__} must not override {name}{way_out}"
            raise ImproperlyConfigured(msg)


def refuse_undeclared(cls: type[ClosedView], actions: Iterable[str]) -> None:
    """Refuse a class with an action that declares no capability, or a declaration without its action."""
    served = set(actions)
    undeclared = sorted(served - set(cls.capabilities))
    if undeclared:
        msg = f"{cls.__name__}.{undeclared[0]} declares no capability"
        raise ImproperlyConfigured(msg)
    idle = sorted(set(cls.capabilities) - served)
    if idle:
        msg = f"{cls.__name__} declares a capability for {idle[0]}, which it does not serve"
        raise ImproperlyConfigured(msg)


def not_authenticated() -> Problem:
    """Make the 401 of an action that needs a credential."""
    detail = "Send a valid credential as 'Authorization: Bearer <token>'."
    return Problem(HTTPStatus.UNAUTHORIZED, "not_authenticated", detail, headers={"WWW-Authenticate": "Bearer"})


def forbidden() -> Problem:
    """Make the 403 of a caller who may know the address but not use it."""
    return Problem(HTTPStatus.FORBIDDEN, "forbidden", "Your role does not allow this.")
